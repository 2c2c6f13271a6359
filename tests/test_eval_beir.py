"""A collection in BEIR layout is read whole, or the error names file and line."""

import gzip
from pathlib import Path

import pytest

from eval.beir import Collection, Qrel, Query, read_collection, read_qrels, read_queries, read_records


def write_collection(folder: Path, qrels: str = "query-id\tcorpus-id\tscore\nq1\td1\t1\n") -> Path:
    folder.mkdir()
    (folder / "corpus.jsonl").write_text('{"_id": "d1", "title": "", "text": "甲"}\n', encoding="utf-8")
    (folder / "queries.jsonl").write_text(
        '{"_id": "q1", "text": "甲是什么", "type": "fact", "answer": ["甲"]}\n'
        '{"_id": "q2", "text": "乙是什么", "type": "unanswerable", "answerable": false}\n',
        encoding="utf-8",
    )
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_a_folder_is_read_into_queries_with_category_and_judgements(tmp_path: Path) -> None:
    folder = write_collection(tmp_path / "small")
    assert read_collection(folder) == Collection(
        folder=folder,
        corpus=folder / "corpus.jsonl",
        queries_name="queries.jsonl",
        queries=(
            Query("q1", "甲是什么", "fact", True, ("甲",)),
            Query("q2", "乙是什么", "unanswerable", False, ()),
        ),
        qrels=(Qrel("q1", "d1", 1),),
    )


def test_judgements_are_the_same_with_and_without_a_header(tmp_path: Path) -> None:
    with_header, without = tmp_path / "a.tsv", tmp_path / "b.tsv"
    with_header.write_text("query-id\tcorpus-id\tscore\nq1\tlaw0#第一条\t2\n", encoding="utf-8")
    without.write_text("q1\tlaw0#第一条\t2\n", encoding="utf-8")
    assert tuple(read_qrels(with_header)) == tuple(read_qrels(without)) == (Qrel("q1", "law0#第一条", 2),)


def test_judgements_may_stand_in_the_folder_that_beir_itself_uses(tmp_path: Path) -> None:
    folder = write_collection(tmp_path / "small")
    (folder / "qrels").mkdir()
    (folder / "qrels.tsv").rename(folder / "qrels" / "test.tsv")
    assert read_collection(folder).qrels == (Qrel("q1", "d1", 1),)


def test_another_file_of_queries_gives_the_set_another_name(tmp_path: Path) -> None:
    folder = write_collection(tmp_path / "small")
    (folder / "queries.jsonl").rename(folder / "queries_simplified.jsonl")
    assert read_collection(folder, "queries_simplified.jsonl").name == "small/queries_simplified"


def test_a_gzipped_corpus_is_found_and_read(tmp_path: Path) -> None:
    folder = write_collection(tmp_path / "small")
    plain = (folder / "corpus.jsonl").read_bytes()
    (folder / "corpus.jsonl").unlink()
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(plain))
    collection = read_collection(folder)
    assert collection.corpus == folder / "corpus.jsonl.gz"
    assert tuple(read_records(collection.corpus)) == ((1, {"_id": "d1", "title": "", "text": "甲"}),)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"_id": "q2", "text": ', "不是完整的 JSON"),
        ('["q2"]', "每行应是一个 JSON 对象"),
        ('{"_id": "q2"}', "缺少字段 text"),
        ('{"_id": 7, "text": "乙"}', "缺少字段 _id"),
        ('{"_id": "q1", "text": "乙"}', "问题编号 q1 重复"),
        ('{"_id": "q2", "text": "乙", "answer": [3]}', "字段 answer"),
    ],
)
def test_a_broken_query_is_an_error_that_names_file_and_line(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text(f'{{"_id": "q1", "text": "甲"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=rf"queries\.jsonl:2：.*{complaint}"):
        tuple(read_queries(path))


def test_a_line_in_another_encoding_is_an_error_that_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_bytes('{"_id": "q1", "text": "甲"}\n'.encode() + '{"_id": "q2", "text": "乙"}\n'.encode("gb18030"))
    with pytest.raises(ValueError, match=r"queries\.jsonl:2：不是 UTF-8"):
        tuple(read_queries(path))


@pytest.mark.parametrize("line", ["q1 d1 1", "q1\td1", "q1\t\t1", "q1\td1\t高", "q1\t0\td1\t1"])
def test_a_broken_judgement_is_an_error_that_names_file_and_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "qrels.tsv"
    path.write_text(f"query-id\tcorpus-id\tscore\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"qrels\.tsv:2：应为三列"):
        tuple(read_qrels(path))


def test_two_different_judgements_of_the_same_pair_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "qrels.tsv"
    path.write_text("q1\td1\t1\nq1\td1\t0\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"qrels\.tsv:2：.*两个不同的标注"):
        tuple(read_qrels(path))


def test_a_judgement_of_a_query_that_is_not_asked_is_an_error(tmp_path: Path) -> None:
    folder = write_collection(tmp_path / "small", qrels="q9\td1\t1\n")
    with pytest.raises(ValueError, match=r"标注了问题 q9"):
        read_collection(folder)


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_part_is_named(tmp_path: Path, name: str) -> None:
    folder = write_collection(tmp_path / "small")
    (folder / name).unlink()
    with pytest.raises(FileNotFoundError, match=rf"缺少 {name}"):
        read_collection(folder)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="没有这个文件夹"):
        read_collection(tmp_path / "absent")


@pytest.mark.parametrize(
    ("name", "queries_name", "queries", "judgements"),
    [
        ("cmrc2018", "queries.jsonl", 4221, 4221),
        ("drcd", "queries.jsonl", 7017, 7017),
        ("drcd", "queries_simplified.jsonl", 7017, 7017),
        ("domain_seed", "queries.jsonl", 62, 44),
        ("rgb_zh", "queries.jsonl", 500, 4449),
        ("stard", "queries.jsonl", 780, 1354),
    ],
)
def test_the_public_sets_are_read_whole(
    shared: Path, name: str, queries_name: str, queries: int, judgements: int
) -> None:
    if not (shared / "data" / name).is_dir():
        pytest.skip(f"{shared / 'data' / name} is not here")
    collection = read_collection(shared / "data" / name, queries_name)
    assert (len(collection.queries), len(collection.qrels)) == (queries, judgements)


def test_a_blank_query_is_kept_for_the_report_to_name(tmp_path: Path) -> None:
    # CMRC 2018 holds one: TRIAL_776_QUERY_4.
    path = tmp_path / "queries.jsonl"
    path.write_text('{"_id": "q1", "text": ""}\n', encoding="utf-8")
    assert tuple(read_queries(path)) == (Query("q1", "", None, True, ()),)
