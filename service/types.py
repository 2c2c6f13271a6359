"""The values that pass from a question to cited passages and an answer.

Invariant: a citation is valid only if the cited version's canonical text reads exactly `quote` at `[start:end)`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from indexer.regions import Place
from indexer.types import UNRESTRICTED, Doubt, Facts, Filters, Passage, Phrase


@dataclass(frozen=True, slots=True)
class Correction:
    """What was typed, and what was searched for in its place."""

    typed: str
    taken: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a query was read; nothing of it is hidden from who asked.

    `text` is what is searched for: `typed` with what was put right and without the filters written into it; `words`
    is the part of it that is looked up word by word. `suggestions` are whole queries that may be meant. Each of
    `phrases` is required, `quoted` are the same as they were typed, `missing` those of them that no passage has;
    with `apart` no passage has all of them, and each hit has one. `filters` are those written into the query.
    Passages from `places` and of `years` are preferred.
    """

    typed: str
    text: str
    words: str
    corrections: tuple[Correction, ...] = ()
    suggestions: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    quoted: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    apart: bool = False
    filters: Filters = UNRESTRICTED
    places: tuple[Place, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked passage; `score` is higher-is-better, `highlights` are offsets within `passage.text`."""

    rank: int
    score: float
    passage: Passage
    facts: Facts
    highlights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class FacetCount:
    """`count` of all the `total` hits (not only the page shown) have this value."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over all hits of a search, highest first."""

    region: tuple[FacetCount, ...]
    year: tuple[FacetCount, ...]
    genre: tuple[FacetCount, ...]
    publisher: tuple[FacetCount, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`hits` is the page asked for (k from offset) out of `total` passages; `understood` is how the query was read."""

    query: str
    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Facets
    understood: Understanding


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """A document by its best passage; `others` are its next best ones, out of the `passages` of it that were found.

    `reprints` are the best passages of the documents found that have nearly the same text.
    """

    best: Hit
    others: tuple[Hit, ...]
    passages: int
    reprints: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """`hits` is the page asked for (k from offset) out of `total` documents, reprints not counted, with `passages`.

    Both count what was ranked: the best passages by words and the best by meaning, not everything that is related.
    Facets count documents, as `total` does.
    """

    query: str
    total: int
    passages: int
    took_ms: float
    hits: tuple[DocumentHit, ...]
    facets: Facets
    understood: Understanding


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quotation stands, in which version of which document; `weight` is what kind of source speaks there.

    `doubts` are those of the document that the quotation reaches into.
    """

    document_id: str
    version: str
    start: int
    end: int
    quote: str
    heading_path: tuple[str, ...]
    page: int | None
    title: str
    url: str | None
    published: date | None
    weight: str | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with at least one valid citation.

    `side` is what it speaks of in a comparison (a place, a year, a name), or where a practice is from; "" elsewhere.
    """

    text: str
    citations: tuple[Citation, ...]
    side: str = ""


class Status(StrEnum):
    """How far the library answers a question."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer made of cited claims; `hits` are the passages it was drawn from, or leads when not found.

    `reason` says in words what is missing, disputed or ambiguous; None where the answer is whole. `generated` is true
    when a model worded at least one of the claims, `dropped` counts what it wrote that did not pass the checks, and
    `fallback` says in words why its reply could not be used, or only in part; None where it could, or none was asked.
    """

    question: str
    status: Status
    claims: tuple[Claim, ...]
    hits: tuple[Hit, ...]
    took_ms: float
    reason: str | None = None
    generated: bool = False
    dropped: int = 0
    fallback: str | None = None
