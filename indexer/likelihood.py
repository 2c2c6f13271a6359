"""How likely a stretch of simplified Chinese is, by the word counts that come with jieba.

Invariant: the counts are read on the first call and never on import (0.4 s, so only texts under suspicion pay for it).
"""

import math
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path

LONGEST_WORD = 6
_UNKNOWN = 0.5  # the count of a character outside the dictionary
# Words of official texts that the dictionary lacks, with counts like those of its 本市 and 本地; without them a lone
# 本 and a lone 最 are told apart by nothing.
_OFFICIAL = tuple(
    f"本{word}" for word in "条例 办法 规定 细则 意见 通知 方案 规划 制度 市 省 区 县 级 级人民政府 行政区域".split()
)
_OFFICIAL_COUNT = 500
_MOST_SPELLINGS = 4096  # of one stretch whose characters are in doubt; a longer stretch is cut at its single characters


def likelihood(text: str) -> float:
    """Natural logarithm of the probability of the best cut into words; 0 for the empty text."""
    return _best_cut(text)[0][-1]


def word_ends(text: str) -> frozenset[int]:
    """Return the offsets at which the words of the best cut end; those inside a word are not among them."""
    starts = _best_cut(text)[1]
    ends = []
    position = len(text)
    while position:
        ends.append(position)
        position = starts[position]
    return frozenset(ends)


def _best_cut(text: str) -> tuple[list[float], list[int]]:
    """For each offset the score of the best cut up to it, and where the last word of that cut begins."""
    frequencies, total = word_frequencies()
    scores, starts = [0.0], [0]
    for end in range(1, len(text) + 1):
        begins = range(max(0, end - LONGEST_WORD), end)
        counts = ((i, frequencies.get(text[i:end], _UNKNOWN if end - i == 1 else 0)) for i in begins)
        score, start = max((scores[i] + math.log(count / total), i) for i, count in counts if count)
        scores.append(score)
        starts.append(start)
    return scores, starts


def posteriors(choices: Sequence[Collection[str]]) -> list[dict[str, float]]:
    """For each place the probability of each of its characters, given all the others; each place has at least one.

    Sums over all spellings and all cuts into words (forward–backward over the word lattice).
    """
    edges = [list(_words(choices, end)) for end in range(len(choices) + 1)]
    forward = [0.0] + [-math.inf] * len(choices)
    for end in range(1, len(choices) + 1):
        forward[end] = _log_sum([forward[start] + weight for start, _, weight in edges[end]])
    backward = [-math.inf] * len(choices) + [0.0]
    for end in range(len(choices), 0, -1):
        for start, _, weight in edges[end]:
            backward[start] = _log_sum([backward[start], backward[end] + weight])
    sums: list[dict[str, float]] = [dict.fromkeys(place, 0.0) for place in choices]
    for end in range(1, len(choices) + 1):
        for start, word, weight in edges[end]:
            share = math.exp(forward[start] + weight + backward[end] - forward[-1])
            for place, character in enumerate(word, start):
                sums[place][character] += share
    return sums


def _words(choices: Sequence[Collection[str]], end: int) -> Iterator[tuple[int, str, float]]:
    """Yield (start, word, logarithm of its probability) of every word that can end here."""
    frequencies, total = word_frequencies()
    for start in range(end - 1, max(0, end - LONGEST_WORD) - 1, -1):
        if math.prod(len(place) for place in choices[start:end]) > _MOST_SPELLINGS:
            break
        for word in map("".join, product(*choices[start:end])):
            if count := frequencies.get(word, _UNKNOWN if end - start == 1 else 0):
                yield start, word, math.log(count / total)


def _log_sum(values: Sequence[float]) -> float:
    largest = max(values, default=-math.inf)
    return largest if largest == -math.inf else largest + math.log(sum(math.exp(v - largest) for v in values))


@cache
def word_frequencies() -> tuple[dict[str, int], int]:
    """Read the word counts that come with jieba, as data: `一举成名 34 i` a line; the counts and their sum."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("缺少 jieba，请重新安装 yinju", name="jieba")
    lines = Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    frequencies = dict.fromkeys(_OFFICIAL, _OFFICIAL_COUNT)
    frequencies |= {word: int(count) for word, count, *_ in (line.split(" ") for line in lines)}
    return frequencies, sum(frequencies.values())
