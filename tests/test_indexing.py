"""Indexing runs: what is new, changed, unchanged, removed; what is embedded; what stays readable."""

import json
import os
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from indexer import readers
from indexer.generation import open_current
from indexer.indexing import IndexLocked, index_paths
from indexer.store import Store
from indexer.types import UNRESTRICTED, IndexReport, RawText
from indexer.words import Tokens
from tests.fakes import CharacterEncoder

PARKING = "# 停车治理\n\n城东街道把夜间闲置车位登记造册，居民凭门牌预约。全年共登记车位312个。\n"
DINING = "# 老年食堂\n\n城西街道办了两家老年食堂，由餐饮企业运营。午餐每份12元。\n"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "停车.md").write_text(PARKING, encoding="utf-8")
    (folder / "食堂.md").write_text(DINING, encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def outcome(report: IndexReport) -> tuple[int, int, int, int, int]:
    return report.new, report.changed, report.unchanged, report.removed, report.embedded


def found_texts(data: Path, word: str) -> list[str]:
    generation = open_current(data)
    assert generation is not None
    store = Store(data / "record.sqlite")
    found = store.passages([n for n, _ in generation.search_lexical(Tokens((word,), ()), UNRESTRICTED, 10)])
    store.close()
    return [stored.passage.text for stored in found]


def test_a_first_run_indexes_everything_and_a_second_embeds_nothing(documents: Path, data: Path) -> None:
    encoder = CharacterEncoder()
    assert outcome(index_paths([documents], data, encoder)) == (2, 0, 0, 0, len(encoder.encoded))
    generation = open_current(data)
    encoder.encoded.clear()
    assert outcome(index_paths([documents], data, encoder)) == (0, 0, 2, 0, 0)
    again = open_current(data)
    assert generation is not None and again is not None
    assert (encoder.encoded, again.name) == ([], generation.name)


def test_a_changed_file_replaces_its_passages_and_its_old_version_stays_readable(documents: Path, data: Path) -> None:
    index_paths([documents], data, CharacterEncoder())
    store = Store(data / "record.sqlite")
    before = next(s for s in store.summaries() if s.source.endswith("停车.md"))
    (documents / "停车.md").write_text(PARKING.replace("312", "415"), encoding="utf-8")
    report = index_paths([documents], data, CharacterEncoder())
    assert (report.new, report.changed, report.unchanged, report.removed) == (0, 1, 1, 0)
    assert [("415" in text, "312" in text) for text in found_texts(data, "车位")] == [(True, False)]
    old, new = store.document(before.id, before.version), store.document(before.id)
    store.close()
    assert old is not None and new is not None
    assert (old.superseded, "312" in old.document.text) == (True, True)
    assert (new.superseded, "415" in new.document.text) == (False, True)


def test_a_file_that_goes_back_to_earlier_bytes_is_searchable_in_that_version_again(
    documents: Path, data: Path
) -> None:
    index_paths([documents], data, CharacterEncoder())
    for text in (PARKING.replace("312", "415"), PARKING):
        (documents / "停车.md").write_text(text, encoding="utf-8")
        report = index_paths([documents], data, CharacterEncoder())
    assert (report.changed, report.embedded) == (1, 0)
    assert ["312" in text for text in found_texts(data, "车位")] == [True]


def test_a_removed_file_is_no_longer_found_but_its_version_still_resolves(documents: Path, data: Path) -> None:
    index_paths([documents], data, CharacterEncoder())
    store = Store(data / "record.sqlite")
    gone = next(s for s in store.summaries() if s.source.endswith("食堂.md"))
    (documents / "食堂.md").unlink()
    report = index_paths([documents], data, CharacterEncoder())
    assert (report.removed, report.unchanged) == (1, 1)
    assert found_texts(data, "食堂") == []
    old = store.document(gone.id, gone.version)
    assert store.document(gone.id) is None and old is not None and old.superseded
    store.close()


def test_other_files_stay_when_only_one_is_indexed_again(documents: Path, data: Path) -> None:
    index_paths([documents], data, CharacterEncoder())
    (documents / "食堂.md").unlink()
    report = index_paths([documents / "停车.md"], data, CharacterEncoder())
    assert (report.unchanged, report.removed) == (1, 0)
    assert len(found_texts(data, "食堂")) == 1


def test_an_interrupted_embedding_is_continued_by_the_next_run(documents: Path, data: Path) -> None:
    class Failing(CharacterEncoder):
        def encode(self, texts, kind):  # type: ignore[no-untyped-def]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_paths([documents], data, Failing())
    assert open_current(data) is None
    encoder = CharacterEncoder()
    report = index_paths([documents], data, encoder)
    assert (report.new, report.unchanged, report.embedded) == (0, 2, len(encoder.encoded))
    assert len(found_texts(data, "车位")) == 1


def test_records_that_fail_are_listed_and_the_rest_is_indexed(tmp_path: Path, data: Path) -> None:
    file = tmp_path / "新闻.jsonl"
    good = json.dumps({"_id": "a", "title": "停车治理", "text": "城东街道登记闲置车位312个。"}, ensure_ascii=False)
    file.write_text(good + "\n{坏行\n", encoding="utf-8")
    report = index_paths([file], data, CharacterEncoder())
    assert (report.new, len(report.failures)) == (1, 1)
    assert "2" in report.failures[0].source + report.failures[0].reason
    assert len(found_texts(data, "车位")) == 1


def test_a_second_file_under_the_same_id_is_refused_not_swapped_in(documents: Path, data: Path) -> None:
    for name, text in (("停车.md", PARKING), ("食堂.md", DINING)):
        (documents / name).write_text(f"---\nid: same\n---\n{text}", encoding="utf-8")
    report = index_paths([documents], data, CharacterEncoder())
    assert (report.new, [failure.source.endswith("食堂.md") for failure in report.failures]) == (1, [True])
    assert "same" in report.failures[0].reason and "停车.md" in report.failures[0].reason
    assert len(found_texts(data, "车位")) == 1


def test_a_path_that_does_not_exist_is_refused_before_anything_is_written(tmp_path: Path, data: Path) -> None:
    with pytest.raises(FileNotFoundError, match="没有这个文件或文件夹"):
        index_paths([tmp_path / "没有"], data, CharacterEncoder())
    assert not data.exists()


def test_a_second_run_on_the_same_folder_is_refused_while_one_is_writing(documents: Path, data: Path) -> None:
    data.mkdir()
    with FileLock(data / "index.lock"), pytest.raises(IndexLocked, match="另一个索引任务"):
        index_paths([documents], data, CharacterEncoder())


def test_a_damaged_generation_is_built_anew(documents: Path, data: Path) -> None:
    index_paths([documents], data, CharacterEncoder())
    generation = open_current(data)
    assert generation is not None
    (data / "generations" / generation.name / "dense.faiss").write_bytes(b"damaged")
    assert outcome(index_paths([documents], data, CharacterEncoder())) == (0, 0, 2, 0, 0)
    assert len(found_texts(data, "车位")) == 1


def test_progress_runs_from_nothing_to_all_in_every_stage(documents: Path, data: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    index_paths([documents], data, CharacterEncoder(), lambda *call: calls.append(call))
    stages = list(dict.fromkeys(stage for stage, _, _ in calls))
    assert stages == ["读取文件", "比对重复", "生成向量", "切分词语", "建立索引"]
    for stage in stages:
        own = [(done, total) for name, done, total in calls if name == stage]
        assert own[-1][0] == own[-1][1] > 0
        # Words are cut while vectors are made: their own progress begins where they have come to by then.
        assert own[0][0] == 0 or stage == "切分词语"


def test_the_report_counts_repairs_and_doubts_of_what_was_read_and_not_of_what_was_there(
    documents: Path, data: Path
) -> None:
    (documents / "网页.txt").write_text(
        "幹部現(xiàn)有編(biān)制(zhì)嚴(yán)格管理，聯繫電話為138****5678。\n", encoding="utf-8"
    )
    report = index_paths([documents], data, CharacterEncoder())
    assert {one.rule: (one.count, one.documents) for one in report.repairs}["pinyin"] == (4, 1)
    assert [(one.rule, one.count, one.documents) for one in report.doubts] == [("masked", 1, 1)]
    again = index_paths([documents], data, CharacterEncoder())
    assert (again.repairs, again.doubts) == ((), ())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no file name that is not text")
def test_half_a_character_costs_its_file_or_record_and_nothing_else(documents: Path, data: Path) -> None:
    records = [
        '{"_id": "a", "title": "\\ud800甲", "text": "城北街道清理楼道。"}',
        '{"_id": "b\\udc00", "text": "城北街道清理河道。"}',
        '{"_id": "c", "text": "城北街道清理下水道。"}',
    ]
    (documents / "记录.jsonl").write_text("\n".join(records), encoding="utf-8")
    (documents / "题.md").write_text('---\ntitle: "\\ud800题"\n---\n城北街道栽树。\n', encoding="utf-8")
    misnamed = Path(os.fsdecode(os.fsencode(documents) + b"/\xb5\xe7.txt"))
    misnamed.write_text("城北街道铺路。\n", encoding="utf-8")
    report = index_paths([documents], data, CharacterEncoder())
    assert outcome(report)[:2] == (4, 0)
    assert sorted((failure.source, failure.reason) for failure in report.failures) == sorted(
        [
            (f"{documents}/记录.jsonl#a", "第1行含有残缺的 \\u 转义字符，请改正"),
            (f"{documents}/记录.jsonl#b\ufffd", "第2行含有残缺的 \\u 转义字符，请改正"),
            (str(misnamed), "路径中有不是 UTF-8 的字（多见于从别的系统解压的文件），请改名后再收入。"),
        ]
    )
    assert [remark.text for remark in report.remarks] == ["第2行：“标题”含有残缺的转义字符，没有采用"]


def test_half_a_character_that_a_reader_gives_becomes_a_replacement_character(
    documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(readers.READERS, ".txt", lambda file: RawText("", file.digest, "城北\ud800街道铺路。\n"))
    path = documents / "路.txt"
    path.write_text("任意", encoding="utf-8")
    (raw,) = readers.read_file(path)
    assert isinstance(raw, RawText)
    assert raw.text == "城北\ufffd街道铺路。\n"
