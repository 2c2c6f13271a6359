"""Texts that are nearly the same: MinHash signatures of character triples, and the pairs of texts that share enough.

Invariant: a pair is only returned after its estimated similarity was computed; the bands merely choose candidates.
"""

from collections.abc import Iterable

import numpy as np
import rensa
from numpy.typing import NDArray

PERMUTATIONS = 128
SIGNER = f"rensa{rensa.RMinHash.ALGORITHM_VERSION}-3gram-{PERMUTATIONS}"
_SEED = 42
# On 1,740 articles with 60 altered copies of each of 9 kinds, 0.4 found every copy with other furniture or punctuation,
# a quarter of other sentences or half of the text, and no other text.
SIMILAR = 0.4
# 42 bands of 3 rows find 0.94 of the pairs at 0.4 and 0.996 at 0.5; bands of 2 rows would find all, but at 50,000
# documents of one genre (0.05 alike) propose some 190 million pairs, bands of 3 some 6 million.
_ROWS = 3
_NEIGHBOURS = 50  # compared in a bucket, in which many templates of one kind may lie; the others follow by way of these
_CHUNK = 100_000
# Two short texts are alike by a few characters: half a sentence, or an article that every law has.
FEWEST_CHARACTERS = 100

Signatures = NDArray[np.uint32]


def sign(texts: Iterable[str]) -> Signatures:
    """Signatures (n, PERMUTATIONS) of the texts' character triples, blanks and punctuation left out."""
    triples = [_triples("".join(filter(str.isalnum, text))) for text in texts]
    if not triples:
        return np.empty((0, PERMUTATIONS), dtype=np.uint32)
    rows = rensa.RMinHash.digest_matrix_from_token_sets(triples, PERMUTATIONS, _SEED).to_rows()
    return np.array(rows, dtype=np.uint32)


def is_comparable(text: str) -> bool:
    """Whether the text is long enough for its similarity to mean something."""
    return sum(map(str.isalnum, text)) >= FEWEST_CHARACTERS


def _triples(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(max(1, len(text) - 2))}


def similarities(first: Signatures, second: Signatures) -> NDArray[np.float64]:
    """Estimated Jaccard similarity, row by row; standard error at 0.4: 0.043."""
    return np.asarray((first == second).mean(axis=-1), dtype=np.float64)


def similar_pairs(signatures: Signatures) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Pairs (m, 2) of row numbers, the lower first, whose similarity (m,) reaches SIMILAR; sorted."""
    candidates = _candidates(signatures)
    kept: list[NDArray[np.int64]] = [np.empty((0, 2), dtype=np.int64)]
    scores: list[NDArray[np.float64]] = [np.empty(0)]
    for start in range(0, len(candidates), _CHUNK):
        chunk = candidates[start : start + _CHUNK]
        similarity = similarities(signatures[chunk[:, 0]], signatures[chunk[:, 1]])
        kept.append(chunk[similarity >= SIMILAR])
        scores.append(similarity[similarity >= SIMILAR])
    return np.concatenate(kept), np.concatenate(scores)


def _candidates(signatures: Signatures) -> NDArray[np.int64]:
    """Pairs that agree in at least one band, each once."""
    count = len(signatures)
    coded = np.empty(0, dtype=np.int64)
    for first in range(0, PERMUTATIONS - _ROWS + 1, _ROWS):
        band = np.ascontiguousarray(signatures[:, first : first + _ROWS])
        found = _same_rows(band)
        coded = np.union1d(coded, found.min(axis=1) * count + found.max(axis=1))
    return np.column_stack((coded // max(count, 1), coded % max(count, 1)))


def _same_rows(band: Signatures) -> NDArray[np.int64]:
    """Pairs (m, 2) of equal rows, each row with at most _NEIGHBOURS that follow it."""
    rows = band.view(np.dtype((np.void, band.dtype.itemsize * band.shape[1]))).ravel()
    _, keys = np.unique(rows, return_inverse=True)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    pairs = [np.empty((0, 2), dtype=np.int64)]
    for distance in range(1, min(_NEIGHBOURS, len(order) - 1) + 1):
        same = np.flatnonzero(keys[distance:] == keys[:-distance])
        if not len(same):
            break
        pairs.append(np.column_stack((order[same], order[same + distance])))
    return np.concatenate(pairs)
