"""What a claim asserts and its quotations do not bear out: figures, dates, frequencies, negations.

Invariant: pure functions of the claim and its quotations; whatever a claim quotes whole is borne out.
"""

import re
from collections.abc import Iterator, Sequence

from indexer.script import fold
from service.figures import CalendarDate, Figure, Figures, Frequency, read_figures
from service.negations import reversed_in

_CLAUSE_START, _CLAUSE_END = re.compile("[^，,。；;：:！!？?、\n]*$"), re.compile("[，,。；;：:！!？?、\n]")
_HAN, _HAN_BEFORE = re.compile("[\u4e00-\u9fff]{1,8}"), re.compile("[\u4e00-\u9fff]{2,8}$")


def missing_from(claim: str, quotes: Sequence[str]) -> tuple[str, ...]:
    """Return the words of the claim that no quotation bears out, in reading order; () when all is borne out.

    Counts need their value, unit and bound (20余个 is not 20个) and all that they are reckoned by (300元 is not
    每人每月300元, nor 累计300元), frequencies the figure with its period (每季度一次 is not 每月两次), negations the
    words they negate, whichever of the two sides has them. How a number is written, script and width make no
    difference. Without quotations every figure and every negation is missing.
    """
    spans = sorted({*missing_figures(claim, quotes), *reversed_in(claim, quotes)}, key=lambda span: (span[0], -span[1]))
    outer = [span for i, span in enumerate(spans) if not any(span[1] <= before[1] for before in spans[:i])]
    return tuple(dict.fromkeys(claim[start:end] for start, end in outer))


def missing_figures(claim: str, quotes: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Spans of the claim's figures, dates and frequencies that no quotation has."""
    told = [read_figures(quote) for quote in quotes]
    return tuple(sorted(set(_missing(read_figures(claim), told))))


def displaced_figures(claim: str, quote: str) -> tuple[str, ...]:
    """Figures of the claim that the quotation has, but of other things: 31名党员 where it counts 31名职工.

    Told by the words around the figure: displaced when the quotation has none of them, or has them around another
    figure of this unit. One pair of characters in common is enough.
    """
    said, quoted = fold(claim), fold(quote)
    told = [(count, _clause(quoted, count)) for count in read_figures(quote).counts]
    displaced = []
    for count in read_figures(claim).counts:
        own = [clause for other, clause in told if _same_count(count, other)]
        rival = [clause for other, clause in told if other.unit == count.unit and not _same_count(count, other)]
        noun = _noun(said, count)
        if noun and own and not _shares(noun, own) and (_shares(noun, rival) or not _shares(noun, [quoted])):
            displaced.append(claim[count.start : count.end])
    return tuple(dict.fromkeys(displaced))


def _shares(noun: Sequence[str], clauses: Sequence[str]) -> bool:
    return any(pair in clause for clause in clauses for pair in noun)


def _clause(folded: str, count: Figure) -> str:
    """The clause in which a figure stands."""
    before, after = _CLAUSE_START.search(folded, 0, count.start), _CLAUSE_END.search(folded, count.end)
    return folded[before.start() if before else 0 : after.start() if after else len(folded)]


def _noun(folded: str, count: Figure) -> tuple[str, ...]:
    """Pairs of the characters behind a figure, else of those before it: what it counts."""
    behind, before = _HAN.match(folded, count.end), _HAN_BEFORE.search(folded, 0, count.start)
    word = behind[0] if behind and len(behind[0]) > 1 else before[0] if before else ""
    return tuple(word[i : i + 2] for i in range(len(word) - 1))


def _missing(claimed: Figures, told: Sequence[Figures]) -> Iterator[tuple[int, int]]:
    for count in claimed.counts:
        reckoned = _reckoned_by(claimed, count)
        if not any(
            _same_count(count, other) and reckoned == _reckoned_by(figures, other)
            for figures in told
            for other in figures.counts
        ):
            yield count.start, count.end
    for day in claimed.dates:
        if not any(_within(day, other) for figures in told for other in figures.dates):
            yield day.start, day.end
    for frequency in claimed.frequencies:
        if not any(_same_frequency(frequency, other) for figures in told for other in figures.frequencies):
            yield frequency.start, frequency.figure.end if frequency.figure else frequency.end


def _reckoned_by(figures: Figures, count: Figure) -> frozenset[str]:
    """What a figure is per, and how it is reckoned: 人 and 月 for 每人每月300元, 累计."""
    return frozenset(one.per for one in figures.frequencies if one.figure == count)


def _same_count(claimed: Figure, told: Figure) -> bool:
    """Same value, bound and unit; a claim that names no unit leaves it open."""
    same_amount = (claimed.amount, claimed.bound) == (told.amount, told.bound)
    return same_amount and (claimed.unit == told.unit or (claimed.unit == "" and claimed.amount is not None))


def _within(claimed: CalendarDate, told: CalendarDate) -> bool:
    """Every part of the date that is claimed is told: 2019年1月 by 2019年1月24日, not the other way round."""
    pairs = ((claimed.year, told.year), (claimed.month, told.month), (claimed.day, told.day))
    return all(part is None or part == other for part, other in pairs)


def _same_frequency(claimed: Frequency, told: Frequency) -> bool:
    if claimed.per != told.per or claimed.figure is None:
        return claimed.per == told.per
    return told.figure is not None and _same_count(claimed.figure, told.figure)
