"""Which documents say the same: copies, of which one is searched, and relatives, which are linked.

Invariant: a copy has the title and text of the searchable document that stands for it, and takes its place when that
goes; a relative is always searchable itself.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer import rows
from indexer.database import Database
from indexer.types import Facts

_BATCH = 500


class RelativeTables(Database):
    """`documents.copy_of` and the tables of signatures and relatives."""

    def mark_copies(self) -> bool:
        """Let one of the current documents with the same title and text stand for the others; True for a change.

        It is the one that did so before, else the one stored first.
        """
        query = """SELECT id, NULLIF(first, id) FROM (
                     SELECT d.id, d.copy_of, FIRST_VALUE(d.id) OVER
                       (PARTITION BY v.text_key ORDER BY d.copy_of NOTNULL, v.rowid) AS first
                     FROM documents d JOIN versions v ON v.document_id = d.id AND v.version = d.version)
                   WHERE copy_of IS NOT NULLIF(first, id)"""
        changed = [(original, id) for id, original in self._query(query)]
        self._connection.executemany("UPDATE documents SET copy_of = ? WHERE id = ?", changed)
        return bool(changed)

    def original(self, document_id: str) -> str | None:
        """The document that is searched in the place of this one; None where it is searched itself."""
        row = next(self._query("SELECT copy_of FROM documents WHERE id = ?", document_id), None)
        return row[0] if row else None

    def copy_ids(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Searchable document → ids of its copies; documents without a copy are left out."""
        found: dict[str, tuple[str, ...]] = {}
        for first in range(0, len(ids), _BATCH):
            batch = ids[first : first + _BATCH]
            marks = ",".join("?" * len(batch))
            query = f"SELECT copy_of, id FROM documents WHERE version NOTNULL AND copy_of IN ({marks}) ORDER BY id"
            for original, id in self._query(query, *batch):
                found[original] = (*found.get(original, ()), id)
        return found

    def copy_facts(self) -> dict[str, tuple[Facts, ...]]:
        """Searchable document → facts of its copies; documents without a copy are left out."""
        query = """SELECT d.copy_of, v.facts FROM documents d
                   JOIN versions v ON v.document_id = d.id AND v.version = d.version WHERE d.copy_of NOTNULL"""
        found: dict[str, tuple[Facts, ...]] = {}
        for original, facts in self._query(query):
            found[original] = (*found.get(original, ()), rows.load_facts(facts))
        return found

    def without_signature(self, signer: str) -> tuple[tuple[str, bytes], ...]:
        """(document id, text key) of the searchable documents not signed by this signer yet."""
        return tuple(
            self._query(
                """SELECT d.id, v.text_key FROM documents d
               JOIN versions v ON v.document_id = d.id AND v.version = d.version
               WHERE d.copy_of IS NULL AND NOT EXISTS
                 (SELECT 1 FROM signatures s WHERE s.text_key = v.text_key AND s.signer = ?)""",
                signer,
            )
        )

    def put_signatures(self, signer: str, signed: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep signatures under the text keys; an empty one says that the text is too short for one."""
        statement = "INSERT OR REPLACE INTO signatures VALUES (?, ?, ?)"
        self._connection.executemany(statement, [(key, signer, signature) for key, signature in signed])

    def signatures(
        self, signer: str, family: str | None = None
    ) -> Iterator[tuple[str, int, Facts, NDArray[np.uint32]]]:
        """(document id, characters, facts, signature) of the searchable documents, or of one family, by id."""
        restricted = "" if family is None else "AND d.id IN (SELECT document_id FROM relatives WHERE family = ?)"
        query = f"""SELECT d.id, LENGTH(v.text), v.facts, s.signature FROM documents d
                    JOIN versions v ON v.document_id = d.id AND v.version = d.version
                    JOIN signatures s ON s.text_key = v.text_key AND s.signer = ?
                    WHERE d.copy_of IS NULL AND s.signature != x'' {restricted} ORDER BY d.id"""
        for id, characters, facts, signature in self._query(query, signer, *([family] if family else [])):
            yield id, characters, rows.load_facts(facts), np.frombuffer(signature, dtype="<u4")

    def texts(self, ids: Sequence[str]) -> dict[str, str]:
        """Document id → text of the current version."""
        found: dict[str, str] = {}
        for first in range(0, len(ids), _BATCH):
            batch = ids[first : first + _BATCH]
            query = """SELECT d.id, v.text FROM documents d
                       JOIN versions v ON v.document_id = d.id AND v.version = d.version WHERE d.id IN """
            found |= dict(self._query(f"{query} ({','.join('?' * len(batch))})", *batch))
        return found

    def put_relatives(self, relatives: Iterable[tuple[str, str, str | None]], state: str) -> None:
        """Replace all (document id, family, reprint); `state` says what they were found in."""
        self._connection.execute("DELETE FROM relatives")
        self._connection.executemany("INSERT INTO relatives VALUES (?, ?, ?)", relatives)
        self._put_setting("relatives", state)

    @property
    def relatives_state(self) -> str | None:
        """What the relatives were found in; None when they never were."""
        return self._setting("relatives")

    def reprints(self, ids: Sequence[str]) -> dict[str, str]:
        """Document id → name of its group of reprints, by which hits are folded; documents without one are left out."""
        found: dict[str, str] = {}
        for first in range(0, len(ids), _BATCH):
            batch = ids[first : first + _BATCH]
            marks = ",".join("?" * len(batch))
            query = f"SELECT document_id, reprint FROM relatives WHERE reprint NOTNULL AND document_id IN ({marks})"
            found |= dict(self._query(query, *batch))
        return found

    def family(self, document_id: str) -> tuple[str, str | None] | None:
        """(family, reprint) of a document; None where nothing is like it."""
        return next(self._query("SELECT family, reprint FROM relatives WHERE document_id = ?", document_id), None)

    def relative_counts(self) -> tuple[int, int, int]:
        """How many documents are copies, are in a group of reprints, and how many such groups there are."""
        query = """SELECT (SELECT COUNT(*) FROM documents WHERE version NOTNULL AND copy_of NOTNULL),
                          COUNT(reprint), COUNT(DISTINCT reprint) FROM relatives"""
        copies, documents, groups = next(self._query(query))
        return copies, documents, groups
