"""The ruled tables of a PDF page, found by their lines and filled with the characters inside each cell.

Invariant: every visible character is either in a cell or among the remaining ones; a merged cell is given once, at its
first row and column.
"""

import logging
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from indexer.readers.layout import CELL_SEPARATOR, Piece, find_rows, join_wrapped
from indexer.readers.pdf_pages import join_characters

_FEWEST_PATHS = 4  # drawn on a page with a table: a red letterhead has one or two
_MOST_PATHS = 20_000  # maps and plots have more
_DAMAGE = (
    PDFException,
    MalformedPDFException,
    PdfminerException,
    PSException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ZeroDivisionError,
    RecursionError,
    AssertionError,
)

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table: its box, and its rows of cells; None where a cell goes on from above or from the left."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]


class TableFinder:
    """Takes the tables out of the pages of one PDF; the document is opened when the first page needs it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: pdfplumber.PDF | None = None

    def close(self) -> None:
        """Free the document; the library reads its pages once more for that, damaged ones too."""
        if self._document:
            with suppress(*_DAMAGE):
                self._document.close()

    def fill_tables(self, index: int, characters: Sequence[Piece], paths: int) -> tuple[list[Piece], list[Piece]]:
        """Return the tables of a page, each as a piece with a row a line, and the characters outside of them."""
        if not _FEWEST_PATHS <= paths <= _MOST_PATHS:
            return [], list(characters)
        tables, free = list[Piece](), _FreeCharacters(characters)
        for grid in self._grids(index):
            rows = [[_cell_text(free.take(cell)) if cell else "" for cell in row] for row in grid.rows]
            tables.append(Piece("\n".join(CELL_SEPARATOR.join(row) for row in rows if any(row)), *grid.box))
        return [table for table in tables if table.text], free.left()

    def _grids(self, index: int) -> list[_Grid]:
        """Find the tables of at least two rows and columns; none where the library cannot read the page."""
        logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
        try:
            self._document = self._document or pdfplumber.open(BytesIO(self._data))
            page = self._document.pages[index]
            found = page.find_tables()
            left, top = page.bbox[:2]
            page.close()
        except _DAMAGE:
            return []
        grids = [
            _Grid(
                _moved(table.bbox, left, top),
                tuple(tuple(_moved(cell, left, top) if cell else None for cell in row.cells) for row in table.rows),
            )
            for table in found
        ]
        return [grid for grid in grids if len(grid.rows) > 1 and len(grid.rows[0]) > 1]


class _FreeCharacters:
    """The characters of a page that no cell has taken yet."""

    def __init__(self, characters: Sequence[Piece]) -> None:
        self._characters = characters
        self._taken: set[int] = set()
        self._by_middle = sorted(range(len(characters)), key=lambda i: characters[i].top + characters[i].bottom)
        self._middles = [(characters[i].top + characters[i].bottom) / 2 for i in self._by_middle]

    def take(self, box: Box) -> list[Piece]:
        """Take the characters whose middle is in the box, in their order."""
        left, top, right, bottom = box
        places = self._by_middle[bisect_left(self._middles, top) : bisect_right(self._middles, bottom)]
        across = ((i, (self._characters[i].left + self._characters[i].right) / 2) for i in places)
        inside = sorted(i for i, middle in across if left <= middle <= right and i not in self._taken)
        self._taken.update(inside)
        return [self._characters[i] for i in inside]

    def left(self) -> list[Piece]:
        """Return what no cell took, in its order."""
        return [character for i, character in enumerate(self._characters) if i not in self._taken]


def _moved(box: Box, left: float, top: float) -> Box:
    return box[0] - left, box[1] - top, box[2] - left, box[3] - top


def _cell_text(characters: Sequence[Piece]) -> str:
    rows = find_rows(join_characters(characters))
    return join_wrapped([" ".join(piece.text for piece in row) for row in rows])
