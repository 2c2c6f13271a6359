"""A stored text as the reader shows it: paragraphs, headings, contents and the cited range.

Invariant: the pieces of the paragraphs, in order, hold every visible character of the canonical text once.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from indexer.types import PageStart, Section, StoredDocument

_LINE = re.compile(r"[^\n]+")
_LABEL_TRAIL = " \t\u3000。：:；;，,、—！!"
_LONGEST_BULLET = 4  # characters before the label that are not part of it: “● ”


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `heading` when it names the section in whose line it stands, `cited` within the cited range."""

    text: str
    heading: bool
    cited: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text; `level` is the depth of the heading that fills it, 0 for running text.

    `page` is the number of the page that begins with it, where the source has pages.
    """

    start: int
    level: int
    page: int | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A heading in the table of contents; `start` is that of the paragraph it opens."""

    start: int
    level: int
    label: str


@dataclass(frozen=True, slots=True)
class _Heading:
    start: int
    end: int
    level: int
    label: str


def paragraphs(stored: StoredDocument, cited: tuple[int, int] = (0, 0)) -> tuple[Paragraph, ...]:
    """Cut the canonical text into its lines, blank ones left out; an empty `cited` range marks nothing."""
    text = stored.document.text
    headings = list(_headings(text, stored.sections))
    pages = list(stored.document.pages)
    lines = [match.span() for match in _LINE.finditer(text) if match[0].strip()]
    return tuple(_paragraph(text, line, _headings_in(line, headings), cited, _page_of(line, pages)) for line in lines)


def contents(stored: StoredDocument) -> tuple[ContentsEntry, ...]:
    """The headings of the text in order; going back to an enclosing section adds no entry."""
    text = stored.document.text
    return tuple(
        ContentsEntry(text.rfind("\n", 0, heading.start) + 1, heading.level, heading.label)
        for heading in _headings(text, stored.sections)
    )


def _headings(text: str, sections: Sequence[Section]) -> Iterator[_Heading]:
    """Find the lines that open sections; a heading without text of its own shares the section of its first child."""
    before: tuple[str, ...] = ()
    for section in sections:
        known = _shared(before, section.path)
        position = section.start
        for level, label in enumerate(section.path[known:], known + 1):
            line = _next_line(text, position, section.end)
            position = line + _label_end(text[line : section.end], label)
            yield _Heading(line, position, level, label)
        before = section.path


def _shared(before: Sequence[str], path: Sequence[str]) -> int:
    """How many headings, from the outermost, two paths have in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, path, strict=False)))


def _next_line(text: str, start: int, end: int) -> int:
    """Where the next line with visible characters begins, `start` when there is none."""
    return next((match.start() for match in _LINE.finditer(text, start, end) if match[0].strip()), start)


def _label_end(text: str, label: str) -> int:
    """How far the heading reaches in the text that it opens, blanks and a bullet aside; 0 when it is not there."""
    wanted = "".join(label.rstrip("…").split())
    position = max(text.find(wanted[0], 0, _LONGEST_BULLET), 0)
    for character in wanted:
        while position < len(text) and text[position].isspace():
            position += 1
        if text[position : position + 1] != character:
            return 0
        position += 1
    return position + len(text[position:]) - len(text[position:].lstrip(_LABEL_TRAIL))


def _headings_in(line: tuple[int, int], headings: list[_Heading]) -> list[_Heading]:
    """The headings that stand in this line or go on in it; lines must be asked for in order."""
    while headings and max(headings[0].end, headings[0].start + 1) <= line[0]:
        headings.pop(0)
    return list(takewhile(lambda heading: heading.start < line[1], headings))


def _page_of(line: tuple[int, int], pages: list[PageStart]) -> int | None:
    """Take the pages that begin before this line ends; the last of them is the one to announce."""
    number = None
    while pages and pages[0].start < line[1]:
        number = pages.pop(0).number
    return number


def _paragraph(
    text: str, line: tuple[int, int], headings: list[_Heading], cited: tuple[int, int], page: int | None
) -> Paragraph:
    start, end = line
    edges = (edge for heading in headings for edge in (heading.start, heading.end))
    cuts = sorted({start, end} | {cut for cut in (*edges, *cited) if start < cut < end})
    pieces = tuple(
        Piece(text[first:last], any(one.start <= first < one.end for one in headings), cited[0] <= first < cited[1])
        for first, last in pairwise(cuts)
    )
    level = next((one.level for one in headings if one.start <= start and one.end >= end), 0)
    return Paragraph(start, level, page, pieces)
