"""Paragraphs set on the pages of a PDF: lines, columns, running heads and page numbers, all known beforehand.

Invariant: what a page shows and in which order it is written is decided here, and nothing of it is read back.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from eval.made_files.made_file import CannotMake

WIDTH, HEIGHT = A4  # points
_MARGIN = 80.0
_SIZE = 12.0
_LEADING = 22.0
_GUTTER = 24.0
_NOT_FIRST = "，。、；：！？”’）》"
_NOT_EMBEDDED = "STSong-Light"
_EMBEDDED = "Embedded"
# TrueType fonts of Debian's packages fonts-arphic-gbsn00lp, fonts-arphic-uming and fonts-wqy-zenhei
_FONT_FILES = (
    "/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
)


@dataclass(frozen=True, slots=True)
class Style:
    """How the text is set; `across` writes it line by line over all columns, as some programs do."""

    embedded: bool = False
    columns: int = 1
    across: bool = False
    head: str | None = None
    numbered: bool = False


@dataclass(slots=True)
class _Column:
    left: float
    lines: list[tuple[float, str]] = field(default_factory=list)  # indentation, text


def choose_font(embedded: bool) -> str:
    """Register a Chinese font and return its name; raises CannotMake where none that can be embedded is installed."""
    if not embedded:
        registerFont(UnicodeCIDFont(_NOT_EMBEDDED))
        return _NOT_EMBEDDED
    found = next((name for name in _FONT_FILES if Path(name).exists()), None)
    if found is None:
        raise CannotMake("没有可以嵌入的中文 TrueType 字体（Debian：fonts-arphic-gbsn00lp）")
    registerFont(TTFont(_EMBEDDED, found))
    return _EMBEDDED


def open_canvas(path: Path) -> Canvas:
    """Begin a PDF of A4 pages that is the same at every run."""
    return Canvas(str(path), pagesize=A4, invariant=1)


def wrap(text: str, width: float, indent: float = 0.0, size: float = _SIZE) -> Iterator[str]:
    """Break a paragraph into lines of at most this width in points, none beginning with a closing sign.

    A Chinese character is as wide as its size, any other counts as half of that: no font needs to be measured.
    """
    line, free = "", width - indent
    for character in text:
        advance = size / 2 if character.isascii() else size
        if free < advance and character not in _NOT_FIRST:
            yield line
            line, free = "", width
        line += character
        free -= advance
    yield line


def place_paragraphs(paragraphs: Sequence[str], style: Style) -> tuple[int, ...]:
    """Return the page on which each paragraph begins, from 1."""
    return tuple(_set(paragraphs, style, lambda number, columns: None))


def write_paragraphs(paragraphs: Sequence[str], style: Style) -> Callable[[Path], None]:
    """Return what writes the paragraphs to a path; a paragraph without a number at its head is indented."""

    def write(path: Path) -> None:
        font = choose_font(style.embedded)
        canvas = open_canvas(path)
        list(_set(paragraphs, style, lambda number, columns: _draw(canvas, font, style, number, columns)))
        canvas.save()

    return write


def _set(paragraphs: Sequence[str], style: Style, finish: Callable[[int, Sequence[_Column]], None]) -> Iterator[int]:
    """Set the paragraphs page by page, hand each finished page on, and yield the page of each paragraph."""
    width = (WIDTH - 2 * _MARGIN - (style.columns - 1) * _GUTTER) / style.columns
    depth = int((HEIGHT - 2 * _MARGIN) / _LEADING)
    number, column = 1, 0
    columns = _empty_columns(style, width)
    for paragraph in paragraphs:
        indent = 0.0 if is_heading(paragraph) else 2 * _SIZE
        for count, line in enumerate(wrap(paragraph, width, indent)):
            if len(columns[column].lines) == depth:
                column += 1
            if column == style.columns:
                finish(number, columns)
                number, column, columns = number + 1, 0, _empty_columns(style, width)
            columns[column].lines.append((0.0 if count else indent, line))
            if count == 0:
                yield number
    finish(number, columns)


def is_heading(paragraph: str) -> bool:
    """Say whether a paragraph is a heading on a line of its own."""
    return len(paragraph) < 20 and paragraph[-1] not in "。；："


def _empty_columns(style: Style, width: float) -> list[_Column]:
    return [_Column(_MARGIN + number * (width + _GUTTER)) for number in range(style.columns)]


def _draw(canvas: Canvas, font: str, style: Style, number: int, columns: Sequence[_Column]) -> None:
    canvas.setFont(font, 9)
    if style.head:
        canvas.drawString(_MARGIN, HEIGHT - 50, style.head)
    canvas.setFont(font, _SIZE)
    for row, column in _drawing_order(columns, style.across):
        indent, line = column.lines[row]
        canvas.drawString(column.left + indent, HEIGHT - _MARGIN - row * _LEADING, line)
    if style.numbered:
        canvas.setFont(font, 9)
        canvas.drawCentredString(WIDTH / 2, 40, f"— {number} —")
    canvas.showPage()


def _drawing_order(columns: Sequence[_Column], across: bool) -> list[tuple[int, _Column]]:
    placed = [(row, number) for number, column in enumerate(columns) for row in range(len(column.lines))]
    return [(row, columns[number]) for row, number in (sorted(placed) if across else placed)]
