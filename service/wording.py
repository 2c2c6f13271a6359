"""An answer told claim by claim: in a model's words where one is set and they hold, else as quotations.

Invariant: a model is asked only where quotations support an answer; of what it writes only that is told which one of
the quotations that it names bears out alone; a quotation chosen for the answer that no such claim cites is told itself.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from service.answer import Supported
from service.citations import verify_citation
from service.evidence_prompt import (
    INSTRUCTIONS,
    MOST_CLAIMS,
    Draft,
    Exhibit,
    InvalidReply,
    read_drafts,
    write_task,
)
from service.generator import Generator, GeneratorFailed
from service.library import Library
from service.paraphrase import is_borne_out
from service.types import Answer, Citation, Claim

EXHIBITS = 12  # quotations that a model sees: those chosen for the answer, then the next best


def word_answer(library: Library, supported: Supported, generator: Generator | None) -> Answer:
    """The answer as a whole; see `tell_answer`."""
    *_, answer = tell_answer(library, supported, generator)
    assert isinstance(answer, Answer)
    return answer


class Telling:
    """An answer while it is told: `claims` can be iterated once, and `answer` is whole when they are through."""

    def __init__(self, library: Library, supported: Supported, generator: Generator | None) -> None:
        self.answer = supported.answer
        self.claims = self._tell(tell_answer(library, supported, generator))

    def _tell(self, told: Iterator[Claim | Answer]) -> Iterator[Claim]:
        for one in told:
            if isinstance(one, Answer):
                self.answer = one
            else:
                yield one


def tell_answer(library: Library, supported: Supported, generator: Generator | None) -> Iterator[Claim | Answer]:
    """Each claim as soon as it has passed the checks, and at the end the whole answer with its claims in that order.

    Status and reason are those of the extractive answer. Where the model fails after some claims, these stay, and the
    remaining quotations follow; `fallback` says so.
    """
    answer = supported.answer
    if generator is None or not answer.claims:
        yield from answer.claims
        yield answer
        return
    started = time.perf_counter()
    told: list[Claim] = []
    dropped, fallback = 0, None
    exhibits = _exhibits(library, supported)
    chosen = {citation: claim.side for claim in answer.claims for citation in claim.citations}
    try:
        for draft in _drafts(generator, answer.question, exhibits):
            claim = _checked(library, draft, exhibits, chosen)
            if claim is None:
                dropped += 1
            elif claim.text not in (one.text for one in told):
                told.append(claim)
                yield claim
    except (GeneratorFailed, InvalidReply) as error:
        fallback = str(error)
    rest = _untold(answer.claims, told)
    yield from rest
    spent = (time.perf_counter() - started) * 1000
    yield replace(
        answer,
        claims=(*told, *rest),
        took_ms=answer.took_ms + spent,
        generated=bool(told),
        dropped=dropped,
        fallback=fallback,
    )


def _drafts(generator: Generator, question: str, exhibits: Sequence[Exhibit]) -> Iterator[Draft]:
    return islice(read_drafts(generator.write(INSTRUCTIONS, write_task(question, exhibits))), MOST_CLAIMS)


def _exhibits(library: Library, supported: Supported) -> tuple[Exhibit, ...]:
    chosen = [citation for claim in supported.answer.claims for citation in claim.citations]
    spare = [citation for claim in supported.spare for citation in claim.citations]
    return tuple(_exhibit(library, one) for one in (*chosen, *spare)[:EXHIBITS] if verify_citation(library, one))


def _exhibit(library: Library, citation: Citation) -> Exhibit:
    stored = library.document(citation.document_id, citation.version)
    return Exhibit(citation, stored.document.facts.regions if stored else ())


def _checked(
    library: Library, draft: Draft, exhibits: Sequence[Exhibit], chosen: Mapping[Citation, str]
) -> Claim | None:
    """The claim with the quotations it names that bear it out alone, None where there is none of these.

    Quotations chosen for the answer that say the same are cited too, so that they need not be told once more; `chosen`
    has these with the side of the comparison that each is about.
    """
    bearing = {
        number: exhibit.citation
        for number, exhibit in enumerate(exhibits, start=1)
        if is_borne_out(draft.text, exhibit.citation.quote, exhibit.context)
        and verify_citation(library, exhibit.citation)
    }
    named = tuple(bearing[number] for number in draft.numbers if number in bearing)
    others = tuple(citation for citation in bearing.values() if citation in chosen and citation not in named)
    sides = {chosen[citation] for citation in named if citation in chosen}
    return Claim(draft.text, named + others, "".join(sides) if len(sides) == 1 else "") if named else None


def _untold(claims: Sequence[Claim], told: Sequence[Claim]) -> tuple[Claim, ...]:
    cited = {citation for claim in told for citation in claim.citations}
    return tuple(claim for claim in claims if not cited.issuperset(claim.citations))
