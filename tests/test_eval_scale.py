"""How a search grows with the library, and which vector index: the tables, over a few passages of our own."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from eval.composing import enlarged
from eval.scale import Searches, measure_scale
from eval.vectors import compare_indexes
from indexer.encoder import load_encoder
from indexer.indexing import index_paths
from service.settings import Settings
from service.usage import WrongUse

SIZE = 24


def write_corpus(folder: Path) -> Path:
    lines = [
        {
            "_id": f"甲{n}",
            "title": f"{'上海市' if n % 2 else '北京市'}第{n}号办法",
            "text": f"第{n}处停车场由街道管理，收费公示。",
        }
        for n in range(SIZE)
    ]
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return corpus


def write_queries(folder: Path) -> Path:
    queries = folder / "queries.jsonl"
    lines = [json.dumps({"_id": str(n), "text": f"第{n}处停车场谁管"}, ensure_ascii=False) for n in range(24)]
    queries.write_text("\n".join(lines), encoding="utf-8")
    return queries


def rows(report: str) -> dict[str, str]:
    """The last cell of each row by its first."""
    cells = [line.strip("| ").split(" | ") for line in report.splitlines() if line.startswith("|")]
    return {row[0]: row[-1] for row in cells}


def test_a_kept_library_is_measured_again_without_being_made_again(tmp_path: Path) -> None:
    corpus, keep = write_corpus(tmp_path), tmp_path / "keep"
    searches = Searches(write_queries(tmp_path), 24, "地区:上海")
    first = rows(measure_scale(corpus, [SIZE], searches, keep))
    made = (keep / str(SIZE) / "data" / "CURRENT").read_text()
    assert re.fullmatch(rf"\d+\.\d\d / \d+\.\d\d（{SIZE // 2} 段）", first["**同上，限 地区:上海**"])
    corpus.write_text(corpus.read_text(encoding="utf-8").replace("收费公示", "免费停放"), encoding="utf-8")
    again = rows(measure_scale(corpus, [SIZE], replace(searches, filter="年份:1999"), keep))
    assert (keep / str(SIZE) / "data" / "CURRENT").read_text() == made
    assert (again["切分词语"], again["建立索引"], again["索引"]) == ("0.0", "0.0", first["索引"])
    assert again["**同上，限 年份:1999**"] == "—"  # no time where the filter leaves nothing to rank


def test_a_library_larger_than_the_corpus_holds_documents_composed_of_its_sentences(tmp_path: Path) -> None:
    corpus, keep = write_corpus(tmp_path), tmp_path / "keep"
    report = measure_scale(corpus, [2 * SIZE], Searches(write_queries(tmp_path), 24, "地区:上海"), keep)
    assert report.endswith(f"语料有 {SIZE} 篇，最大的库另有 {SIZE} 篇用它的句子拼成。")
    made = [json.loads(line) for line in (keep / str(2 * SIZE) / "corpus.jsonl").read_text("utf-8").splitlines()]
    texts = {record["text"] for record in made[:SIZE]}
    assert [record["_id"] for record in made[SIZE:]] == [f"composed{n}" for n in range(SIZE, 2 * SIZE)]
    assert all(set(re.findall("[^。]+。", record["text"])) <= texts for record in made[SIZE:])


def test_composed_documents_are_the_same_each_time_and_as_long_as_those_of_the_corpus() -> None:
    records = [{"_id": str(n), "text": f"甲{n}管理。乙{n}登记。\n丙{n}公示。"} for n in range(9)]
    composed = list(enlarged(records, 60))[9:]
    sentences = {sentence for record in records for sentence in re.findall(r"[^。\n]+。", record["text"])}
    assert composed == list(enlarged(records, 60))[9:]
    assert all(set(re.findall(r"[^。\n]+。", record["text"])) <= sentences for record in composed)
    assert {len(record["text"]) for record in composed} <= set(range(16, 22))
    assert list(enlarged(records, 5)) == records[:5]


def test_a_corpus_without_documents_cannot_be_measured(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(WrongUse, match=r"corpus\.jsonl 里没有文献"):
        measure_scale(tmp_path / "corpus.jsonl", [3], Searches(write_queries(tmp_path), 24, "地区:上海"), None)


@pytest.mark.parametrize("filter", ["2019", "地区:上海 停车", ""])
def test_what_is_no_filter_is_refused_before_anything_is_made(tmp_path: Path, filter: str) -> None:
    with pytest.raises(WrongUse, match="不是筛选条件"):
        measure_scale(tmp_path / "absent", [1], Searches(tmp_path / "absent", 24, filter), None)


def test_each_kind_of_vector_index_is_compared_with_the_exact_one(tmp_path: Path) -> None:
    index_paths([write_corpus(tmp_path)], tmp_path / "data", load_encoder(None))
    kinds = (("Flat", "", ("",)), ("IVF4,Flat", "", ("nprobe=1", "nprobe=4")))
    table = compare_indexes(Settings(tmp_path / "data"), write_queries(tmp_path), 5, kinds)
    cells = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")][2:]
    assert [(row[0], row[1].strip()) for row in cells] == [
        ("Flat", ""),
        ("IVF4,Flat", "nprobe=1"),
        ("IVF4,Flat", "nprobe=4"),
    ]
    whole, part, all_lists = (float(row[2]) for row in cells)
    assert 0 < part < whole == all_lists == 1.0
    assert table.startswith(f"{SIZE} 段，5 个问题，各取 100 段，一个核的 CPU 时间，")
