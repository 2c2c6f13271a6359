"""What a reader says about a file or record that it cannot read; the reason is in Chinese, for the person who runs it.

Invariant: a reason names what is wrong and how to mend it.
"""

from dataclasses import dataclass
from pathlib import Path

_LONGEST = 200  # characters


def shorten(reason: str) -> str:
    """Bring a reason into one line that a person reads."""
    line = " ".join(reason.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


class UnreadableFile(Exception):
    """A whole file that cannot be read; caught by the indexing run, which goes on with the next file."""

    def __init__(self, path: Path, reason: str) -> None:
        # What libraries say of damage can repeat the damaged part, page after page.
        reason = shorten(reason)
        super().__init__(f"{path}：{reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class UnreadableRecord:
    """A text that cannot be read in a file whose others can: a record (`key` is its id, or its line: 第3行), or a
    `member` of an archive, named by its path inside."""

    key: str
    reason: str
    member: str = ""
