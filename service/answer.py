"""Extractive answers: the best supported sentences, quoted exactly, each with its citation.

Invariant: every quotation is the slice of the cited version that its citation names; a claim whose citation does
not verify is dropped; what the library does not support is answered `not_found`, with leads, a reason and no claim.
"""

import time
from dataclasses import dataclass, replace
from typing import Protocol

from indexer.types import UNRESTRICTED, Filters
from service.choice import choose, is_ambiguous, least_support, missing_items, overlap
from service.citations import verify_citation
from service.claims import make_claims
from service.disputes import explain_ambiguity, explain_dispute, explain_shortfall
from service.everyday import in_official_words
from service.evidence import Evidence, gather_evidence
from service.library import Library
from service.likeness import Likeness, likeness_to
from service.plain_speech import put_plainly
from service.practices import NOTE, Practices, asks_for_practice, find_practices
from service.question import Question, analyse
from service.refusal import as_typed, explain_gaps, explain_refusal
from service.search import search
from service.sides import missing_sides, sides_of
from service.sources import Source, open_sources
from service.stretches import Sentence
from service.types import Answer, Claim, Hit, SearchResult, Status
from service.understanding import take_plainly
from service.wanted import Wanted

PASSAGES = 20


class Find(Protocol):
    """A search in a library: the k best passages for a query, best first."""

    def __call__(self, query: str, *, k: int) -> SearchResult:
        """Raises ValueError for a blank query."""


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """A question as it is searched for and as it is understood, how much more support than usual it needs, and how near
    in meaning to it a sentence is.
    """

    library: Library
    wording: str
    asked: Question
    stricter: float
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class _Finding:
    """What a search brought for a question."""

    hits: tuple[Hit, ...]
    sources: tuple[Source, ...]
    evidence: tuple[Evidence, ...]
    chosen: tuple[Evidence, ...]

    @property
    def told(self) -> tuple[Sentence, ...]:
        """The sentences chosen."""
        return tuple(one.sentence for one in self.chosen)


@dataclass(frozen=True, slots=True)
class Supported:
    """An extractive answer, and what else was found for the question."""

    answer: Answer
    asked: Question
    further: tuple[Evidence, ...]

    @property
    def spare(self) -> tuple[Claim, ...]:
        """Claims that could be made too and were not chosen, best first; made only when a model is to see them."""
        return make_claims(self.asked, self.further)


def answer_question(library: Library, question: str, *, filters: Filters = UNRESTRICTED) -> Answer:
    """Answer from the passages that the filters admit. Raises ValueError for a blank question."""
    return find_support(library, question, filters=filters).answer


def find_support(library: Library, question: str, *, filters: Filters = UNRESTRICTED) -> Supported:
    """Answer as `answer_question` does, and keep what else could support an answer."""
    if not any(map(str.isalnum, question)):  # any sentence would be as near to “？？？” as another
        raise ValueError("问题里没有文字。请写出要问的问题。" if question.strip() else "问题为空。请写出要问的问题。")

    def find(query: str, *, k: int) -> SearchResult:
        return search(library, take_plainly(query), k=k, filters=filters)

    return _support_from(find, library, question)


def answer_from(find: Find, library: Library, question: str, *, stricter: float = 0.0) -> Answer:
    """Answer from what `find` finds in the library, at once and when it looks again; raises what that raises.

    `stricter` is how much more support than usual is asked for; less where it is below 0.
    """
    return _support_from(find, library, question, stricter).answer


def _support_from(find: Find, library: Library, question: str, stricter: float = 0.0) -> Supported:
    started = time.perf_counter()
    plain = put_plainly(question)
    wording = in_official_words(plain)
    found = find(wording, k=PASSAGES)
    asked = analyse(plain, library.segmenter, (count.value for count in found.facets.region))
    inquiry = _Inquiry(library, wording, asked, stricter, likeness_to(library, wording))
    finding = _look(inquiry, found.hits, _first(found))
    if finding.chosen and (missing_items(asked, finding.chosen) or missing_sides(asked, finding.told)):
        finding = _better(asked, _look_again(find, inquiry, finding), finding)
    practices = _practices(inquiry, finding)
    if practices:
        asked, finding = practices.asked, replace(finding, chosen=practices.told)
    claims = tuple(
        c for c in make_claims(asked, finding.chosen) if all(verify_citation(library, one) for one in c.citations)
    )
    claims = practices.placed(claims) if practices else claims
    status, reason = (Status.ANSWERED, NOTE) if practices else _conclude(library, asked, finding)
    reason = reason and as_typed(reason, question)
    answer = Answer(question, status, claims, finding.hits, (time.perf_counter() - started) * 1000, reason)
    return Supported(answer, asked, _spare(finding))


def _practices(inquiry: _Inquiry, finding: _Finding) -> Practices | None:
    """What the documents found tell of the practices asked about, if the question is one for these.

    Where sentences were chosen already, those of several documents say more.
    """
    asked, library = inquiry.asked, inquiry.library
    if not asks_for_practice(asked):
        return None
    rarity, likeness = library.generation.rarity, inquiry.likeness
    found = find_practices(asked, finding.sources, library.segmenter, rarity, likeness, inquiry.stricter)
    enough = 2 if finding.chosen else 1
    return found if len({one.document for one in found.told}) >= enough else None


def _spare(finding: _Finding) -> tuple[Evidence, ...]:
    kept: list[Evidence] = []
    for evidence in finding.evidence:
        if not any(overlap(evidence, other) for other in (*finding.chosen, *kept)):
            kept.append(evidence)
    return tuple(kept)


def _first(*results: SearchResult) -> frozenset[str]:
    """The documents that come first in the results."""
    return frozenset(hit.passage.document_id for found in results for hit in found.hits[:1])


def _look(inquiry: _Inquiry, hits: tuple[Hit, ...], leading: frozenset[str]) -> _Finding:
    library, asked = inquiry.library, inquiry.asked
    sources = open_sources(hits, library.document, leading)
    least = least_support(asked) + inquiry.stricter
    evidence = gather_evidence(asked, sources, library.generation.rarity, inquiry.likeness, least)
    return _Finding(hits, sources, evidence, choose(asked, evidence, inquiry.stricter))


def _look_again(find: Find, inquiry: _Inquiry, finding: _Finding) -> _Finding:
    """Search once more for the parts and sides that are still missing, each by itself."""
    asked = inquiry.asked
    queries = [query for side in missing_sides(asked, finding.told) for query in _about(side.name, inquiry)]
    missing = missing_items(asked, finding.chosen)
    queries += [item.focus if item.wanted is Wanted.MEANING else item.text for item in missing]
    found = [find(query, k=PASSAGES // 2) for query in queries]
    distinct = {hit.passage.id: hit for hit in (*(hit for one in found for hit in one.hits), *finding.hits)}
    before = frozenset(source.hit.passage.document_id for source in finding.sources if source.leading)
    return _look(inquiry, tuple(distinct.values()), before | _first(*found))


def _better(asked: Question, further: _Finding, first: _Finding) -> _Finding:
    """The second look, unless it lost what the first one had."""

    def gaps(finding: _Finding) -> int:
        return len(missing_items(asked, finding.chosen)) + len(missing_sides(asked, finding.told))

    return further if further.chosen and gaps(further) <= gaps(first) else first


def _about(name: str, inquiry: _Inquiry) -> tuple[str, str]:
    """The question about one of the sides that it compares, as a whole and without the names of the sides."""
    text = inquiry.wording
    for side in sides_of(inquiry.asked):
        text = text.replace(side.name, " ")
    return f"{name} {inquiry.wording}", f"{name} {text}"


def _conclude(library: Library, asked: Question, finding: _Finding) -> tuple[Status, str | None]:
    """The status, and in words what is missing or disputed."""
    if not finding.chosen:
        weights = {word: library.generation.rarity(word) for word in asked.words}
        return Status.NOT_FOUND, explain_refusal(asked, finding.sources, weights)
    if is_ambiguous(asked, finding.chosen):
        return Status.AMBIGUOUS, explain_ambiguity(asked, finding.chosen)
    items, sides = missing_items(asked, finding.chosen), missing_sides(asked, finding.told)
    if items or sides:
        return Status.PARTIAL, explain_gaps(items, sides)
    shortfall = explain_shortfall(finding.chosen)
    return (Status.PARTIAL, shortfall) if shortfall else (Status.ANSWERED, explain_dispute(asked, finding.chosen))
