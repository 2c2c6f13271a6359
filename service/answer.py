"""Extractive answers: the best supported sentences, quoted exactly, each with its citation.

Invariant: every quotation is the slice of the cited version that its citation names; a claim whose citation does
not verify is dropped; what the library does not support is answered `not_found`, with leads and no claim.
"""

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.types import UNRESTRICTED, Filters
from service.evidence import Evidence, gather_evidence, in_place
from service.library import Library
from service.question import Question, analyse
from service.search import encode_query, search
from service.types import Answer, Citation, Claim, Status

PASSAGES = 10
CLAIMS = 3
SUPPORT = 0.5
NEAR_BEST = 0.93


def answer_question(library: Library, question: str, *, filters: Filters = UNRESTRICTED) -> Answer:
    """Answer from the passages that the filters admit. Raises ValueError for a blank question."""
    started = time.perf_counter()
    found = search(library, question, k=PASSAGES, filters=filters)
    generation = library.generation
    vector = encode_query(library, question)

    def cosines(texts: Sequence[str]) -> NDArray[np.float32]:
        likeness: NDArray[np.float32] = library.encoder.encode(texts, "passage") @ vector
        return likeness

    asked = analyse(question, library.segmenter)
    evidence = gather_evidence(asked, found.hits, generation.rarity, cosines)
    chosen = choose(asked, evidence)
    claims = tuple(claim for e in chosen if verify_citation(library, (claim := _claim(e)).citations[0]))
    return Answer(question, _status(asked, chosen), claims, found.hits, (time.perf_counter() - started) * 1000)


def choose(question: Question, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The best evidence and what is nearly as good and says something else, for each place asked about.

    () when even the best is too weak.
    """
    chosen: list[Evidence] = []
    for place in question.places or (None,):
        fitting = [e for e in evidence if place is None or in_place(place, e.hit)]
        best = fitting[0].support if fitting else 0.0
        for candidate in fitting[:CLAIMS] if best >= SUPPORT else ():
            if candidate.support >= NEAR_BEST * best and not any(_overlap(candidate, other) for other in chosen):
                chosen.append(candidate)
    return tuple(chosen)


def _status(question: Question, chosen: Sequence[Evidence]) -> Status:
    """Partial when one of several places asked about has no evidence."""
    if not chosen:
        return Status.NOT_FOUND
    every = all(any(in_place(place, e.hit) for e in chosen) for place in question.places)
    return Status.ANSWERED if every else Status.PARTIAL


def verify_citation(library: Library, citation: Citation) -> bool:
    """True when the cited version of the document reads exactly so at the cited place."""
    stored = library.document(citation.document_id, citation.version)
    return stored is not None and stored.document.text[citation.start : citation.end] == citation.quote


def _overlap(one: Evidence, other: Evidence) -> bool:
    same = one.hit.passage.id == other.hit.passage.id and one.start < other.end and other.start < one.end
    return same or one.text == other.text


def _claim(evidence: Evidence) -> Claim:
    passage, facts = evidence.hit.passage, evidence.hit.facts
    citation = Citation(
        document_id=passage.document_id,
        version=passage.version,
        start=passage.start + evidence.start,
        end=passage.start + evidence.end,
        quote=evidence.text,
        heading_path=passage.heading_path,
        page=passage.page,
        title=facts.title,
        url=facts.url,
        published=facts.published,
    )
    return Claim(evidence.text, (citation,))
