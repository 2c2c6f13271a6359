"""Pieces of text with their places on a page → lines in reading order, several columns too.

Invariant: every piece is in exactly one line; coordinates grow to the right and downwards, in any one unit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

_SAME_ROW = 0.5  # share of the lower piece's height by which two pieces overlap that stand in one row
_FEWEST_LINES = 4  # in each column; two rows of a form beside each other are no columns
_FILLED = 0.8  # share of the column's width that a line of running text fills
_NARROWEST = 8  # characters in a column
_GUTTER = 0.8  # characters between columns
_MOST_PIECES = 800  # on a page with columns; looking for them takes the square of it
_TABLE_ROWS = 3  # so many rows of as many pieces, one below the other, are a table
_INDENT = 1.2, 3.2  # characters, least and most
_TITLE_SIZE, _TITLE_TOLERANCE = 1.25, 0.15  # of the middle height of the pieces; titles are set in 22 to 26 over 16
CELL_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in the box from (left, top) to (right, bottom); a text of several lines is a table, a row each.

    `confidence` is 1 where nothing had to be recognised.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0

    @property
    def height(self) -> float:
        """Of the box; about one Chinese character."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page; `row` says that it is one of a table, whose cells are joined by ` | `.

    `goes_on` says that it is part of a title that the next line continues.
    """

    text: str
    row: bool = False
    confidence: float = 1.0
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The lines of a page in reading order; `columns` is the greatest number of them side by side."""

    lines: tuple[PageLine, ...]
    columns: int = 1


def lay_out(pieces: Sequence[Piece]) -> PageLayout:
    """Order the pieces of a page: down each column of running text, else row by row."""
    if not pieces:
        return PageLayout(())
    blocks, columns = _order(pieces, median(piece.height for piece in pieces))
    return PageLayout(tuple(line for block in blocks for line in _lines(block)), columns)


def find_rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Group pieces by the row in which they stand, rows from the top, pieces from the left."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        if rows and _overlap(rows[-1][-1], piece) >= _SAME_ROW:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _overlap(first: Piece, second: Piece) -> float:
    shared = min(first.bottom, second.bottom) - max(first.top, second.top)
    return shared / max(min(first.height, second.height), 1e-6)


def _order(pieces: Sequence[Piece], size: float) -> tuple[list[list[Piece]], int]:
    """Cut the pieces into blocks to be read one after the other, and say how many columns there are."""
    gutter = _find_gutter(pieces, size)
    if gutter is None:
        return [list(pieces)], 1
    blocks: list[list[Piece]] = []
    columns = 1
    for crosses, band in _bands(pieces, gutter):
        sides = _sides(band, gutter)
        if crosses or not all(_is_text(side, size, fewest=1) for side in sides):
            blocks.append(band)
            continue
        left, right = (_order(side, size) for side in sides)
        blocks += left[0] + right[0]
        columns = max(columns, left[1] + right[1])
    return blocks, columns


def _find_gutter(pieces: Sequence[Piece], size: float) -> float | None:
    """Find the place that the fewest pieces cross, with running text on both sides; None where there is none."""
    if len(pieces) > _MOST_PIECES:
        return None
    edges = sorted({piece.right for piece in pieces})
    best: tuple[int, float] | None = None
    for edge in edges:
        after = min((piece.left for piece in pieces if piece.left > edge), default=None)
        if after is None or after - edge < 0.1 * size:
            continue
        middle = (edge + after) / 2
        crossing = sum(_crosses(piece, middle) for piece in pieces)
        if best and crossing >= best[0]:
            continue
        bands = [_sides(band, middle) for crosses, band in _bands(pieces, middle) if not crosses]
        left, right = ([piece for sides in bands for piece in sides[side]] for side in (0, 1))
        if not left or not right or min(p.left for p in right) - max(p.right for p in left) < _GUTTER * size:
            continue
        if _is_text(left, size, _FEWEST_LINES) and _is_text(right, size, _FEWEST_LINES):
            best = crossing, middle
    return best[1] if best else None


def _crosses(piece: Piece, place: float) -> bool:
    return piece.left < place < piece.right


def _sides(pieces: Sequence[Piece], place: float) -> tuple[list[Piece], list[Piece]]:
    return [piece for piece in pieces if piece.right <= place], [piece for piece in pieces if piece.right > place]


def _bands(pieces: Sequence[Piece], place: float) -> Iterator[tuple[bool, list[Piece]]]:
    """Cut at the rows that cross a place: yield whether these cross it, and the pieces, from the top.

    A table with nothing beside it stands across, too, however narrow it is.
    """
    rows_and_crossing = groupby(
        find_rows(pieces), lambda row: _is_lone_table(row) or any(_crosses(p, place) for p in row)
    )
    for crosses, rows in rows_and_crossing:
        yield crosses, [piece for row in rows for piece in row]


def _is_lone_table(row: Sequence[Piece]) -> bool:
    return len(row) == 1 and "\n" in row[0].text


def _is_text(pieces: Sequence[Piece], size: float, fewest: int) -> bool:
    """Tell running text, most lines of which fill the column, from the cells of a table."""
    if not pieces:
        return False
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    rows = find_rows(pieces)
    filled = sum(max(p.right for p in row) - min(p.left for p in row) >= _FILLED * width for row in rows)
    return len(rows) >= fewest and width >= _NARROWEST * size and 2 * filled >= len(rows)


def _lines(pieces: Sequence[Piece]) -> Iterator[PageLine]:
    """Yield the rows of a block: those of several pieces, three or more in a row, are those of a table.

    A line that stands two characters in from the edge of its block gets two blanks: so begins a paragraph.
    """
    left, size = min(piece.left for piece in pieces), median(piece.height for piece in pieces)
    rows = find_rows(pieces)
    table = _table_rows(rows)
    for number, row in enumerate(rows):
        cells = number in table
        text = (CELL_SEPARATOR if cells else " ").join(piece.text for piece in row)
        if _INDENT[0] * size <= row[0].left - left <= _INDENT[1] * size and not cells and "\n" not in text:
            text = f"\u3000\u3000{text}"
        confidence = min(piece.confidence for piece in row)
        goes_on = number + 1 < len(rows) and _is_one_title(row, rows[number + 1], size)
        yield from (PageLine(line, cells or "\n" in text, confidence, goes_on) for line in text.split("\n"))


def _table_rows(rows: Sequence[Sequence[Piece]]) -> set[int]:
    found: set[int] = set()
    for count, group in groupby(range(len(rows)), lambda number: len(rows[number])):
        numbers = list(group)
        if count > 1 and len(numbers) >= _TABLE_ROWS:
            found.update(numbers)
    return found


def _is_one_title(first: Sequence[Piece], second: Sequence[Piece], size: float) -> bool:
    """Say whether two rows are one title: larger than the text, of one size, one below the other about one middle."""
    if len(first) != 1 or len(second) != 1:
        return False
    above, below = first[0], second[0]
    large = min(above.height, below.height) >= _TITLE_SIZE * size
    alike = abs(above.height - below.height) <= _TITLE_TOLERANCE * above.height
    near = below.top - above.bottom < above.height
    return large and alike and near and abs(above.left + above.right - below.left - below.right) <= 2 * above.height


def join_wrapped(lines: Sequence[str]) -> str:
    """Join the lines of one cell: Chinese without a gap, Latin words with a blank."""
    joined = ""
    for line in (line.strip() for line in lines):
        gap = joined[-1:].isascii() and line[:1].isascii() and joined[-1:].isalnum() and line[:1].isalpha()
        joined += f" {line}" if joined and gap else line
    return joined
