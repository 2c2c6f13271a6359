"""What an engine found: passages with their scores, as arrays, since a search takes hundreds of them from two engines.

Invariant: best first; as a sequence of (passage, score) pairs it is what a list of them would be.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Passages (n,), by ordinal or by number as the one who searched says, and their scores (n,)."""

    passages: NDArray[np.int64]
    scores: NDArray[np.float64]

    def __iter__(self) -> Iterator[tuple[int, float]]:
        return zip(self.passages.tolist(), self.scores.tolist(), strict=True)

    def __len__(self) -> int:
        return len(self.passages)


NOTHING = Ranked(np.zeros(0, dtype=np.int64), np.zeros(0))
