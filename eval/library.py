"""Opens a library over the files that are to be evaluated, built by the same steps that a user's library is.

Invariant: an index is always brought up to date with its files before it is asked anything.
"""

import gzip
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from eval.beir import Collection, read_records
from service.library import Library
from service.opening import build_index, open_library
from service.settings import Settings


@contextmanager
def open_evaluated(paths: Sequence[Path], settings: Settings) -> Iterator[Library]:
    """Index the paths, if any, into the data folder as `yinju index` does, and open it; closed on leaving.

    Documents that could not be read are listed and count as not found. Raises WrongUse for what the user can mend.
    """
    if paths:
        build_index(paths, settings)
    with open_library(settings) as library:
        yield library


def plain_corpus(collection: Collection, cache: Path, limit: int | None = None) -> Path:
    """The collection's corpus as a plain .jsonl file: itself, or a copy in the cache when gzipped or limited.

    A limited corpus keeps every judged document and fills up with the first others, so the task gets easier but
    stays answerable. Raises ValueError when the judged documents alone are more than the limit.
    """
    if limit is None and collection.corpus.suffix != ".gz":
        return collection.corpus
    cache.mkdir(parents=True, exist_ok=True)
    copy = cache / "corpus.jsonl"
    if limit is None:
        with gzip.open(collection.corpus) as packed, copy.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
        return copy
    with copy.open("w", encoding="utf-8") as lines:
        for record in _limited_records(collection, limit):
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    return copy


def _limited_records(collection: Collection, limit: int) -> Iterator[dict[str, object]]:
    judged = {qrel.doc_id for qrel in collection.qrels}
    if len(judged) > limit:
        raise ValueError(f"{collection.name} 有 {len(judged)} 篇已标注的文档，--limit-docs 不能小于它。")
    others = limit - len(judged)
    for _, record in read_records(collection.corpus):
        if record["_id"] in judged:
            yield record
        elif others > 0:
            others -= 1
            yield record


def document_names(library: Library) -> dict[str, str]:
    """Document id → the name that judgements use: the record's key in a .jsonl file, else the file's stem."""
    return {id: source_name(source) for id, source in library.store.current_sources()}


def passage_names(library: Library) -> dict[int, str]:
    """Number of each searchable passage → the name of its document, as judgements use it."""
    names = document_names(library)
    return {stored.number: names[stored.passage.document_id] for stored in library.store.current_passages()}


def source_name(source: str) -> str:
    """`…/corpus.jsonl#law0#第一条` → `law0#第一条`; `…/wuhan-one-plus-four.md` → `wuhan-one-plus-four`."""
    _, is_record, key = source.partition(".jsonl#")
    return key if is_record else Path(source).stem
