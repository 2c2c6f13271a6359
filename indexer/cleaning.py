"""Raw text → canonical text by named rules, each yielding edits.

Invariant: the canonical text is the raw text with the edits applied, and clean text gets no edit.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from indexer.edits import Draft, OffsetMap, changed_runs, matches
from indexer.script import fold_width
from indexer.types import Edit, HeadingMark, PageStart, RawText

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# 各​级 with U+200B between the characters, or a byte order mark in mid-text
_ZERO_WIDTH = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The canonical text with the edits that make it; pages and headings are canonical."""

    edits: tuple[Edit, ...]
    text: str
    pages: tuple[PageStart, ...]
    headings: tuple[HeadingMark, ...]


def clean(raw: RawText) -> Cleaned:
    """Apply the reader's removals and then every rule in turn; a text without damage comes back with no edit."""
    draft = Draft.of(raw.text, raw.removals)
    for rule in _RULES:
        draft = draft.revise(rule(draft.text))
    offsets = OffsetMap.of(draft.edits)
    pages = tuple(PageStart(page.number, offsets.to_canonical(page.start, page.start)[0]) for page in raw.pages)
    return Cleaned(draft.edits, draft.text, pages, _canonical_headings(raw, offsets))


def _canonical_headings(raw: RawText, offsets: OffsetMap) -> tuple[HeadingMark, ...]:
    """Move the marks to the canonical text; a heading that was removed as a whole is no longer one."""
    spans = ((*offsets.to_canonical(mark.start, mark.end), mark.level) for mark in raw.headings)
    return tuple(HeadingMark(start, end, level) for start, end, level in spans if start < end)


def _line_ends(text: str) -> tuple[Edit, ...]:
    return matches(_LINE_ENDS, text, "line_end", "\n")


def _zero_width(text: str) -> tuple[Edit, ...]:
    return matches(_ZERO_WIDTH, text, "zero_width")


def _width(text: str) -> tuple[Edit, ...]:
    return changed_runs(text, fold_width(text), "width")


_RULES: tuple[Callable[[str], tuple[Edit, ...]], ...] = (_line_ends, _zero_width, _width)
