"""A damaged text beside the clean one that it was: how much of it the cleaning brought back, spoilt, or doubted.

Invariant: what is counted as damage is found by comparing the two texts given, never by asking the cleaning.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from indexer.cleaning import clean
from indexer.types import Doubt, Edit, RawText

# Characters that nobody sees; a clean half that holds some is better without, so their removal is no false edit.
_INVISIBLE = "\u200b"


@dataclass(frozen=True, slots=True)
class DamagedPair:
    """One text and what a named kind of damage made of it."""

    id: str
    kind: str
    clean: str
    dirty: str


@dataclass(frozen=True, slots=True)
class PairOutcome:
    """What the cleaning made of the damaged half: edit distances to the clean text before and after.

    `wrong` counts the differences that the cleaning brought in where nothing was damaged, `doubted` those left that a
    doubt covers. `sound` is the number of characters that the damage had left alone.
    """

    pair: DamagedPair
    repaired: str
    before: int
    after: int
    wrong: int
    doubted: int
    sound: int

    @property
    def exact(self) -> bool:
        """True when the repaired text is the clean one, blanks at its ends aside."""
        return self.after == 0

    def diagnose(self) -> str:
        """Show the first place where the repaired text is not the clean one, with what stands there instead."""
        target = reference(self.pair.clean)
        first = next(iter(Levenshtein.editops(target, self.repaired)), None)
        if first is None:
            return f"{self.pair.id}：一字不差"
        there, here = first.src_pos, first.dest_pos
        right, wrong = target[max(0, there - 10) : there + 15], self.repaired[max(0, here - 10) : here + 15]
        return f"{self.pair.id}：还差 {self.after} 处，误改 {self.wrong} 处\n  应为 {right!r}\n  得到 {wrong!r}"


@dataclass(frozen=True, slots=True)
class CleanOutcome:
    """What the cleaning did to a text in which nothing is damaged; both should be empty."""

    id: str
    edits: tuple[Edit, ...]
    doubts: tuple[Doubt, ...]


def reference(text: str) -> str:
    """The clean half as a reader sees it: without invisible characters, and without blanks at its ends."""
    return text.replace(_INVISIBLE, "").strip()


def repair_pair(pair: DamagedPair) -> PairOutcome:
    """Clean the damaged half and compare it with the clean one, character by character (Levenshtein)."""
    target, dirty = reference(pair.clean), pair.dirty.strip()
    cleaned = clean(RawText("", "", dirty))
    start = len(cleaned.text) - len(cleaned.text.lstrip())
    repaired = cleaned.text.strip()
    damage = {op.src_pos for op in Levenshtein.editops(target, dirty)}
    left = Levenshtein.editops(target, repaired)
    # Where equal characters stand side by side, the same damage may be found one place further on.
    wrong = sum(damage.isdisjoint((op.src_pos - 1, op.src_pos, op.src_pos + 1)) for op in left)
    doubted = sum(_is_doubted(op.dest_pos + start, cleaned.doubts) for op in left)
    sound = len(target) - len({place for place in damage if place < len(target)})
    return PairOutcome(pair, repaired, Levenshtein.distance(target, dirty), len(left), wrong, doubted, sound)


def _is_doubted(place: int, doubts: Sequence[Doubt]) -> bool:
    """True when a doubt covers the place, or ends there: what is missing stands between two characters."""
    return any(doubt.start <= place <= doubt.end for doubt in doubts)


def check_clean(id: str, text: str) -> CleanOutcome:
    """Clean a text that has no damage; the removal of an invisible character that it holds is no edit to speak of."""
    cleaned = clean(RawText("", "", text))
    edits = (edit for edit in cleaned.edits if text[edit.start : edit.end].strip(_INVISIBLE) or edit.replacement)
    return CleanOutcome(id, tuple(edits), cleaned.doubts)
