"""What a question sets against each other: several places, several years, or several names.

Invariant: a question about one place, one year or one name has no sides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from service.agreement import in_place_of, in_year_of
from service.question import Question
from service.stretches import Sentence
from service.wanted import Item, Wanted


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared: what it is called, and whether a sentence speaks of it."""

    name: str
    holds: Callable[[Sentence], bool]


def sides_of(question: Question) -> tuple[Side, ...]:
    """The places of a question about several, else its years; () where it is about one of each or none."""
    if len(question.places) > 1:
        return tuple(Side(place.name, partial(in_place_of, place)) for place in question.places)
    if len(question.years) > 1:
        return tuple(Side(f"{year}年", partial(in_year_of, year)) for year in dict.fromkeys(question.years))
    return ()


def missing_sides(question: Question, told: Sequence[Sentence]) -> tuple[Side, ...]:
    """The sides of which none of the sentences speaks."""
    return tuple(side for side in sides_of(question) if not any(map(side.holds, told)))


def side_of(question: Question, item: Item, sentence: Sentence) -> str:
    """What a sentence speaks of in a comparison: 武汉, 2024年, 两带三同; "" elsewhere, and where it is several.

    `item` is the part of the question that it answers.
    """
    named = [side.name for side in sides_of(question) if side.holds(sentence)]
    if named:
        return named[0] if len(named) == 1 else ""
    names = [one.focus for one in question.items if one.wanted is Wanted.MEANING]
    return item.focus if len(names) > 1 and item.wanted is Wanted.MEANING else ""
