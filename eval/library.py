"""Opens a library over the files that are to be evaluated, built by the same steps that a user's library is.

Invariant: an index in the cache is always brought up to date with its files before it is asked anything.
"""

import gzip
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from indexer.encoder import load_encoder

from eval.beir import Collection, read_records
from indexer.indexing import index_paths
from indexer.types import IndexReport
from service.library import Library
from service.progress import ProgressDisplay
from service.settings import Settings, read_settings

_FAILURES_SHOWN = 5


def cache_folder(name: str, path: Path) -> Path:
    """Where the index of `path` is kept between runs: below `$XDG_CACHE_HOME` or ~/.cache, one folder a path."""
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    digest = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]
    return root / "yinju" / "eval" / f"{name}-{digest}"


def collection_settings(
    collection: Collection, cache: Path | None, limit_docs: int | None, model: str | None
) -> Settings:
    """Where the index of a collection lies: a folder of its own for each corpus, whole or limited."""
    name = collection.folder.name + (f"-{limit_docs}" if limit_docs else "")
    return read_settings(cache / name if cache else cache_folder(name, collection.folder), model)


def index_files(paths: Sequence[Path], settings: Settings) -> IndexReport:
    """Bring the data folder up to date with the paths, with a progress bar; what cannot be read is said aloud.

    Raises FileNotFoundError for a path that does not exist, IndexLocked when another run writes to the folder.
    """
    with ProgressDisplay() as progress:
        report = index_paths(paths, settings.data, load_encoder(settings.model), progress)
    if report.failures:
        print(f"有 {len(report.failures)} 处读不出来，其中的文档按未找到计：", file=sys.stderr)
    for failure in report.failures[:_FAILURES_SHOWN]:
        print(f"- {failure.source}：{failure.reason}", file=sys.stderr)
    return report


@contextmanager
def open_library(paths: Sequence[Path], settings: Settings) -> Iterator[Library]:
    """Index the paths, if any, into the data folder and open it; closed on leaving. Raises what Library.open does."""
    if paths:
        index_files(paths, settings)
    with Library.open(settings) as library:
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
    return {summary.id: source_name(summary.source) for summary in library.documents()}


def source_name(source: str) -> str:
    """`…/corpus.jsonl#law0#第一条` → `law0#第一条`; `…/wuhan-one-plus-four.md` → `wuhan-one-plus-four`."""
    _, is_record, key = source.partition(".jsonl#")
    return key if is_record else Path(source).stem
