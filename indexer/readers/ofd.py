"""OFD files (GB/T 33190), the fixed layout of Chinese offices: the text of each page from the places of its pieces.

Invariant: every page counts, also one without text; running heads and page numbers are removals over the text.
"""

import struct
import zlib
from io import BytesIO

import ofdkit

from indexer.readers.layout import PageLayout, Piece, lay_out
from indexer.readers.packages import open_archive
from indexer.readers.page_lines import join_pages
from indexer.readers.source_file import SourceFile
from indexer.readers.unreadable import UnreadableFile
from indexer.types import RawText

# What the library lets through on mutated files, besides its own errors.
_DAMAGE = (ofdkit.OFDError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError,
           RuntimeError, NotImplementedError, OSError, EOFError, zlib.error, struct.error)  # fmt: skip


def read_ofd(file: SourceFile) -> RawText:
    """Read the pages; raises UnreadableFile when the file is damaged, has too many pages, or holds pictures only."""
    open_archive(file).close()
    try:
        with ofdkit.open(BytesIO(file.data)) as document:
            if len(document.pages) > file.limits.pages:
                reason = f"OFD 有 {len(document.pages)} 页，超过了 {file.limits.pages} 页的上限，请拆成几个文件"
                raise UnreadableFile(file.path, reason)
            pages = [_lay_out(page) for page in document.pages]
    except _DAMAGE as error:
        raise UnreadableFile(file.path, "OFD 文件损坏，无法解析，请重新获取") from error
    if not any(page.lines for page in pages):
        raise UnreadableFile(file.path, "OFD 里没有文字（可能只有图像），请用阅读器转成 PDF 或图像，再做文字识别")
    return join_pages(file, pages)


def _lay_out(page: ofdkit.Page) -> PageLayout:
    """Order the pieces that stand on the page; a piece reaches from its baseline up by its size."""
    left, top, width, height = page.box
    pieces = (
        Piece(run.text, run.x, run.y - run.size, run.x + run.width, run.y) for run in page.runs if run.text.strip()
    )
    on_page = (left, top, left + width, top + height)
    return lay_out([piece for piece in pieces if _overlaps(piece, on_page)])


def _overlaps(piece: Piece, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    return piece.left < right and piece.right > left and piece.top < bottom and piece.bottom > top
