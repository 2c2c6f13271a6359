"""The record: documents, versions, passages, vectors and words in one SQLite file (WAL).

Invariant: a version once stored is never changed or deleted, so every citation keeps resolving; only
`documents.version` says which one is searchable. `revision` grows with every change to what is searchable.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from indexer import rows
from indexer.derived import CURRENT, DerivedTables
from indexer.migration import migrate, text_key
from indexer.read_files import FileTable
from indexer.relatives import RelativeTables
from indexer.types import Document, DocumentSummary, Facts, Passage, Section, StoredDocument, VersionSummary

_PASSAGE = (
    "p.number, p.content, p.id, p.document_id, p.version, p.start, p.end, p.text, p.heading_path, p.page, p.doubts,"
    " p.table_header"
)
_WRITTEN = "id, document_id, version, start, end, page, heading_path, text, content, doubts, table_header"
_READING = "facts, edits, text, pages, headings, sections, found, doubts"
_DOCUMENT = "v.document_id, v.version, v.source, v.indexed, v.raw, v." + _READING.replace(", ", ", v.")
_BATCH = 500  # SQLite before 3.32 allows 999 variables in a statement


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its row number in the record, its content key and the facts of its document version."""

    number: int
    content: bytes
    passage: Passage
    facts: Facts


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with all that is kept of it: passages with their content keys, and how it came here.

    `digest` is the SHA-256 of the raw bytes, `reader` the version of the code that read them, `address` the web
    address under which another file may bring the next version; None where none may.
    """

    file: str
    document: Document
    sections: tuple[Section, ...]
    passages: tuple[tuple[Passage, bytes], ...]
    digest: str
    reader: str
    address: str | None


class Store(DerivedTables, FileTable, RelativeTables):
    """Opens (and creates) the record at `path`; usable from several threads, each on a connection of its own."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        migrate(self._connection)

    # What is current

    @property
    def revision(self) -> int:
        """How often the searchable set has changed; 0 for an empty record."""
        return int(self._setting("revision") or 0)

    def advance(self) -> None:
        """Note that what is searchable has changed."""
        self._put_setting("revision", str(self.revision + 1))

    def current_files(self) -> tuple[str, ...]:
        """Paths of all files that have current documents, sorted."""
        return tuple(r[0] for r in self._query("SELECT DISTINCT file FROM documents WHERE version NOTNULL ORDER BY 1"))

    def current_versions(self, file: str) -> dict[str, str]:
        """Document id → current version, of the documents read from this file."""
        return dict(self._query("SELECT id, version FROM documents WHERE file = ? AND version NOTNULL", file))

    def current_version(self, document_id: str) -> str | None:
        """The current version of a document; None when unknown or removed."""
        row = next(self._query("SELECT version FROM documents WHERE id = ?", document_id), None)
        return row[0] if row else None

    def current_file(self, document_id: str) -> str | None:
        """The file from which the current version was read; None when unknown or removed."""
        row = next(self._query("SELECT file FROM documents WHERE id = ? AND version NOTNULL", document_id), None)
        return row[0] if row else None

    # Writing documents

    def is_current(self, document: Document, reader: str) -> bool:
        """Whether the current version is what this reader made of just these bytes."""
        query = """SELECT 1 FROM documents d JOIN versions v ON v.document_id = d.id AND v.version = d.version
                   WHERE d.id = ? AND v.digest = ? AND v.reader = ?"""
        return next(self._query(query, document.id, document.version, reader), None) is not None

    def name_version(self, document: Document, sections: Sequence[Section], contents: Sequence[bytes]) -> str:
        """The version under which these bytes, read so and cut into passages of these contents, are or will be kept.

        The first reading of some bytes is named by their SHA-256, which `document.version` holds; another one, by
        other code, by the SHA-256 of that and of what was read.
        """
        reading = _reading(document, sections)
        query = f"SELECT version, {_READING} FROM versions WHERE document_id = ? AND digest = ?"
        known = list(self._query(query, document.id, document.version))
        for version, *columns in known:
            if tuple(columns) == reading and self._contents(document.id, version) == list(contents):
                return str(version)
        if not known:
            return document.version
        parts = (document.version, *reading, *(content.hex() for content in contents))
        return sha256("\x1e".join(parts).encode()).hexdigest()

    def _contents(self, document_id: str, version: str) -> list[bytes]:
        query = "SELECT content FROM passages WHERE document_id = ? AND version = ? ORDER BY number"
        return [row[0] for row in self._query(query, document_id, version)]

    def put_version(self, read: ReadDocument) -> None:
        """Keep a version with its passages, unless it is there already; nothing is searchable by that."""
        document = read.document
        self._connection.execute("INSERT OR IGNORE INTO documents VALUES (?, ?, NULL, NULL)", (document.id, read.file))
        known = self._query(
            "UPDATE versions SET source = ?, reader = ?, address = ? WHERE document_id = ? AND version = ? RETURNING 1",
            document.source, read.reader, read.address, document.id, document.version,
        )  # fmt: skip
        if any(known):
            return
        columns = "document_id, version, source, indexed, raw, digest, reader, text_key, address, " + _READING
        values = (
            document.id,
            document.version,
            document.source,
            datetime.now(UTC).isoformat(timespec="seconds"),
            document.raw,
            read.digest,
            read.reader,
            text_key(document.facts.title, document.text),
            read.address,
            *_reading(document, read.sections),
        )
        marks = ", ".join("?" * len(values))
        self._connection.execute(f"INSERT INTO versions ({columns}) VALUES ({marks})", values)
        self._connection.executemany(
            f"INSERT INTO passages ({_WRITTEN}) VALUES ({', '.join('?' * 11)})",
            [_passage_row(passage, content) for passage, content in read.passages],
        )

    def put_document(self, read: ReadDocument) -> None:
        """Keep a version and make it the current one of its document."""
        self.put_version(read)
        self._connection.execute(
            "UPDATE documents SET file = ?, version = ? WHERE id = ?",
            (read.file, read.document.version, read.document.id),
        )
        self.advance()

    def holders(self, address: str) -> tuple[StoredDocument, ...]:
        """Documents whose current version came from this web address, the one that is kept longest first."""
        query = f"""SELECT {_DOCUMENT} FROM versions v
                    JOIN documents d ON d.id = v.document_id AND d.version = v.version
                    WHERE v.address = ? ORDER BY v.rowid"""
        return tuple(_stored_document(row, superseded=False) for row in self._query(query, address))

    def retire_document(self, document_id: str) -> None:
        """Take a document out of the searchable set; its versions stay readable."""
        self._connection.execute("UPDATE documents SET version = NULL, copy_of = NULL WHERE id = ?", (document_id,))
        self.advance()

    def sources(self, document_id: str) -> tuple[str, ...]:
        """Where the versions of a document were read, each place once, the first one first."""
        query = "SELECT source FROM versions WHERE document_id = ? ORDER BY rowid"
        return tuple(dict.fromkeys(row[0] for row in self._query(query, document_id)))

    # Reading documents

    def summaries(self) -> tuple[DocumentSummary, ...]:
        """All searchable documents, by source."""
        return self._summaries("d.copy_of IS NULL")

    def summary(self, document_id: str) -> DocumentSummary | None:
        """One current document; None when unknown or removed."""
        return next(iter(self._summaries("d.id = ?", document_id)), None)

    def copies(self, document_id: str) -> tuple[DocumentSummary, ...]:
        """The current documents with the same title and text, in whose place this one is searched, by source."""
        return self._summaries("d.copy_of = ?", document_id)

    def _summaries(self, condition: str, *values: object) -> tuple[DocumentSummary, ...]:
        query = f"""SELECT v.document_id, v.version, v.source, v.facts, LENGTH(v.text),
                     (SELECT COUNT(*) FROM passages p WHERE p.document_id = v.document_id AND p.version = v.version),
                     (SELECT COUNT(*) FROM documents c WHERE c.copy_of = v.document_id)
                   FROM versions v JOIN documents d ON d.id = v.document_id AND d.version = v.version
                   WHERE {condition} ORDER BY v.source"""
        return tuple(
            DocumentSummary(id, version, source, rows.load_facts(facts), *counts)
            for id, version, source, facts, *counts in self._query(query, *values)
        )

    def current_sources(self) -> tuple[tuple[str, str], ...]:
        """(document id, source) of all current documents, copies too, by source."""
        query = """SELECT v.document_id, v.source FROM versions v
                   JOIN documents d ON d.id = v.document_id AND d.version = v.version ORDER BY v.source"""
        return tuple(self._query(query))

    def history(self, document_id: str) -> tuple[VersionSummary, ...]:
        """All versions of a document, the one stored first first."""
        query = """SELECT v.version, v.source, v.indexed, LENGTH(v.text), d.version IS NOT v.version FROM versions v
                   JOIN documents d ON d.id = v.document_id WHERE v.document_id = ? ORDER BY v.rowid"""
        return tuple(
            VersionSummary(version, source, datetime.fromisoformat(indexed), characters, bool(superseded))
            for version, source, indexed, characters, superseded in self._query(query, document_id)
        )

    def versions(self) -> tuple[tuple[str, str, bool], ...]:
        """(document id, version, superseded) of every version ever stored, by source, then by time of storing."""
        query = """SELECT v.document_id, v.version, d.version IS NOT v.version FROM versions v
                   JOIN documents d ON d.id = v.document_id ORDER BY v.source, v.rowid"""
        return tuple((id, version, bool(superseded)) for id, version, superseded in self._query(query))

    def document(self, document_id: str, version: str | None = None) -> StoredDocument | None:
        """A document in the given version, else in the searchable one; None when there is no such thing."""
        current = self.current_version(document_id)
        query = f"SELECT {_DOCUMENT} FROM versions v WHERE v.document_id = ? AND v.version = ?"
        row = next(self._query(query, document_id, version or current), None)
        return None if row is None else _stored_document(row, superseded=row[1] != current)

    def passage(self, passage_id: str) -> StoredPassage | None:
        """A passage by id, of any version; None when unknown."""
        row = next(self._query("SELECT number FROM passages WHERE id = ?", passage_id), None)
        return next(iter(self.passages(row)), None) if row else None

    def passages(self, numbers: Sequence[int]) -> tuple[StoredPassage, ...]:
        """Passages by row number, in the order asked for; unknown numbers are left out."""
        query = f"""SELECT {_PASSAGE}, v.facts FROM passages p
                    JOIN versions v ON v.document_id = p.document_id AND v.version = p.version WHERE p.number IN """
        found: dict[int, StoredPassage] = {}
        for first in range(0, len(numbers), _BATCH):
            batch = numbers[first : first + _BATCH]
            for row in self._query(f"{query} ({','.join('?' * len(batch))})", *batch):
                found[row[0]] = _stored_passage(row)
        return tuple(found[number] for number in numbers if number in found)

    def passage_spans(self, document_id: str, version: str) -> tuple[tuple[int, int, int], ...]:
        """Row number, start and end of every passage of a version, in the order of the text; () when unknown."""
        query = "SELECT number, start, end FROM passages WHERE document_id = ? AND version = ? ORDER BY start"
        return tuple(self._query(query, document_id, version))

    def passage_texts(self, numbers: Sequence[int]) -> dict[int, str]:
        """Row number → text of the passage, at most 500; unknown numbers are left out."""
        places = ",".join("?" * len(numbers))
        return dict(self._query(f"SELECT number, text FROM passages WHERE number IN ({places})", *numbers))

    def current_passages(self) -> Iterator[StoredPassage]:
        """All searchable passages in the order of their row numbers."""
        query = f"""SELECT {_PASSAGE}, v.facts FROM {CURRENT}
                    JOIN versions v ON v.document_id = p.document_id AND v.version = p.version ORDER BY p.number"""
        return map(_stored_passage, self._query(query))


def _reading(document: Document, sections: Sequence[Section]) -> tuple[str, ...]:
    """The columns of _READING: all that reading made of the raw text."""
    return (
        rows.dump_facts(document.facts),
        rows.dump_edits(document.edits),
        document.text,
        rows.dump_pages(document.pages),
        rows.dump_headings(document.headings),
        rows.dump_sections(sections),
        rows.dump_found(document.found),
        rows.dump_doubts(document.doubts),
    )


def _passage_row(p: Passage, content: bytes) -> tuple[object, ...]:
    """The columns of _WRITTEN."""
    path, doubts = rows.dump(p.heading_path), rows.dump_doubts(p.doubts)
    return p.id, p.document_id, p.version, p.start, p.end, p.page, path, p.text, content, doubts, p.table_header


def _stored_passage(row: Any) -> StoredPassage:
    number, content, id, document_id, version, start, end, text, path, page, doubts, header, facts = row
    place = (id, document_id, version, start, end, text)
    passage = Passage(*place, tuple(json.loads(path)), page, rows.load_doubts(doubts), header)
    return StoredPassage(number, content, passage, rows.load_facts(facts))


def _stored_document(row: Any, *, superseded: bool) -> StoredDocument:
    id, version, source, indexed, raw, facts, edits, text, pages, headings, sections, found, doubts = row
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
