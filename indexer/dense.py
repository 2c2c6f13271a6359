"""The vector engine (FAISS): inner-product search over unit vectors, filtered before ranking.

Invariant: row i holds the vector of ordinal i; the score is the cosine, higher is better; every row that a filter
admits is looked at, so one that admits a single passage finds it. Small indexes are exact. Large ones look at codes of
four bits for two dimensions, without a filter at those of the nearer half, and compare the best in half precision.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from indexer.ranked import NOTHING, Ranked

Vectors = Callable[[], Iterator[NDArray[np.float32]]]

# Up to here the exact scan takes about 1.5 ms on one core; beyond, it falls out of the cache (100,000: 28 ms and more).
EXACT_UP_TO = 20_000
# Rows by which the codes are learnt, taken evenly from all; 16 centroids for each two dimensions need no more.
_TRAINING_ROWS = 20_000
# Rows compared in half precision for each that is asked for, and lists into which the rows are sorted, by what is near.
# Recall of the exact best 100 among 97,278 passages of statutes, 100 lay questions, and ms on a busy core:
#   lists looked at, compared    no filter   one that admits a tenth, of one province
#    96  10                      .977 1.4    .786 0.8
#   128   8                      .985 1.5    .869 0.9    taken without a filter
#   128  10                      .987 1.6    .870 1.0
#   192   8                      .992 2.0    .961 1.2
#   256   8                      .993 2.4    .995 1.4    taken with a filter
#   256  10                      .996 2.5    .997 1.5
_REFINED = 8
_LISTS = 256
# Half of the lists where there are so many times as many rows as are asked for: the best thousands lie in more lists.
_HALVED_FROM = 200
# How the lists are scanned: by itself faiss would spread a single query over all cores, a fifth more work in all.
_ONE_THREAD = 11
# Where a filter admits no more rows than this, each is compared: a scan of codes drops a row whose every code is the
# worst one, so that the only admitted passage could be missed.
_FEW = 1000
_ROWS_AT_A_TIME = 4096


def build_dense(path: Path, dimension: int, count: int, vectors: Vectors) -> None:
    """Write an index of `count` unit vectors (dimension,), which `vectors()` yields in the order of their ordinals."""
    index = faiss.IndexFlatIP(dimension) if count <= EXACT_UP_TO else _trained(dimension, count, vectors)
    for batch in _batches(vectors()):
        index.add(batch)
    # Through bytes, not faiss.write_index: on Windows that cannot open a path with Chinese characters.
    path.write_bytes(faiss.serialize_index(index).tobytes())


def _trained(dimension: int, count: int, vectors: Vectors) -> faiss.Index:
    """Lists of product quantiser codes with a second look in half precision, learnt but empty.

    A search without a filter looks at the half of the lists that is nearest, one with a filter at every row, whatever
    it admits. The codes are of what a row has beside the centre of its list: codes of whole rows lose .007 of what is
    found. A graph (HNSW32 in half precision) finds as much in the same time, with a fifth more memory
    and five times the making, and would need these codes beside it for filters. `yinju eval bench vectors` compares.
    """
    # Two dimensions a code where the length is even, as that of every current model is.
    spec = f"IVF{_LISTS},PQ{dimension // 2 if dimension % 2 == 0 else dimension}x4fsr,Refine(SQfp16)"
    index = faiss.index_factory(dimension, spec, faiss.METRIC_INNER_PRODUCT)
    index.train(np.stack(list(islice(vectors(), 0, None, -(-count // _TRAINING_ROWS)))))
    return index


def _batches(vectors: Iterator[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    while batch := list(islice(vectors, _ROWS_AT_A_TIME)):
        yield np.stack(batch)


class DenseIndex:
    """A built index, opened for reading."""

    def __init__(self, path: Path) -> None:
        # Piece by piece: read whole first, it would lie in memory twice.
        with path.open("rb") as file:
            self._index = faiss.read_index(faiss.BufferedIOReader(faiss.PyCallbackIOReader(file.read)))
        self._rows = _stored_rows(self._index)
        _scan_alone(self._index)
        self._nearer_half = self._parameters(None, _LISTS // 2)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return int(self._index.d)

    def vectors(self, ordinals: Sequence[int] | NDArray[np.integer]) -> NDArray[np.float32]:
        """The vectors (n, dimension) of these rows; in a large index to half precision."""
        rows = self._rows[np.asarray(ordinals, dtype=np.int64)]
        return widen(rows) if rows.dtype == np.float16 else rows.astype(np.float32, copy=False)

    def search(self, vector: NDArray[np.float32], k: int, mask: NDArray[np.bool_] | None = None) -> Ranked:
        """The best k ordinals with their cosines; `mask` (one entry an ordinal) says which may be ranked."""
        admitted = len(self) if mask is None else int(np.count_nonzero(mask))  # a fifth of the time of a sum
        if not admitted:
            return NOTHING
        if mask is not None and admitted <= _FEW:
            return self._compare_all(vector, k, np.flatnonzero(mask))
        parameters = self._nearer_half
        if mask is not None or k * _HALVED_FROM > admitted:
            selector = None if mask is None else faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
            parameters = self._parameters(selector, _LISTS)
        scores, ordinals = self._index.search(vector[None], min(k, admitted), params=parameters)
        found = int((ordinals[0] >= 0).sum())  # where there are fewer, -1 stands in the place of the others
        return Ranked(ordinals[0, :found], scores[0, :found].astype(np.float64))

    def _compare_all(self, vector: NDArray[np.float32], k: int, rows: NDArray[np.int64]) -> Ranked:
        cosines = self.vectors(rows) @ vector
        best = np.argsort(-cosines, kind="stable")[:k]
        return Ranked(rows[best], cosines[best].astype(np.float64))

    def _parameters(self, selector: faiss.IDSelector | None, lists: int) -> faiss.SearchParameters:
        if isinstance(self._index, faiss.IndexFlat):
            return faiss.SearchParameters(sel=selector)
        return faiss.IndexRefineSearchParameters(
            k_factor=_REFINED, base_index_params=faiss.SearchParametersIVF(sel=selector, nprobe=lists)
        )


def _stored_rows(index: faiss.Index) -> NDArray[np.float32] | NDArray[np.float16]:
    """The vectors (n, dimension) where the index keeps them: reading 200 there takes half as long as asking for them.

    The array is valid as long as the index.
    """
    if isinstance(index, faiss.IndexFlat):
        flat: NDArray[np.float32] = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
        return flat.reshape(-1, index.d)
    codes = faiss.downcast_index(index.refine_index).codes
    halves: NDArray[np.float16] = faiss.rev_swig_ptr(codes.data(), codes.size()).view(np.float16)
    return halves.reshape(-1, index.d)


def _scan_alone(index: faiss.Index) -> None:
    """Have the lists of codes, where there are any, scanned by the thread that asks."""
    codes = faiss.downcast_index(index.base_index) if isinstance(index, faiss.IndexRefine) else None
    if isinstance(codes, faiss.IndexIVFFastScan):
        codes.implem = _ONE_THREAD


def widen(halves: NDArray[np.floating]) -> NDArray[np.float32]:
    """Half precision as single, exactly; NaN and infinity, which unit vectors have not, are not kept.

    Sign, exponent and fraction are put in their places and the exponent's bias is mended by a power of two: less than
    half the time of astype.
    """
    bits = halves.view(np.int16).astype(np.int32)
    bits <<= 13
    bits &= ~0x70000000  # the sign, which was spread over three more bits
    widened = bits.view(np.float32)
    widened *= np.float32(2.0**112)
    return widened


class TriedIndex:
    """An index of any kind over all the vectors, made and searched on one core, to compare the kinds by.

    `spec` is what `faiss.index_factory` takes, `making` what is set before the vectors are added: efConstruction=100.
    """

    def __init__(self, spec: str, making: str, vectors: NDArray[np.float32]) -> None:
        faiss.omp_set_num_threads(1)
        self._index = faiss.index_factory(vectors.shape[1], spec, faiss.METRIC_INNER_PRODUCT)
        self.set(making)
        self._index.train(vectors[:: -(-len(vectors) // _TRAINING_ROWS)])
        self._index.add(vectors)
        _scan_alone(self._index)

    def set(self, parameters: str) -> None:
        """Set what a search takes, as name=value with commas between: nprobe=16,k_factor_rf=15; "" sets nothing."""
        if parameters:
            faiss.ParameterSpace().set_index_parameters(self._index, parameters)

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[int]:
        """The best k ordinals, best first."""
        ordinals: list[int] = self._index.search(vector[None], k)[1][0].tolist()
        return ordinals

    def size(self) -> int:
        """Bytes when written."""
        return int(faiss.serialize_index(self._index).nbytes)
