"""How the record's values are written as JSON columns and read back.

Invariant: reading what was written gives an equal value.
"""

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from indexer.types import Doubt, Edit, Facts, Found, HeadingMark, Origin, PageStart, Section


def dump(value: object) -> str:
    """Write compact JSON, Chinese kept readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def dump_facts(facts: Facts) -> str:
    """Write facts as a JSON object; dates as ISO 8601."""
    return dump(
        {
            "title": facts.title,
            "issuer": facts.issuer,
            "doc_number": facts.doc_number,
            "publisher": facts.publisher,
            "author": facts.author,
            "issued": facts.issued.isoformat() if facts.issued else None,
            "published": facts.published.isoformat() if facts.published else None,
            "regions": facts.regions,
            "genre": facts.genre,
            "url": facts.url,
        }
    )


@lru_cache(maxsize=4096)  # a search reads the facts of some 200 passages, mostly of documents seen before
def load_facts(text: str) -> Facts:
    """Read what `dump_facts` wrote."""
    fields = json.loads(text)
    issued, published = (_load_date(fields.pop(name, None)) for name in ("issued", "published"))
    return Facts(issued=issued, published=published, regions=tuple(fields.pop("regions")), **fields)


def _load_date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def dump_found(found: Iterable[Found]) -> str:
    """Write where facts were found as `[field, source, start, end]` rows."""
    return dump([(one.field, one.origin.source, one.origin.start, one.origin.end) for one in found])


def load_found(text: str) -> tuple[Found, ...]:
    """Read what `dump_found` wrote."""
    return tuple(Found(field, Origin(*origin)) for field, *origin in json.loads(text))


def dump_edits(edits: Iterable[Edit]) -> str:
    """Write edits as `[start, end, replacement, rule]` rows."""
    return dump([(edit.start, edit.end, edit.replacement, edit.rule) for edit in edits])


def load_edits(text: str) -> tuple[Edit, ...]:
    """Read what `dump_edits` wrote."""
    return tuple(Edit(*row) for row in json.loads(text))


def dump_pages(pages: Iterable[PageStart]) -> str:
    """Write page starts as `[number, start]` rows."""
    return dump([(page.number, page.start) for page in pages])


def load_pages(text: str) -> tuple[PageStart, ...]:
    """Read what `dump_pages` wrote."""
    return tuple(PageStart(*row) for row in json.loads(text))


def dump_headings(headings: Iterable[HeadingMark]) -> str:
    """Write heading marks as `[start, end, level]` rows."""
    return dump([(heading.start, heading.end, heading.level) for heading in headings])


def load_headings(text: str) -> tuple[HeadingMark, ...]:
    """Read what `dump_headings` wrote."""
    return tuple(HeadingMark(*row) for row in json.loads(text))


def dump_doubts(doubts: Iterable[Doubt]) -> str:
    """Write doubts as `[start, end, rule, note]` rows."""
    return dump([(doubt.start, doubt.end, doubt.rule, doubt.note) for doubt in doubts])


def load_doubts(text: str) -> tuple[Doubt, ...]:
    """Read what `dump_doubts` wrote."""
    return tuple(Doubt(*row) for row in json.loads(text)) if text != "[]" else ()  # as of nearly every passage


def dump_sections(sections: Iterable[Section]) -> str:
    """Write sections as `[start, end, path]` rows."""
    return dump([(section.start, section.end, section.path) for section in sections])


def load_sections(text: str) -> tuple[Section, ...]:
    """Read what `dump_sections` wrote."""
    return tuple(Section(start, end, tuple(path)) for start, end, path in json.loads(text))
