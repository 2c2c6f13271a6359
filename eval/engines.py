"""The engines that can be compared, by the names that the command line takes.

Invariant: nothing is imported here, so that naming an engine costs the command line nothing.
"""

from enum import StrEnum


class Engine(StrEnum):
    """Which part of the search ranks: both fused, words alone, or vectors alone."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"
    DENSE = "dense"

    @property
    def weight(self) -> float | None:
        """The share of the vectors in the fused score; None leaves it to the search."""
        return {Engine.HYBRID: None, Engine.LEXICAL: 0.0, Engine.DENSE: 1.0}[self]
