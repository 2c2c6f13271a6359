"""Where the sections of a document or an annex end: its closing paragraph and its signature stand under no heading.

Invariant: only lines at the end of a part close it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.headings import LOWEST_RANK_OF_CASE, PART, Heading
from indexer.lines import SIGNED_DATE, Line, Role
from indexer.numbering import LONGEST_LABEL, RANK_OF_ARTICLE, RANK_OF_ONE
from indexer.official import is_office

_FEWEST_RUN_IN = 3


def find_closings(lines: Sequence[Line], headings: Sequence[Heading]) -> frozenset[int]:
    """Return the lines at which the last section of a part ends although no heading follows."""
    bounds = [0, *(heading.first for heading in headings if opens_part(heading)), len(lines)]
    numbers = [heading.first for heading in headings]
    closings = set()
    for first, end in pairwise(bounds):
        within = headings[bisect_left(numbers, first) : bisect_left(numbers, end)]
        part = [heading for heading in within if not opens_part(heading)]
        signature = _find_signature(lines, first, end)
        closing = _find_closing_paragraph(lines, part, signature)
        closings |= {index for index in (signature, closing) if index is not None and index < end}
    return frozenset(closings)


def opens_part(heading: Heading) -> bool:
    """Tell whether a heading begins an annex, a forwarded document or one of several cases."""
    return heading.kind == PART or (heading.rank is not None and heading.rank <= LOWEST_RANK_OF_CASE)


def _find_signature(lines: Sequence[Line], first: int, end: int) -> int:
    """Return where the offices and the date at the end of a part begin, `end` where it is not signed."""
    start = end
    while start > first and lines[start - 1].role is Role.FRONT:
        start -= 1
    dated = next((index for index in range(start, end) if SIGNED_DATE.fullmatch(lines[index].text)), None)
    if dated is None:
        return end
    start = dated
    while start > first and is_office(lines[start - 1].text):
        start -= 1
    return start if start < dated else end


def _find_closing_paragraph(lines: Sequence[Line], headings: Sequence[Heading], end: int) -> int | None:
    """Return the paragraph behind the last of the run-in headings, where none of the others has one.

    （一）……。 （二）……。 below 一、, （三）……。 below 二、, then: 各地区要…… which belongs to all of them.
    """
    if not headings or headings[-1].last + 1 >= end:
        return None
    last = headings[-1]
    alike = [heading for heading in headings if heading.kind == last.kind]
    if last.rank is None or last.rank <= RANK_OF_ARTICLE or len(alike) < _FEWEST_RUN_IN:
        return None
    if not _has_own_text(lines, last) or not all(_is_paragraph(lines, heading) for heading in alike):
        return None
    followed = [h for h in alike[:-1] if _has_own_text(lines, h) and _is_body(lines, h.last + 1)]
    runs_in_all = last.rank == RANK_OF_ONE or len(list(_holders(headings, last))) > 1
    rest = lines[last.last + 1 : end]
    return last.last + 1 if not followed and runs_in_all and all(line.role is Role.BODY for line in rest) else None


def _is_paragraph(lines: Sequence[Line], heading: Heading) -> bool:
    line = lines[heading.last]
    return heading.runs_on or (line.role is Role.NUMBERED and line.text[-1] in "。；")


def _has_own_text(lines: Sequence[Line], heading: Heading) -> bool:
    """Tell a paragraph with its heading in it from one that is all heading (（三）加强领导。 above its text)."""
    return heading.runs_on or (_is_paragraph(lines, heading) and len(lines[heading.last].text) > LONGEST_LABEL)


def _is_body(lines: Sequence[Line], index: int) -> bool:
    return index < len(lines) and lines[index].role is Role.BODY


def _holders(headings: Sequence[Heading], last: Heading) -> Iterator[int]:
    """Yield the headings that directly hold some of the kind of the last one."""
    holder: int | None = None
    held: Counter[int] = Counter()
    for heading in headings:
        if heading.kind == last.kind and holder is not None:
            held[holder] += 1
        elif heading.rank is not None and last.rank is not None and heading.rank < last.rank:
            holder = heading.first
    yield from held
