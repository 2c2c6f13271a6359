"""Lists that run over several sentences or paragraphs: headings （一）…（二）…, points 1. 2. or ●, 一是…。二是…。

Invariant: the members are marked alike, count up from one without a gap where they are numbered, and stand in the
order of the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.numbering import find_series, read_marker
from indexer.sentences import split_sentences
from service.requirements import Span

LABEL = 16  # characters of a member's first sentence, up to which it is but a label, and the next one belongs to it
LONGEST_NAME = 24
_LAYER = re.compile(r"[一二三四五六七八九十]是[^，、。不未无非除仅只若]{2,10}(?=，)")  # 一是市级层面，
MOST = 12  # members; longer runs are the articles of a regulation


@dataclass(frozen=True, slots=True)
class Outline:
    """`lead` is the heading or sentence above the list (empty where none is), `members` their first sentences."""

    lead: Span
    members: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence with its marker, if it has one: kind, rank (None for 一是 and ●) and ordinal (0 for ●)."""

    span: Span
    kind: str
    rank: int | None
    ordinal: int
    opens_line: bool

    @property
    def bullet(self) -> bool:
        """A point without a number, on a line of its own."""
        return bool(self.kind) and not self.ordinal and self.opens_line


def find_outlines(text: str) -> Iterator[Outline]:
    """The lists of a text that have two to MOST members, outer ones before those inside."""
    units = tuple(_units(text))
    for index, unit in enumerate(units):
        if unit.ordinal == 1 or (unit.bullet and not _continues(units, index)):
            members = tuple(_members(units, index))
            if 2 <= len(members) <= MOST:
                lead = units[index - 1].span if index else (0, 0)
                yield Outline(lead, tuple(_with_content(text, units, member) for member in members))


def _units(text: str) -> Iterator[_Unit]:
    series = find_series(text) | frozenset("是")
    for start, end in split_sentences(text):
        piece = text[start:end]
        first, last = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        if first < last:
            marker = read_marker(text[first:last], series)
            line = start == 0 or "\n" in text[start - 1 : first] or text[start - 1] == "\n"
            kind, rank, ordinal = (marker.kind, marker.rank, marker.ordinal or 0) if marker else ("", None, 0)
            yield _Unit((first, last), kind, rank if line else None, ordinal, line)


def _members(units: Sequence[_Unit], first: int) -> Iterator[int]:
    """The indexes of the units that count on from the first one; a marker that ranks above it ends the list."""
    head = units[first]
    if head.bullet:
        yield from _bullets(units, first)
        return
    following = head.ordinal
    for index in range(first, len(units)):
        unit = units[index]
        alike = unit.kind == head.kind and unit.opens_line == head.opens_line
        if alike and unit.ordinal == following:
            yield index
            following += 1
        elif (alike and unit.ordinal == 1) or _ends(unit, head):
            return


def _continues(units: Sequence[_Unit], index: int) -> bool:
    """The last line above begins with the same bullet."""
    above = next((unit for unit in reversed(units[:index]) if unit.opens_line), None)
    return above is not None and above.kind == units[index].kind


def _bullets(units: Sequence[_Unit], first: int) -> Iterator[int]:
    """The bullets of one kind, each on the next line that opens one."""
    for index in range(first, len(units)):
        if units[index].opens_line:
            if units[index].kind != units[first].kind:
                return
            yield index


def _ends(unit: _Unit, head: _Unit) -> bool:
    """A heading above the list; for a list inside a paragraph the next paragraph."""
    if head.rank is None:
        return unit.opens_line and (not head.opens_line or unit.rank is not None)
    return unit.rank is not None and unit.rank < head.rank


def _with_content(text: str, units: Sequence[_Unit], index: int) -> Span:
    """A member's first sentence up to its full stop, with the next one where the first is but its label."""
    start, end = units[index].span
    for unit in units[index + 1 :]:
        if unit.kind or unit.opens_line or (end - start > LABEL and not text[:end].endswith(("；", ";"))):
            break
        end = unit.span[1]
    return start, end


def label_of(member: str) -> str:
    """What a member is called: （一）组专班 of （一）组专班。每个街道…; the whole of it where it has no short name."""
    named = re.match(rf"[^。；：:\n]{{2,{LONGEST_NAME}}}?(?=[。；：:]|——)", member) or _LAYER.match(member)
    return named[0] if named else member.rstrip("。；;")
