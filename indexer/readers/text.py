"""Plain text files (.txt) in any Chinese encoding; the raw text is every character of the file."""

from hashlib import sha256
from pathlib import Path

from indexer.decoding import decode
from indexer.readers.unreadable import UnreadableFile
from indexer.types import RawText


def read_text(path: Path) -> RawText:
    """Read a text file; raises UnreadableFile when it is binary or in an unknown encoding."""
    data = path.read_bytes()
    return RawText(key="", digest=sha256(data).hexdigest(), text=decode_file(path, data))


def decode_file(path: Path, data: bytes, declared: str | None = None) -> str:
    """Decode the bytes of this file; raises UnreadableFile with the reason."""
    try:
        return decode(data, declared)
    except ValueError as error:
        raise UnreadableFile(path, str(error)) from error
