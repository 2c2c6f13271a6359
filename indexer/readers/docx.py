"""Word files (.docx): paragraphs and tables in the order of the body, heading styles as heading marks.

Invariant: inserted text counts, deleted text does not; a table row is one line, its cells joined by ` | `.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import XMLSyntaxError

from indexer.readers.source_file import SourceFile
from indexer.readers.unreadable import UnreadableFile
from indexer.types import HeadingMark, RawText

# What python-docx and zipfile let through on damaged or hostile files.
_DAMAGE = (
    OpcError, zipfile.BadZipFile, zlib.error, struct.error, XMLSyntaxError, KeyError, ValueError, TypeError, IndexError,
    AttributeError, EOFError, NotImplementedError, RecursionError, RuntimeError, OverflowError,
)  # fmt: skip
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_NOT_SHOWN = frozenset(qn(name) for name in ("w:del", "w:moveFrom")) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the document; `level` is that of its heading style, 0 for other text."""

    text: str
    level: int


def read_docx(file: SourceFile) -> RawText:
    """Read a Word file; raises UnreadableFile when it is encrypted, an old .doc, or damaged."""
    if file.data.startswith(_OLD_OFFICE):
        raise UnreadableFile(
            file.path, "不是 .docx：文件设有口令，或是旧版 .doc，请用 Word/WPS 打开后另存为不加密的 .docx"
        )
    try:
        lines = list(_read_body(Document(BytesIO(file.data))))
    except _DAMAGE as error:
        raise UnreadableFile(file.path, f"Word 文件损坏，无法解析，请用 Word/WPS 修复后另存：{error}") from error
    headings, position = [], 0
    for line in lines:
        if line.level and line.text.strip():
            headings.append(HeadingMark(position, position + len(line.text), line.level))
        position += len(line.text) + 1
    text = "".join(f"{line.text}\n" for line in lines)
    return RawText(key="", digest=file.digest, text=text, headings=tuple(headings))


def _read_body(body: object) -> Iterator[_Line]:
    """Yield the lines of a document or a table cell in order."""
    for block in body.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Table):
            yield from _read_table(block)
        elif isinstance(block, Paragraph):
            level = _heading_level(block)
            yield from (_Line(text, level) for text in _paragraph_text(block).split("\n"))


def _read_table(table: Table) -> Iterator[_Line]:
    """Yield a line a row; a merged cell shows its text once, at its first row and column."""
    seen: set[object] = set()
    for row in table.rows:
        cells = []
        for cell in row.cells:
            first = cell._tc not in seen
            seen.add(cell._tc)
            cells.append(" ".join(line.text.strip() for line in _read_body(cell) if line.text.strip()) if first else "")
        yield _Line(" | ".join(cells), 0)


def _heading_level(paragraph: Paragraph) -> int:
    """Read the level from the style (Heading 1 … 6, Title) or from the paragraph's own outline level."""
    name = paragraph.style.name if paragraph.style is not None and paragraph.style.name else ""
    if name == "Title":
        return 1
    if name.startswith("Heading ") and name[8:].isdigit():
        return min(6, int(name[8:]))
    outline = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    level = int(outline.get(qn("w:val"), "9")) if outline is not None else 9
    return level + 1 if level < 6 else 0


def _paragraph_text(paragraph: Paragraph) -> str:
    """Concatenate the runs, also inside insertions, links and text boxes, but not in deletions or fallbacks."""
    pieces = []
    for element in paragraph._p.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
        if element.getparent().tag != qn("w:r") or any(above.tag in _NOT_SHOWN for above in element.iterancestors()):
            continue
        pieces.append(
            (element.text or "") if element.tag == qn("w:t") else "\t" if element.tag == qn("w:tab") else "\n"
        )
    return "".join(pieces)
