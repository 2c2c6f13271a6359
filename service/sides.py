"""What a question sets against each other: several places, several years, or several names.

Invariant: a question about one place, one year or one name has no sides.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from indexer.script import fold
from service.agreement import in_place_of, in_year_of
from service.coverage import NAMED, word_in
from service.question import Question
from service.stretches import Sentence
from service.wanted import ASKS, COMPARES, Item, Wanted


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared: what it is called, and whether a sentence speaks of it."""

    name: str
    holds: Callable[[Sentence], bool]


def sides_of(question: Question) -> tuple[Side, ...]:
    """The places of a question about several, else its years, else two things that it compares; () elsewhere."""
    if len(question.places) > 1:
        return tuple(Side(place.name, partial(in_place_of, place)) for place in question.places)
    if len(question.years) > 1:
        return tuple(Side(f"{year}年", partial(in_year_of, year)) for year in dict.fromkeys(question.years))
    return tuple(Side(name, partial(_is_about, name)) for name in _compared(question))


# 快递物流业|和|互联网业|的党建所处阶段有什么不同
_PAIR = re.compile(r"^([^，,。“”《》]{2,8}?)(?:和|与|跟|同)([^，,。“”《》]{2,8}?)(?:的|相比|在|有|各|分别|哪|谁|，|,)")


def _compared(question: Question) -> tuple[str, ...]:
    """What is named on both sides of 和 in a question for differences."""
    if question.names or not COMPARES.search(question.text):
        return ()
    text = question.text
    for place in question.places:
        text = text.replace(fold(place.name), "")
    pair = _PAIR.search(text.lstrip("市区县的"))
    return (pair[1], pair[2]) if pair and not ASKS.search(pair[0]) else ()


def _is_about(name: str, sentence: Sentence) -> bool:
    """Sentence or heading has the name, or most of its pairs of characters."""
    return word_in(name, sentence.text + sentence.source.headings(sentence.start)) >= NAMED


def told_together(question: Question, sentence: Sentence) -> bool:
    """One sentence speaks of all the sides by name."""
    sides = sides_of(question)
    return bool(sides) and all(fold(side.name) in sentence.text for side in sides)


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
