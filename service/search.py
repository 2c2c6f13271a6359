"""Hybrid search: the page of ranked passages asked for, with the facets of all of them.

Invariant: hits are ordered by score, every hit satisfies the filters, and facet counts are over the same hits.
"""

import re
import time
from collections import Counter
from collections.abc import Iterable

from indexer.script import fold
from indexer.store import StoredPassage
from indexer.types import UNRESTRICTED, Facts, Filters
from indexer.words import Tokens
from service.expansion import find_expansions
from service.fusion import Scored, rank_passages
from service.highlights import mark
from service.library import Library
from service.types import FacetCount, Facets, Hit, SearchResult

SPELLING_DEPTH = 30  # passages read for the place that spells out a bare name: 1 ms
# Nothing but a shorthand, with or without quotation marks: 四服务一提升 | “六个一” | 1+3+n
_BARE_NAME = re.compile(r"[“\"「『《]?((?:[一二三四五六七八九十百两双\d]|[a-z\d]+\+)[一-鿿a-z\d+]{1,9})[”\"」』》]?")


def search(
    library: Library,
    query: str,
    *,
    k: int = 10,
    offset: int = 0,
    filters: Filters = UNRESTRICTED,
    weight: float | None = None,
) -> SearchResult:
    """Find the k best passages from `offset` on, among those the filters admit.

    `weight` is the share of meaning against words: 1.0 searches by vectors alone, 0.0 by words alone, None takes
    the measured default. Raises ValueError for a blank query.
    """
    started = time.perf_counter()
    if not query.strip():
        raise ValueError("检索词为空。请输入要查找的词语或问题。")
    tokens = library.segmenter.query_tokens(query)
    fused = rank_passages(library, query, tokens, filters, weight)
    name = _BARE_NAME.fullmatch(fold(query.strip()))
    if name and weight is None:
        fused = _spelled_out_first(library, name.group(1), fused)
    page = fused[offset : offset + k]
    stored = library.store.passages([number for number, _ in page])
    scores = dict(page)
    hits = tuple(_hit(offset + i + 1, scores[found.number], found, tokens) for i, found in enumerate(stored))
    facets = count_facets(library.store.facts([number for number, _ in fused]).values())
    return SearchResult(query, len(fused), (time.perf_counter() - started) * 1000, hits, facets)


def _spelled_out_first(library: Library, name: str, fused: Scored) -> Scored:
    """Raise by 1 the score of the passages that spell out a name looked up by itself, among the best SPELLING_DEPTH."""
    best = library.store.passages([number for number, _ in fused[:SPELLING_DEPTH]])
    telling = {s.number for s in best if any(find_expansions(s.passage.text, name, members=True))}
    raised = [(number, score + (number in telling)) for number, score in fused]
    return sorted(raised, key=lambda item: (-item[1], item[0]))


def count_facets(facts: Iterable[Facts]) -> Facets:
    """Count regions, years, genres and publishers, one for each passage; highest first, then by value."""
    region, year, genre, publisher = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for fact in facts:
        for path in fact.regions:
            region[path] += 1
        if fact.published:
            year[str(fact.published.year)] += 1
        if fact.genre:
            genre[fact.genre] += 1
        if fact.publisher:
            publisher[fact.publisher] += 1
    return Facets(_sorted(region), _sorted(year), _sorted(genre), _sorted(publisher))


def _sorted(counter: Counter[str]) -> tuple[FacetCount, ...]:
    return tuple(FacetCount(*item) for item in sorted(counter.items(), key=lambda item: (-item[1], item[0])))


def _hit(rank: int, score: float, stored: StoredPassage, tokens: Tokens) -> Hit:
    return Hit(rank, score, stored.passage, stored.facts, mark(stored.passage.text, tokens.words))
