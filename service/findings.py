"""What a check of a text against the library found, piece by piece.

Invariant: `verbatim` means that the piece stands in the cited versions, in one of its parts after the other; every
citation resolves, and differences are between the cited source and the piece.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from service.quotations import Piece
from service.types import Citation


class Standing(StrEnum):
    """How a piece stands to the library."""

    VERBATIM = "verbatim"
    ALTERED = "altered"
    MISATTRIBUTED = "misattributed"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Difference:
    """The source reads `expected` where the piece reads `found`; one of the two may be empty.

    `[start:end)` is in the piece's text, `[source_start:source_end)` in the quote cited (for a title: in the title).
    """

    start: int
    end: int
    source_start: int
    source_end: int
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece and how it stands.

    `citations` are where the words stand (one for each part of a quotation with an ellipsis), or the nearest passage
    when altered, none when not found. `unsupported` are the figures, places and negations of an altered piece that
    the nearest passage does not bear out: a paraphrase without any is altered, never verbatim. `superseded`: only a
    version that has been replaced or removed reads so. `named` are the documents that the text names as the source;
    () when it names none, or one that the library does not hold.
    """

    piece: Piece
    standing: Standing
    citations: tuple[Citation, ...] = ()
    differences: tuple[Difference, ...] = ()
    unsupported: tuple[str, ...] = ()
    superseded: bool = False
    ellipsis: bool = False
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """The findings of a text of so many characters, in reading order."""

    characters: int
    findings: tuple[Finding, ...]
    took_ms: float

    @property
    def passed(self) -> bool:
        """True when every piece is verbatim, and when there is none."""
        return all(finding.standing is Standing.VERBATIM for finding in self.findings)

    @property
    def counts(self) -> dict[Standing, int]:
        """How many findings have each standing; all four are there."""
        counted = Counter(finding.standing for finding in self.findings)
        return {standing: counted[standing] for standing in Standing}
