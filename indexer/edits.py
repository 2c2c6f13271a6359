"""Edits over a raw text: applying them, mapping offsets through them, and composing successive cleaning rules.

Invariant: a list of edits is sorted and non-overlapping, and says everything that differs between raw and canonical.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from indexer.types import Edit


def check_edits(edits: Sequence[Edit], length: int) -> None:
    """Raise ValueError unless the edits are sorted, do not overlap and lie within a text of this length."""
    end = 0
    for edit in edits:
        if not end <= edit.start <= edit.end <= length:
            raise ValueError(f"edit {edit} overlaps an earlier one or leaves the text of {length} characters")
        end = edit.end


def apply_edits(raw: str, edits: Sequence[Edit]) -> str:
    """Return the raw text with the edits carried out; raises ValueError when they overlap or are out of order."""
    check_edits(edits, len(raw))
    pieces: list[str] = []
    position = 0
    for edit in edits:
        pieces += (raw[position : edit.start], edit.replacement)
        position = edit.end
    return "".join(pieces) + raw[position:]


@dataclass(frozen=True, slots=True)
class Spans:
    """Where the edits begin and end in one of the two texts, both ascending."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Translates spans between a raw text and its canonical text; build it with `OffsetMap.of`.

    A start is the place of the character after it, an end that of the character before it: a span whose first or
    last character was replaced widens to the whole replacement, and a deletion at its edge is left out.
    """

    raw: Spans
    canonical: Spans

    @classmethod
    def of(cls, edits: Sequence[Edit]) -> "OffsetMap":
        """Build the map of a sorted, non-overlapping list of edits."""
        starts: list[int] = []
        ends: list[int] = []
        shift = 0
        for edit in edits:
            starts.append(edit.start + shift)
            ends.append(starts[-1] + len(edit.replacement))
            shift = ends[-1] - edit.end
        raw = Spans(tuple(edit.start for edit in edits), tuple(edit.end for edit in edits))
        return cls(raw, Spans(tuple(starts), tuple(ends)))

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Map a canonical span to the raw span it was made from; an empty or a merely inserted one is empty there."""
        return _map_span(start, end, self.canonical, self.raw)

    def to_canonical(self, start: int, end: int) -> tuple[int, int]:
        """Map a raw span to what became of it; a span that was wholly deleted maps to an empty one."""
        return _map_span(start, end, self.raw, self.canonical)


def _map_span(start: int, end: int, source: Spans, target: Spans) -> tuple[int, int]:
    index = bisect_right(source.starts, start) - 1
    if index < 0:
        first = start
    elif start < source.ends[index]:
        first = target.starts[index]
    else:
        first = start - source.ends[index] + target.ends[index]
    if start == end:
        return first, first
    index = bisect_right(source.starts, end - 1) - 1
    if index < 0:
        return first, end
    return first, max(first, target.ends[index] + max(0, end - source.ends[index]))


def changed_runs(before: str, after: str, rule: str) -> tuple[Edit, ...]:
    """Return one edit for each run of characters that differ between two texts of equal length.

    Raises ValueError when the lengths differ.
    """
    if before == after:
        return ()
    differing = (i for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new)
    runs = (list(run) for _, run in groupby(enumerate(differing), lambda pair: pair[1] - pair[0]))
    spans = [(run[0][1], run[-1][1] + 1) for run in runs]
    return tuple(Edit(start, end, after[start:end], rule) for start, end in spans)


def matches(pattern: re.Pattern[str], text: str, rule: str, replacement: str = "") -> tuple[Edit, ...]:
    """Return an edit that puts the replacement in the place of every match of the pattern."""
    found = (Edit(m.start(), m.end(), replacement, rule) for m in pattern.finditer(text))
    return tuple(edit for edit in found if text[edit.start : edit.end] != replacement)


class _Placed(NamedTuple):
    """An edit with its place in the middle text (which orders it) and in the raw text; layer 0 came first."""

    middle_start: int
    middle_end: int
    layer: int
    raw_start: int
    raw_end: int
    edit: Edit


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way from raw to canonical: `text` is `raw` with `edits` applied."""

    raw: str
    edits: tuple[Edit, ...]
    text: str

    @classmethod
    def of(cls, raw: str, edits: Sequence[Edit] = ()) -> "Draft":
        """Start from a raw text and edits over it; raises ValueError when they overlap."""
        return cls(raw, tuple(edits), apply_edits(raw, edits))

    def revise(self, edits: Sequence[Edit]) -> "Draft":
        """Apply edits over the present text, and compose them with the earlier ones into one list over the raw text.

        Edits that touch the same characters become one, with the rules joined by `+`; a removal takes over the
        edits inside it under its own rule, and an edit that takes an earlier one back disappears. Linear in the
        edits and their replacements. Raises ValueError when the new edits overlap.
        """
        if not edits:
            return self
        revised = apply_edits(self.text, edits)
        merged = (self._merge(group) for group in _touching(self.edits, edits))
        changes = tuple(edit for edit in merged if self.raw[edit.start : edit.end] != edit.replacement)
        return Draft(self.raw, changes, revised)

    def _merge(self, group: list[_Placed]) -> Edit:
        start, end = min(p.raw_start for p in group), max(p.raw_end for p in group)
        if len(group) == 1:
            return Edit(start, end, group[0].edit.replacement, group[0].edit.rule)
        middle_start, middle_end = group[0].middle_start, max(p.middle_end for p in group)
        for p in group:
            if p.layer and not p.edit.replacement and (p.middle_start, p.middle_end) == (middle_start, middle_end):
                return Edit(start, end, "", p.edit.rule)
        later = [replace(p.edit, start=p.middle_start - middle_start, end=p.middle_end - middle_start)
                 for p in group if p.layer]  # fmt: skip
        rules = [rule for p in sorted(group, key=lambda p: p.layer) for rule in p.edit.rule.split("+")]
        return Edit(start, end, apply_edits(self.text[middle_start:middle_end], later), "+".join(dict.fromkeys(rules)))


def _touching(first: Sequence[Edit], second: Sequence[Edit]) -> Iterator[list[_Placed]]:
    """Group the edits of both lists that overlap in the middle text, transitively, in the order of the text.

    A deletion at the very edge of a later edit does not overlap it; one strictly inside does.
    """
    offsets = OffsetMap.of(first)
    places = zip(offsets.canonical.starts, offsets.canonical.ends, first, strict=True)
    placed = [_Placed(start, end, 0, edit.start, edit.end, edit) for start, end, edit in places]
    placed += [_Placed(edit.start, edit.end, 1, *offsets.to_raw(edit.start, edit.end), edit) for edit in second]
    group: list[_Placed] = []
    group_end = 0
    for place in sorted(placed, key=lambda p: p[:3]):
        if group and place.middle_start >= group_end:
            yield group
            group = []
        group.append(place)
        group_end = max(group_end, place.middle_end)
    if group:
        yield group
