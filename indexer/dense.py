"""The vector engine (FAISS): exact inner-product search over unit vectors, filtered before ranking.

Invariant: row i holds the vector of ordinal i; the score is the cosine, higher is better.
"""

from collections.abc import Iterable
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

_ROWS_AT_A_TIME = 4096


def build_dense(path: Path, dimension: int, vectors: Iterable[NDArray[np.float32]]) -> None:
    """Write an index of unit vectors (dimension,), in the order of their ordinals."""
    index = faiss.IndexFlatIP(dimension)
    batch: list[NDArray[np.float32]] = []
    for vector in vectors:
        batch.append(vector)
        if len(batch) == _ROWS_AT_A_TIME:
            index.add(np.stack(batch))
            batch.clear()
    if batch:
        index.add(np.stack(batch))
    # Through bytes, not faiss.write_index: on Windows that cannot open a path with Chinese characters.
    path.write_bytes(faiss.serialize_index(index).tobytes())


class DenseIndex:
    """A built index, opened for reading."""

    def __init__(self, path: Path) -> None:
        self._index = faiss.deserialize_index(np.frombuffer(path.read_bytes(), dtype=np.uint8))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return int(self._index.d)

    def search(
        self, vector: NDArray[np.float32], k: int, mask: NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """The best k ordinals with their cosine, best first; `mask` (one entry an ordinal) says which may be ranked."""
        admitted = len(self) if mask is None else int(mask.sum())
        if not admitted:
            return []
        parameters = None
        if mask is not None:
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little")))
        scores, ordinals = self._index.search(vector[None], min(k, admitted), params=parameters)
        return [(int(o), float(s)) for o, s in zip(ordinals[0], scores[0], strict=True)]
