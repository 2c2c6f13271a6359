"""Which files have been read to the end, and what they were then.

Invariant: a file is noted when all its records are in the record, so that a run can pass over what has not changed.
"""

from indexer.database import Database


class FileTable(Database):
    """The table of the files that have been read."""

    def file_state(self, path: str) -> tuple[str, str] | None:
        """(SHA-256, reader version) with which the file was last read completely; None when it never was."""
        return next(self._query("SELECT digest, reader FROM files WHERE path = ?", path), None)

    def put_file(self, path: str, digest: str, reader: str) -> None:
        """Note that every record of the file with these bytes has been read by this version of the code."""
        self._connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (path, digest, reader))

    def forget_file(self, path: str) -> None:
        """Drop the note of `put_file`, so that the file is read again next time."""
        self._connection.execute("DELETE FROM files WHERE path = ?", (path,))
