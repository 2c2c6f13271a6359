"""How much of what is asked stands in a sentence, and where: each word by its rarity and its distance.

Invariant: a share is 0…1 and grows with every word that is found nearer.
"""

import re
from collections.abc import Mapping, Sequence

from service.everyday import official_words
from service.requirements import Span

_LABEL = re.compile(r"[^，。；：\n]{1,16}：")
BEFORE_SHARE, SENTENCE_SHARE = 0.9, 0.7  # of a word in the clause before the one that shows, elsewhere in the sentence
OFFICIAL = 0.9  # what an everyday word counts where the text has the official one
PIECES = 0.7  # what a word counts of which the text has only the pairs of characters
NAMED = 0.6  # of a word, from which on a heading or a sentence is about it


def share_of(
    words: Sequence[str], weights: Mapping[str, float], places: Sequence[tuple[str, float]], settled: Sequence[str] = ()
) -> float:
    """Share of the words, by rarity, each counted as much as the best place that has it; 1 for no words.

    The `settled` ones count in full.
    """
    agreed = sum(weights[word] for word in settled)
    total = agreed + sum(weights[word] for word in words)
    if not total:
        return 1.0
    return (agreed + sum(weights[w] * max(share * word_in(w, text) for text, share in places) for w in words)) / total


def word_in(word: str, text: str) -> float:
    """1 where the text has the word, less where it has only pieces of a word of three characters and more."""
    if word in text:
        return 1.0
    if any(official in text for official in official_words(word)):
        return OFFICIAL
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    if len(pairs) == 3 and pairs[0] in text and pairs[2] in text:  # 党建经费 in 党建工作经费
        return PIECES
    return PIECES * sum(pair in text for pair in pairs) / len(pairs) if len(pairs) > 1 else 0.0


def clauses_around(sentence: str, span: Span) -> tuple[tuple[str, float], ...]:
    """The clause in which something is shown, the one before, the one after, the whole sentence."""
    bounds = [0, *(match.end() for match in re.finditer(r"[，；：,;]", sentence)), len(sentence)]
    first = max(i for i, bound in enumerate(bounds) if bound <= span[0])
    last = min(i for i, bound in enumerate(bounds) if bound >= span[1])
    clause, before = sentence[bounds[first] : bounds[last]], sentence[bounds[max(0, first - 1)] : bounds[first]]
    label = _LABEL.match(sentence)  # 春节：2月4日至10日放假调休，共7天
    before = f"{label[0] if label else ''}{before}"
    return (clause, 1.0), (before, BEFORE_SHARE), (sentence, SENTENCE_SHARE)
