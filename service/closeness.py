"""How much of a query stands in a passage, and how close together: read from the text itself.

Invariant: 0…1; more of the query found, or found in one sentence, never lowers it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.generation import Generation
from indexer.sentences import split_sentences
from indexer.words import Tokens


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
    sentences = (plain[start:end] for start, end in split_sentences(plain))
    return (_share(sought.words, plain) + max((_share(sought.pairs, s) for s in sentences), default=0.0)) / 2


def _share(weights: Mapping[str, float], text: str) -> float:
    total = sum(weights.values())
    return sum(weight for token, weight in weights.items() if token in text) / total if total else 0.0
