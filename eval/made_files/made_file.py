"""A file made for measuring a reader: how to write it, and what a perfect reader gives.

Invariant: everything expected is known before the file is written; nothing of it comes from a reader.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One made file: `name` (unique) says what is peculiar about it, `suffix` what it is named.

    `write` writes it to a path and raises CannotMake where this machine lacks what it takes; `lines` are the lines of
    its cleaned text (paragraphs, headings, rows of tables) without blank ones; `pages` the page on which each line
    begins, () in a format without pages; `headings` the lines marked as headings, each with its level; `page_count`
    how many pages the time is divided by.
    """

    format: str
    name: str
    suffix: str
    write: Callable[[Path], None]
    lines: tuple[str, ...]
    pages: tuple[int, ...] = ()
    headings: tuple[tuple[str, int], ...] = ()
    page_count: int = 1


class CannotMake(Exception):
    """What this machine lacks to make a file; caught by the measurement, which leaves the file out and says so."""
