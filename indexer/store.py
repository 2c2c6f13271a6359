"""The record: documents, versions, passages, vectors and words in one SQLite file (WAL).

Invariant: a version once stored is never changed or deleted, so every citation keeps resolving; only
`documents.version` says which one is searchable. `revision` grows with every change to what is searchable.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer import rows
from indexer.types import Document, DocumentSummary, Facts, Passage, Section, StoredDocument

_PASSAGE = (
    "p.number, p.content, p.id, p.document_id, p.version, p.start, p.end, p.text, p.heading_path, p.page, p.doubts"
)
_CURRENT = "passages p JOIN documents d ON d.id = p.document_id AND d.version = p.version"
_ADDED_COLUMNS = (("versions", "found"), ("versions", "doubts"), ("passages", "doubts"))
_BATCH = 500  # SQLite before 3.32 allows 999 variables in a statement


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its row number in the record, its content key and the facts of its document version."""

    number: int
    content: bytes
    passage: Passage
    facts: Facts
    superseded: bool


class Store:
    """Opens (and creates) the record at `path`; usable from several threads, each on a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._connection.executescript(files("indexer").joinpath("schema.sql").read_text(encoding="utf-8"))
        self._add_columns()

    def _add_columns(self) -> None:
        """Give the tables of a record that was made earlier the columns that the schema has by now."""
        known = {table: self._columns(table) for table, _ in _ADDED_COLUMNS}
        if any(column not in known[table] for table, column in _ADDED_COLUMNS):
            with self.transaction():
                for table, column in _ADDED_COLUMNS:
                    if column not in self._columns(table):
                        statement = f"ALTER TABLE {table} ADD COLUMN {column} TEXT NOT NULL DEFAULT '[]'"
                        self._connection.execute(statement)

    def _columns(self, table: str) -> set[str]:
        return {row[1] for row in self._query(f"PRAGMA table_info({table})")}

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
        """Close every thread's connection; the store is not usable afterwards."""
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

    # What has been read

    @property
    def revision(self) -> int:
        """How often the searchable set has changed; 0 for an empty record."""
        row = next(self._query("SELECT value FROM settings WHERE name = 'revision'"), None)
        return int(row[0]) if row else 0

    def _advance(self) -> None:
        self._connection.execute(
            "INSERT INTO settings VALUES ('revision', '1') "
            "ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
        )

    def file_digest(self, path: str) -> str | None:
        """The SHA-256 under which the file was last read completely; None when it never was."""
        row = next(self._query("SELECT digest FROM files WHERE path = ?", path), None)
        return str(row[0]) if row else None

    def put_file(self, path: str, digest: str) -> None:
        """Note that every record of the file with these bytes has been read."""
        self._connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (path, digest))

    def forget_file(self, path: str) -> None:
        """Drop the note of `put_file`, so that the file is read again next time."""
        self._connection.execute("DELETE FROM files WHERE path = ?", (path,))

    def current_files(self) -> tuple[str, ...]:
        """Paths of all files that have searchable documents, sorted."""
        return tuple(r[0] for r in self._query("SELECT DISTINCT file FROM documents WHERE version NOTNULL ORDER BY 1"))

    def current_versions(self, file: str) -> dict[str, str]:
        """Document id → searchable version, of the documents read from this file."""
        return dict(self._query("SELECT id, version FROM documents WHERE file = ? AND version NOTNULL", file))

    def current_version(self, document_id: str) -> str | None:
        """The searchable version of a document; None when unknown or removed."""
        row = next(self._query("SELECT version FROM documents WHERE id = ?", document_id), None)
        return row[0] if row else None

    def current_file(self, document_id: str) -> str | None:
        """The file from which a searchable document was read; None when unknown or removed."""
        row = next(self._query("SELECT file FROM documents WHERE id = ? AND version NOTNULL", document_id), None)
        return row[0] if row else None

    # Writing documents

    def put_document(
        self, file: str, document: Document, sections: Sequence[Section], passages: Sequence[tuple[Passage, bytes]]
    ) -> None:
        """Make this version of the document the searchable one; `passages` come with their content keys."""
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET file = ?2, version = ?3",
            (document.id, file, document.version),
        )
        if self._put_version(document, sections):
            self._connection.executemany(
                "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [_passage_row(passage, content) for passage, content in passages],
            )
        self._advance()

    def _put_version(self, document: Document, sections: Sequence[Section]) -> bool:
        """Store the version unless it is there already (a file that went back to earlier bytes)."""
        cursor = self._connection.execute(
            "INSERT OR IGNORE INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.id,
                document.version,
                document.source,
                datetime.now(UTC).isoformat(timespec="seconds"),
                rows.dump_facts(document.facts),
                document.raw,
                rows.dump_edits(document.edits),
                document.text,
                rows.dump_pages(document.pages),
                rows.dump_headings(document.headings),
                rows.dump_sections(sections),
                rows.dump_found(document.found),
                rows.dump_doubts(document.doubts),
            ),
        )
        return cursor.rowcount == 1

    def retire_document(self, document_id: str) -> None:
        """Take a document out of the searchable set; its versions stay readable."""
        self._connection.execute("UPDATE documents SET version = NULL WHERE id = ?", (document_id,))
        self._advance()

    # Reading documents

    def summaries(self) -> tuple[DocumentSummary, ...]:
        """All searchable documents, by source."""
        query = """SELECT v.document_id, v.version, v.source, v.facts, LENGTH(v.text),
                     (SELECT COUNT(*) FROM passages p WHERE p.document_id = v.document_id AND p.version = v.version)
                   FROM versions v JOIN documents d ON d.id = v.document_id AND d.version = v.version
                   ORDER BY v.source"""
        return tuple(
            DocumentSummary(id, version, source, rows.load_facts(facts), characters, passages)
            for id, version, source, facts, characters, passages in self._query(query)
        )

    def versions(self) -> tuple[tuple[str, str, bool], ...]:
        """(document id, version, superseded) of every version ever stored, by source, then by time of storing."""
        query = """SELECT v.document_id, v.version, d.version IS NOT v.version FROM versions v
                   JOIN documents d ON d.id = v.document_id ORDER BY v.source, v.rowid"""
        return tuple((id, version, bool(superseded)) for id, version, superseded in self._query(query))

    def document(self, document_id: str, version: str | None = None) -> StoredDocument | None:
        """A document in the given version, else in the searchable one; None when there is no such thing."""
        current = self.current_version(document_id)
        query = "SELECT * FROM versions WHERE document_id = ? AND version = ?"
        row = next(self._query(query, document_id, version or current), None)
        return None if row is None else _stored_document(row, superseded=row[1] != current)

    def passage(self, passage_id: str) -> StoredPassage | None:
        """A passage by id, of any version; None when unknown."""
        row = next(self._query("SELECT number FROM passages WHERE id = ?", passage_id), None)
        return next(iter(self.passages(row)), None) if row else None

    def passages(self, numbers: Sequence[int]) -> tuple[StoredPassage, ...]:
        """Passages by row number, in the order asked for; unknown numbers are left out."""
        query = f"""SELECT {_PASSAGE}, v.facts, d.version IS NOT p.version FROM passages p
                    JOIN versions v ON v.document_id = p.document_id AND v.version = p.version
                    JOIN documents d ON d.id = p.document_id WHERE p.number IN """
        found: dict[int, StoredPassage] = {}
        for first in range(0, len(numbers), _BATCH):
            batch = numbers[first : first + _BATCH]
            for row in self._query(f"{query} ({','.join('?' * len(batch))})", *batch):
                found[row[0]] = _stored_passage(row)
        return tuple(found[number] for number in numbers if number in found)

    def facts(self, numbers: Sequence[int]) -> dict[int, Facts]:
        """Row number → facts of the passage's document version; unknown numbers are left out."""
        query = """SELECT p.number, v.facts FROM passages p
                   JOIN versions v ON v.document_id = p.document_id AND v.version = p.version WHERE p.number IN """
        found: dict[int, Facts] = {}
        for first in range(0, len(numbers), _BATCH):
            batch = numbers[first : first + _BATCH]
            for number, facts in self._query(f"{query} ({','.join('?' * len(batch))})", *batch):
                found[number] = rows.load_facts(facts)
        return found

    def current_passages(self) -> Iterator[StoredPassage]:
        """All searchable passages in the order of their row numbers."""
        query = f"""SELECT {_PASSAGE}, v.facts, 0 FROM {_CURRENT}
                    JOIN versions v ON v.document_id = p.document_id AND v.version = p.version ORDER BY p.number"""
        return map(_stored_passage, self._query(query))

    # What is derived from a passage's content

    def without_vector(self, model: str) -> tuple[int, ...]:
        """Row numbers of searchable passages, one for each content that has no vector of this model yet."""
        query = f"""SELECT MIN(p.number) FROM {_CURRENT} WHERE NOT EXISTS
                    (SELECT 1 FROM vectors t WHERE t.content = p.content AND t.model = ?) GROUP BY p.content"""
        return tuple(sorted(row[0] for row in self._query(query, model)))

    def put_vectors(self, model: str, contents: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Keep `vectors` (n, dimension) under the n content keys."""
        pairs = zip(contents, vectors, strict=True)
        statement = "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)"
        self._connection.executemany(statement, [(c, model, v.astype("<f4").tobytes()) for c, v in pairs])

    def current_vectors(self, model: str) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """(row number, vector) of every searchable passage that has one, in the order of row numbers."""
        query = f"""SELECT p.number, t.vector FROM {_CURRENT}
                    JOIN vectors t ON t.content = p.content AND t.model = ? ORDER BY p.number"""
        for number, vector in self._query(query, model):
            yield number, np.frombuffer(vector, dtype="<f4")

    def without_words(self, segmenter: str) -> tuple[int, ...]:
        """Row numbers of searchable passages, one for each content not segmented by this segmenter yet."""
        query = f"""SELECT MIN(p.number) FROM {_CURRENT} WHERE NOT EXISTS
                    (SELECT 1 FROM words t WHERE t.content = p.content AND t.segmenter = ?) GROUP BY p.content"""
        return tuple(sorted(row[0] for row in self._query(query, segmenter)))

    def put_words(self, segmenter: str, words: Iterable[tuple[bytes, str]]) -> None:
        """Keep blank-separated words under their content keys."""
        statement = "INSERT OR REPLACE INTO words VALUES (?, ?, ?)"
        self._connection.executemany(statement, [(content, segmenter, line) for content, line in words])

    def current_words(self, segmenter: str) -> Iterator[tuple[int, str]]:
        """(row number, words) of every searchable passage that has them, in the order of row numbers."""
        query = f"""SELECT p.number, t.words FROM {_CURRENT}
                    JOIN words t ON t.content = p.content AND t.segmenter = ? ORDER BY p.number"""
        return self._query(query, segmenter)


def _passage_row(p: Passage, content: bytes) -> tuple[object, ...]:
    path, doubts = rows.dump(p.heading_path), rows.dump_doubts(p.doubts)
    return p.id, p.document_id, p.version, p.start, p.end, p.page, path, p.text, content, doubts


def _stored_passage(row: Any) -> StoredPassage:
    number, content, id, document_id, version, start, end, text, path, page, doubts, facts, superseded = row
    place = (id, document_id, version, start, end, text)
    passage = Passage(*place, tuple(json.loads(path)), page, rows.load_doubts(doubts))
    return StoredPassage(number, content, passage, rows.load_facts(facts), bool(superseded))


def _stored_document(row: Any, *, superseded: bool) -> StoredDocument:
    id, version, source, indexed, facts, raw, edits, text, pages, headings, sections, found, doubts = row
    document = Document(
        id=id,
        version=version,
        source=source,
        facts=rows.load_facts(facts),
        raw=raw,
        edits=rows.load_edits(edits),
        text=text,
        pages=rows.load_pages(pages),
        headings=rows.load_headings(headings),
        found=rows.load_found(found),
        doubts=rows.load_doubts(doubts),
    )
    return StoredDocument(document, rows.load_sections(sections), datetime.fromisoformat(indexed), superseded)
