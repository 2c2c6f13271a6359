"""A SQLite file in WAL mode, opened on one connection for each thread.

Invariant: what is written inside `transaction` is committed together or not at all.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Database:
    """The SQLite file at `path`, created when it is not there; usable from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.path, timeout=60, isolation_level=None, check_same_thread=False)
            connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;")
            self._local.connection = connection
            self._connections.append(connection)
        return connection

    def close(self) -> None:
        """Close every thread's connection; the database is not usable afterwards."""
        while self._connections:
            self._connections.pop().close()
        self._local = threading.local()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit everything written inside together, or nothing when an exception leaves it."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _query(self, statement: str, *values: object) -> Iterator[Any]:
        return iter(self._connection.execute(statement, values))

    def _setting(self, name: str) -> str | None:
        row = next(self._query("SELECT value FROM settings WHERE name = ?", name), None)
        return str(row[0]) if row else None

    def _put_setting(self, name: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))
