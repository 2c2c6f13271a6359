"""Whether and where a string stands in the library's passages, whatever its script and width.

Invariant: what is reported was found in the text of a passage, or of its title, not only in the index.
"""

from collections.abc import Iterable

from indexer.phrases import contains, is_findable
from indexer.script import fold
from indexer.store import StoredPassage
from indexer.types import Phrase
from service.library import Library

_TRIED = 50  # passages read that have all the pairs of characters; hardly one of them has these apart


def occurs(library: Library, text: str) -> bool:
    """True if a passage has this folded string."""
    generation = library.generation
    phrase = Phrase(text)
    if not is_findable(phrase):
        return generation.frequency(text) > 0
    return any(holds(stored, [phrase]) for stored in library.store.passages(generation.having([phrase], _TRIED)))


def holds(stored: StoredPassage, phrases: Iterable[Phrase]) -> bool:
    """True if the passage has every phrase in its text, or in its document's title where the phrase allows that."""
    text, title = fold(stored.passage.text), fold(stored.facts.title)
    return all(contains(text, phrase) or (phrase.title and contains(title, phrase)) for phrase in phrases)
