"""Which numbered lines are items of a list instead of headings.

Invariant: a run of equal numbers is judged as a whole, so that its members are all items or all headings.
"""

import re
from collections.abc import Iterator, Sequence

from indexer.lines import Line, Role
from indexer.numbering import (
    NUMBERED_ONLY,
    RANK_OF_ARTICLE,
    RANK_OF_DETAIL,
    RANK_OF_ONE,
    RANK_OF_POINT,
    Marker,
    label_line,
    squeeze,
)

_CLAUSE = re.compile(r"[条款]|1(?:\.1)+")  # kinds of marker
_SHORT_ITEM = 60  # characters; the named points of the texts looked at have 69 and more on average
_PAGE_REFERENCE = re.compile(r"[.…·\s]*\d*$")  # 一、总体要求……………3


def find_list_items(lines: Sequence[Line]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the numbered lines that are list items, and those after whose line no text belongs to them any more.

    The latter are the last headings of a run whose members are a paragraph each, with the name in the line.
    """
    items = _unnamed_numbers(lines) | _contents(lines)
    last_of_paragraphs = set()
    every = sorted(_find_series(lines, items))
    through = _count_through(lines, every)
    for series in every:
        if _is_of_short_lines(lines, series) or (series[0] not in through and _is_list(lines, series)):
            items.update(series)
        elif _is_of_paragraphs(lines, series):
            last_of_paragraphs.add(series[-1])
    items.update(_below_items(lines, items))
    return frozenset(items), frozenset(last_of_paragraphs)


def _unnamed_numbers(lines: Sequence[Line]) -> set[int]:
    """Return the numbered lines that head nothing wherever they stand: inside an article, and after 附件：."""
    items = set()
    in_article = in_note = False
    for index, line in enumerate(lines):
        in_note = line.role is Role.NOTE or (in_note and line.role is Role.NUMBERED)
        if line.marker is None:
            in_article = in_article and line.role not in (Role.ANNEX, Role.TITLE)
        elif line.marker.rank is not None and line.marker.rank <= RANK_OF_ARTICLE:
            in_article = line.marker.rank == RANK_OF_ARTICLE
        elif (in_article and line.marker.kind not in NUMBERED_ONLY) or in_note:
            items.add(index)
    return items


def find_contents(lines: Sequence[Line]) -> tuple[int, int] | None:
    """Return the lines [first, last] of a table of contents under 目录, whose entries come again further down."""
    for first, line in enumerate(lines):
        if squeeze([line.text]) in ("目录", "目次"):
            names = [squeeze([_PAGE_REFERENCE.sub("", other.text)]) for other in lines[first + 1 :]]
            last = {name: n for n, name in enumerate(names)}
            count = next((n for n, name in enumerate(names) if last[name] == n), 0)
            return (first, first + count) if count > 1 else None
    return None


def _contents(lines: Sequence[Line]) -> set[int]:
    """Return the lines of a table of contents: two or more numbered lines in a row that come again further down."""
    seen: set[str] = set()
    again = set()
    for index in range(len(lines) - 1, -1, -1):
        if lines[index].marker:
            name = squeeze([_PAGE_REFERENCE.sub("", lines[index].text)])
            if name in seen:
                again.add(index)
            seen.add(name)
    return {index for index in again if index - 1 in again or index + 1 in again}


def _below_items(lines: Sequence[Line], items: set[int]) -> Iterator[int]:
    """Yield the deeper numbers under list items, which are items too."""
    item: Marker | None = None
    for index, line in enumerate(lines):
        if line.marker is None:
            continue
        if item and item.rank is not None and line.marker.rank is not None and line.marker.rank > item.rank:
            yield index
        else:
            item = line.marker if index in items else None


def _find_series(lines: Sequence[Line], items: set[int]) -> Iterator[list[int]]:
    """Yield the lines of each run of one kind of marker whose numbers go up by one; a higher marker ends the run."""
    running: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        marker = line.marker
        if marker is None or index in items or line.point:
            continue
        for kind in [kind for kind, series in running.items() if _ends_series(marker, lines[series[-1]].marker)]:
            yield running.pop(kind)
        running.setdefault(marker.kind, []).append(index)
    yield from running.values()


def _ends_series(marker: Marker, last: Marker | None) -> bool:
    if last is None:
        return True
    if marker.kind == last.kind:
        return marker.ordinal is not None and marker.ordinal != (last.ordinal or 0) + 1
    if marker.rank is None:
        return False
    return marker.rank <= RANK_OF_ONE + 10 if last.rank is None else marker.rank < last.rank


def _count_through(lines: Sequence[Line], every: Sequence[Sequence[int]]) -> frozenset[int]:
    """Return the first lines of the series that count on under the next heading: 一、（一）（二） 二、（三）（四）.

    These are clauses, cited by their number alone as articles are, with a name or without.
    """
    through = set()
    before: dict[str, Sequence[int]] = {}
    for series in every:
        marker = _marker(lines, series[0])
        other = before.get(marker.kind)
        if other and (marker.ordinal or 0) > 1 and marker.ordinal == (_marker(lines, other[-1]).ordinal or 0) + 1:
            through |= {other[0], series[0]}
        before[marker.kind] = series
    return frozenset(first for first in through if not _is_enumeration(lines, first))


def _is_enumeration(lines: Sequence[Line], index: int) -> bool:
    return lines[index].text[-1] in "；;"


def _is_list(lines: Sequence[Line], series: Sequence[int]) -> bool:
    """Tell whether at least half of a series are items; the last one counts only by its own line."""
    counted = [index for index in series[:-1] if not _is_clause(lines[index])]
    last = series[-1]
    if _is_item_itself(lines[last]) or not counted:
        counted.append(last)
    return 2 * sum(_is_item(lines, index) for index in counted) >= len(counted)


def _is_of_short_lines(lines: Sequence[Line], series: Sequence[int]) -> bool:
    """Tell whether three or more 1. 2. 3. (or deeper, or unranked) are lines of under 60 characters on average.

    Sections of such a size would be passages of a line each; as a list under their heading they read as one.
    """
    rank = _marker(lines, series[0]).rank
    if len(series) < 3 or (rank is not None and rank < RANK_OF_POINT) or not _follow_directly(series):
        return False
    return sum(len(lines[index].text) for index in series) < _SHORT_ITEM * len(series)


def _is_of_paragraphs(lines: Sequence[Line], series: Sequence[int]) -> bool:
    """Tell whether three or more below 一、 are each a paragraph with the name in its line: the last ends there too."""
    rank = _marker(lines, series[0]).rank
    if len(series) < 3 or (rank is not None and rank <= RANK_OF_ONE) or not _follow_directly(series):
        return False
    return all(label_line(lines[index].text, _marker(lines, index)).runs_on for index in series)


def _follow_directly(series: Sequence[int]) -> bool:
    return series[-1] - series[0] == len(series) - 1


def _marker(lines: Sequence[Line], index: int) -> Marker:
    marker = lines[index].marker
    assert marker is not None, "a series is made of numbered lines"
    return marker


def _is_clause(line: Line) -> bool:
    """Tell an article or a sentence under a decimal number (4.2.1　出现……时，……。), which need no name."""
    if line.marker is None or not _CLAUSE.fullmatch(line.marker.kind):
        return False
    return line.marker.kind in NUMBERED_ONLY or line.text[-1] == "。"


def _is_item_itself(line: Line) -> bool:
    """Tell whether a numbered line is a list item by its own look: it ends with ；or has no short name of its own."""
    assert line.marker is not None, "only numbered lines are asked"
    label = label_line(line.text, line.marker)
    if _is_clause(line):
        return False
    detail = line.marker.rank is None or line.marker.rank >= RANK_OF_DETAIL
    return line.text[-1] in "；;" or (detail and not label.whole)


def _is_item(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a numbered line is a list item: no text follows in its line or below it, nor a deeper number."""
    line = lines[index]
    if _is_item_itself(line):
        return True
    marker = _marker(lines, index)
    if _is_clause(line) or label_line(line.text, marker).runs_on:
        return False
    if index + 1 == len(lines):
        return True
    below = lines[index + 1]
    if below.marker is None:
        return below.role in (Role.FRONT, Role.TITLE, Role.ANNEX)
    return not _is_deeper(below.marker, marker)


def _is_deeper(below: Marker, marker: Marker) -> bool:
    if below.kind == marker.kind:
        return False
    return below.rank is None or marker.rank is None or below.rank > marker.rank
