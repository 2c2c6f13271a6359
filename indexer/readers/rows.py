"""Rows of tables as lines of text, the same for every format that has tables.

Invariant: a row is one line, its cells joined by ` | `, so that the cutter of passages knows it for a row.
"""

from collections.abc import Iterable


def row_line(cells: Iterable[str]) -> str:
    """Join the cells of a row, each on one line; empty ones keep their place but for those at the end."""
    return " | ".join(" ".join(cell.split()) for cell in cells).rstrip("| ")
