"""What is derived from the content of passages: vectors and words, under the key of that content.

Invariant: whatever has the same content has the same vector and words, in whichever document or version it stands.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.database import Database

# The passages that are searched: of the current version of a document that no other stands for.
CURRENT = """passages p JOIN documents d
  ON d.id = p.document_id AND d.version = p.version AND d.copy_of IS NULL"""


class DerivedTables(Database):
    """The tables of vectors and words."""

    def without_vector(self, model: str) -> tuple[int, ...]:
        """Row numbers of searchable passages, one for each content that has no vector of this model yet."""
        query = f"""SELECT MIN(p.number) FROM {CURRENT} WHERE NOT EXISTS
                    (SELECT 1 FROM vectors t WHERE t.content = p.content AND t.model = ?) GROUP BY p.content"""
        return tuple(sorted(row[0] for row in self._query(query, model)))

    def put_vectors(self, model: str, contents: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Keep `vectors` (n, dimension) under the n content keys."""
        pairs = zip(contents, vectors, strict=True)
        statement = "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)"
        self._connection.executemany(statement, [(c, model, v.astype("<f4").tobytes()) for c, v in pairs])

    def vectors(self, model: str) -> Iterator[tuple[bytes, NDArray[np.float32]]]:
        """(content key, vector) of everything that the model has embedded, searchable or not."""
        for content, vector in self._query("SELECT content, vector FROM vectors WHERE model = ?", model):
            yield content, np.frombuffer(vector, dtype="<f4")

    def current_vectors(self, model: str) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """(row number, vector) of every searchable passage that has one, in the order of row numbers."""
        query = f"""SELECT p.number, t.vector FROM {CURRENT}
                    JOIN vectors t ON t.content = p.content AND t.model = ? ORDER BY p.number"""
        for number, vector in self._query(query, model):
            yield number, np.frombuffer(vector, dtype="<f4")

    def without_words(self, segmenter: str) -> tuple[int, ...]:
        """Row numbers of searchable passages, one for each content not segmented by this segmenter yet."""
        query = f"""SELECT MIN(p.number) FROM {CURRENT} WHERE NOT EXISTS
                    (SELECT 1 FROM words t WHERE t.content = p.content AND t.segmenter = ?) GROUP BY p.content"""
        return tuple(sorted(row[0] for row in self._query(query, segmenter)))

    def put_words(self, segmenter: str, words: Iterable[tuple[bytes, str]]) -> None:
        """Keep blank-separated words under their content keys."""
        statement = "INSERT OR REPLACE INTO words VALUES (?, ?, ?)"
        self._connection.executemany(statement, [(content, segmenter, line) for content, line in words])

    def current_words(self, segmenter: str) -> Iterator[tuple[int, str]]:
        """(row number, words) of every searchable passage that has them, in the order of row numbers."""
        query = f"""SELECT p.number, t.words FROM {CURRENT}
                    JOIN words t ON t.content = p.content AND t.segmenter = ? ORDER BY p.number"""
        return self._query(query, segmenter)
