"""Which sentences of the documents found support an answer, and how strongly.

Invariant: a sentence is evidence only where place, locality, name and year of the question agree with it and where
it shows what is asked (a figure with its unit, the holder of an office, the spelling out of a name).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.script import fold
from service.agreement import (
    agrees_throughout,
    contradicts,
    in_place_of,
    in_stage,
    in_year_of,
    tells_of_other_roles,
)
from service.coverage import clauses_around, share_of, word_in
from service.everyday import in_official_words
from service.likeness import HOPE, Likeness
from service.question import Question
from service.requirements import Span, is_in_like_unit
from service.showing import ANCHORED, shown_in
from service.sides import sides_of, told_together
from service.sources import Source
from service.stretches import Sentence, sentences_for
from service.wanted import Item, Wanted

# Sentences that are weighed further: for all parts of a question, for each of them. Of 578 questions on corpus/, news
# articles and State Council documents 5 instead of 4 answered one more rightly; with 3 instead of 5 two in a hundred
# fewer were right on the last two, and an answer took a tenth less.
CANDIDATES, FEWEST = 4, 2
MEANINGS = 5  # sentences that spell out one name
# Of support: nearer than this to what is needed, or to the first for the same item, its own likeness is asked for.
# Encoding takes longer than all the rest of an answer: without it one answer in fifty of corpus/ was wrong and one
# quotation in twelve more beside the point; at 0.05 one answer in forty on articles was wrong that is right here.
DOUBT = 0.12
EMBEDDED = 60  # characters of a sentence that are encoded: the time grows with them; 80 and 110 answered as much
# What a word counts that stands in headings, in a neighbouring sentence, in title or opening, elsewhere near.
HEADING_SHARE, NEIGHBOUR_SHARE, HEAD_SHARE, WINDOW_SHARE = 0.9, 0.6, 0.6, 0.3
# Shares of support: the item's words in the sentence, the question's words in the document, meaning.
COVERAGE_SHARE, CONTEXT_SHARE, LIKENESS_SHARE = 0.4, 0.2, 0.4
DIRECT_REACH = 5  # characters between the figure and its noun, more where that is longer
DIRECT_SHARE = 0.75  # of the best support, above which a figure at its very noun is preferred
SUBSTANCE = 0.8  # rarity, in words that no passage has, below which the words of a question say little
COUNTED = 0.15  # added where the sentence states the very number of members asked for: 原则有三条
BELOW = 0.1  # added for all that stands below a heading which has the whole question
SCATTERED = 0.05  # taken off where the list runs over several sentences: one that says it all is preferred
PLACED = 0.03  # added where the sentence itself names the place, and not only its document
TOGETHER = 0.1  # added where one sentence speaks of all that is compared
NEAREST = 0.8  # of the best support, below which nothing is quoted beside it
LEADING = 0.15  # added in the documents that lead a search; why stands beside the needed support, in choice
SPELLED_OUT = 0.2  # added where the passage spells out the very name asked about


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence as support for an item of the question; `shown` are offsets in the sentence.

    `coverage` (words in the sentence), `context` (words in the document) and `likeness` (meaning) are 0…1; `support` is
    their sum by the shares below, and more with what is added.
    `together`: it speaks of all that the question compares; `placed`: it names a place of the question itself; `short`:
    what is taken off for what it does not show.
    """

    sentence: Sentence
    item: Item
    shown: tuple[Span, ...]
    coverage: float
    context: float
    likeness: float
    support: float
    together: bool = False
    placed: bool = False
    short: float = 0.0

    @property
    def start(self) -> int:
        """Where the sentence begins in the document."""
        return self.sentence.start

    @property
    def end(self) -> int:
        """Where the sentence ends in the document."""
        return self.sentence.end

    @property
    def text(self) -> str:
        """The quotation."""
        return self.sentence.source.text[self.start : self.end]

    @property
    def gist(self) -> str:
        """What of the sentence is embedded: at most EMBEDDED characters, with what is shown in their middle."""
        if self.sentence.members:
            return self.sentence.text[:EMBEDDED]
        start, end = self.shown[0]
        first = (
            max(0, min(start - (EMBEDDED - (end - start)) // 2, len(self.text) - EMBEDDED))
            if end - start < EMBEDDED
            else start
        )
        return self.text[first : first + EMBEDDED]

    @property
    def document(self) -> str:
        """The id of its document."""
        return self.sentence.source.hit.passage.document_id


def gather_evidence(
    question: Question,
    sources: Sequence[Source],
    rarity: Callable[[str], float],
    likeness: Likeness,
    least: float = 0.0,
) -> tuple[Evidence, ...]:
    """Sentences that may answer an item of the question, best supported first; () where nothing qualifies.

    `rarity` weighs a word; what cannot reach the `least` support is left out before it is encoded.
    """
    weights = {word: rarity(word) for item in question.items for word in (*item.words, *question.words)}
    substance = min(1.0, sum(weights[word] for word in question.words) / (SUBSTANCE * rarity("")))
    found = [
        _weighed(evidence, likeness.expected(evidence.sentence), substance)
        for source in sources
        if agrees_throughout(question, source)
        for evidence in _candidates(question, source, weights)
    ]
    best = _best_of_each(question, found, least)
    near = likeness.of([evidence.gist for evidence in best if _in_doubt(evidence, best, least)])
    told = (_weighed(e, _meant(e, near), substance) for e in best)
    return tuple(sorted(told, key=lambda e: (-e.support, e.end - e.start)))


def _meant(evidence: Evidence, near: Mapping[str, float]) -> float:
    """The likeness of the sentence where that was asked for, evened out by its passage's; of a name's meaning alone."""
    own = near.get(evidence.gist, evidence.likeness)
    return own if evidence.item.wanted is Wanted.MEANING else (own + evidence.likeness) / 2


def _in_doubt(evidence: Evidence, best: Sequence[Evidence], needed: float) -> bool:
    """Whether its own likeness may decide: near what is needed, or near the first for the same item."""
    rivals = [one.support for one in best if one.item is evidence.item and one is not evidence]
    if evidence.item.wanted is Wanted.MEANING:
        return True
    first = max(rivals, default=-1.0)
    return any(abs(evidence.support - level) < DOUBT for level in (needed, first))


def _best_of_each(question: Question, found: Sequence[Evidence], least: float) -> list[Evidence]:
    """The most promising sentences, by their words and the likeness to expect, as many for each item and side.

    Left out is what no likeness to hope for can lift to the `least` support or near the best.
    """
    sides = sides_of(question) or (None,)
    each = max(FEWEST, CANDIDATES // (len(question.items) * len(sides)))
    promising: list[Evidence] = []
    for item in question.items:
        for side in sides:
            fitting = [e for e in found if e.item is item and (side is None or side.holds(e.sentence))]
            if item.wanted is Wanted.MEANING:  # the name may mean something else where it is less well supported
                kept = sorted(fitting, key=lambda e: -e.support)[:MEANINGS]
            else:
                kept = _most_promising(_within_reach(fitting, least), each)
            promising += [e for e in kept if e not in promising]
    return promising


def _most_promising(ranked: Sequence[Evidence], each: int) -> list[Evidence]:
    """The first ones, and instead of the last that which has the most of the words, in another document if any."""
    if len(ranked) <= each:
        return list(ranked)
    first = list(ranked[: each - 1])
    return [
        *first,
        max((e for e in ranked if e not in first), key=lambda e: (e.document != first[0].document, e.coverage)),
    ]


def _within_reach(found: Sequence[Evidence], least: float) -> list[Evidence]:
    ranked = sorted(found, key=lambda e: -e.support)
    floor = max(least, NEAREST * ranked[0].support if ranked else 0.0)
    return [e for e in ranked if e.support + HOPE * LIKENESS_SHARE >= floor]


def _candidates(question: Question, source: Source, weights: Mapping[str, float]) -> Iterator[Evidence]:
    context = closeness(question, source, weights)
    for item in question.items:
        for sentence in sentences_for(item, source):
            shown, short = shown_in(sentence, item, question.text)
            if shown and _agrees(question, sentence) and not _of_others(item, sentence):
                coverage, span = max((_cover(question, item, sentence, span, weights), span) for span in shown)
                together, placed = told_together(question, sentence), _names_place(question, sentence)
                found = Evidence(sentence, item, (span,), coverage, context, 0.0, 0.0, together, placed, short)
                if is_direct(found) or not is_in_like_unit(sentence.text[slice(*span)], item.units):
                    yield found


def _cover(question: Question, item: Item, sentence: Sentence, span: Span, weights: Mapping[str, float]) -> float:
    """Share of the item's words around what is shown; localities that are named near count in full."""
    source = sentence.source
    about, settled = _own_words(item, question)
    if sentence.members and item.count:
        about = tuple(word for word in about if word != item.words[-1])  # 三项, of a list that has three
    if not any(name[:2] in sentence.near + source.head for name in question.localities):
        settled = ()
    places = (
        *clauses_around(sentence.text, span),
        (source.headings(sentence.start), HEADING_SHARE),
        (sentence.near, NEIGHBOUR_SHARE),
        (source.head, HEAD_SHARE),
        (source.window, WINDOW_SHARE),
    )
    return share_of(about, weights, places, settled)


def closeness(question: Question, source: Source, weights: Mapping[str, float]) -> float:
    """Share of the question's words, by rarity, that stand anywhere in the source: 0…1."""
    return share_of(question.words, weights, ((source.window + source.head, 1.0),))


def _of_others(item: Item, sentence: Sentence) -> bool:
    """Money for others than those asked about: 书记每月300元, where the guides' allowance is asked for."""
    near = sentence.near + sentence.source.headings(sentence.start)
    return "元" in item.units and tells_of_other_roles(in_official_words(item.text), sentence.text, near)


def _names_place(question: Question, sentence: Sentence) -> bool:
    named = (*(place.name for place in question.places), *question.localities)
    return any(fold(name) in sentence.text for name in named)


def _own_words(item: Item, question: Question) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of an item, and apart the localities among them, on which source and question agree already."""
    settled = tuple(
        word for word in item.words if any(name[:2] in word or word in name for name in question.localities)
    )
    places = "".join(place.name for place in question.places)
    return tuple(w for w in item.words if w not in settled and fold(w) not in fold(places)), settled


def _weighed(evidence: Evidence, likeness: float, substance: float) -> Evidence:
    bonus = SPELLED_OUT if evidence.item.wanted is Wanted.MEANING else 0.0
    counted = evidence.item.count and evidence.item.words[-1] in evidence.sentence.text
    if counted or (evidence.item.count and evidence.sentence.members):
        bonus = COUNTED
    if evidence.sentence.members:
        bonus += BELOW if len(evidence.sentence.members) == 1 else -SCATTERED
    if evidence.placed:
        bonus += PLACED
    if evidence.together:
        bonus += TOGETHER
    bonus -= evidence.short
    bonus += LEADING * evidence.sentence.source.leading
    support = (
        substance * (COVERAGE_SHARE * evidence.coverage + CONTEXT_SHARE * evidence.context)
        + LIKENESS_SHARE * likeness
        + bonus
    )
    return replace(evidence, likeness=likeness, support=support)


def prefer_direct(item: Item, ranked: Sequence[Evidence]) -> list[Evidence]:
    """Of figures, best supported first, those at the noun asked for, where one of them is nearly the best; else all."""
    floor = DIRECT_SHARE * ranked[0].support if ranked else 0.0
    direct = [e for e in ranked if item.wanted is Wanted.FIGURE and e.support >= floor and is_direct(e)]
    return direct or list(ranked)


def is_direct(evidence: Evidence) -> bool:
    """The noun asked for stands at the very figure: 74个联建片, 联建片有56个; not 联建片的两项工作."""
    start, end = evidence.shown[0]
    after, before = evidence.sentence.text[end:], evidence.sentence.text[:start]
    ends = re.sub(r"(?:共?有|共|达|达到|已|为|约|近|总数)*$", "", before)
    before = "" if ends.endswith("的") else ends
    after = "" if _counts_another(after, evidence.item) else after
    reaches = ((word, max(DIRECT_REACH, len(word))) for word in evidence.item.anchors)
    return any(word_in(word, near) >= ANCHORED for word, reach in reaches for near in (after[:reach], before[-reach:]))


def _counts_another(after: str, item: Item) -> bool:
    """What stands behind the figure makes it another thing than the noun: 74个|牵头|党组织, 11家|是|党组织的荣誉."""
    nouns = "|".join(map(re.escape, item.anchors))
    between = re.match(rf"[一-鿿]?(是|[一-鿿]{{2,4}}?)(?={nouns})", after) if nouns else None
    pairs = [between[1][i : i + 2] for i in range(len(between[1]) - 1)] if between else []
    return between is not None and not any(pair in item.text for pair in pairs)


def _agrees(question: Question, sentence: Sentence) -> bool:
    """Place and year; of several places or years (a comparison) one is enough."""
    if contradicts(question.places, sentence.text) or not in_stage(question.text, sentence.near):
        return False
    places = [in_place_of(place, sentence, question.localities) for place in question.places]
    years = [in_year_of(year, sentence) for year in question.years]
    return (any(places) or not places) and (any(years) or not years)
