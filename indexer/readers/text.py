"""Plain text files (.txt) in any Chinese encoding; the raw text is every character of the file."""

from indexer.decoding import decode
from indexer.readers.source_file import SourceFile
from indexer.readers.unreadable import UnreadableFile
from indexer.types import RawText


def read_text(file: SourceFile) -> RawText:
    """Read a text file; raises UnreadableFile when it is binary or in an unknown encoding."""
    return RawText(key="", digest=file.digest, text=decode_file(file))


def decode_file(file: SourceFile, declared: str | None = None) -> str:
    """Decode the bytes of the file; raises UnreadableFile with the reason."""
    try:
        return decode(file.data, declared)
    except ValueError as error:
        raise UnreadableFile(file.path, str(error)) from error
