"""Points within a paragraph: 主要做法：一是健全机制。……二是压实责任。……

Invariant: points are found at the beginning of a clause only, and count up without a gap.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.numbering import read_numeral

# Shorter ones read as one list; as sections they would be passages of a line each.
_SHORTEST_POINT = 40  # characters; the last point of a paragraph may hold what follows the list, so it does not count
_SHORTEST_MEAN = 80  # characters
_DEEPEST = 3  # series within each other; what nests deeper is no list that a person wrote
_LONGEST_LEAD = 16  # characters: 三是街道层面，一是组建专班
_POINT = re.compile(r"(?P<one>[一二三四五六七八九十]{1,2})是|第(?P<nth>[一二三四五六七八九十]{1,2})[，,]")
_BOUNDARY = re.compile(r"[。；：;:！？][”’」』）)]?\s*$")


@dataclass(frozen=True, slots=True)
class Point:
    """A point at `start` of its paragraph; `depth` is 0 in a series that begins with it, else 1 or deeper."""

    start: int
    ordinal: int
    kind: str
    depth: int


@dataclass(slots=True)
class _Series:
    kind: str
    depth: int
    points: list[Point]


def find_points(paragraph: str) -> tuple[Point, ...]:
    """Return the points that are sections of their own, in order: of each series two or more, and these long."""
    series = list(_find_series(paragraph))
    ends = _ends(series, len(paragraph))
    kept: list[Point] = []
    for one in series:
        lengths = [ends[point.start] - point.start for point in one.points]
        held = one.depth <= 1 or any(point.depth == one.depth - 1 for point in kept)
        if held and len(lengths) > 1 and _are_long(lengths[:-1]):
            kept += one.points
    return tuple(sorted(kept, key=lambda point: point.start))


def _are_long(lengths: Sequence[int]) -> bool:
    return min(lengths) >= _SHORTEST_POINT and sum(lengths) >= _SHORTEST_MEAN * len(lengths)


def _find_series(paragraph: str) -> Iterator[_Series]:
    """Yield the series, an inner one after the one that holds it."""
    open_series: list[_Series] = []
    for start, kind, ordinal in _candidates(paragraph):
        going_on = [one for one in open_series if one.kind == kind and one.points[-1].ordinal == ordinal - 1]
        before = open_series[-1].points[-1].start if open_series else None
        if not _opens_clause(paragraph, start, before if ordinal == 1 else None):
            continue
        if going_on and ordinal > 1:
            del open_series[open_series.index(going_on[-1]) + 1 :]
        elif ordinal == 1:
            del open_series[_DEEPEST - 1 :]
            depth = open_series[-1].depth + 1 if open_series else int(start > 0)
            open_series.append(_Series(kind, depth, []))
            yield open_series[-1]
        else:
            continue
        open_series[-1].points.append(Point(start, ordinal, kind, open_series[-1].depth))


def _candidates(paragraph: str) -> Iterator[tuple[int, str, int]]:
    for found in _POINT.finditer(paragraph):
        yield found.start(), "一是" if found["one"] else "第一，", read_numeral(found["one"] or found["nth"])


def _opens_clause(paragraph: str, start: int, point_before: int | None) -> bool:
    """Tell whether a point stands after a stop, or behind the few words that name the point around it."""
    if start == 0 or _BOUNDARY.search(paragraph, max(0, start - 4), start):
        return True
    if point_before is None or paragraph[start - 1] not in "，,":
        return False
    lead = paragraph[point_before : start - 1]
    return len(lead) <= _LONGEST_LEAD and not re.search("[。；：，,;:]", lead)


def _ends(series: Sequence[_Series], length: int) -> dict[int, int]:
    """Where each point ends: before the next one of its series or of one around it, else with the paragraph."""
    points = sorted((point for one in series for point in one.points), key=lambda point: point.start, reverse=True)
    following = [length] * (_DEEPEST + 1)  # by depth: where the next point of that depth or of one around it begins
    ends = {}
    for point in points:
        ends[point.start] = following[point.depth]
        following[point.depth :] = [point.start] * (len(following) - point.depth)
    return ends
