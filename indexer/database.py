"""A SQLite file in WAL mode, opened on one connection for each thread.

Invariant: what is written inside `transaction` is committed together or not at all; a thread's connection does not
outlive it by more than the next one that is opened.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

RECORD = "record.sqlite"  # in the data folder
RecordError = sqlite3.Error  # what every use of the record raises when its file cannot be read or written
_DAMAGED = "已损坏，读不了。请从备份恢复它，或用 --data 换一个数据目录，重新收入文件"
_FAILURES = {
    sqlite3.SQLITE_FULL: "写不下：磁盘空间已满。请腾出空间后再运行，已完成的工作都保存了",
    sqlite3.SQLITE_READONLY: "不能写入。请检查写入权限，或用 --data 换一个数据目录",
    sqlite3.SQLITE_CANTOPEN: "打不开。请检查读写权限，或用 --data 换一个数据目录",
    sqlite3.SQLITE_IOERR: "读写出错。请检查磁盘空间、磁盘和网络存储是否正常，再运行一次，已完成的工作都保存了",
    sqlite3.SQLITE_BUSY: "一直被别的程序占用。请等它结束后再运行",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


def explain(error: RecordError, data: Path) -> str:
    """Say in Chinese what is the matter with the record in a data folder, and how to mend it."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # of the extended code what all kinds of one failure share
    return f"资料库的记录 {data / RECORD} {_FAILURES.get(code, f'用不了（{error}）。请再运行一次')}。"


class Database:
    """The SQLite file at `path`, created when it is not there; usable from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connections: dict[threading.Thread, sqlite3.Connection] = {}

    @property
    def _connection(self) -> sqlite3.Connection:
        thread = threading.current_thread()
        connection = self._connections.get(thread)
        if connection is None:
            self._close_ended()
            connection = sqlite3.connect(self.path, timeout=60, isolation_level=None, check_same_thread=False)
            try:
                connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;")
            except sqlite3.Error:
                connection.close()
                raise
            self._connections[thread] = connection
        return connection

    def _close_ended(self) -> None:
        """A service's threads come and go with its load; each connection left behind would hold three open files."""
        for thread in list(self._connections):
            if not thread.is_alive():
                self._drop(thread)

    def _drop(self, thread: threading.Thread) -> None:
        connection = self._connections.pop(thread, None)  # None where another thread is dropping it
        if connection:
            connection.close()

    def close(self) -> None:
        """Close every thread's connection; the database is not usable afterwards."""
        for thread in list(self._connections):
            self._drop(thread)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit everything written inside together, or nothing when an exception leaves it."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # a full disk has ended it already
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
