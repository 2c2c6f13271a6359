"""Which region, year, genre and publisher each document has, kept so that hundreds are counted in no time.

Invariant: counting documents here gives what counting their facts would.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.types import Facts

FacetValue = tuple[str, str]  # field and value: ("region", "湖北省/武汉市")


def facet_values(facts: Facts) -> tuple[FacetValue, ...]:
    """What a document with these facts is counted under; unknown facts count nowhere."""
    named = (("genre", facts.genre), ("publisher", facts.publisher))
    return (
        *(("region", path) for path in facts.regions),
        *((("year", str(facts.published.year)),) if facts.published else ()),
        *((field, value) for field, value in named if value),
    )


@dataclass(frozen=True, slots=True)
class FacetTable:
    """The values that occur; codes[starts[i]:starts[i + 1]] are those of document i."""

    values: Sequence[FacetValue]
    starts: NDArray[np.int64]
    codes: NDArray[np.int32]

    def count(self, documents: NDArray[np.int32]) -> dict[FacetValue, int]:
        """How many of the documents have each value; one that is given twice counts twice."""
        firsts = self.starts[documents]
        lengths = self.starts[documents + 1] - firsts
        # Where the codes of each document lie, one after the other: its first, then as many as it has.
        before = np.repeat(np.cumsum(lengths) - lengths - firsts, lengths)
        counts = np.bincount(self.codes[np.arange(len(before)) - before], minlength=len(self.values))
        codes = np.flatnonzero(counts)
        return {self.values[code]: count for code, count in zip(codes.tolist(), counts[codes].tolist(), strict=True)}

    def of(self, document: int) -> tuple[FacetValue, ...]:
        """What one document is counted under."""
        codes = self.codes[self.starts[document] : self.starts[document + 1]]
        return tuple(self.values[code] for code in codes.tolist())

    def write(self, folder: Path) -> None:
        """Write facets.json and facets.npz into the folder."""
        (folder / "facets.json").write_text(json.dumps(self.values, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / "facets.npz", starts=self.starts, codes=self.codes)


def make_facet_table(documents: Iterable[Sequence[FacetValue]]) -> FacetTable:
    """The table of documents whose values come in the order of their ordinals."""
    numbered: dict[FacetValue, int] = {}
    codes, starts = list[int](), [0]
    for values in documents:
        codes += (numbered.setdefault(value, len(numbered)) for value in values)
        starts.append(len(codes))
    return FacetTable(tuple(numbered), np.array(starts, dtype=np.int64), np.array(codes, dtype=np.int32))


def read_facet_table(folder: Path) -> FacetTable:
    """Read what `FacetTable.write` wrote."""
    values = json.loads((folder / "facets.json").read_text(encoding="utf-8"))
    with np.load(folder / "facets.npz") as arrays:
        return FacetTable(tuple((field, value) for field, value in values), arrays["starts"], arrays["codes"])
