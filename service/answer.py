"""Extractive answers: the best supported sentences, quoted exactly, each with its citation.

Invariant: every quotation is the slice of the cited version that its citation names; a claim whose citation does
not verify is dropped; what the library does not support is answered `not_found`, with leads and no claim.
"""

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.types import UNRESTRICTED, Filters
from service.evidence import Evidence, gather_evidence, in_place_of
from service.library import Library
from service.question import Question, analyse
from service.requirements import find_shown
from service.search import encode_query, search
from service.sources import open_sources
from service.types import Answer, Citation, Claim, Status
from service.wanted import Item, Wanted

PASSAGES = 10
CLAIMS = 3
SUPPORT = 0.5
SUPPORT_BESIDE = 0.35
NEAR_BEST = 0.9
NEAR_BEST_HOW = 0.8


def answer_question(library: Library, question: str, *, filters: Filters = UNRESTRICTED) -> Answer:
    """Answer from the passages that the filters admit. Raises ValueError for a blank question."""
    started = time.perf_counter()
    found = search(library, question, k=PASSAGES, filters=filters)
    generation = library.generation
    vector = encode_query(library, question)

    def cosines(texts: Sequence[str]) -> NDArray[np.float32]:
        likeness: NDArray[np.float32] = library.encoder.encode(texts, "passage") @ vector
        return likeness

    asked = analyse(question, library.segmenter, (count.value for count in found.facets.region))
    evidence = gather_evidence(asked, open_sources(found.hits, library.document), generation.rarity, cosines)
    chosen = choose(asked, evidence)
    claims = tuple(claim for e in chosen if verify_citation(library, (claim := _claim(e)).citations[0]))
    return Answer(question, _status(asked, chosen), claims, found.hits, (time.perf_counter() - started) * 1000)


def choose(question: Question, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """For each item and each place asked about the best evidence and what is nearly as good and says something else.

    Once an item is answered, less support is enough for another in the same document. () when even the best is too
    weak.
    """
    chosen: list[Evidence] = []
    for item in sorted(
        question.items, key=lambda item: -max((e.support for e in evidence if e.item is item), default=0)
    ):
        for place in question.places if len(question.places) > 1 else (None,):
            fitting = [e for e in evidence if e.item is item and (place is None or in_place_of(place, e.sentence))]
            documents = {e.document for e in chosen}
            beside = [e for e in fitting if e.document in documents and e.support >= SUPPORT_BESIDE]
            fitting = beside or [e for e in fitting if e.support >= SUPPORT]
            taken = 0
            for candidate in fitting:
                good = (
                    candidate.support
                    >= (NEAR_BEST_HOW if item.wanted is Wanted.HOW else NEAR_BEST) * fitting[0].support
                )
                if good and taken < CLAIMS and not any(_overlap(candidate, c) for c in chosen):
                    chosen.append(candidate)
                    taken += 1
    return tuple(chosen)


def _status(question: Question, chosen: Sequence[Evidence]) -> Status:
    """Partial when one of several places asked about has no evidence."""
    if not chosen:
        return Status.NOT_FOUND
    several = question.places if len(question.places) > 1 else ()
    every = all(any(in_place_of(place, e.sentence) for e in chosen) for place in several)
    every = every and all(any(_answers(e, item) for e in chosen) for item in question.items)
    return Status.ANSWERED if every else Status.PARTIAL


def _answers(evidence: Evidence, item: Item) -> bool:
    """The sentence was chosen for the item, or shows what it asks as well."""
    return evidence.item is item or bool(find_shown(item, evidence.sentence.text, item.text))


def verify_citation(library: Library, citation: Citation) -> bool:
    """True when the cited version of the document reads exactly so at the cited place."""
    stored = library.document(citation.document_id, citation.version)
    return stored is not None and stored.document.text[citation.start : citation.end] == citation.quote


def _overlap(one: Evidence, other: Evidence) -> bool:
    same = one.document == other.document and one.start < other.end and other.start < one.end
    return same or one.text == other.text


def _claim(evidence: Evidence) -> Claim:
    source = evidence.sentence.source
    facts = source.hit.facts
    citation = Citation(
        document_id=source.hit.passage.document_id,
        version=source.hit.passage.version,
        start=evidence.start,
        end=evidence.end,
        quote=evidence.text,
        heading_path=source.headings(evidence.start),
        page=source.page(evidence.start),
        title=facts.title,
        url=facts.url,
        published=facts.published,
    )
    return Claim(evidence.text, (citation,))
