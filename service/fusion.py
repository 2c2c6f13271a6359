"""From a query to ranked passages: words and meaning, each filtered before ranking, fused by a convex combination.

Invariant: a score depends on the query and on the best passages, not on how many of each engine are taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.generation import Generation
from indexer.ranked import NOTHING, Ranked
from indexer.store import Store
from indexer.types import Filters
from indexer.words import Tokens
from service.closeness import Sought, closeness, weigh_tokens
from service.library import Library

# Passages taken from each engine. 80 take 0.3 ms less and find as much in the sets below, but put another passage first
# for 2 of 120 questions over our own digests; 200 and 400 change no figure.
DEPTH = 100
COSINE_SPAN = 0.1  # of the shipped model: this far below the best passage, a passage counts nothing for meaning

# nDCG@10 on 42 questions about news of the genre (domain_seed), CMRC 2018 (900), DRCD (900), 500 on news of all kinds
# (rgb_zh), 780 lay questions on statutes (stard); the reciprocal rank of the first right document for 130 questions on
# State Council documents, 250 on articles of the genre, 372 on our own digests. Shares of BM25, meaning, closeness:
#   .30 .70 0                         .929 .994 .950 .593 .441   .941 .946 .945
#   .20 .50 .30                       .932 .995 .964 .590 .447   .929 .947 .935
#   .18 .55 .27 and .30 by likeness   .937 .994 .961 .615 .447   .943 .948 .945   its KIN_SPAN .15
#   .12 .57 .31 and .30 by likeness   .937 .994 .961 .614 .451   .959 .948 .947   taken
# Each constant moved by a third moves the mean of the eight by less than .003, MEANING lowered so by .004. Sharper
# cosines or fewer words gain on lay questions what they lose on DRCD, and nothing known of a question (its words found
# verbatim, its best cosine, how far the next are) tells the one kind from the other. LambdaMART trees learnt on two
# thirds of stard's own questions, from these and 30 other features of both engines, come to .449 on the rest where the
# shares before came to .439.
WORDS, MEANING, CLOSENESS = 0.12, 0.57, 0.31
# What is like other good passages is likely good (score regularisation, Diaz 2005): KIN is the share of the mean score
# of the NEAREST passages found, each counted by its likeness, nothing at KIN_SPAN below a cosine of 1.
KIN, NEAREST, KIN_SPAN = 0.3, 3, 0.2
REGULARISED = 30  # passages whose neighbours are looked at; 200 change no figure
READ = 16  # passages whose text is read for closeness: 0.5 ms; 20 gain nothing on any set, 10 lose .007 on rgb_zh

Scored = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What either engine found, by number: BM25 as a share of the best, 0 for what only meaning found, and vectors."""

    numbers: NDArray[np.int64]
    lexical: NDArray[np.float64]
    vectors: NDArray[np.float32]

    def fuse(self, query: NDArray[np.float32], kin: float) -> Scored:
        """Score by words, by nearness to the query's vector and, to the share `kin`, by what is like it; best first."""
        cosines = (self.vectors @ query).astype(np.float64)
        near = np.maximum(0.0, 1 - (cosines.max(initial=-1.0) - cosines) / COSINE_SPAN)
        scores = self._regularise(WORDS * self.lexical + MEANING * near, kin)
        order = _best_first(scores)
        return list(zip(self.numbers[order].tolist(), scores[order].tolist(), strict=True))

    def _regularise(self, scores: NDArray[np.float64], kin: float) -> NDArray[np.float64]:
        """Take the share `kin` of the score from the passages nearest to each; from none for all but the best."""
        regularised = (1 - kin) * scores
        nearest = min(NEAREST, len(scores) - 1)
        if nearest < 1:
            return regularised
        best = _best_first(scores)[:REGULARISED]
        # The many rows first: a quarter less time than the other way round.
        cosines = np.ascontiguousarray((self.vectors @ self.vectors[best].T).T)
        each = np.arange(len(best))
        cosines[each, best] = -1.0  # itself
        kin_of, nearness = np.empty((nearest, len(best)), np.intp), np.empty((nearest, len(best)), np.float32)
        for i in range(nearest):  # the best three times over: a sixth of the time of a partition
            kin_of[i] = cosines.argmax(axis=1)
            nearness[i] = cosines[each, kin_of[i]]
            cosines[each, kin_of[i]] = -2.0
        kindred = np.maximum(0.0, 1 - (1 - nearness) / KIN_SPAN) * scores[kin_of]
        regularised[best] += kin * kindred.sum(axis=0) / nearest
        return regularised


def _best_first(scores: NDArray[np.float64]) -> NDArray[np.intp]:
    """The order from the best on; equals stay as they are, by number. Half the time of sorting by two keys."""
    return np.argsort(-scores, kind="stable")


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is looked for: words by `tokens`, meaning by `text` as it stands, among what the filters admit."""

    text: str
    tokens: Tokens
    filters: Filters


def rank_passages(library: Library, generation: Generation, lookup: Lookup, weight: float | None) -> Scored:
    """The passages that either engine finds, best first; equals by their number.

    A `weight` takes the two engines alone, with that share of meaning: at 1.0 words are not looked up, at 0.0 the query
    is not encoded. None takes the whole search.
    """
    lexical = generation.search_lexical(lookup.tokens, lookup.filters, DEPTH) if weight != 1 else NOTHING
    vector = library.query_vector  # encodes once for the same text
    dense = generation.search_dense(vector(lookup.text), lookup.filters, DEPTH) if weight != 0 else NOTHING
    if weight is not None:
        return fuse(lexical, dense, weight)
    ranked = gather(generation, lexical, dense).fuse(vector(lookup.text), KIN)
    return add_closeness(library.store, weigh_tokens(lookup.tokens, generation), ranked)


def gather(generation: Generation, lexical: Ranked, dense: Ranked) -> Candidates:
    """Both lists as one, with the vectors of all."""
    numbers = np.unique(np.concatenate((lexical.passages, dense.passages)))
    shares = np.zeros(len(numbers))
    shares[np.searchsorted(numbers, lexical.passages)] = lexical.scores / lexical.scores[:1]
    return Candidates(numbers, shares, generation.vectors(numbers))


def add_closeness(store: Store, sought: Sought, ranked: Scored) -> Scored:
    """Add the closeness of the best; the others cannot overtake one of them that has none."""
    texts = store.passage_texts([number for number, _ in ranked[:READ]])
    read = [(number, score + CLOSENESS * closeness(sought, texts[number])) for number, score in ranked[:READ]]
    return [*ordered(read), *ranked[READ:]]


def ordered(scored: Iterable[tuple[int, float]]) -> Scored:
    """Best first, equals by their number, so that the same query always gives the same list."""
    return sorted(scored, key=lambda item: (-item[1], item[0]))


def fuse(lexical: Scored | Ranked, dense: Scored | Ranked, weight: float) -> Scored:
    """Combine two ranked lists alone: `weight` × dense + (1 − weight) × lexical, each normalised to 0…1, best first.

    Both are measured from the best of their list, not from its tail: BM25 as a share of the best, a cosine by its
    distance to the best. What one list lacks counts 0 there.
    """
    top = max((score for _, score in lexical), default=1.0)
    nearest = max((score for _, score in dense), default=1.0)
    combined = {number: (1 - weight) * score / top for number, score in lexical}
    for number, score in dense:
        combined[number] = combined.get(number, 0.0) + weight * max(0.0, 1 - (nearest - score) / COSINE_SPAN)
    return ordered(combined.items())
