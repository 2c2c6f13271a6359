"""A build killed at any moment leaves a data folder that loads, and the next run finishes the work."""

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

from indexer.generation import open_current
from indexer.indexing import index_paths
from indexer.store import Store
from indexer.types import UNRESTRICTED
from tests.fakes import CharacterEncoder

KILLS = 24
TEXT = "第{n}号社区第{version}次例会讨论了停车、养老和垃圾分类，到会{n}人。会后由网格员逐户回访。\n"


def write_documents(folder: Path, version: int) -> None:
    """Forty documents, of which a few change with each version."""
    for n in range(40):
        changed = version if n % 8 == version % 8 else 0
        (folder / f"{n}.txt").write_text(TEXT.format(n=n, version=changed) * 30, encoding="utf-8")


def run_index(documents: Path, data: Path) -> None:
    index_paths([documents], data, CharacterEncoder())


def check_loads(data: Path) -> None:
    """The generation in use opens, and each passage that it finds stands in the record as a slice of its text."""
    generation = open_current(data)
    if generation is None:
        return
    store = Store(data / "record.sqlite")
    query = CharacterEncoder().encode(["社区例会"], "query")[0]
    numbers = [number for number, _ in generation.search_dense(query, UNRESTRICTED, 10_000)]
    assert len(numbers) == generation.meta.passages
    for found in store.passages(numbers):
        document = store.document(found.passage.document_id, found.passage.version)
        assert document is not None
        assert document.document.text[found.passage.start : found.passage.end] == found.passage.text
    store.close()


def kill_after(seconds: float, documents: Path, data: Path) -> bool:
    """Start a build and kill it after so many seconds; True when it was still running."""
    process = multiprocessing.get_context("forkserver").Process(target=run_index, args=(documents, data))
    process.start()
    process.join(seconds)
    running = process.is_alive()
    if running and process.pid is not None:
        os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    assert not process.is_alive()
    return running


def test_a_build_killed_at_random_moments_never_leaves_a_folder_that_does_not_load(tmp_path: Path) -> None:
    documents, data = tmp_path / "documents", tmp_path / "data"
    documents.mkdir()
    multiprocessing.set_forkserver_preload(["indexer.indexing"])
    write_documents(documents, 0)
    started = time.monotonic()
    run_index(documents, data)
    whole = time.monotonic() - started
    moments = random.Random(20)
    killed = 0
    for version in range(1, 4 * KILLS):
        write_documents(documents, version)
        killed += kill_after(moments.uniform(0.05, 1.2) * whole, documents, data)
        check_loads(data)
        if killed == KILLS:
            break
    assert killed == KILLS
    report = index_paths([documents], data, CharacterEncoder())
    generation = open_current(data)
    assert generation is not None
    assert (report.failures, generation.meta.documents, generation.meta.passages) == ((), 40, report.passages)
    again = index_paths([documents], data, CharacterEncoder())
    assert (again.new, again.changed, again.unchanged, again.removed, again.embedded) == (0, 0, 40, 0, 0)
