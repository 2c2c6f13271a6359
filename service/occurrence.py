"""Whether and where a string stands in the library's passages, whatever its script and width.

Invariant: what is reported was found in the text of a passage, or of its title, not only in the index.
"""

from collections.abc import Iterable

from indexer.filtering import admits
from indexer.phrases import contains, is_findable
from indexer.script import fold
from indexer.store import StoredPassage
from indexer.types import Filters, Phrase
from service.fusion import DEPTH, Scored
from service.library import Library

_TRIED = 50  # passages read that have all the pairs of characters; hardly one of them has these apart


def occurs(library: Library, text: str, *, title: bool = False) -> bool:
    """True if a passage has this folded string, or with `title` its document's title has it."""
    generation = library.generation
    phrase = Phrase(text, title)
    if not is_findable(phrase):
        return generation.frequency(text) > 0
    return any(holds(stored, [phrase]) for stored in library.store.passages(generation.having([phrase], _TRIED)))


def holds(stored: StoredPassage, phrases: Iterable[Phrase]) -> bool:
    """True if the passage has every phrase in its text, or in its document's title where the phrase allows that."""
    text, title = fold(stored.passage.text), fold(stored.facts.title)
    return all(contains(text, phrase) or (phrase.title and contains(title, phrase)) for phrase in phrases)


def keep_holding(library: Library, scored: Scored, filters: Filters) -> Scored:
    """Of ranked passages those that hold every phrase of the filters.

    Where none of the best does, all passages with the tokens are read, so that a single one is still found.
    """
    stored = library.store.passages([number for number, _ in scored])
    holding = {one.number for one in stored if holds(one, filters.phrases)}
    if not holding and len(scored) >= DEPTH and all(map(is_findable, filters.phrases)):
        return [(number, 0.0) for number in _all_holding(library, filters)]
    return [(number, score) for number, score in scored if number in holding]


def _all_holding(library: Library, filters: Filters) -> list[int]:
    numbers = library.generation.having(filters.phrases)
    stored = library.store.passages(sorted(numbers))
    return [one.number for one in stored if admits(filters, one.facts) and holds(one, filters.phrases)]
