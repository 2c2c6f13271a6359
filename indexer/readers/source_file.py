"""A file as its reader gets it, whether it lies in a folder or in an archive.

Invariant: `data` is all of the file and never longer than the limit on its size.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from indexer.limits import Limits


@dataclass(frozen=True, slots=True)
class SourceFile:
    """`path` names the file in messages; a member of an archive is named `archive.zip/inner.docx`."""

    path: Path
    data: bytes
    limits: Limits

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the bytes."""
        return sha256(self.data).hexdigest()
