"""A file on disk → documents: read, clean, and find the facts.

Invariant: every text of the file comes out once, as a document or as a failure with its reason.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from indexer.cleaning import clean
from indexer.facts import find_facts
from indexer.identity import path_id
from indexer.limits import DEFAULT_LIMITS, Limits
from indexer.readers import UnreadableFile, UnreadableRecord, read_file
from indexer.readers.side_files import add_side_file, find_side_file, read_side_file
from indexer.readers.source_file import say_nothing
from indexer.readers.statements import NOTHING
from indexer.types import Document, Failure, RawText, Remark


def read_documents(
    path: Path, limits: Limits = DEFAULT_LIMITS, alive: Callable[[], None] = say_nothing
) -> Iterator[Document | Failure | Remark]:
    """Yield the documents of a file in its order, a failure for the file or for each record that is unreadable, and
    remarks on what is stated beside the text and could not be used.

    A side file states facts of a file that holds one text; they come before all that the text itself says.
    `alive` is called between the documents by readers that take long, such as those of scanned pages.
    """
    source = path.resolve().as_posix()
    side = find_side_file(path)
    stated = read_side_file(side) if side else NOTHING
    yield from (Remark(f"{source}{side.suffix}", problem) for problem in stated.problems if side)
    try:
        for raw in read_file(path, limits, alive):
            if isinstance(raw, RawText) and raw.key and side:
                yield Remark(f"{source}{side.suffix}", f"旁注文件只能用于一个文件一篇的，没有用于 {raw.key}")
            elif isinstance(raw, RawText):
                raw = replace(raw, digest=add_side_file(raw.digest, side), facts=(*stated.facts, *raw.facts))
            if isinstance(raw, RawText):
                yield from (Remark(source, problem) for problem in raw.problems)
            yield _make_document(raw, source) if isinstance(raw, RawText) else _record_failure(raw, source)
    except UnreadableFile as error:
        yield Failure(source, error.reason)
    except MemoryError:
        yield Failure(source, f"读取它要用的内存超过了 {limits.memory / 1e9:g} GB 的上限，请拆成几个文件")


def _record_failure(record: UnreadableRecord, source: str) -> Failure:
    return Failure(_place(source, record.member, record.key), record.reason)


def _place(source: str, member: str, key: str) -> str:
    """Name a text: data.jsonl#7, archive.zip/inner.docx."""
    return source + (f"/{member}" if member else "") + (f"#{key}" if key else "")


def _make_document(raw: RawText, source: str) -> Document | Failure:
    place = _place(source, raw.member, raw.key)
    cleaned = clean(raw)
    if not cleaned.text.strip():
        return Failure(place, "除去网页模板等内容后没有正文，请检查文件")
    facts, found = find_facts(raw, cleaned)
    stated_id = next((fact.value for fact in raw.facts if fact.name == "id"), "")
    return Document(
        id=stated_id or path_id(place),
        version=raw.digest,
        source=place,
        facts=facts,
        raw=raw.text,
        edits=cleaned.edits,
        text=cleaned.text,
        pages=cleaned.pages,
        headings=cleaned.headings,
        found=found,
        doubts=cleaned.doubts,
    )
