"""What a reader makes of one file: its only text, or why it cannot be read."""

from pathlib import Path

import pytest

from indexer.limits import DEFAULT_LIMITS, Limits
from indexer.readers import UnreadableFile, read_file
from indexer.types import RawText


def read_one(path: Path) -> RawText:
    """The only text of the file."""
    (raw,) = read_file(path)
    assert isinstance(raw, RawText)
    return raw


def reason(path: Path, limits: Limits = DEFAULT_LIMITS) -> str:
    """Why the file is refused as a whole."""
    with pytest.raises(UnreadableFile) as caught:
        list(read_file(path, limits))
    assert caught.value.path == path
    return caught.value.reason
