"""One indexing run: files → record → vectors and words → a new generation.

Invariant: each step commits what it finished and asks the record what is missing, so an interrupted run is
continued by the next, and a run over unchanged files embeds nothing and builds nothing.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from filelock import FileLock, Timeout

from indexer.batches import batches
from indexer.database import RECORD
from indexer.encoder import Encoder
from indexer.generation import FORMAT, DamagedGeneration, Meta, build_generation, open_current
from indexer.passages import embedding_text
from indexer.reading_process import ReadingProcess
from indexer.recording import Changes, record_file, remove_missing
from indexer.relations import relate_documents
from indexer.store import Store, StoredPassage
from indexer.types import IndexReport
from indexer.walk import walk
from indexer.words import Segmenter, open_segmenter

Progress = Callable[[str, int, int], None]

_PASSAGES_A_COMMIT = 64  # some three seconds of embedding: what a crash may cost, and how often progress moves


class IndexLocked(Exception):
    """Another run is writing to the same data folder."""


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
    store = Store(data / RECORD)
    try:
        changes = _record_files(store, paths, progress)
        relate_documents(store, progress)
        segmenter = open_segmenter(data)
        embedded = _derive(store, encoder, segmenter, progress)
        meta = _bring_up_to_date(data, store, encoder, segmenter, progress)
        copies, reprints, groups = store.relative_counts()
    finally:
        store.close()
    return IndexReport(
        new=changes.new,
        changed=changes.changed,
        unchanged=changes.unchanged,
        removed=changes.removed,
        older=changes.older,
        failures=tuple(changes.failures),
        remarks=tuple(changes.remarks),
        repairs=changes.repairs.listed(),
        doubts=changes.doubts.listed(),
        copies=copies,
        reprints=reprints,
        reprint_groups=groups,
        passages=meta.passages,
        embedded=embedded,
        seconds=time.monotonic() - started,
    )


def _record_files(store: Store, paths: Sequence[Path], progress: Progress) -> Changes:
    """Read what has changed among the files, and again those of which what had replaced them is gone."""
    found = walk(paths)
    changes = Changes(failures=[*found.failures], remarks=[*found.remarks])
    files, present = found.files, set(found.files)
    remove_missing(store, [root.resolve() for root in paths], found, changes)
    changes.revived.clear()
    with ReadingProcess() as reading:
        for done, path in enumerate(files):
            progress("读取文件", done, len(files))
            record_file(store, reading, path, changes)
        for path in dict.fromkeys(changes.revived):
            if path in present:
                record_file(store, reading, path, changes)
    progress("读取文件", len(files), len(files))
    return changes


def _derive(store: Store, encoder: Encoder, segmenter: Segmenter, progress: Progress) -> int:
    """Embed and segment what is new, side by side; returns how many passages were embedded.

    The model computes outside Python, so words are cut meanwhile; what is left of them afterwards has its own progress.
    """
    stopped, all_embedded = Event(), Event()

    def tell(stage: str, done: int, total: int) -> None:
        if all_embedded.is_set():
            progress(stage, done, total)

    with ThreadPoolExecutor(1) as pool:
        words = pool.submit(_segment, store, segmenter, tell, stopped)
        try:
            embedded = _embed(store, encoder, progress)
            all_embedded.set()
            segmented = words.result()
        finally:
            stopped.set()  # an interrupted run does not wait for the rest of the words
    if segmented:
        progress("切分词语", segmented, segmented)
    return embedded


def _embed(store: Store, encoder: Encoder, progress: Progress) -> int:
    """Embed every searchable passage that has no vector yet; returns how many."""
    missing = store.without_vector(encoder.name)
    done = 0
    for numbers in batches(missing, _PASSAGES_A_COMMIT):
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


def _segment(store: Store, segmenter: Segmenter, progress: Progress, stopped: Event) -> int:
    """Cut the words of every searchable passage that has none yet, until stopped; returns how many lacked them."""
    missing = store.without_words(segmenter.version)
    for done, numbers in enumerate(batches(missing, _PASSAGES_A_COMMIT)):
        if stopped.is_set():
            break
        progress("切分词语", done * _PASSAGES_A_COMMIT, len(missing))
        with store.transaction():
            store.put_words(segmenter.version, [_words(segmenter, s) for s in store.passages(numbers)])
    return len(missing)


def _words(segmenter: Segmenter, stored: StoredPassage) -> tuple[bytes, str]:
    """Words of the text, and after a line break those of title, headings and table header."""
    heading = "\n".join((stored.facts.title, *stored.passage.heading_path, stored.passage.table_header))
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
