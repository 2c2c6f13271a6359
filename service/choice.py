"""Which of the evidence makes the answer: for each part of the question and each place, enough support or nothing.

Invariant: what is chosen has the support that its question needs; nothing is chosen to fill a gap.
"""

from collections.abc import Iterator, Sequence

from service.coverage import word_in
from service.evidence import NEAREST, Evidence, is_direct, prefer_direct
from service.members import lists_completely, same_meaning
from service.question import Question
from service.requirements import find_shown
from service.showing import ANCHORED
from service.sides import sides_of
from service.wanted import Item, Wanted

CLAIMS = 3  # for each part of a question and each place
# Chosen over four sets: 125 + 50 own questions, 42 + 20 on news articles, 200 on encyclopaedia paragraphs, asked with
# and without theirs (cmrc2018), 300 on news with and without the passages that answer them (reject). On a grid of these
# two and of what a leading document adds, the best for any three of the sets was 0.15–0.2 for the latter, 0.55–0.72
# here and 0.7–0.8 below; the set left out then got (refused without / right with the answer at hand) 0.92/0.85,
# 1.00/0.91, 0.97/0.36 and 0.74/0.65. Without what a leading document adds, as many refusals cost 0.4 to 5 points more.
SUPPORT = 0.55
# 0.76 answers one more of the 300 of reject rightly and refuses four fewer, less than three in four; of 782 questions
# on corpus/, articles and State Council documents it answers as many.
SUPPORT_UNNAMED = 0.77
OTHER_SIDE = 0.1  # less is enough for the other side of a comparison, whose place or year agrees with the question
SUPPORT_BESIDE = 0.35  # in a document that answers another part already
NEAR_BEST = (
    0.93  # of the best support; at 0.9 one quotation in twenty more was beside the point, and no answer more was right
)
NEAR_BEST_HOW = 0.88  # several sentences may tell how; at 0.8 one quotation in thirty more was beside the point
COVERED_HOW = 0.75  # and of its share of the words: what is merely near in meaning tells of something else
TOLD_BESIDE = 0.5  # of the words of a how-question that the best has itself: the others are but near it


def choose(question: Question, evidence: Sequence[Evidence], stricter: float = 0.0) -> tuple[Evidence, ...]:
    """For each item and each side of a comparison the best evidence and what is nearly as good and says something else.

    `evidence` comes best first. Once an item is answered, less support is enough for another in the same document.
    () when even the best is too weak; `stricter` is how much more support than usual is asked for.
    """
    chosen: list[Evidence] = []
    needed = needed_support(question) + stricter
    for item in sorted(question.items, key=lambda item: -_best_support(evidence, item)):
        of_item = [e for e in evidence if e.item is item]
        sides = [
            [e for e in of_item if side is None or side.holds(e.sentence)] for side in sides_of(question) or (None,)
        ]
        for fitting in sorted(sides, key=lambda one: -one[0].support if one else 0.0):
            eased = OTHER_SIDE * any(one.item is item for one in chosen)
            chosen += _best(item, fitting, chosen, needed - eased)
    return tuple(chosen)


def _best(item: Item, fitting: Sequence[Evidence], chosen: Sequence[Evidence], needed: float) -> list[Evidence]:
    documents = {e.document for e in chosen}
    beside = [e for e in fitting if e.document in documents and e.support >= SUPPORT_BESIDE]
    enough = beside or [e for e in fitting if e.support >= needed]
    enough = prefer_direct(item, enough)
    best: list[Evidence] = []
    for candidate in enough:
        near = candidate.support >= _share(item, candidate, best) * enough[0].support and not (
            best and candidate.sentence.members
        )
        near &= item.wanted is not Wanted.HOW or candidate.coverage >= COVERED_HOW * enough[0].coverage
        near &= item.wanted is not Wanted.HOW or not best or _told(candidate) >= TOLD_BESIDE * _told(best[0])
        if near and not any(overlap(candidate, c) or _counted_twice(item, candidate, c) for c in (*chosen, *best)):
            best.append(candidate)
    return [*best[:CLAIMS], *_other_meanings(item, enough, best)]


def _told(evidence: Evidence) -> int:
    """How many of the question's words the sentence has itself, not its headings or neighbours."""
    return sum(word_in(word, evidence.sentence.text) >= ANCHORED for word in evidence.item.words if len(word) > 1)


def _share(item: Item, candidate: Evidence, best: Sequence[Evidence]) -> float:
    """How near the best a candidate must come; a figure at its very noun in another document less near, so that sources
    which disagree stand side by side.
    """
    elsewhere = bool(best) and candidate.document not in {e.document for e in best}
    if item.wanted is Wanted.FIGURE and elsewhere and is_direct(candidate) and is_direct(best[0]):
        return NEAREST
    return NEAR_BEST_HOW if item.wanted is Wanted.HOW else NEAR_BEST


def _counted_twice(item: Item, one: Evidence, other: Evidence) -> bool:
    """Two lists of as many members in one document: the better one is meant."""
    return bool(item.count) and one.item is other.item and one.document == other.document


def _other_meanings(item: Item, enough: Sequence[Evidence], best: Sequence[Evidence]) -> list[Evidence]:
    """What spells out the same name differently in other regions, however weakly supported beside the best."""
    if item.wanted is not Wanted.MEANING:
        return []
    return [e for e in enough if e not in best and all(_differ(e, other, item.focus) for other in best)]


def _differ(one: Evidence, other: Evidence, name: str) -> bool:
    """Documents of regions of which neither holds the other, and complete lists that have little in common."""
    pairs = [(a, b) for a in _regions(one) for b in _regions(other)]
    apart = bool(pairs) and not any(a.startswith(b) or b.startswith(a) for a, b in pairs)
    complete = all(lists_completely(e.text, name) for e in (one, other))
    return apart and complete and not same_meaning(one.text, other.text, name)


def _regions(evidence: Evidence) -> tuple[str, ...]:
    return evidence.sentence.source.hit.facts.regions


def _best_support(evidence: Sequence[Evidence], item: Item) -> float:
    return max((e.support for e in evidence if e.item is item), default=0.0)


def needed_support(question: Question) -> float:
    """A question that names no place and no name can only be matched by its wording, so that it needs more."""
    return SUPPORT if question.places or question.localities or question.names else SUPPORT_UNNAMED


def least_support(question: Question) -> float:
    """Below this no sentence can be chosen for any part of the question."""
    return SUPPORT_BESIDE if len(question.items) > 1 or sides_of(question) else needed_support(question)


def is_ambiguous(question: Question, chosen: Sequence[Evidence]) -> bool:
    """A name without a place was spelled out differently in several regions."""
    return any(len(tuple(_meanings(item, chosen))) > 1 for item in question.items) and not question.places


def _meanings(item: Item, chosen: Sequence[Evidence]) -> Iterator[Evidence]:
    found: list[Evidence] = []
    for evidence in chosen:
        if evidence.item is item and item.wanted is Wanted.MEANING:
            if all(_differ(evidence, other, item.focus) for other in found):
                yield evidence
            found.append(evidence)


def missing_items(question: Question, chosen: Sequence[Evidence]) -> tuple[Item, ...]:
    """The parts of the question that none of the chosen sentences answers."""
    return tuple(item for item in question.items if not any(_answers(e, item) for e in chosen))


def _answers(evidence: Evidence, item: Item) -> bool:
    """The sentence was chosen for the item, or shows what it asks as well."""
    shown = item.wanted is not Wanted.MEANING and find_shown(item, evidence.sentence.text, item.text)
    return evidence.item is item or bool(shown)


def overlap(one: Evidence, other: Evidence) -> bool:
    """The same words of a document, or the same text in two documents."""
    same = one.document == other.document and one.start < other.end and other.start < one.end
    return same or one.text == other.text
