"""Hybrid search: a query is read, passages are ranked, and a page of them is shown, as they are or by document.

Invariant: hits are ordered by score, every hit satisfies the filters and has what was put in quotation marks, and
facet counts are over the same hits.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from indexer.generation import Generation
from indexer.types import UNRESTRICTED, Filters, Phrase
from indexer.words import Tokens
from service.bare_names import spelled_out_first
from service.boosts import boost_agreeing
from service.facets import sorted_facets
from service.fusion import Lookup, Scored, rank_passages
from service.grouping import Group, fold_reprints, group_by_document
from service.highlights import mark, markable
from service.library import Library
from service.occurrence import keep_holding, occurs
from service.quoting import without_marks
from service.reranking import rerank
from service.spelling import check_spelling
from service.types import DocumentHit, DocumentResult, Facets, Hit, SearchResult, Understanding
from service.understanding import understand

OTHERS = 4  # further passages of a document that are shown with its best


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that a query brought, best first, and the generation that it was found in."""

    understood: Understanding
    tokens: Tokens
    scored: Scored
    generation: Generation

    def facets(self, numbers: Sequence[int]) -> Facets:
        """The facets of these passages, most frequent first."""
        return sorted_facets(self.generation.facet_counts(numbers))


def search(
    library: Library,
    query: str | Understanding,
    *,
    k: int = 10,
    offset: int = 0,
    filters: Filters = UNRESTRICTED,
    weight: float | None = None,
) -> SearchResult:
    """Find the k best passages from `offset` on, among those the filters admit.

    A `weight` searches by the two engines alone, with that share of meaning against words: 1.0 by vectors alone, 0.0
    by words alone; None takes the whole search. Raises ValueError for a query in which nothing can be searched for.
    """
    started = time.perf_counter()
    found = find(library, query, filters, weight)
    page = found.scored[offset : offset + k]
    hits = tuple(_hits(library, found, page, offset + 1))
    facets = found.facets([number for number, _ in found.scored])
    took = (time.perf_counter() - started) * 1000
    return SearchResult(found.understood.typed, len(found.scored), took, hits, facets, found.understood)


def search_documents(
    library: Library,
    query: str | Understanding,
    *,
    k: int = 10,
    offset: int = 0,
    filters: Filters = UNRESTRICTED,
) -> DocumentResult:
    """Find the k best documents from `offset` on, each with its best passages; otherwise as `search`."""
    started = time.perf_counter()
    found = find(library, query, filters, None)
    groups = group_by_document(found.scored, found.generation.documents_of([number for number, _ in found.scored]))
    groups = fold_reprints(groups, library.store.reprints([group.document_id for group in groups]))
    documents = _document_hits(library, found, groups[offset : offset + k], offset + 1)
    facets = found.facets([group.passages[0][0] for group in groups])
    took = (time.perf_counter() - started) * 1000
    counts = len(groups), len(found.scored)
    return DocumentResult(found.understood.typed, *counts, took, documents, facets, found.understood)


def _document_hits(library: Library, found: Found, groups: Sequence[Group], first_rank: int) -> tuple[DocumentHit, ...]:
    """The groups as they are shown, their passages read together."""
    shown = [(group.passages[: 1 + OTHERS], [other.passages[0] for other in group.reprints]) for group in groups]
    hits = iter(_hits(library, found, [one for own, others in shown for one in (*own, *others)]))
    documents = []
    for rank, (group, (own, others)) in enumerate(zip(groups, shown, strict=True), start=first_rank):
        best, *further = (replace(hit, rank=rank) for hit in islice(hits, len(own)))
        reprints = tuple(replace(hit, rank=rank) for hit in islice(hits, len(others)))
        documents.append(DocumentHit(best, tuple(further), len(group.passages), reprints))
    return tuple(documents)


def find(
    library: Library, query: str | Understanding, filters: Filters = UNRESTRICTED, weight: float | None = None
) -> Found:
    """All that a search finds and its order, without reading what a page shows; otherwise as `search`."""
    understood = understand(library, query) if isinstance(query, str) else query
    tokens = library.segmenter.query_tokens(understood.words)
    filters, generation = _narrow(understood, filters), library.generation

    def rank(*phrases: Phrase) -> Scored:
        narrowed = replace(filters, phrases=phrases)
        scored = rank_passages(library, generation, Lookup(understood.text, tokens, narrowed), weight)
        return keep_holding(library, scored, narrowed) if phrases else scored

    scored = rank(*understood.phrases)
    if understood.phrases and not scored:
        understood, scored = _look_apart(library, understood, rank)
    if weight is None:
        if library.reranker:
            scored = rerank(library, library.reranker, understood.text, scored)
        if understood.places or understood.years:
            scored = boost_agreeing(scored, generation.facets_of([number for number, _ in scored]), understood)
        scored = spelled_out_first(library, understood.text, scored)
    return Found(understood, tokens, scored, generation)


def _look_apart(
    library: Library, understood: Understanding, rank: Callable[..., Scored]
) -> tuple[Understanding, Scored]:
    """Where no passage has all that was quoted: say what none has, or look for passages that have one of it."""
    pairs = list(zip(understood.quoted, understood.phrases, strict=True))
    missing = tuple(typed for typed, phrase in pairs if not occurs(library, phrase.text, title=phrase.title))
    if missing or len(pairs) == 1:
        meant = check_spelling(library, without_marks(understood.text))
        suggestions = (meant.text,) if meant.corrections else meant.suggestions
        return replace(understood, missing=missing, suggestions=suggestions), []
    scores: dict[int, float] = {}
    for _, phrase in pairs:
        for number, score in rank(phrase):
            scores[number] = max(score, scores.get(number, 0.0))
    return replace(understood, apart=True), sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def _narrow(understood: Understanding, filters: Filters) -> Filters:
    """The filters of the caller, who may have chosen them after writing the query, before those written into it."""
    written = understood.filters
    return Filters(
        region=filters.region or written.region,
        year=filters.year or written.year,
        genre=filters.genre or written.genre,
        publisher=filters.publisher or written.publisher,
    )


def _hits(library: Library, found: Found, page: Scored, first_rank: int = 1) -> list[Hit]:
    """The hits of a page, ranks from `first_rank` on."""
    scores = dict(page)
    stored = library.store.passages(list(scores))
    sought = markable(found.tokens.words)
    return [
        Hit(first_rank + i, scores[one.number], one.passage, one.facts, mark(one.passage.text, sought))
        for i, one in enumerate(stored)
    ]
