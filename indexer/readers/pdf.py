"""PDF files: pages in order, each by its text layer, by the places of its characters, or by recognising its picture.

Invariant: no page is left out silently; where a picture cannot be recognised, its page is named as a problem.
"""

import logging
import struct
import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from indexer.readers.layout import PageLayout, PageLine, lay_out
from indexer.readers.ocr import INSTALL, can_recognise, recognise
from indexer.readers.page_lines import join_pages
from indexer.readers.pdf_pages import PageView, PageViews, join_characters
from indexer.readers.pdf_tables import TableFinder
from indexer.readers.source_file import SourceFile
from indexer.readers.unreadable import UnreadableFile
from indexer.types import RawText

# What pypdf lets through on damaged or hostile files, besides its own errors.
_DAMAGE = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError,
    NotImplementedError, OverflowError, zlib.error, struct.error,
)  # fmt: skip
_SCAN_CHARACTERS = 20  # a page of text has some hundred, a scan with a stamp of text a dozen
_PICTURE = 0.5  # share of the page that an image covers which is the page itself, under a head or a number in text
_FEW_ON_PICTURE = 100
_SAME = 0.9  # share of the characters that two libraries must both find: they differ on hyphens, dashes, ligatures
_NAMED_PAGES = 5
_DAMAGED_PAGE = PageLayout(())  # a page that is merely empty has one empty line


@dataclass(frozen=True, slots=True)
class _OpenPdf:
    """One file, opened by the libraries that read its text, look at its pages and find its tables."""

    reader: PdfReader
    views: PageViews
    tables: TableFinder


def read_pdf(file: SourceFile) -> RawText:
    """Read a PDF; raises UnreadableFile when it has a password, is damaged, or is a scan that cannot be recognised."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    opened = _OpenPdf(_open(file), PageViews(file.data), TableFinder(file.data))
    try:
        pages = [_read_page(opened, index) for index in range(len(opened.reader.pages))]
        if not any(page is None or any(line.text.strip() for line in page.lines) for page in pages):
            raise UnreadableFile(file.path, f"PDF 没有文字层，也没有图像（共 {len(pages)} 页），请检查文件")
        if can_recognise():
            read = [page or _recognise_page(file, opened, index) for index, page in enumerate(pages)]
            raw = join_pages(file, read)
        else:
            raw = _without_pictures(file, pages)
        damaged = [number for number, page in enumerate(pages, start=1) if page == _DAMAGED_PAGE]
        problem = f"{_name_pages(damaged)}已损坏，没有读出文字；其余各页已收入"
        return replace(raw, problems=(*raw.problems, problem)) if damaged else raw
    finally:
        opened.views.close()
        opened.tables.close()


def _without_pictures(file: SourceFile, pages: Sequence[PageLayout | None]) -> RawText:
    """Join the pages with a text layer, and name those that are pictures; raises UnreadableFile when all are."""
    pictures = [number for number, page in enumerate(pages, start=1) if page is None]
    reason = f"{_name_pages(pictures)}是扫描图像，要先做文字识别：请运行 {INSTALL}，再重新索引"
    if len(pictures) == len(pages):
        raise UnreadableFile(file.path, reason)
    raw = join_pages(file, [page or PageLayout(()) for page in pages])
    return replace(raw, problems=(f"{reason}；其余各页已收入",)) if pictures else raw


def _name_pages(numbers: Sequence[int]) -> str:
    named = "、".join(map(str, numbers[:_NAMED_PAGES])) + ("等" if len(numbers) > _NAMED_PAGES else "")
    return f"第 {named} 页（共 {len(numbers)} 页）"


def _open(file: SourceFile) -> PdfReader:
    try:
        reader = PdfReader(BytesIO(file.data))
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise UnreadableFile(file.path, "PDF 设有打开口令，请用口令打开后另存为不加密的 PDF")
        count = len(reader.pages)
    except DependencyError as error:
        raise UnreadableFile(file.path, "PDF 的加密方式需要 cryptography 库，请安装，或另存为不加密的 PDF") from error
    except _DAMAGE as error:
        raise UnreadableFile(file.path, "PDF 文件损坏，无法解析，请重新获取") from error
    if count > file.limits.pages:
        reason = f"PDF 有 {count} 页，超过了 {file.limits.pages} 页的上限，请拆成几个文件"
        raise UnreadableFile(file.path, reason)
    return reader


def _read_page(opened: _OpenPdf, index: int) -> PageLayout | None:
    """Read a page by its text layer; None where it is a picture of text.

    The order of the layer holds, and the characters that pypdf finds, unless the page has ruled tables or columns that
    the layer does not follow, or another library finds other characters: pypdf 7.1 knows no GBKp-EUC-H.
    """
    view, text = opened.views.view(index), _text_layer(opened.reader, index)
    shown = sum(not character.text.isspace() for character in view.characters)
    if _is_picture(view, max(shown, len("".join((text or "").split())))):
        return None
    if text is None and not shown:
        return _DAMAGED_PAGE
    text = text or ""
    tables, rest = opened.tables.fill_tables(index, view.characters, view.paths)
    layout = lay_out([*join_characters(rest), *tables])
    if tables or _is_better(layout, text):
        return layout
    titles = {_plain(line.text) for line in layout.lines if line.goes_on}
    lines = (PageLine(line, goes_on=_plain(line) in titles) for line in text.removesuffix("\n").split("\n"))
    return PageLayout(tuple(lines), layout.columns)


def _text_layer(reader: PdfReader, index: int) -> str | None:
    """Extract the text of a page in the order of the file; None where the page is damaged."""
    try:
        return reader.pages[index].extract_text().replace("\r\n", "\n").replace("\r", "\n")
    except _DAMAGE:
        return None


def _is_picture(view: PageView, characters: int) -> bool:
    few = _FEW_ON_PICTURE if view.image_share > _PICTURE else _SCAN_CHARACTERS
    return view.image_share > 0 and characters < few


def _is_better(layout: PageLayout, text: str) -> bool:
    """Say whether the places of the characters tell more than the text layer."""
    placed, told = _plain("".join(line.text for line in layout.lines)), _plain(text)
    common = (Counter(placed) & Counter(told)).total()
    if common < _SAME * max(len(placed), len(told)):
        return _readable(placed) >= _readable(told)
    return layout.columns > 1 and placed != told


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _readable(text: str) -> int:
    """Count the characters that a Chinese text consists of."""
    return sum("\u3000" <= character <= "\u9fff" or "!" <= character <= "~" for character in text)


def _recognise_page(file: SourceFile, opened: _OpenPdf, index: int) -> PageLayout:
    layout = lay_out(recognise(opened.views.render(index)))
    file.alive()
    return layout
