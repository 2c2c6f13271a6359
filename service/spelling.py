"""Queries typed in pinyin or with a wrong character: what the library has that is read like what was typed.

Invariant: only what stands in no passage is put right, and only where one candidate stands out; what is doubtful
becomes a suggestion. Nothing is changed without being reported.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, combinations

from rapidfuzz import process
from rapidfuzz.distance import Hamming

from indexer.script import fold
from indexer.vocabulary import Entry, Vocabulary
from indexer.words import Segmenter
from service.library import Library
from service.occurrence import occurs
from service.quoting import hide_quoted
from service.types import Correction

Known = Callable[[str], bool]
_Stretch = tuple[int, list[str]]  # where it starts, and its words

LONGEST = 12  # characters of a name, as in the vocabulary
_SHORTEST = 3  # two characters have too many homophones: 党建, 当坚
_STANDS_OUT = 3  # times as many passages as the next candidate
_SUGGESTIONS = 3
# What a name is not made of; a query is taken apart at these before its pieces are compared with names.
_BREAKS = re.compile(
    r"[的了吗呢吧啊是在有没不于为以由从向对把被给让与和及或而但又也都就才还再很最更其谁么请]|.*(?:[几哪谁怎]|什么|多少|如何|为何).*"
)
_LETTERS = re.compile(r"(?<![0-9a-z+])[a-zü]+(?:[ '’]+[a-zü]+(?![0-9a-z+]))*(?![0-9a-z+])")  # liangdai santong
_RUN = re.compile(r"[一-鿿0-9a-z+]*[一-鿿][一-鿿0-9a-z+]*")


@dataclass(frozen=True, slots=True)
class Spelling:
    """What to search for instead, what was put right to get there, and whole queries that may be meant."""

    text: str
    corrections: tuple[Correction, ...]
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Finding:
    """`[start:end)` of the query may be one of the texts; `sure` when it is the first."""

    start: int
    end: int
    texts: tuple[str, ...]
    sure: bool


def check_spelling(library: Library, query: str) -> Spelling:
    """Compare a query with the words and names of the library."""
    return compare(query, library.generation.vocabulary, partial(occurs, library), library.segmenter)


def compare(query: str, vocabulary: Vocabulary, known: Known, segmenter: Segmenter) -> Spelling:
    """Compare a query with a vocabulary; `known` says if the library has a string. What is quoted is left alone."""
    folded = fold(hide_quoted(query))
    stretches = list(_stretches(folded, segmenter))
    findings = [*_read_pinyin(folded, vocabulary, known), *_hear_homophones(stretches, vocabulary, known, segmenter)]
    if not findings:
        findings = list(_see_near_names(stretches, vocabulary, known, segmenter))
    sure = [finding for finding in findings if finding.sure]
    text = _replace(query, [(finding, finding.texts[0]) for finding in sure])
    corrections = tuple(Correction(query[finding.start : finding.end], finding.texts[0]) for finding in sure)
    offered = [
        _replace(query, [*((other, other.texts[0]) for other in sure), (finding, choice)])
        for finding in findings
        if not finding.sure
        for choice in finding.texts
    ]
    return Spelling(text, corrections, tuple(dict.fromkeys(offered))[:_SUGGESTIONS])


def _replace(query: str, changes: Sequence[tuple[_Finding, str]]) -> str:
    for finding, text in sorted(changes, key=lambda change: -change[0].start):
        query = query[: finding.start] + text + query[finding.end :]
    return query


def _read_pinyin(folded: str, vocabulary: Vocabulary, known: Known) -> Iterator[_Finding]:
    """Stretches of Latin letters that are no words of the library and are read as entries of the vocabulary."""
    for match in _LETTERS.finditer(folded):
        typed = re.split("[ '’]+", match.group())
        pinyin = "".join(typed).replace("ü", "v")
        pieces = _cover(pinyin, vocabulary)
        # Letters that the library has as words are pinyin only if all of them are read as one name: cun ji ti jing ji
        if any(known(word) for word in typed) and not (len(typed) > 1 and len(pieces) == 1 and pieces[0][0].name):
            continue
        alike = () if pieces else vocabulary.sounding_like(pinyin)
        if alike:
            yield _Finding(match.start(), match.end(), tuple(entry.text for entry in alike), False)
        if pieces:
            best = "".join(piece[0].text for piece in pieces)
            sure = all(_stands_out(piece) for piece in pieces)
            others = tuple(entry.text for entry in pieces[0]) if len(pieces) == 1 else (best,)
            yield _Finding(match.start(), match.end(), others, sure)


def _cover(pinyin: str, vocabulary: Vocabulary) -> list[tuple[Entry, ...]]:
    """The fewest entries whose readings follow each other to make up the whole; [] where that cannot be done."""
    best: list[list[tuple[Entry, ...]] | None] = [[], *[None] * len(pinyin)]
    for end in range(1, len(pinyin) + 1):
        for start in range(end):
            before = best[start]
            if before is None or (best[end] is not None and len(best[end] or ()) <= len(before) + 1):
                continue
            entries = vocabulary.read_as(pinyin[start:end])
            if entries:
                best[end] = [*before, entries]
    return best[-1] or []


def _hear_homophones(
    stretches: Sequence[_Stretch], vocabulary: Vocabulary, known: Known, segmenter: Segmenter
) -> Iterator[_Finding]:
    """Sequences of whole words, longest first, that are unknown and are read like a name."""
    for at, pieces in stretches:
        taken = [False] * len(pieces)
        for first, last in _windows(pieces):
            typed = "".join(pieces[first:last])
            if any(taken[first:last]) or (last - first == 1 and segmenter.lists(pieces[first])):
                continue
            names = [entry for entry in vocabulary.homophones(typed) if entry.name]
            if names and not known(typed):
                taken[first:last] = [True] * (last - first)
                start = at + sum(map(len, pieces[:first]))
                said = _is_said(pieces[first:last], segmenter)
                sure = _stands_out(names) and not said and _differs_little(typed, names[0].text)
                yield _Finding(start, start + len(typed), tuple(entry.text for entry in names), sure)


def _stretches(folded: str, segmenter: Segmenter) -> Iterator[_Stretch]:
    """Runs of words without punctuation and without what a name is not made of, each with its start."""
    for run in _RUN.finditer(folded):
        position, stretch = run.start(), list[str]()
        for piece in (*segmenter.pieces(run.group()), ""):
            if piece and not _BREAKS.fullmatch(piece):
                stretch.append(piece)
            elif stretch:
                yield position - sum(map(len, stretch)), stretch
                stretch = []
            position += len(piece)


def _windows(pieces: Sequence[str]) -> list[tuple[int, int]]:
    """[first, last) of every sequence of pieces as long as a name, the longest first, then from the left."""
    edges = list(accumulate(map(len, pieces), initial=0))
    fitting = [
        (edges[first] - edges[last], first, last)
        for first, last in combinations(range(len(edges)), 2)
        if _SHORTEST <= edges[last] - edges[first] <= LONGEST
    ]
    return [(first, last) for _, first, last in sorted(fitting)]


def _stands_out(entries: Sequence[Entry]) -> bool:
    return len(entries) == 1 or entries[0].passages >= _STANDS_OUT * entries[1].passages


def _differs_little(typed: str, name: str) -> bool:
    return 2 * sum(a != b for a, b in zip(typed, name, strict=True)) <= len(typed)


def _is_said(pieces: Sequence[str], segmenter: Segmenter) -> bool:
    """True where what was typed is made of whole words of the dictionary: 实践基地 need not be 时间基地."""
    return all(len(piece) > 1 and segmenter.lists(piece) for piece in pieces)


def _see_near_names(
    stretches: Sequence[_Stretch], vocabulary: Vocabulary, known: Known, segmenter: Segmenter
) -> Iterator[_Finding]:
    """The one stretch of a query, if unknown, and names that have one other character or sound nearly alike: 蓉域驿站.

    Where each piece is a word of the dictionary, as in 生活习性, nothing is wrong with it.
    """
    if len(stretches) != 1:
        return
    start, pieces = stretches[0]
    typed = "".join(pieces)
    if not _SHORTEST < len(typed) <= LONGEST or _is_said(pieces, segmenter) or known(typed):
        return
    near = process.extract(typed, vocabulary.names_about(typed), scorer=Hamming.distance, score_cutoff=1, limit=None)
    names = [name for name, _, _ in near] or [entry.text for entry in vocabulary.homophones(typed, alike=True)]
    if names:
        ordered = sorted(names, key=lambda name: (-vocabulary.names[name], name))
        yield _Finding(start, start + len(typed), tuple(ordered), False)
