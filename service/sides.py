"""What a question sets against each other: several places, several years, or several names.

Invariant: a question about one place, one year or one name has no sides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from indexer.regions import Place
from service.evidence import Evidence, in_place_of, in_year_of
from service.question import Question
from service.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared: what it is called, and whether evidence speaks of it."""

    name: str
    holds: Callable[[Evidence], bool]


def sides_of(question: Question) -> tuple[Side, ...]:
    """The places of a question about several, else its years; () where it is about one of each or none."""
    if len(question.places) > 1:
        return tuple(Side(place.name, partial(_in_place, place)) for place in question.places)
    if len(question.years) > 1:
        return tuple(Side(f"{year}年", partial(_of_year, year)) for year in dict.fromkeys(question.years))
    return ()


def missing_sides(question: Question, chosen: Sequence[Evidence]) -> tuple[Side, ...]:
    """The sides of which none of the chosen sentences speaks."""
    return tuple(side for side in sides_of(question) if not any(side.holds(e) for e in chosen))


def side_of(question: Question, evidence: Evidence) -> str:
    """What the evidence speaks of in a comparison: 武汉, 2024年, 两带三同; "" elsewhere, and where it is several."""
    named = [side.name for side in sides_of(question) if side.holds(evidence)]
    if named:
        return named[0] if len(named) == 1 else ""
    names = [item.focus for item in question.items if item.wanted is Wanted.MEANING]
    return evidence.item.focus if len(names) > 1 and evidence.item.wanted is Wanted.MEANING else ""


def _in_place(place: Place, evidence: Evidence) -> bool:
    return in_place_of(place, evidence.sentence)


def _of_year(year: str, evidence: Evidence) -> bool:
    return in_year_of(year, evidence.sentence)
