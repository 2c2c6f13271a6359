"""Where the words of a query occur in a passage.

Invariant: highlights are offsets into the passage's own text, in order, without overlap.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

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


def _whole(word: str) -> str:
    """A pattern for the word; a number matches only where it is the whole number, so that 202 leaves 2020 alone."""
    before, after = (r"(?<!\d)" if word[0].isdigit() else ""), (r"(?!\d)" if word[-1].isdigit() else "")
    return before + re.escape(word) + after


@lru_cache(maxsize=64)  # the same for every hit of a search: half a millisecond of ten hits
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    sought = {w for w in words if len(w) > 1 and w not in _QUESTION_WORDS and w[-1] not in "%‰‱"}  # shares by value
    wanted = sorted(sought, key=len, reverse=True)
    return re.compile("|".join(map(_whole, wanted))) if wanted else None


def mark(text: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Spans of `text` in which a query word occurs, whatever its script or width; single characters do not count."""
    pattern, folded = _pattern(tuple(words)), fold(text)
    found = [match.span() for match in pattern.finditer(folded)] if pattern else []
    found += [(start, end) for start, end, token in find_percentages(folded) if token in words]
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)
