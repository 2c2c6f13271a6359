"""One indexing run: files → record → vectors and words → a new generation.

Invariant: each step commits what it finished and asks the record what is missing, so an interrupted run is
continued by the next, and a run over unchanged files embeds nothing and builds nothing.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from indexer.encoder import Encoder
from indexer.generation import FORMAT, DamagedGeneration, Meta, build_generation, open_current
from indexer.passages import cut_passages, embedding_text
from indexer.reading_process import ReadingProcess
from indexer.store import Store, StoredPassage
from indexer.structure import split_sections
from indexer.types import Document, Failure, IndexReport, Passage
from indexer.words import Segmenter, open_segmenter

Progress = Callable[[str, int, int], None]
T = TypeVar("T")

_DOCUMENTS_A_COMMIT = 64
_PASSAGES_A_COMMIT = 64  # some three seconds of embedding: what a crash may cost, and how often progress moves


class IndexLocked(Exception):
    """Another run is writing to the same data folder."""


@dataclass(slots=True)
class _Counts:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


def index_paths(paths: Sequence[Path], data: Path, encoder: Encoder, progress: Progress | None = None) -> IndexReport:
    """Bring the index in `data` up to date with the files at and under `paths`; other files stay as they are.

    `progress(stage, done, total)` is called as work goes on. Files that cannot be read are in the report; what an
    earlier run had read of them stays. Raises FileNotFoundError for a path that does not exist, IndexLocked.
    """
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"没有这个文件或文件夹：{path}。请检查路径。")
    data.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(data / "index.lock", timeout=0):
            return _run(paths, data, encoder, progress or (lambda stage, done, total: None))
    except Timeout as error:
        raise IndexLocked(f"另一个索引任务正在写入 {data}。请等它结束后再运行。") from error


def _run(paths: Sequence[Path], data: Path, encoder: Encoder, progress: Progress) -> IndexReport:
    started = time.monotonic()
    counts, failures = _Counts(), list[Failure]()
    store = Store(data / "record.sqlite")
    try:
        files = [(path.resolve(), root) for root in paths for path in _walk(root)]
        unique = list(dict.fromkeys(path for path, _ in files))
        _remove_missing(store, [root.resolve() for root in paths], set(unique), counts)
        with ReadingProcess() as reading:
            for done, path in enumerate(unique):
                progress("读取文件", done, len(unique))
                failures += _read_file(store, reading, path, counts)
        progress("读取文件", len(unique), len(unique))
        segmenter = open_segmenter(data)
        embedded = _embed(store, encoder, progress)
        _segment(store, segmenter, progress)
        meta = _bring_up_to_date(data, store, encoder, segmenter, progress)
    finally:
        store.close()
    return IndexReport(
        new=counts.new,
        changed=counts.changed,
        unchanged=counts.unchanged,
        removed=counts.removed,
        failures=tuple(failures),
        passages=meta.passages,
        embedded=embedded,
        seconds=time.monotonic() - started,
    )


def _walk(root: Path) -> Iterator[Path]:
    """The file itself, or all files below a folder by name, without hidden ones and Word's lock files (~$…)."""
    if root.is_file():
        yield root
        return
    for path in sorted(root.rglob("*")):
        names = path.relative_to(root).parts
        if path.is_file() and not any(name.startswith((".", "~$")) for name in names):
            yield path


def _remove_missing(store: Store, roots: Sequence[Path], present: set[Path], counts: _Counts) -> None:
    for name in store.current_files():
        path = Path(name)
        if path not in present and any(path.is_relative_to(root) for root in roots):
            with store.transaction():
                for document_id in store.current_versions(name):
                    store.retire_document(document_id)
                    counts.removed += 1
                store.forget_file(name)


def _read_file(store: Store, reading: ReadingProcess, path: Path, counts: _Counts) -> list[Failure]:
    """Bring the record up to date with one file; returns what could not be read of it."""
    name = str(path)
    before = store.current_versions(name)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return [Failure(name, f"文件读不了：{error.strerror}。请检查权限。")]
    if store.file_digest(name) == digest:
        counts.unchanged += len(before)
        return []
    failures: list[Failure] = []
    seen: set[str] = set()
    for batch in _batches(reading.read_documents(path), _DOCUMENTS_A_COMMIT):
        with store.transaction():
            for item in batch:
                failure = item if isinstance(item, Failure) else _conflict(store, name, item, seen)
                if failure:
                    failures.append(failure)
                elif isinstance(item, Document):
                    seen.add(item.id)
                    _put(store, name, item, counts)
    if not failures:
        with store.transaction():
            for document_id in before.keys() - seen:
                store.retire_document(document_id)
                counts.removed += 1
            store.put_file(name, digest)
    return failures


def _conflict(store: Store, name: str, document: Document, seen: set[str]) -> Failure | None:
    """The failure to report when another text already stands under this document's id."""
    other = name if document.id in seen else store.current_file(document.id)
    if document.id not in seen and (other in (None, name) or not Path(str(other)).exists()):
        return None
    return Failure(document.source, f"编号 {document.id} 已用于 {other} 中的另一篇。请改用不同的编号（id）。")


def _put(store: Store, name: str, document: Document, counts: _Counts) -> None:
    version = store.current_version(document.id)
    if version == document.version:
        counts.unchanged += 1
        return
    counts.changed += version is not None
    counts.new += version is None
    sections = split_sections(document.text, document.headings, document.facts.title)
    passages = cut_passages(document, sections)
    keyed = [(passage, _content_key(document.facts.title, passage)) for passage in passages]
    store.put_document(name, document, sections, keyed)


def _content_key(title: str, passage: Passage) -> bytes:
    """Key of everything derived from a passage: what is embedded, and the words of title, headings and text."""
    parts = (embedding_text(title, passage), title, *passage.heading_path)
    return hashlib.sha256("\x1e".join(parts).encode("utf-8")).digest()


def _embed(store: Store, encoder: Encoder, progress: Progress) -> int:
    """Embed every searchable passage that has no vector yet; returns how many."""
    missing = store.without_vector(encoder.name)
    done = 0
    for numbers in _batches(missing, _PASSAGES_A_COMMIT):
        stored = store.passages(numbers)
        progress("生成向量", done, len(missing))
        vectors = encoder.encode([_embedded(s) for s in stored], "passage")
        with store.transaction():
            store.put_vectors(encoder.name, [s.content for s in stored], vectors)
        done += len(stored)
    if missing:
        progress("生成向量", done, len(missing))
    return done


def _embedded(stored: StoredPassage) -> str:
    return embedding_text(stored.facts.title, stored.passage)


def _segment(store: Store, segmenter: Segmenter, progress: Progress) -> None:
    missing = store.without_words(segmenter.version)
    for done, numbers in enumerate(_batches(missing, _PASSAGES_A_COMMIT)):
        progress("切分词语", done * _PASSAGES_A_COMMIT, len(missing))
        with store.transaction():
            store.put_words(segmenter.version, [_words(segmenter, s) for s in store.passages(numbers)])
    if missing:
        progress("切分词语", len(missing), len(missing))


def _words(segmenter: Segmenter, stored: StoredPassage) -> tuple[bytes, str]:
    """Words of the text, and after a line break those of title and headings."""
    heading = "\n".join((stored.facts.title, *stored.passage.heading_path))
    text, above = segmenter.passage_words(stored.passage.text), segmenter.passage_words(heading)
    return stored.content, " ".join(text) + "\n" + " ".join(above)


def _bring_up_to_date(data: Path, store: Store, encoder: Encoder, segmenter: Segmenter, progress: Progress) -> Meta:
    """Build a generation unless the one in use was made from just this."""
    try:
        generation = open_current(data)
    except DamagedGeneration:
        generation = None
    if generation:
        meta = generation.meta
        made_from = (meta.format, meta.revision, meta.model, meta.segmenter)
        if made_from == (FORMAT, store.revision, encoder.name, segmenter.version):
            return meta
    progress("建立索引", 0, 1)
    meta = build_generation(data, store, encoder.name, encoder.dimension, segmenter.version).meta
    progress("建立索引", 1, 1)
    return meta


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
