"""The record's connections: one a thread, and none for a thread that has ended."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Thread, current_thread

import pytest

from indexer.store import Store


def test_threads_that_have_ended_leave_no_connection_open(tmp_path: Path) -> None:
    store, opened = Store(tmp_path / "record.sqlite"), list[sqlite3.Connection]()

    def ask() -> None:
        assert store.revision == 0
        opened.append(store._connection)

    for _ in range(3):
        thread = Thread(target=ask)
        thread.start()
        thread.join()
    for connection in opened[:-1]:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")
    assert [thread for thread in store._connections if thread.is_alive()] == [current_thread()]
    assert len(store._connections) == 2
    store.close()
    assert store._connections == {}


def test_threads_at_work_together_keep_their_connections(tmp_path: Path) -> None:
    store, together = Store(tmp_path / "record.sqlite"), Barrier(4, timeout=20)

    def ask(_: int) -> tuple[int, int]:
        assert store.revision == 0
        together.wait()
        return store.revision, id(store._connection)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))
    assert [revision for revision, _ in answers] == [0, 0, 0, 0]
    assert len({connection for _, connection in answers}) == 4
    store.close()
