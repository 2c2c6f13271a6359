"""Tables in a text: runs of lines whose cells are divided by ` | ` or tabs, and the row that names their columns.

Invariant: a header is the text of the table's own row, as it stands.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ROW = re.compile(r" \| |\t")  # 区县 | 经费（万元）
_CELLS = re.compile(r"\||\t")
_FIGURE = re.compile(r"[\d.,，%％+\-—/\s]+")
_LONGEST_HEADER = 200  # characters: a third of what the shipped model reads, beside a passage of up to 600


@dataclass(frozen=True, slots=True)
class Table:
    """The rows at `[start:end)`; `header` is the row that names the columns and ends at `header_end`."""

    start: int
    header_end: int
    end: int
    header: str


def find_tables(text: str) -> tuple[Table, ...]:
    """Return the tables with a header, in order: two rows or more, of which the first with several cells has words."""
    return tuple(table for rows in _runs(text) if (table := _read(text, rows)))


def header_at(tables: Sequence[Table], position: int) -> str:
    """The header of the table that a passage starting here is inside of; "" outside tables and at their header."""
    index = bisect_right([table.start for table in tables], position) - 1
    if index < 0 or not tables[index].header_end <= position < tables[index].end:
        return ""
    return tables[index].header


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the spans of the lines of each run of rows."""
    run: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        if ROW.search(line.strip()):
            run.append((start, start + len(line)))
        elif run:
            yield run
            run = []
        start += len(line) + 1
    if run:
        yield run


def _read(text: str, rows: Sequence[tuple[int, int]]) -> Table | None:
    for start, end in rows[:-1]:
        cells = [cell.strip() for cell in _CELLS.split(text[start:end]) if cell.strip()]
        if len(cells) < 2:  # 表1　各区情况 | | |
            continue
        header = text[start:end].strip()
        figures = sum(_FIGURE.fullmatch(cell) is not None for cell in cells)
        if 2 * figures >= len(cells) or len(header) > _LONGEST_HEADER:
            return None
        return Table(start, end, rows[-1][1], header)
    return None
