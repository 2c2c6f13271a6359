"""Which sentences of the passages found support an answer, and how strongly.

Invariant: a sentence is evidence only where place and year of the question agree with it and where it shows what
the question asks for (a figure with its unit, the spelling out of a name).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.filtering import document_terms
from indexer.regions import Place
from indexer.script import fold
from indexer.sentences import split_sentences
from service.expansion import end_of_list, find_expansions
from service.question import Question, Wanted, is_shorthand
from service.types import Hit

CANDIDATES = 16  # sentences that are embedded; some 3 ms each
SPELLED_OUT = 0.2  # added where the passage spells out the very name asked about
FEWEST_NEW = 4  # characters that a sentence must have beyond the question's words
LONGEST_JOINED = 160  # characters of a sentence whose parts are joined over ；
CONTEXT_SHARE = 0.7  # of a question word that stands in title or headings only
COSINE_RANGE = (0.84, 0.96)  # of the shipped model: unrelated and nearly equal sentences of the genre

_UNITS = {"名": "名人位个", "人": "名人位", "位": "名人位", "家": "家个", "元": "元", "": ""}
_NUMBER = r"[\d一二三四五六七八九十百千万亿两][\d.,一二三四五六七八九十百千万亿]*"


@dataclass(frozen=True, slots=True)
class Evidence:
    """`hit.passage.text[start:end]` as support for an answer; `support` is 0…1, higher is better."""

    hit: Hit
    start: int
    end: int
    support: float

    @property
    def text(self) -> str:
        """The quotation."""
        return self.hit.passage.text[self.start : self.end]


def gather_evidence(
    question: Question,
    hits: Sequence[Hit],
    rarity: Callable[[str], float],
    cosines: Callable[[Sequence[str]], NDArray[np.float32]],
) -> tuple[Evidence, ...]:
    """Sentences that may answer the question, best supported first; () where nothing qualifies.

    `rarity` weighs a word, `cosines` gives the likeness of texts (n) to the question as an array (n,).
    """
    weights = {word: rarity(word) for word in question.words}
    found = [
        (hit, start, end, _coverage(question, weights, hit, start, end))
        for hit in hits
        if _agrees(question, hit)
        for start, end in _spans(question, hit)
    ]
    found.sort(key=lambda item: -item[3])
    best = found[:CANDIDATES]
    if not best:
        return ()
    cosine = cosines([hit.passage.text[start:end] for hit, start, end, _ in best])
    low, high = COSINE_RANGE
    near = np.clip((cosine - low) / (high - low), 0, 1)
    bonus = SPELLED_OUT if question.wanted is Wanted.MEANING else 0.0
    scored = [
        Evidence(hit, start, end, min(1.0, 0.5 * coverage + 0.5 * float(likeness) + bonus))
        for (hit, start, end, coverage), likeness in zip(best, near, strict=True)
    ]
    return tuple(sorted(scored, key=lambda evidence: -evidence.support))


def _agrees(question: Question, hit: Hit) -> bool:
    """All years, and the place; of several places (a comparison) one is enough."""
    places = [in_place(place, hit) for place in question.places]
    return (any(places) or not places) and all(_in_year(year, hit) for year in question.years)


def in_place(place: Place, hit: Hit) -> bool:
    """The place is named in the passage or its headings, or the whole document is about it.

    A document on several places is about none of them throughout.
    """
    if fold(place.name) in _told(hit):
        return True
    terms = document_terms(hit.facts)["region"] if len(hit.facts.regions) == 1 else ()
    return any(fold("/".join(path)) in terms for path in place.paths)


def _in_year(year: str, hit: Hit) -> bool:
    return year in _told(hit) or bool(hit.facts.published and str(hit.facts.published.year) == year)


def _told(hit: Hit) -> str:
    return fold("\n".join((hit.facts.title, *hit.passage.heading_path, hit.passage.text)))


def _spans(question: Question, hit: Hit) -> Iterator[tuple[int, int]]:
    """The sentences of a passage that show what is asked for; for a name, the place that spells it out."""
    text = hit.passage.text
    headings = {fold(part) for part in (hit.facts.title, *hit.passage.heading_path)}
    meaning = question.wanted is Wanted.MEANING
    for start, end in _expansions(question, text) if meaning else _full_sentences(text):
        sentence = fold(text[start:end])
        if sentence.rstrip("。") not in headings and (meaning or _shows(question, sentence)):
            yield start, end


def _says_more(question: Question, sentence: str) -> bool:
    """True when the sentence goes beyond the question's own words: “三是‘暖心五送’。” tells nothing about 暖心五送."""
    rest = sentence
    for word in sorted(question.words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(re.findall(r"[一-鿿\da-z]", rest)) >= FEWEST_NEW


def _expansions(question: Question, text: str) -> Iterator[tuple[int, int]]:
    for name in question.names:
        for span in find_expansions(text, name, members=is_shorthand(name)):
            yield _stripped(text, *span)


def _full_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences up to a full stop or line end, with the list that a colon announces; no blanks at the ends."""
    start = None
    for first, end in split_sentences(text):
        start = first if start is None else start
        piece = text[start:end]
        if piece.rstrip().endswith("；") and not piece.endswith("\n") and len(piece) < LONGEST_JOINED:
            continue
        if piece.rstrip().endswith(("：", ":")):
            end = max(end, end_of_list(fold(text), end))
        yield _stripped(text, start, end)
        start = None
    if start is not None:
        yield _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _shows(question: Question, sentence: str) -> bool:
    if question.wanted is Wanted.HOLDER:
        return question.unit in sentence
    if question.wanted is not Wanted.FIGURE:
        return _says_more(question, sentence)
    units = _UNITS.get(question.unit, question.unit)
    return bool(re.search(rf"{_NUMBER}[余多]?[万亿]?[{units}]" if units else r"\d|百分之", sentence))


def _coverage(question: Question, weights: dict[str, float], hit: Hit, start: int, end: int) -> float:
    """Share of the question's words, by rarity, that the sentence has; those in title or headings count less."""
    total = sum(weights.values())
    if not total:
        return 0.0
    sentence = fold(hit.passage.text[start:end])
    context = fold("\n".join((hit.facts.title, *hit.passage.heading_path)))
    share = sum(w if word in sentence else CONTEXT_SHARE * w if word in context else 0 for word, w in weights.items())
    return share / total
