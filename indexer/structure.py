"""From a canonical text to its sections, each under the heading path of the document's own numbering.

Invariant: the sections are contiguous and cover the text, and each begins where a run of headings begins.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from indexer.closings import find_closings, opens_part
from indexer.headings import LOWEST_RANK_OF_CASE, PART, PLAIN, PLAIN_CHILD, PLAIN_PARENT, Heading, find_headings
from indexer.lines import Line, Role, read_lines
from indexer.numbering import RANK_OF_ONE, squeeze
from indexer.types import HeadingMark, Section

Path = tuple[Heading, ...]
_FRONT_ROLES = (Role.FRONT, Role.SHORT)  # at the top they share the section of the first heading, as the title does
_CASE_RANKS = {PLAIN: 1, PLAIN_PARENT: 1, PLAIN_CHILD: LOWEST_RANK_OF_CASE}


def split_sections(text: str, headings: tuple[HeadingMark, ...] = (), title: str | None = None) -> tuple[Section, ...]:
    """Cut a text into sections by its headings: those that the source marks, its numbering, and short lines over text.

    Sections are in order and partition the text; paths run from the outermost heading inwards and leave out the title.
    A heading without text of its own shares the section of its first child. A text without headings is one section
    with an empty path; an empty text has none.
    """
    lines = read_lines(text, title)
    found = find_headings(text, lines, headings)
    starts = list(_section_starts(lines, found, squeeze([title or ""])))
    offsets = [0, *(offset for offset, _ in starts[1:]), len(text)]
    return tuple(
        Section(offsets[number], offsets[number + 1], tuple(heading.label for heading in path))
        for number, (_, path) in enumerate(starts)
        if offsets[number] < offsets[number + 1]
    )


def _section_starts(lines: Sequence[Line], headings: Sequence[Heading], title: str) -> Iterator[tuple[int, Path]]:
    """Yield the offset of each section's first line and its path; the first stands for the beginning of the text."""
    by_line = {heading.first: heading for heading in _rank_cases(headings)}
    closings = find_closings(lines, tuple(by_line.values()))
    start, has_text = 0, False
    path: Path = ()
    index = 0
    while index < len(lines):
        heading = by_line.get(index)
        if heading or lines[index].role is Role.TITLE:
            opened = _open(path, heading, title) if heading else ()
            if has_text or opened[: len(path)] != path:
                yield start, path
                start = lines[index].start
            path, has_text = opened, bool(heading and heading.runs_on and not lines[index].leads_in)
        elif path and (index in closings or (path[-1].ends_with_line and lines[index].role is Role.BODY)):
            yield start, path
            path = _parts_of(path) if index in closings else _without_ended(path)
            start, has_text = lines[index].start, True
        else:
            opens = start == 0 and lines[index].role in _FRONT_ROLES
            has_text = has_text or not (opens or lines[index].leads_in)
        index = heading.last + 1 if heading else index + 1
    yield start, path


def _parts_of(path: Path) -> Path:
    return tuple(takewhile(opens_part, path))


def _without_ended(path: Path) -> Path:
    """Leave out the innermost headings to which no text below their line belongs."""
    depth = next((depth for depth in range(len(path), 0, -1) if not path[depth - 1].ends_with_line), 0)
    return path[:depth]


def _rank_cases(headings: Sequence[Heading]) -> Iterator[Heading]:
    """Yield the headings; a short line over a 一、 or chapter whose count starts anew in its part is ranked above it.

    So case one: 一、二、三、, case two: 一、二、三、 stays apart; where 一、 counts through, a short line above it
    is a slogan, a by-line or furniture, and no heading.
    """
    beginnings = Counter(part_and_kind for part_and_kind, heading in _counted(headings) if heading.ordinal == 1)
    anew = {heading.first: beginnings[key] > 1 and heading.ordinal == 1 for key, heading in _counted(headings)}
    counted = sorted(anew)
    for heading in headings:
        place = bisect_right(counted, heading.first)
        below = counted[place] if place < len(counted) else None
        if heading.kind not in _CASE_RANKS:
            yield heading
        elif below is not None and anew[below]:
            yield replace(heading, kind=f"case {heading.kind}", rank=_CASE_RANKS[heading.kind])
        elif below != heading.last + 1 + (heading.kind == PLAIN_PARENT):
            yield heading


def _counted(headings: Sequence[Heading]) -> Iterator[tuple[tuple[int, str], Heading]]:
    """Yield the headings of rank 一、 or higher, each with the number of its part and its kind."""
    part = 0
    for heading in headings:
        part += heading.kind == PART
        if heading.rank is not None and heading.rank <= RANK_OF_ONE:
            yield (part, heading.kind), heading


def _open(path: Path, heading: Heading, title: str) -> Path:
    """Return the path that a heading leads to from the path before it."""
    if heading.kind == PART:
        forwarded = not heading.label.startswith("附") and squeeze([heading.label]) in title
        return () if forwarded else (heading,)
    if heading.kind == PLAIN:
        heading = replace(heading, kind=_plain_kind(path, heading))
    for depth, opened in enumerate(path):
        if opened.kind == heading.kind and (opened.level is None or heading.level is None):
            return (*path[:depth], heading)
    return (*takewhile(lambda opened: _holds(opened, heading), path), heading)


def _plain_kind(path: Path, heading: Heading) -> str:
    """Rank a single short line: under an open pair it is a child, unless written like the parent (两句 带空格)."""
    open_plain = {opened.kind: opened.label for opened in path if opened.kind in (PLAIN_PARENT, PLAIN_CHILD)}
    if len(open_plain) < 2:
        return PLAIN_PARENT
    spaced = " " in heading.label
    like_parent = (" " in open_plain[PLAIN_PARENT]) == spaced and (" " in open_plain[PLAIN_CHILD]) != spaced
    return PLAIN_PARENT if like_parent else PLAIN_CHILD


def _holds(opened: Heading, heading: Heading) -> bool:
    """Tell whether an open heading stays open above a new one of another kind (or of another marked level)."""
    if opened.ends_with_line:
        return 0 < opened.depth < heading.depth
    if opened.kind == PART:  # a case ends the forwarded document before it, but not the annex that holds it
        return opened.label.startswith("附") or heading.rank not in _CASE_RANKS.values()
    if opened.level is not None and heading.level is not None:
        return opened.level < heading.level
    if opened.rank is not None and heading.rank is not None:
        return opened.rank < heading.rank
    if heading.level is not None or opened.level is not None:
        return heading.level is None
    if heading.kind in (PLAIN_PARENT, PLAIN_CHILD):
        return opened.rank is not None or opened.kind == PLAIN_PARENT
    if heading.rank is None:
        return True
    if opened.kind in (PLAIN_PARENT, PLAIN_CHILD):
        return heading.rank > RANK_OF_ONE
    return heading.ordinal == 1  # 一是……：⏎1. ……: a count that begins under an unranked heading belongs to it
