"""The pages of a PDF as they look: characters with their places, how much of the page is drawn, and its picture.

Invariant: coordinates are points from the top left corner of the page as it is shown, turned pages too.
"""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from indexer.readers.layout import Piece

_DOTS = 200  # per inch; 150 reads as well and no faster, 300 takes longer
_LONGEST_SIDE = 5000  # pixels; a page of 60 cm at 200 dpi
_GAP = 1.2  # character heights between two pieces of a row
_SHIFT = 0.5  # character heights by which the next character may stand higher or lower in the same piece
_HYPHENS = {"\ufffe": "-", "\x02": "-"}
_MOST_ITEMS = 30_000  # on a page
_MOST_CHARACTERS = 50_000  # on a page; a page of a newspaper has some 10,000


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as it looks: its characters in the order of the file, how many paths are drawn on it, and the share of
    it that the largest image covers (0 without images)."""

    characters: tuple[Piece, ...] = ()
    paths: int = 0
    image_share: float = 0.0


class PageViews:
    """The pages of an opened PDF; all look empty where the library cannot open it."""

    def __init__(self, data: bytes) -> None:
        try:
            self._document: Any = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            self._document = None

    def close(self) -> None:
        """Free the document."""
        if self._document:
            self._document.close()

    def view(self, index: int) -> PageView:
        """Look at a page by its index from 0; one that the library cannot load looks empty."""
        if self._document is None or index >= len(self._document):
            return PageView()
        try:
            with self._opened(index) as page:
                return _look_at(page)
        except pypdfium2.PdfiumError:
            return PageView()

    def render(self, index: int) -> NDArray[np.uint8]:
        """Draw a page at 200 dpi: (height, width, 3), blue first."""
        with self._opened(index) as page:
            scale = min(_DOTS / 72, _LONGEST_SIDE / max(page.get_size()))
            pixels: NDArray[np.uint8] = page.render(scale=scale, rev_byteorder=False).to_numpy()
            return np.ascontiguousarray(pixels[:, :, :3])

    @contextmanager
    def _opened(self, index: int) -> Iterator[Any]:
        page = self._document[index]
        try:
            yield page
        finally:
            page.close()


def _look_at(page: Any) -> PageView:
    items = list(islice(page.get_objects(max_depth=3), _MOST_ITEMS))
    images = [item.get_bounds() for item in items if item.type == pdfium.FPDF_PAGEOBJ_IMAGE]
    paths = sum(item.type == pdfium.FPDF_PAGEOBJ_PATH for item in items)
    area = page.get_width() * page.get_height()
    covered = max(((right - left) * (top - bottom) for left, bottom, right, top in images), default=0.0)
    return PageView(tuple(_characters(page)), paths, covered / area if area else 0.0)


def _characters(page: Any) -> Iterator[Piece]:
    """Yield the visible characters of a page and the blanks between them."""
    text = page.get_textpage()
    try:
        place = _Placement.of(page)
        box = pdfium.FS_RECTF()
        for index in range(min(text.count_chars(), _MOST_CHARACTERS)):
            code = pdfium.FPDFText_GetUnicode(text, index)
            character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
            if character in "\r\n" or not pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
                continue
            yield Piece(_HYPHENS.get(character, character), *place.shown(box.left, box.top, box.right, box.bottom))
    finally:
        text.close()


@dataclass(frozen=True, slots=True)
class _Placement:
    """The box of a page in the coordinates of its file, and by how many degrees it is turned when shown."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @classmethod
    def of(cls, page: Any) -> "_Placement":
        left, bottom, right, top = page.get_mediabox()
        return cls(left, bottom, right, top, page.get_rotation())

    def shown(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Turn a box of the file into (left, top, right, bottom) as shown."""
        if self.turn == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turn == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        if self.turn == 270:
            return self.top - top, self.right - right, self.top - bottom, self.right - left
        return left - self.left, self.top - top, right - self.left, self.top - bottom


def join_characters(characters: Sequence[Piece]) -> list[Piece]:
    """Join characters that follow each other without a wide gap to the pieces of the page's rows."""
    runs: list[list[Piece]] = []
    for character in characters:
        if runs and _continues(runs[-1][-1], character):
            runs[-1].append(character)
        elif character.text.strip():
            runs.append([character])
    return [_piece(run) for run in runs]


def _continues(before: Piece, after: Piece) -> bool:
    size = max(before.height, after.height)
    shift = abs((before.top + before.bottom) - (after.top + after.bottom)) / 2
    return shift <= _SHIFT * size and -_SHIFT * size <= after.left - before.right <= _GAP * size


def _piece(run: Sequence[Piece]) -> Piece:
    text = "".join(character.text for character in run).rstrip()
    return Piece(
        text,
        min(character.left for character in run),
        min(character.top for character in run),
        max(character.right for character in run if character.text.strip()),
        max(character.bottom for character in run),
    )
