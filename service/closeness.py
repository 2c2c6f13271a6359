"""How much of a query stands in a passage, and how close together: read from the text itself.

Invariant: 0…1; more of the query found, or found in one sentence, never lowers it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indexer.generation import Generation
from indexer.words import Tokens

# Cut at the marks alone: telling which of them end a sentence takes as long as all the rest, and ranks the same.
_SENTENCE = re.compile(r"[^。！？；!?;\n]+")


@dataclass(frozen=True, slots=True)
class Sought:
    """The words of a query, and its pairs of neighbouring characters, each with its rarity in the library.

    What no passage has is left out: it tells passages apart no better than a blank would.
    """

    words: Mapping[str, float]
    pairs: Mapping[str, float]


def weigh_tokens(tokens: Tokens, generation: Generation) -> Sought:
    """Give each token its rarity."""
    unknown = generation.rarity("")
    words = {word: generation.rarity(word) for word in tokens.words}
    pairs = {pair: generation.pair_rarity(pair) for pair in tokens.bigrams}
    return Sought(*({t: rarity for t, rarity in known.items() if rarity < unknown} for known in (words, pairs)))


def closeness(sought: Sought, text: str) -> float:
    """Mean of two shares by rarity: of the words anywhere in the text, of the pairs in that sentence that has most.

    BM25 counts a word the more the oftener it occurs; a passage that answers has each once, and together.
    """
    plain = text.lower()
    present = [(pair, rarity) for pair, rarity in sought.pairs.items() if pair in plain]
    most = max((_found(present, sentence) for sentence in _SENTENCE.findall(plain)), default=0.0) if present else 0.0
    return (_share(_found(sought.words.items(), plain), sought.words) + _share(most, sought.pairs)) / 2


def _found(weighted: Iterable[tuple[str, float]], text: str) -> float:
    return sum([rarity for token, rarity in weighted if token in text])


def _share(found: float, weights: Mapping[str, float]) -> float:
    total = sum(weights.values())
    return found / total if total else 0.0
