"""Questions to be asked twice: of passages without their answer, and of the same with the passages that hold it.

Invariant: a case names both; whatever cannot be read is an error that names file and line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.beir import Collection, Query, read_records, text_field

NOISE = "noise_only"
ANSWERS = "answers.jsonl"


@dataclass(frozen=True, slots=True)
class RefusalCase:
    """A question, the names of passages without and with its answer, and what the answer shows.

    `noise` is None for all passages of the set but the positive ones. Of each group of `expected` one string is
    enough: 131万 or 1313851.
    """

    id: str
    text: str
    noise: frozenset[str] | None
    positive: frozenset[str]
    expected: tuple[tuple[str, ...], ...]


def read_plan(folder: Path) -> dict[str, tuple[RefusalCase, ...]]:
    """Read the noise-only questions of `queries.jsonl`, in order, by the name of the set whose passages they are asked.

    `candidate_ids` are the noise, `drop_ids` the passages that hold the answer, `answer_if_present` what it shows;
    questions of other types are passed over. Raises FileNotFoundError, and ValueError naming file and line.
    """
    path = folder / "queries.jsonl"
    if not path.is_file():
        raise FileNotFoundError(f"{path}：没有这个文件。")
    plan: dict[str, list[RefusalCase]] = {}
    for number, record in read_records(path):
        if record.get("type") == NOISE:
            plan.setdefault(text_field(record, "dataset", path, number), []).append(_parse(record, path, number))
    if not plan:
        raise ValueError(f"{path}：里面没有类型为 {NOISE} 的问题。")
    return {dataset: tuple(cases) for dataset, cases in plan.items()}


def plan_of(collection: Collection) -> tuple[RefusalCase, ...]:
    """The questions of a set with one relevant document and known answers: without it the rest holds no answer.

    Answers are the queries' own, or stand in `answers.jsonl` beside them. Raises ValueError where no query has any.
    """
    relevant: dict[str, list[str]] = {}
    for qrel in collection.qrels:
        if qrel.relevance > 0:
            relevant.setdefault(qrel.query_id, []).append(qrel.doc_id)
    answers = _answers_beside(collection)
    cases = tuple(
        RefusalCase(query.id, query.text, None, frozenset(relevant[query.id]), (told,))
        for query in collection.queries
        if (told := answers.get(query.id, query.answers)) and _is_asked(query) and len(relevant.get(query.id, ())) == 1
    )
    if not cases:
        raise ValueError(f"{collection.folder}：没有一个问题既有答案又正好有一篇相关文档。")
    return cases


def spread(cases: Sequence[RefusalCase], limit: int | None) -> tuple[RefusalCase, ...]:
    """At most `limit` cases, taken at even distances, so that neighbours asked of one article do not crowd in."""
    if limit is None or limit >= len(cases):
        return tuple(cases)
    return tuple(cases[number * len(cases) // limit] for number in range(limit))


def _is_asked(query: Query) -> bool:
    return query.answerable and bool(query.text.strip())


def _answers_beside(collection: Collection) -> dict[str, tuple[str, ...]]:
    path = collection.folder / ANSWERS
    if not path.is_file():
        return {}
    return {
        text_field(record, "_id", path, number): tuple(map(str, _list_field(record, "answers", path, number)))
        for number, record in read_records(path)
    }


def _parse(record: dict[str, Any], path: Path, number: int) -> RefusalCase:
    noise, positive, told = (
        _list_field(record, name, path, number) for name in ("candidate_ids", "drop_ids", "answer_if_present")
    )
    groups: Iterator[list[Any]] = (group if isinstance(group, list) else [group] for group in told)
    return RefusalCase(
        id=text_field(record, "_id", path, number),
        text=text_field(record, "text", path, number),
        noise=frozenset(map(str, noise)),
        positive=frozenset(map(str, positive)),
        expected=tuple(tuple(map(str, group)) for group in groups),
    )


def _list_field(record: dict[str, Any], name: str, path: Path, number: int) -> list[Any]:
    value = record.get(name)
    if not isinstance(value, list) or not value:
        raise ValueError(f"{path}:{number}：字段 {name} 应是非空的列表，读到 {value!r}。")
    return value
