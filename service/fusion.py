"""From a query to ranked passages: words and meaning, each filtered before ranking, fused by a convex combination.

Invariant: a score depends on the query and on the best passages, not on how many of each engine are taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.generation import Generation
from indexer.store import Store
from indexer.types import Filters
from indexer.words import Tokens
from service.closeness import Sought, closeness, weigh_tokens
from service.library import Library

DEPTH = 100  # passages taken from each engine; 200 and 400 change no figure below
COSINE_SPAN = 0.1  # of the shipped model: this far below the best passage, a passage counts nothing for meaning

# nDCG@10 by the shares of BM25, meaning and closeness, on 42 questions about news of the genre (domain_seed), CMRC 2018
# (527), DRCD (585), 500 on news of all kinds (rgb_zh), 780 lay questions on the first 5,361 passages of statutes
# (stard), each with real cosines for what only words found:
#   .40 .60 0            .939 .994 .958 .588 .533   the best of two parts for the easy sets
#   .25 .75 0            .939 .993 .944 .594 .540   the best of two parts for the hard ones
#   .20 .50 .30          .943 .995 .962 .591 .541
#   .20 .50 .30 feedback .948 .993 .960 .613 .544   taken: above the first in all but CMRC 2018
# Chosen for each set on the other four, shares and feedback gained .009 (p 1.0), -.001 (.38), .007 (.002), .008 (.06)
# and .008 (.02) over the best fixed share of meaning. A share by the length of the query, by how much of it the best
# passage has, by the height of BM25 or by how far both engines agree lost on one set what it gained on another.
WORDS, MEANING, CLOSENESS = 0.2, 0.5, 0.3
# The query's vector is moved towards the mean of the best passages (Rocchio 1971). On average over the five sets: 3
# passages .808, 5 .812, 10 .811; a share of 1 gains .009 more on rgb_zh and loses .014 on domain_seed.
FEEDBACK, FEEDBACK_SHARE = 5, 0.5
READ = 20  # passages whose text is read for closeness: 1 ms; 10 lose .007 on rgb_zh, 40 gain .001

Scored = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What either engine found: BM25 as a share of the best, 0 for what only meaning found, and the vectors."""

    numbers: NDArray[np.int64]
    lexical: NDArray[np.float64]
    vectors: NDArray[np.float32]

    def fuse(self, query: NDArray[np.float32]) -> Scored:
        """Score by words and by nearness to the query's vector, up to WORDS + MEANING, best first."""
        scores = self._scores(query)
        order = self._order(scores)
        return list(zip(self.numbers[order].tolist(), scores[order].tolist(), strict=True))

    def best(self, query: NDArray[np.float32], count: int) -> NDArray[np.float32]:
        """The vectors of the best, in the order of the candidates."""
        rows: NDArray[np.float32] = self.vectors[np.sort(self._order(self._scores(query))[:count])]
        return rows

    def _scores(self, query: NDArray[np.float32]) -> NDArray[np.float64]:
        cosines = (self.vectors @ query).astype(np.float64)
        near = np.maximum(0.0, 1 - (cosines.max(initial=-1.0) - cosines) / COSINE_SPAN)
        scores: NDArray[np.float64] = WORDS * self.lexical + MEANING * near
        return scores

    def _order(self, scores: NDArray[np.float64]) -> NDArray[np.intp]:
        """Best first, equals by their number, as `ordered` does it, but without a tuple for each."""
        return np.lexsort((self.numbers, -scores))


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
    lexical = generation.search_lexical(lookup.tokens, lookup.filters, DEPTH) if weight != 1 else []
    vector = library.query_vector  # encodes once for the same text
    dense = generation.search_dense(vector(lookup.text), lookup.filters, DEPTH) if weight != 0 else []
    if weight is not None:
        return fuse(lexical, dense, weight)
    ranked = feed_back(gather(generation, lexical, dense), vector(lookup.text))
    return add_closeness(library.store, weigh_tokens(lookup.tokens, generation), ranked)


def gather(generation: Generation, lexical: Scored, dense: Scored) -> Candidates:
    """Both lists as one, with the vectors of all."""
    shares = dict(lexical)
    numbers = list(dict.fromkeys([*shares, *(number for number, _ in dense)]))
    top = max(shares.values(), default=1.0)
    lexical_shares = np.zeros(len(numbers))
    lexical_shares[: len(shares)] = np.array(list(shares.values())) / top  # those of the lexical list come first
    return Candidates(np.array(numbers, dtype=np.int64), lexical_shares, generation.vectors(numbers))


def feed_back(candidates: Candidates, query: NDArray[np.float32]) -> Scored:
    """Fuse a second time, the query's vector moved towards the mean of the best."""
    best = candidates.best(query, FEEDBACK)
    return candidates.fuse(query + FEEDBACK_SHARE * best.mean(axis=0)) if len(best) else []


def add_closeness(store: Store, sought: Sought, ranked: Scored) -> Scored:
    """Add the closeness of the best; the others cannot overtake one of them that has none."""
    texts = store.passage_texts([number for number, _ in ranked[:READ]])
    read = [(number, score + CLOSENESS * closeness(sought, texts[number])) for number, score in ranked[:READ]]
    return [*ordered(read), *ranked[READ:]]


def ordered(scored: Iterable[tuple[int, float]]) -> Scored:
    """Best first, equals by their number, so that the same query always gives the same list."""
    return sorted(scored, key=lambda item: (-item[1], item[0]))


def fuse(lexical: Scored, dense: Scored, weight: float) -> Scored:
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
