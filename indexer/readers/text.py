"""Plain text files (.txt) in any Chinese encoding; the raw text is every character of the file.

Invariant: only a block between --- lines at the very head that states facts by name is front matter, and a removal.
"""

from indexer.decoding import decode
from indexer.readers.source_file import SourceFile
from indexer.readers.statements import NOTHING, Statements, read_front_matter
from indexer.readers.unreadable import UnreadableFile
from indexer.types import Edit, RawText


def read_text(file: SourceFile) -> RawText:
    """Read a text file; raises UnreadableFile when it is binary or in an unknown encoding."""
    text = decode_file(file)
    stated, body = _front_matter(text)
    removals = (Edit(0, body, "", "front_matter"),) if body else ()
    return RawText("", file.digest, text, removals=removals, facts=stated.facts, problems=stated.problems)


def _front_matter(text: str) -> tuple[Statements, int]:
    """Read the front matter; a block of another kind is text."""
    try:
        stated, body = read_front_matter(text)
    except ValueError:
        return NOTHING, 0
    return (stated, body) if stated.facts else (NOTHING, 0)


def decode_file(file: SourceFile, declared: str | None = None) -> str:
    """Decode the bytes of the file; raises UnreadableFile with the reason."""
    try:
        return decode(file.data, declared)
    except ValueError as error:
        raise UnreadableFile(file.path, str(error)) from error
