"""Where the words of a query occur in a passage.

Invariant: highlights are offsets into the passage's own text, in order, without overlap.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.percentages import find_percentages
from indexer.script import fold

# What a question is made of rather than what it is about; marking these would colour every passage.
_QUESTION_WORDS = frozenset(
    """
    什么 怎么 怎样 怎么样 如何 哪些 哪个 哪里 哪儿 多少 几个 几家
    几名 为什么 为何 是否 有没有 可以 进行 以及 或者 还是 我们 他们
    这个 那个 这些 那些 有哪些 是什么 什么样 具体 分别 包括 包含 主要
    """.split()
)

_SIGNS = ("%", "‰", "‱")


def below_headings(
    text: str, heading_path: Sequence[str], highlights: Sequence[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """What to show of a passage whose heading path is shown above it: text and marks without the lines that repeat it.

    Only whole lines at the beginning are left out, and never all of them; the passage itself stays as it is.
    """
    start = 0
    for line in re.finditer(r"\s*([^\n]*)\n", text):
        if line.start() != start or (line.group(1).strip() and not _repeats(line.group(1), heading_path)):
            break
        start = line.end()
    start += len(text[start:]) - len(text[start:].lstrip())
    if not text[start:]:
        return text, tuple(highlights)
    return text[start:], tuple((first - start, last - start) for first, last in highlights if first >= start)


def _repeats(line: str, heading_path: Sequence[str]) -> bool:
    return line.strip(" \u3000●·。：:") in heading_path


@dataclass(frozen=True, slots=True)
class Markable:
    """What of a query is marked: words, and shares by their value (30%, as which 百分之三十 is found)."""

    words: frozenset[str]
    shares: frozenset[str]


def markable(words: Iterable[str]) -> Markable:
    """Choose among the words of a query; single characters do not count."""
    shares = frozenset(word for word in words if word.endswith(_SIGNS))
    return Markable(frozenset(w for w in words if len(w) > 1 and w not in _QUESTION_WORDS) - shares, shares)


def mark(text: str, sought: Markable) -> tuple[tuple[int, int], ...]:
    """Spans of `text` in which something of the query occurs, whatever its script or width."""
    folded = fold(text)
    found = list(_find_words(folded, sought.words))
    if sought.shares:
        found += [(start, end) for start, end, token in find_percentages(folded) if token in sought.shares]
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def _find_words(folded: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Spans of the words; of those that begin together the longest, and nothing twice.

    Word by word: one pattern of all words takes a millisecond to make, more than marking ten hits without it.
    """
    found = sorted([(start, -len(word)) for word in words if word in folded for start in _occurrences(folded, word)])
    free = 0
    for start, length in found:
        if start >= free:
            free = start - length
            yield start, free


def _occurrences(folded: str, word: str) -> list[int]:
    """Where the word begins; a number only where it is the whole number, so that 202 leaves 2020 alone."""
    starts, start = list[int](), folded.find(word)
    while start >= 0:
        starts.append(start)
        start = folded.find(word, start + 1)
    if word[0].isdigit():
        starts = [start for start in starts if not folded[start - 1 : start].isdecimal()]
    if word[-1].isdigit():
        starts = [start for start in starts if not folded[start + len(word) : start + len(word) + 1].isdecimal()]
    return starts
