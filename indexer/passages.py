"""From a document and its sections to the passages that are searched and cited.

Invariant: a passage is `document.text[start:end]` exactly, within one section, and every character that is not blank
is in exactly one passage.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.sentences import split_sentences
from indexer.tables import ROW, find_tables, header_at
from indexer.types import Document, Doubt, PageStart, Passage, Section

_TARGET = 300  # characters: half of what the shipped model reads
_LONGEST = 600  # characters; a longer sentence is cut inside
_SHORTEST_CLAUSE, _LONGEST_CLAUSE = 200, 400  # where such a sentence is cut

# 一是 opens a point inside a paragraph: 主要做法：一是健全机制。……二是……
_POINT = re.compile(r"(?<=[。；：;:])(?=[一二三四五六七八九十]{1,2}是|首先[，,]|其次[，,]|再次[，,]|最后[，,])")
_CLAUSE_END = re.compile(r"[，,、：:]|(?<= )\|(?= )|\s")
_LISTED = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[）)、.．]|[①-⑳⑴-⒛㈠-㈩●○◆■▲•·▪-]|——"
)  # （二）有经费；
_LABEL_NOISE = re.compile(r"[\s●○◆◇■□▲△★☆►▶◎※✦➢✓•▪·。：:；;，,、—！!…#]+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch that is not cut, without outer blanks; `cost` is what it costs to end a passage behind it."""

    start: int
    end: int
    cost: float


def cut_passages(document: Document, sections: tuple[Section, ...]) -> tuple[Passage, ...]:
    """Cut each section at sentence ends into passages of about 300 characters, in the order of the text.

    Paragraph ends are preferred, then points such as 二是 within a paragraph; lists and table rows stay together where
    they fit. A short section is one short passage; only a sentence over 600 characters is cut inside, at a comma where
    it has one. `page` is the page where the passage starts, None in a document without pages.
    """
    tables = find_tables(document.text)
    return tuple(
        Passage(
            id=f"{document.id}.{document.version[:8]}.{start}-{end}",
            document_id=document.id,
            version=document.version,
            start=start,
            end=end,
            text=document.text[start:end],
            heading_path=section.path,
            page=find_page(document.pages, start),
            doubts=doubts_within(document.doubts, start, end),
            table_header=header_at(tables, start),
        )
        for section in sections
        for start, end in _join(tuple(_find_pieces(document.text, section.start, section.end)))
    )


def doubts_within(doubts: Sequence[Doubt], start: int, end: int) -> tuple[Doubt, ...]:
    """Return the doubts that share at least one character with `[start:end)`."""
    return tuple(doubt for doubt in doubts if doubt.start < end and start < doubt.end)


def embedding_text(title: str, passage: Passage) -> str:
    """Return what is embedded for a passage: title, heading path, the header of its table and text, a line each.

    It is never quoted. What the text itself begins with is not repeated: the first passage of a section usually holds
    its headings.
    """
    context = [part for part in (title, *passage.heading_path) if part]
    opening = _plain(passage.text)
    told = next(first for first in range(len(context) + 1) if opening.startswith(_plain("".join(context[first:]))))
    header = (passage.table_header,) if passage.table_header else ()
    return "\n".join((*context[:told], *header, passage.text))


def _plain(text: str) -> str:
    return _LABEL_NOISE.sub("", text)


def find_page(pages: Sequence[PageStart], start: int) -> int | None:
    """Return the number of the page on which `start` lies; None before the first page, or where there are none."""
    position = bisect_right([page.start for page in pages], start) - 1
    return pages[position].number if position >= 0 else None


def _find_pieces(text: str, start: int, end: int) -> Iterator[_Piece]:
    """Yield the sentences of `text[start:end]` (table rows whole, overlong sentences in parts) that are not blank."""
    spans = [span for line in _split_lines(text, start, end) for span in _split_line(text, *line)]
    for index, (first, last) in enumerate(spans):
        following = spans[index + 1][0] if index + 1 < len(spans) else end
        yield _Piece(first, last, _cost_of_cut(text, first, last, following))


def _split_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        line_end = text.find("\n", start, end)
        line_end = end if line_end < 0 else line_end
        yield start, line_end
        start = line_end + 1


def _split_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    line = text[start:end]
    row = len(line) <= _LONGEST and ROW.search(line.strip())  # a longer one holds sentences, or is prose with a tab
    for first, last in ((0, len(line)),) if row else split_sentences(line):
        points = (found.start() for found in _POINT.finditer(line, first + 1, last))
        for sentence in pairwise((first, *points, last)):
            for part in _split_long(line, *sentence):
                if trimmed := _trim(line, *part):
                    yield start + trimmed[0], start + trimmed[1]


def _split_long(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        window = _CLAUSE_END.finditer(line, start + _SHORTEST_CLAUSE, start + _LONGEST_CLAUSE)
        cut = max((found.end() for found in window), default=start + _LONGEST_CLAUSE)
        yield start, cut
        start = cut
    yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    part = text[start:end]
    visible = part.strip()
    if not visible:
        return None
    first = start + len(part) - len(part.lstrip())
    return first, first + len(visible)


def _cost_of_cut(text: str, start: int, end: int, following: int) -> float:
    """Weigh a cut between the piece `text[start:end]` and the one at `following`; 1 is 150 characters off target."""
    between = text[end:following]
    if "\n" not in between:
        return 0.2 if _POINT.match(text, following) else 0.6
    last = text[end - 1]
    if last in "：:" or (end - start <= 40 and last not in "。！？；…!?;”）)"):
        return 1.5  # a lead-in, or a heading without its text
    line = text.rfind("\n", 0, start) + 1
    if last in "；;" or (_LISTED.match(text, following) and _LISTED.match(text[line:end].lstrip())):
        return 0.7  # between the items of a list
    return 0.0


def _join(pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
    """Join pieces to passages at the least cost: that of the cuts plus the squared distance of lengths from target."""
    costs = [0.0] + [float("inf")] * len(pieces)
    origins = [0] * (len(pieces) + 1)
    for last, piece in enumerate(pieces):
        for first in range(last, -1, -1):
            length = piece.end - pieces[first].start
            if length > _LONGEST and first < last:
                break
            cost = costs[first] + (pieces[first - 1].cost if first else 0.0) + ((length - _TARGET) / 150) ** 2
            if cost < costs[last + 1]:
                costs[last + 1], origins[last + 1] = cost, first
    cuts = [len(pieces)]
    while cuts[-1]:
        cuts.append(origins[cuts[-1]])
    for first, last in pairwise(reversed(cuts)):
        yield pieces[first].start, pieces[last - 1].end
