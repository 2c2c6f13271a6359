"""A file as its reader gets it, whether it lies in a folder or in an archive.

Invariant: `data` is all of the file and never longer than the limit on its size.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from indexer.limits import Limits


def say_nothing() -> None:
    """For callers that do not wait with a limit on time."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """`path` names the file in messages; a member of an archive is named `archive.zip/inner.docx`.

    A reader that takes seconds for a page calls `alive` after each: the limit on time then counts anew.
    """

    path: Path
    data: bytes
    limits: Limits
    alive: Callable[[], None] = say_nothing

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the bytes."""
        return sha256(self.data).hexdigest()
