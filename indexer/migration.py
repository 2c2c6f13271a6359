"""Brings the record of an earlier version of the program to the present tables.

Invariant: nothing that was stored is lost, and a migration that is cut off leaves the record as it was before.
"""

import hashlib
import sqlite3
from importlib.resources import files

from indexer import rows

VERSION = 2
_COLUMNS = {  # that an earlier version may lack
    "files": {"reader": "TEXT NOT NULL DEFAULT ''"},
    "documents": {"copy_of": "TEXT"},
    "versions": {
        "found": "TEXT NOT NULL DEFAULT '[]'",
        "doubts": "TEXT NOT NULL DEFAULT '[]'",
        "digest": "TEXT NOT NULL DEFAULT ''",
        "reader": "TEXT NOT NULL DEFAULT ''",
        "text_key": "BLOB NOT NULL DEFAULT x''",
        "address": "TEXT",
    },
    "passages": {"doubts": "TEXT NOT NULL DEFAULT '[]'", "table_header": "TEXT NOT NULL DEFAULT ''"},
}


class NewerRecord(Exception):
    """The record was written by a later version of the program."""


def migrate(connection: sqlite3.Connection) -> None:
    """Create the tables, or complete those of an earlier version; raises NewerRecord, in Chinese, for a later one."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > VERSION:
        raise NewerRecord(
            f"资料库的记录由更新的程序写成（格式 {found}，本程序只认到 {VERSION}），没有改动它。"
            "请升级本程序，或用 --data 另指一个数据目录后重新运行 yinju index。"
        )
    if found < VERSION:
        connection.execute("BEGIN IMMEDIATE")
        try:
            _add_columns(connection)
            for statement in _statements():
                connection.execute(statement)
            _complete_versions(connection)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _statements() -> list[str]:
    """The statements of schema.sql; `executescript` would commit the transaction first."""
    script = files("indexer").joinpath("schema.sql").read_text(encoding="utf-8")
    lines = (line for line in script.splitlines() if not line.startswith("--"))
    return [statement for statement in "\n".join(lines).split(";") if statement.strip()]


def _add_columns(connection: sqlite3.Connection) -> None:
    for table, columns in _COLUMNS.items():
        present = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        for name, kind in columns.items():
            if present and name not in present:
                connection.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")


def _complete_versions(connection: sqlite3.Connection) -> None:
    """Fill what version 0 did not keep; every file is read again at the next run, since no reader is noted for it."""
    for (row,) in connection.execute("SELECT rowid FROM versions WHERE digest = ''").fetchall():
        query = "SELECT version, facts, text FROM versions WHERE rowid = ?"
        version, facts, text = connection.execute(query, (row,)).fetchone()
        key = text_key(rows.load_facts(facts).title, text)
        connection.execute("UPDATE versions SET digest = ?, text_key = ? WHERE rowid = ?", (version, key, row))


def text_key(title: str, text: str) -> bytes:
    """The same for two texts that differ in nothing but blanks, under the same title."""
    return hashlib.sha256(f"{''.join(title.split())}\x1e{''.join(text.split())}".encode()).digest()
