"""Text laid out for a terminal: wrapped as Chinese is, hits set apart, nothing in it obeyed.

Invariant: no line is wider than the console, counted in terminal cells; text from documents is shown as it is and
never obeyed, neither as markup nor as control characters.
"""

import re
from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

# Without colour a hit is set in these; with colour it is bold and red.
OPENING_MARK, CLOSING_MARK = "【", "】"
HIT_STYLE = "bold red"

# What belongs on one line together: “共（6.2万元），” is 共 | （6.2万元），: an opening mark stays with what follows, a
# closing mark with what precedes, a Latin word stays whole, and a number stays with its unit.
UNIT = re.compile(
    r"[“‘（《〈【〔「『(\[]*"
    r"(?:[0-9A-Za-z][0-9A-Za-z.,:%+/_\-]*(?:(?<=[0-9])[万亿]?[\u4e00-\u9fff])?|\s+|\S)"
    r"[”’）》〉】〕」』，。、；：？！…—)\],.;:?!%]*"
)

# Control characters and the marks that turn the direction of writing could rewrite what the terminal shows.
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def print_block(console: Console, text: Text, *, indent: int = 0, hanging: int = 0) -> None:
    """Print text in lines of at most the console's width: all indented, and all but the first hanging by more."""
    first = True
    for paragraph in text.split("\n", allow_blank=False):
        paragraph.rstrip()
        for line in wrapped(paragraph, max(console.width - indent - hanging, 2)):
            margin = " " * (indent if first else indent + hanging)
            console.print(Text(margin).append_text(line), no_wrap=True, overflow="ignore", crop=False)
            first = False


def wrapped(text: Text, width: int) -> list[Text]:
    """Cut one line of text into lines of at most `width` cells, keeping styles; blank text gives no line."""
    lines = [line for line in text.divide(line_breaks(text.plain, width)) if line.plain.strip()]
    for line in lines:
        line.rstrip()
    return lines


def line_breaks(text: str, width: int) -> list[int]:
    """Find the offsets where a new line starts so that none is wider than `width` cells.

    Chinese breaks between any two characters, but a closing mark does not begin a line, an opening mark does not
    end one, and numbers and Latin words stay whole unless longer than a line.
    """
    breaks: list[int] = []
    used = 0
    for unit in UNIT.finditer(text):
        position = unit.start()
        fits = cell_len(unit.group().rstrip()) <= width
        for part in (unit.group(),) if fits else unit.group():
            cells = cell_len(part.rstrip())
            if used and used + cells > width:
                breaks.append(position)
                used = 0
            used += cell_len(part)
            position += len(part)
    return breaks


def marked(text: str, highlights: Iterable[tuple[int, int]], *, styled: bool) -> Text:
    """Set the highlighted `[start, end)` spans of a text apart: in colour, or between 【 and 】."""
    result = Text()
    position = 0
    for start, end in joined(highlights):
        result.append(printable(text[position:start]))
        if styled:
            result.append(printable(text[start:end]), HIT_STYLE)
        else:
            result.append(f"{OPENING_MARK}{printable(text[start:end])}{CLOSING_MARK}")
        position = end
    return result.append(printable(text[position:]))


def joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join spans that touch or overlap, in order of their start."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return tuple(result)


def printable(text: str) -> str:
    """Replace what a terminal would obey instead of showing, one character for one, so that offsets stay."""
    return UNSAFE.sub("�", text.replace("\r", "\n").replace("\t", " "))


def has_colour(console: Console) -> bool:
    """Tell whether a hit can be shown by colour: not in a pipe or a file, nor where NO_COLOR is set."""
    return console.is_terminal and console.color_system is not None and not console.no_color
