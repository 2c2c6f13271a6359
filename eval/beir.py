"""Reads a test collection in BEIR layout: corpus.jsonl[.gz], queries.jsonl, qrels.tsv.

Invariant: whatever cannot be read is an error that names file and line; no line is skipped.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Query:
    """`category` is None where the set does not sort its queries; `answers` are strings a right answer holds.

    `text` can be blank, as in one of the 4,221 queries of CMRC 2018: who asks it leaves it out and says so.
    """

    id: str
    text: str
    category: str | None
    answerable: bool
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Qrel:
    """A judgement: this document has this relevance (0 is judged irrelevant) for this query."""

    query_id: str
    doc_id: str
    relevance: int


@dataclass(frozen=True, slots=True)
class Collection:
    """One test set; `queries_name` is the file that the queries came from, `corpus` may be gzipped."""

    folder: Path
    corpus: Path
    queries_name: str
    queries: tuple[Query, ...]
    qrels: tuple[Qrel, ...]

    @property
    def name(self) -> str:
        """The folder's name, with the queries' file where that is not the usual one: `drcd/queries_simplified`."""
        stem = self.queries_name.removesuffix(".jsonl")
        return self.folder.name if stem == "queries" else f"{self.folder.name}/{stem}"


def read_collection(folder: Path, queries_name: str = "queries.jsonl") -> Collection:
    """Read queries and judgements of one folder; the corpus is only located.

    Raises FileNotFoundError for a missing part, ValueError (naming file and line) for a broken one.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise FileNotFoundError(
            f"{folder}：没有这个文件夹。评测集应为含 corpus.jsonl、queries.jsonl、qrels.tsv 的文件夹。"
        )
    queries = tuple(read_queries(_part(folder, queries_name)))
    qrels_path = _part(folder, "qrels.tsv", "qrels/test.tsv")
    qrels = tuple(read_qrels(qrels_path))
    known = {query.id for query in queries}
    for qrel in qrels:
        if qrel.query_id not in known:
            raise ValueError(
                f"{qrels_path}：标注了问题 {qrel.query_id}，但 {queries_name} 里没有它。请换用配套的问题文件。"
            )
    return Collection(folder, _part(folder, "corpus.jsonl", "corpus.jsonl.gz"), queries_name, queries, qrels)


def _part(folder: Path, *names: str) -> Path:
    found = next((folder / name for name in names if (folder / name).is_file()), None)
    if found is None:
        raise FileNotFoundError(f"{folder}：缺少 {' 或 '.join(names)}。")
    return found


def read_records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number, object) of a .jsonl or .jsonl.gz file, in order; blank lines are passed over.

    Raises ValueError for a line that is not a JSON object or not UTF-8.
    """
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, _parse_object(line, path, number)


def _parse_object(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}:{number}：不是 UTF-8 编码。请转成 UTF-8 后再试。") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"{path}:{number}：不是完整的 JSON（第 {error.colno} 列：{error.msg}）。") from error
    if not isinstance(record, dict):
        raise ValueError(f"{path}:{number}：每行应是一个 JSON 对象，这里是 {type(record).__name__}。")
    return record


def read_queries(path: Path) -> Iterator[Query]:
    """Yield the queries in file order; `type` or `category` becomes the category, `answer` the answer strings."""
    seen: set[str] = set()
    for number, record in read_records(path):
        query = Query(
            id=text_field(record, "_id", path, number),
            text=text_field(record, "text", path, number, blank=True),
            category=record.get("category") or record.get("type"),
            answerable=bool(record.get("answerable", True)),
            answers=_strings(record.get("answer", ()), path, number),
        )
        if query.id in seen:
            raise ValueError(f"{path}:{number}：问题编号 {query.id} 重复。")
        seen.add(query.id)
        yield query


def text_field(record: dict[str, Any], name: str, path: Path, number: int, *, blank: bool = False) -> str:
    """Return a field that must be a string, not a blank one unless allowed; raises ValueError naming file and line."""
    value = record.get(name)
    if not isinstance(value, str) or not (blank or value.strip()):
        raise ValueError(f"{path}:{number}：缺少字段 {name}，或不是非空字符串。")
    return value


def _strings(value: object, path: Path, number: int) -> tuple[str, ...]:
    values = (value,) if isinstance(value, str) else value
    if not isinstance(values, list | tuple) or not all(isinstance(item, str) for item in values):
        raise ValueError(f"{path}:{number}：字段 answer 应是字符串或字符串列表。")
    return tuple(values)


def read_qrels(path: Path) -> Iterator[Qrel]:
    """Yield the judgements of a three-column TSV (query, document, relevance), with or without a header line."""
    seen: dict[tuple[str, str], int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not line.strip() or (number == 1 and _is_header(line)):
            continue
        qrel = _parse_qrel(line, path, number)
        known = seen.setdefault((qrel.query_id, qrel.doc_id), qrel.relevance)
        if known != qrel.relevance:
            raise ValueError(
                f"{path}:{number}：{qrel.query_id} 与 {qrel.doc_id} 有两个不同的标注：{known}、{qrel.relevance}。"
            )
        yield qrel


def _is_header(line: str) -> bool:
    # "query-id\tcorpus-id\tscore": a judgement's last column is a whole number, a header's is a word.
    return not line.rsplit("\t", 1)[-1].strip().lstrip("-").isdigit()


def _parse_qrel(line: str, path: Path, number: int) -> Qrel:
    columns = [column.strip() for column in line.split("\t")]
    if len(columns) != 3 or not all(columns) or not columns[2].lstrip("-").isdigit():
        raise ValueError(f"{path}:{number}：应为三列（问题编号、文档编号、整数相关度），以制表符分隔，读到：{line!r}。")
    return Qrel(columns[0], columns[1], int(columns[2]))
