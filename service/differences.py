"""How a quotation differs from its source, character by character, and where in a text it has its nearest likeness.

Invariant: applying the differences to the source gives the quotation; equal texts have none. Texts are compared in
their comparable forms, so that what does not count is not reported.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

_SLACK = 0.2  # share of the quotation by which the stretch compared is longer at each end


@dataclass(frozen=True, slots=True)
class Likeness:
    """`[start:end)` of a text resembles a quotation; `score` is 0…1, 1 for equal."""

    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """`source[source_start:source_end]` reads `quote[start:end]` in the quotation; one of the two may be empty."""

    source_start: int
    source_end: int
    start: int
    end: int


def nearest(quote: str, source: str, least: float) -> Likeness | None:
    """The stretch of `source` that is most like the quotation; None when none reaches the score `least`."""
    if not quote or not source:
        return None
    found = fuzz.partial_ratio_alignment(quote, source, score_cutoff=100 * least)
    if found is None:
        return None
    slack = int(_SLACK * len(quote)) + 2
    start, end = max(0, found.dest_start - slack), min(len(source), found.dest_end + slack)
    if len(quote) > len(source):  # the alignment then is that of the source within the quotation
        start, end = 0, len(source)
    changes = list(_changes(quote, source[start:end]))
    before = changes[0].source_end if changes and changes[0].source_start == changes[0].end == 0 else 0
    after = changes[-1].source_start if changes and changes[-1].start == len(quote) else end - start
    start, end = start + before, start + after
    return Likeness(fuzz.ratio(quote, source[start:end]) / 100, start, end) if start < end else None


def closest(quote: str, choices: Sequence[str], least: float) -> int | None:
    """The number of the choice that is most like the quotation as a whole; None when none reaches the score `least`."""
    found = process.extractOne(quote, choices, scorer=fuzz.ratio, score_cutoff=100 * least)
    return None if found is None else found[2]


def compare(quote: str, source: str) -> tuple[Change, ...]:
    """The fewest changes of single characters that make the source read like the quotation.

    Changes with a single character between them are joined, so that 12 and 21 differ as a whole.
    """
    joined: list[Change] = []
    for change in _changes(quote, source):
        if joined and change.start - joined[-1].end <= 1:
            last = joined.pop()
            change = Change(last.source_start, change.source_end, last.start, change.end)
        joined.append(change)
    return tuple(joined)


def _changes(quote: str, source: str) -> Iterator[Change]:
    for step in Levenshtein.opcodes(source, quote):
        if step.tag != "equal":
            yield Change(step.src_start, step.src_end, step.dest_start, step.dest_end)
