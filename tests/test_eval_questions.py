"""Question files are read whole, or the error names file and line."""

from pathlib import Path

import pytest

from eval.beir import Collection, Qrel, Query
from eval.questions import Question, read_questions, read_questions_of
from tests.records import write_records

RECORD: dict[str, object] = {
    "id": "c001",
    "question": "“两带三同”是什么意思？",
    "category": "definition",
    "answerable": True,
    "expected": ["老带新", "强带弱"],
    "documents": ["huli-one-plus-x"],
    "all_documents": True,
    "any_expected": True,
    "region": "福建省/厦门市/湖里区",
}


def test_a_question_is_read_with_what_a_right_answer_shows(tmp_path: Path) -> None:
    assert read_questions(write_records(tmp_path / "q.jsonl", [RECORD])) == (
        Question(
            id="c001",
            text="“两带三同”是什么意思？",
            category="definition",
            answerable=True,
            expected=("老带新", "强带弱"),
            documents=("huli-one-plus-x",),
            complete=True,
            all_documents=True,
            region="福建省/厦门市/湖里区",
            any_expected=True,
        ),
    )


def test_what_may_be_left_out_is_empty(tmp_path: Path) -> None:
    short: dict[str, object] = {"id": "u1", "question": "谁建的？", "category": "unanswerable", "answerable": False}
    assert read_questions(write_records(tmp_path / "q.jsonl", [short])) == (
        Question("u1", "谁建的？", "unanswerable", False, (), (), False, False, None),
    )


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"id": ""}, "缺少字段 id"),
        ({"question": "  "}, "缺少字段 question"),
        ({"answerable": "yes"}, "字段 answerable 应是 true 或 false"),
        ({"expected": "老带新"}, "字段 expected 应是非空字符串的列表"),
        ({"expected": [""]}, "字段 expected 应是非空字符串的列表"),
        ({"expected": []}, "可答的问题要写 expected"),
        ({"answerable": False}, "不可答的不写"),
        ({"document": "huli"}, "不认识的字段 document"),
        ({"id": "c000"}, "问题编号 c000 重复"),
    ],
)
def test_a_broken_question_is_an_error_that_names_file_and_line(
    tmp_path: Path, change: dict[str, object], complaint: str
) -> None:
    path = write_records(tmp_path / "q.jsonl", [{**RECORD, "id": "c000"}, {**RECORD, **change}])
    with pytest.raises(ValueError, match=rf"q\.jsonl:2：.*{complaint}"):
        read_questions(path)


@pytest.mark.parametrize(("documents", "complete"), [(["huli-one-plus-x"], True), ([], False)])
def test_a_list_of_documents_is_complete_and_no_list_admits_all(
    tmp_path: Path, documents: list[str], complete: bool
) -> None:
    (question,) = read_questions(write_records(tmp_path / "q.jsonl", [{**RECORD, "documents": documents}]))
    assert question.complete is complete


def test_a_file_without_questions_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="没有问题"):
        read_questions(write_records(tmp_path / "q.jsonl", []))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="没有这个问题文件"):
        read_questions(tmp_path / "absent.jsonl")


def make_collection(*queries: Query) -> Collection:
    folder = Path("seed")
    qrels = (Qrel("q1", "d1", 1), Qrel("q1", "d2", 1), Qrel("q1", "d3", 0))
    return Collection(folder, folder / "corpus.jsonl", "queries.jsonl", queries, qrels)


def test_a_set_in_beir_layout_with_answers_gives_questions() -> None:
    collection = make_collection(
        Query("q1", "几级联动", "number", True, ("六级联动",)), Query("u1", "有多少家", "unanswerable", False, ())
    )
    assert read_questions_of(collection) == (
        Question("q1", "几级联动", "number", True, ("六级联动",), ("d1", "d2"), False, False, None),
        Question("u1", "有多少家", "unanswerable", False, (), (), False, False, None),
    )


def test_a_set_without_answers_cannot_judge_answers() -> None:
    with pytest.raises(ValueError, match="问题 q1 没有 answer"):
        read_questions_of(make_collection(Query("q1", "几级联动", None, True, ())))
