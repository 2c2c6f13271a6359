"""How much of a query stands in a passage, and how close together: read from the text itself.

Invariant: 0…1; more of the query found, or found in one sentence, never lowers it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indexer.generation import Generation
from indexer.percentages import SIGNS, find_percentages
from indexer.script import fold
from indexer.words import Tokens

# Cut at the marks alone: telling which of them end a sentence takes as long as all the rest, and ranks the same.
_SENTENCE = re.compile(r"[^。！？；!?;\n]+")


@dataclass(frozen=True, slots=True)
class Sought:
    """The words of a query, its pairs of neighbouring characters and its shares, each with its rarity in the library.

    What no passage has is left out: it tells passages apart no better than a blank would.
    """

    words: Mapping[str, float]
    pairs: Mapping[str, float]
    shares: Mapping[str, float]  # 30%, however it is spelled
    words_in_all: float = field(init=False)  # of words and shares
    pairs_in_all: float = field(init=False)

    def __post_init__(self) -> None:
        """Sum once what each of the passages is measured by."""
        object.__setattr__(self, "words_in_all", sum([*self.words.values(), *self.shares.values()]))
        object.__setattr__(self, "pairs_in_all", sum(self.pairs.values()))


def weigh_tokens(tokens: Tokens, generation: Generation) -> Sought:
    """Give each token its rarity."""
    unknown = generation.rarity("")
    words = {word: generation.rarity(word) for word in tokens.words}
    pairs = {pair: generation.pair_rarity(pair) for pair in tokens.bigrams}
    shares = {word: words.pop(word) for word in tokens.words if word[-1] in SIGNS}
    return Sought(*({t: rarity for t, rarity in known.items() if rarity < unknown} for known in (words, pairs, shares)))


def closeness(sought: Sought, text: str) -> float:
    """Mean of two shares by rarity: of the words anywhere in the text, of the pairs in that sentence that has most.

    BM25 counts a word the more the oftener it occurs; a passage that answers has each once, and together.
    """
    plain = text.lower()
    present = [(pair, rarity) for pair, rarity in sought.pairs.items() if pair in plain]
    most = max([_found(present, sentence) for sentence in _SENTENCE.findall(plain)], default=0.0) if present else 0.0
    words = _found(sought.words.items(), plain) + _found_shares(sought.shares, text)
    return (_share(words, sought.words_in_all) + _share(most, sought.pairs_in_all)) / 2


def _found(weighted: Iterable[tuple[str, float]], text: str) -> float:
    return sum([rarity for token, rarity in weighted if token in text])


def _found_shares(weights: Mapping[str, float], text: str) -> float:
    held = {token for _, _, token in find_percentages(fold(text))} if weights else frozenset()
    return sum([rarity for token, rarity in weights.items() if token in held])


def _share(found: float, in_all: float) -> float:
    return found / in_all if in_all else 0.0
