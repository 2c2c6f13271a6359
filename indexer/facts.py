"""What a document says about itself, and where: title, issuer, number, publisher, author, dates, regions, genre.

Invariant: a stated fact (front matter, meta tag) outranks one found in the text, what is not found stays unknown, and
every known fact has its origin.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from indexer.cleaning import Cleaned
from indexer.dates import parse_date
from indexer.edits import OffsetMap
from indexer.genres import find_genre
from indexer.official import (
    Letterhead,
    Signature,
    Wording,
    is_office,
    read_date_line,
    read_letterhead,
    read_signature,
)
from indexer.regions import find_regions
from indexer.titles import clean_title, find_marked_title, guess_title
from indexer.types import Facts, Found, Origin, RawText, StatedFact

_HEAD_LINES = 6
# 某某日报讯（记者张三 通讯员李四）
_BYLINE = re.compile(r"(?:讯|电)\s*[（(]\s*(?P<author>[^（()）]{0,12}?记者[^（()）]{2,30})[）)]")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Known(Generic[T]):
    """A value with the places that it was found at."""

    value: T
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The lines of the canonical text that are not blank, where each stands, and the way back to the raw text."""

    text: str
    lines: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    offsets: OffsetMap

    def origin(self, start: int, end: int) -> Origin:
        """The origin of a canonical span."""
        return Origin("text", *self.offsets.to_raw(start, end))

    def read(self, wording: Wording | None) -> _Known[str] | None:
        """What the document says on some of its lines, as a fact."""
        return _Known(wording.text, (self._place(wording),)) if wording else None

    def _place(self, wording: Wording) -> Origin:
        """Where the words stand, or the whole of their lines where they are put together from them."""
        start, end = self.spans[wording.first][0], self.spans[wording.last][1]
        words = wording.text.removesuffix("…")
        first = self.text.find(words, start, end)
        return self.origin(first, first + len(words)) if first >= 0 else self.origin(start, end)


def find_facts(raw: RawText, cleaned: Cleaned) -> tuple[Facts, tuple[Found, ...]]:
    """Assemble the facts from what the source states and from the canonical text, and say where each was found."""
    stated = {fact.name: fact for fact in reversed((*raw.facts, *cleaned.credits))}
    sheet = _lay_out(cleaned)
    head, signature = read_letterhead(sheet.lines), read_signature(sheet.lines)
    title = _find_title(stated, sheet, head, cleaned)
    issued = _stated_date(stated.get("issued")) or _signed_date(sheet, signature)
    known: dict[str, _Known[str] | None] = {
        "title": _Known(clean_title(title.value), title.origins),
        "issuer": _stated(stated.get("issuer"))
        or sheet.read(head.issuer or (signature.issuer if signature else None) or _first_office(sheet.lines)),
        "doc_number": _stated(stated.get("doc_number")) or sheet.read(head.doc_number),
        "publisher": _stated(stated.get("publisher")),
        "author": _stated(stated.get("author")) or _find_author(sheet),
        "url": _stated(stated.get("url")),
    }
    dates = {
        "issued": issued,
        "published": _stated_date(stated.get("published")) or issued or _head_date(sheet),
    }
    regions = _stated_regions(raw.facts) or _found_regions(sheet, known, title)
    known["genre"] = _stated(stated.get("genre")) or _found_genre(sheet, known, title)
    values = {name: fact.value for name, fact in known.items() if fact}
    facts = Facts(
        **values,
        issued=issued.value if issued else None,
        published=dates["published"].value if dates["published"] else None,
        regions=regions.value if regions else (),
    )
    everything = {**known, **dates, "regions": regions}
    found = (Found(name, origin) for name, fact in everything.items() if fact for origin in fact.origins)
    return facts, tuple(found)


def _lay_out(cleaned: Cleaned) -> _Sheet:
    lines, spans, start = [], [], 0
    for line in cleaned.text.split("\n"):
        if line.strip():
            first = start + len(line) - len(line.lstrip())
            lines.append(line.strip())
            spans.append((first, first + len(lines[-1])))
        start += len(line) + 1
    return _Sheet(cleaned.text, tuple(lines), tuple(spans), OffsetMap.of(cleaned.edits))


def _stated(fact: StatedFact | None) -> _Known[str] | None:
    return _Known(fact.value, (fact.origin,)) if fact else None


def _stated_date(fact: StatedFact | None) -> _Known[date] | None:
    found = parse_date(fact.value) if fact else None
    return _Known(found, (fact.origin,)) if fact and found else None


def _signed_date(sheet: _Sheet, signature: Signature | None) -> _Known[date] | None:
    return _Known(signature.issued, (sheet.origin(*sheet.spans[signature.line]),)) if signature else None


def _head_date(sheet: _Sheet) -> _Known[date] | None:
    """Take a date that has a line of its own near the head."""
    for line, span in zip(sheet.lines[:_HEAD_LINES], sheet.spans, strict=False):
        found = read_date_line(line)
        if found is not None:
            return _Known(found, (sheet.origin(*span),))
    return None


def _first_office(lines: Sequence[str]) -> Wording | None:
    return Wording(lines[0], 0, 0) if len(lines) > 1 and len(lines[0]) >= 6 and is_office(lines[0]) else None


def _find_title(stated: dict[str, StatedFact], sheet: _Sheet, head: Letterhead, cleaned: Cleaned) -> _Known[str]:
    """Choose the best title that there is: stated, marked, of an official document, the page's, a line of the text."""
    marked = find_marked_title(cleaned.text, cleaned.headings)
    if marked and "title" not in stated:
        return _Known(" ".join(cleaned.text[slice(*marked)].split()), (sheet.origin(*marked),))
    found = _stated(stated.get("title")) or sheet.read(head.title) or _stated(stated.get("page_title"))
    found = found or sheet.read(guess_title(sheet.lines))
    assert found is not None, "a text that is not blank has a first line"
    return found


def _find_author(sheet: _Sheet) -> _Known[str] | None:
    """Take the reporter whom the dateline names."""
    for line, (start, _) in zip(sheet.lines[:_HEAD_LINES], sheet.spans, strict=False):
        if byline := _BYLINE.search(line[:80]):
            first, last = byline.span("author")
            return _Known(
                byline["author"].removeprefix("本报").removeprefix("记者").strip(),
                (sheet.origin(start + first, start + last),),
            )
    return None


def _stated_regions(facts: Sequence[StatedFact]) -> _Known[tuple[str, ...]] | None:
    stated = [fact for fact in facts if fact.name in ("region", "regions")]
    first = [fact for fact in stated if fact.origin.source == stated[0].origin.source]
    return _Known(tuple(fact.value for fact in first), tuple(fact.origin for fact in first)) if stated else None


def _found_regions(
    sheet: _Sheet, known: dict[str, _Known[str] | None], title: _Known[str]
) -> _Known[tuple[str, ...]] | None:
    issuer, publisher = known["issuer"], known["publisher"]
    named_in = {"issuer": issuer, "publisher": publisher, "title": title}
    regions = find_regions(
        title.value, issuer.value if issuer else None, publisher.value if publisher else None, sheet.text
    )
    origins: list[Origin] = []
    for region in regions:
        zone = named_in.get(region.named_in)
        origins += zone.origins if zone else (sheet.origin(region.start, region.end),)
    return _Known(tuple(region.path for region in regions), tuple(origins)) if regions else None


def _found_genre(sheet: _Sheet, known: dict[str, _Known[str] | None], title: _Known[str]) -> _Known[str] | None:
    number = known["doc_number"]
    genre = find_genre(title.value, number.value if number else None, sheet.lines)
    if genre is None:
        return None
    if genre.line is not None:
        return _Known(genre.name, (sheet.origin(*sheet.spans[genre.line]),))
    shown_by = number if genre.shown_by == "doc_number" and number else title
    return _Known(genre.name, shown_by.origins)
