"""The links by which a reader moves through results: narrowing, widening, turning pages, opening a quotation.

Invariant: a link states the whole search, so every view can be kept as a bookmark and works without JavaScript.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from service.queries import OFFSET_LIMIT, SearchQuery
from service.quoting import without_marks
from service.types import FacetCount, Facets

FILTER_NAMES = {"region": "地区", "year": "年份", "genre": "文种", "publisher": "来源"}


@dataclass(frozen=True, slots=True)
class FacetLink:
    """One value of a facet: its link adds the filter or, when it is active, removes it."""

    value: str
    count: int
    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The values of one facet, highest count first."""

    title: str
    links: tuple[FacetLink, ...]


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter in force and the link that drops it."""

    title: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that may be meant, and the link that searches for it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Which of the hits are shown (counted from 1), and the neighbouring pages; None at either end."""

    first: int
    last: int
    previous_url: str | None
    next_url: str | None


def search_url(path: str, query: SearchQuery, **changes: str | int | None) -> str:
    """The address of this search with some parameters changed; what is unset or at its default is left out."""
    parameters = query.model_dump(exclude_defaults=True) | changes
    named = {name: value for name, value in parameters.items() if value not in (None, "")}
    return f"{path}?{urlencode(named)}" if named else path


def suggestions(path: str, query: SearchQuery, texts: Iterable[str]) -> tuple[Suggestion, ...]:
    """Whole queries that may be meant, each with the link that searches for it with the same filters."""
    return tuple(Suggestion(text, search_url(path, query, q=text, offset=None)) for text in texts)


def unquoted_url(path: str, query: SearchQuery) -> str:
    """The address of this search with nothing required exactly."""
    return search_url(path, query, q=without_marks(query.q), offset=None)


def facet_groups(path: str, query: SearchQuery, facets: Facets) -> tuple[FacetGroup, ...]:
    """The facets as links; a facet without values is left out."""
    groups = (
        FacetGroup(title, tuple(_facet_link(path, query, name, count) for count in getattr(facets, name)))
        for name, title in FILTER_NAMES.items()
    )
    return tuple(group for group in groups if group.links)


def _facet_link(path: str, query: SearchQuery, name: str, facet: FacetCount) -> FacetLink:
    active = str(getattr(query, name)) == facet.value
    changes: Mapping[str, str | int | None] = {name: None if active else facet.value, "offset": None}
    return FacetLink(facet.value, facet.count, search_url(path, query, **changes), active)


def active_filters(path: str, query: SearchQuery) -> tuple[ActiveFilter, ...]:
    """The filters in force, each with the link that drops it."""
    return tuple(
        ActiveFilter(title, str(getattr(query, name)), search_url(path, query, **{name: None, "offset": None}))
        for name, title in FILTER_NAMES.items()
        if getattr(query, name) is not None
    )


def pager(path: str, query: SearchQuery, shown: int, total: int) -> Pager:
    """Place the `shown` items from `query.offset` on among the `total`."""
    first, last = query.offset + 1, query.offset + shown
    earlier = max(0, query.offset - query.k)
    return Pager(
        first,
        last,
        search_url(path, query, offset=earlier or None) if query.offset else None,
        search_url(path, query, offset=last) if shown and last < min(total, OFFSET_LIMIT + 1) else None,
    )


def reader_url(document_id: str, version: str, start: int | None = None, end: int | None = None) -> str:
    """The address of a document version in the reader, opened at `[start:end)` where that is given."""
    address = f"/documents/{quote(document_id)}?version={version}"
    return address if start is None else f"{address}&start={start}&end={end}#cited"


def web_url(address: str | None) -> str | None:
    """The address if it leads to a web page, else None: documents may hold `javascript:` and the like."""
    return address if address and address.lower().startswith(("http://", "https://")) else None
