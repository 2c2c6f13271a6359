"""The count of copies and reprints of a corpus is that of an indexing run, and its groups are shown to be read."""

import re
from pathlib import Path

import pytest

from eval.kin import measure_kin
from indexer.indexing import index_paths
from service.usage import WrongUse
from tests.fakes import CharacterEncoder
from tests.records import write_records

BODY = "".join(f"第{n}网格由专人走访，登记停车和照明的问题，五日内答复。" for n in range(1, 9))
TEXTS = {
    "a": BODY,
    "b": BODY + "年底另作一次回访。",
    "c": BODY,
    "d": "园区食堂改造后，每天供应三餐，凭工牌就餐，剩余饭菜统一称重登记，由物业公示。" * 4,
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    records = ({"_id": id, "title": "走访" if id in "ac" else f"题{id}", "text": text} for id, text in TEXTS.items())
    return write_records(tmp_path / "corpus.jsonl", records)


def test_what_is_counted_is_what_indexing_finds_and_the_groups_are_shown(corpus: Path, tmp_path: Path) -> None:
    shown = measure_kin(corpus, sample=5)
    report = index_paths([corpus], tmp_path / "data", CharacterEncoder())
    assert (report.copies, report.reprint_groups, report.reprints) == (1, 1, 2)
    for row in ("| 文献 | 4 篇 |", "| 其中与别的全文相同、不另检索 | 1 篇 |", "| 转载或改写 | 1 组 2 篇 |"):
        assert row in shown.splitlines()
    _, group = shown.split("第 1 组\n")
    fullest, other = group.splitlines()
    assert re.match(rf"- 最全，{len(TEXTS['b'])} 字：题b｜第1网格", fullest)
    assert re.match(rf"- 重合 0\.[6-9]\d，{len(TEXTS['a'])} 字：走访｜第1网格", other)


def test_a_file_without_documents_is_wrong_use(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n", encoding="utf-8")
    with pytest.raises(WrongUse, match=rf"^{re.escape(str(empty))}：没有读出一篇。"):
        measure_kin(empty, sample=0)
