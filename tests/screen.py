"""A terminal that is a string, and the width of what was written to it."""

import io
import unicodedata

from rich.console import Console


class Screen(Console):
    """A console whose output is a string: no terminal, unless colour is asked for."""

    def __init__(self, width: int = 80, *, colour: bool = False) -> None:
        self.written = io.StringIO()
        system = "standard" if colour else None
        super().__init__(file=self.written, width=width, force_terminal=colour, color_system=system)  # type: ignore[arg-type]

    @property
    def text(self) -> str:
        return self.written.getvalue()


def cells(line: str) -> int:
    """Width of a line on a terminal: East Asian wide characters take two cells."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
