"""Word files (.docx): the text as Word shows it, with automatic numbers; headings from styles and outline levels.

Invariant: what is in the text but is no running text (marks of notes, the table of contents) is a removal over it.
"""

from collections.abc import Sequence

from indexer.readers.docx_parts import read_parts
from indexer.readers.docx_text import BodyText, Line
from indexer.readers.packages import DAMAGE, open_archive
from indexer.readers.source_file import SourceFile
from indexer.readers.unreadable import UnreadableFile
from indexer.types import Edit, HeadingMark, RawText


def read_docx(file: SourceFile) -> RawText:
    """Read a Word file; raises UnreadableFile when it is damaged."""
    with open_archive(file) as archive:
        try:
            lines = list(BodyText(read_parts(archive)).lines())
        except DAMAGE as error:
            raise UnreadableFile(file.path, "Word 文件损坏，无法解析，请用 Word/WPS 修复后另存") from error
    return make_text(lines, file.digest)


def make_text(lines: Sequence[Line], digest: str) -> RawText:
    """Put the lines together, with their headings and cuts."""
    headings, removals, position = [], [], 0
    for line in lines:
        if line.level and line.text.strip():
            headings.append(HeadingMark(position, position + len(line.text), line.level))
        removals += [Edit(position + start, position + end, "", rule) for start, end, rule in line.cuts]
        position += len(line.text) + 1
    text = "".join(f"{line.text}\n" for line in lines)
    return RawText(key="", digest=digest, text=text, headings=tuple(headings), removals=tuple(removals))
