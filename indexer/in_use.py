"""Who uses a folder: whoever reads one holds it, and whoever would remove it asks first.

Invariant: a hold ends at the latest with the object that it is for, and with the process in whatever way that ends.
"""

import sqlite3
import weakref
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

# An empty SQLite file in the folder: its read lock is one that many share, on every system, and costs no import.
_FILE = "in_use"


def hold(folder: Path, holder: object) -> Callable[[], object]:
    """Hold the folder as long as `holder` lives, or until what is returned is called. Raises sqlite3.Error."""
    connection = sqlite3.connect(folder / _FILE, isolation_level=None, check_same_thread=False)
    let_go = weakref.finalize(holder, connection.close)
    connection.execute("BEGIN")
    connection.execute("SELECT 1 FROM sqlite_master").fetchall()  # takes the lock, which the transaction keeps
    return let_go


def is_held(folder: Path) -> bool:
    """Whether anyone holds the folder; True, too, where that cannot be told."""
    try:
        with closing(sqlite3.connect(folder / _FILE, isolation_level=None, timeout=0)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error:
        return True
    return False
