"""Reads questions with the answers that the library must give, from the project's own format.

Invariant: whatever cannot be read is an error that names file and line; an answerable question says what a right
answer holds, an unanswerable one says nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.beir import Collection, read_records, text_field

_FIELDS = frozenset(
    ("id", "question", "category", "answerable", "expected", "any_expected", "documents", "all_documents", "region")
)  # anything else is a slip of the pen: `document` instead of `documents` would silently judge less


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what a right answer shows.

    Every string of `expected` must occur in the quotations from `documents`, or one of them where `any_expected`; each
    of the documents must be cited when `all_documents`. Where the list is not `complete`, quotations from other
    documents count as well. `region` names the place that the question is about.
    """

    id: str
    text: str
    category: str
    answerable: bool
    expected: tuple[str, ...]
    documents: tuple[str, ...]
    complete: bool
    all_documents: bool
    region: str | None
    any_expected: bool = False


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read a .jsonl file of questions, in order; raises FileNotFoundError, and ValueError naming file and line."""
    if not path.is_file():
        raise FileNotFoundError(f"{path}：没有这个问题文件。")
    questions = tuple(_read_each(path))
    if not questions:
        raise ValueError(f"{path}：里面没有问题。")
    return questions


def read_questions_of(collection: Collection) -> tuple[Question, ...]:
    """The questions of a set in BEIR layout: `answer` strings to be quoted, from whatever document holds them.

    Such a set judges some documents and says nothing of the others, which may hold the same text.
    Raises ValueError for an answerable query without answer strings: nothing could be judged.
    """
    relevant: dict[str, list[str]] = {}
    for qrel in collection.qrels:
        if qrel.relevance > 0:
            relevant.setdefault(qrel.query_id, []).append(qrel.doc_id)
    for query in collection.queries:
        if query.answerable and not query.answers:
            raise ValueError(f"{collection.folder}：问题 {query.id} 没有 answer，无法判断答得对不对。")
    return tuple(
        Question(
            id=query.id,
            text=query.text,
            category=query.category or "未分类",
            answerable=query.answerable,
            expected=query.answers if query.answerable else (),
            documents=tuple(relevant.get(query.id, ())),
            complete=False,
            all_documents=False,
            region=None,
        )
        for query in collection.queries
    )


def _read_each(path: Path) -> Iterator[Question]:
    seen: set[str] = set()
    for number, record in read_records(path):
        question = _parse_question(record, path, number)
        if question.id in seen:
            raise ValueError(f"{path}:{number}：问题编号 {question.id} 重复。")
        seen.add(question.id)
        yield question


def _parse_question(record: dict[str, Any], path: Path, number: int) -> Question:
    unknown = sorted(set(record) - _FIELDS)
    if unknown:
        raise ValueError(f"{path}:{number}：不认识的字段 {'、'.join(unknown)}。")
    documents = _strings(record.get("documents", []), "documents", path, number)
    question = Question(
        id=text_field(record, "id", path, number),
        text=text_field(record, "question", path, number),
        category=text_field(record, "category", path, number),
        answerable=_truth(record.get("answerable"), "answerable", path, number),
        expected=_strings(record.get("expected", []), "expected", path, number),
        any_expected=_truth(record.get("any_expected", False), "any_expected", path, number),
        documents=documents,
        complete=bool(documents),
        all_documents=_truth(record.get("all_documents", False), "all_documents", path, number),
        region=record.get("region") or None,
    )
    if question.answerable != bool(question.expected):
        raise ValueError(f"{path}:{number}：可答的问题要写 expected，不可答的不写。")
    return question


def _truth(value: object, name: str, path: Path, number: int) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{path}:{number}：字段 {name} 应是 true 或 false，读到 {value!r}。")
    return value


def _strings(value: object, name: str, path: Path, number: int) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ValueError(f"{path}:{number}：字段 {name} 应是非空字符串的列表，读到 {value!r}。")
    return tuple(value)
