"""Scanned pages: typeset pages drawn at 200 dpi, clean or as a copier gives them, as PDF and as pictures.

Invariant: a scan holds no text layer; what it shows is what was typeset, so the expected text is known.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image, ImageFilter
from pypdf import PdfReader, PdfWriter

from eval.made_files.made_file import MadeFile
from eval.made_files.report import REPORT
from eval.made_files.typesetting import Style, place_paragraphs, write_paragraphs
from indexer.readers.pdf_pages import PageViews

_DOTS = 200
_SKEW = 0.8  # degrees
_NOISE = 12.0  # standard deviation of the grey of a pixel, of 255
_BLUR = 0.8  # pixels
_QUALITY = 60  # of JPEG
_STYLE = Style(embedded=True, numbered=True)
_COLUMNS = Style(embedded=True, columns=2, numbered=True)
_SHORT = REPORT[:10]  # a page in one column


def _draw(paragraphs: tuple[str, ...], style: Style) -> list[Image.Image]:
    """Draw the pages of the paragraphs at 200 dpi."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pages.pdf"
        write_paragraphs(paragraphs, style)(path)
        views = PageViews(path.read_bytes())
        pages = [Image.fromarray(views.render(index)[:, :, ::-1]) for index in range(len(PdfReader(path).pages))]
        views.close()
    return pages


def _spoil(page: Image.Image) -> Image.Image:
    """Turn, blur and speckle a page as a copier does, the same at every run."""
    turned = page.convert("L").rotate(_SKEW, resample=Image.Resampling.BICUBIC, fillcolor=255)
    blurred = np.asarray(turned.filter(ImageFilter.GaussianBlur(_BLUR)), dtype=np.float64)
    speckled = blurred + np.random.default_rng(7).normal(0.0, _NOISE, blurred.shape)
    return Image.fromarray(np.clip(speckled, 0, 255).astype(np.uint8))


def _write_scan(paragraphs: tuple[str, ...], style: Style, spoilt: bool) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        pages = [_spoil(page) if spoilt else page for page in _draw(paragraphs, style)]
        if path.suffix == ".pdf":
            pages[0].save(path, save_all=True, append_images=pages[1:], resolution=_DOTS, quality=_QUALITY)
        else:
            pages[0].save(path)

    return write


def _write_mixed(path: Path) -> None:
    """Put a scanned page between pages of text."""
    text, scan = path.with_suffix(".text.pdf"), path.with_suffix(".scan.pdf")
    write_paragraphs(REPORT, _STYLE)(text)
    _write_scan(REPORT, _STYLE, spoilt=False)(scan)
    writer = PdfWriter()
    scanned, pages = PdfReader(scan).pages, PdfReader(text).pages
    for index, page in enumerate(pages):
        writer.add_page(scanned[index] if index == 1 else page)
    writer.write(path)
    text.unlink()
    scan.unlink()


def _scan(name: str, suffix: str, write: Callable[[Path], None], lines: tuple[str, ...], style: Style) -> MadeFile:
    pages = place_paragraphs(lines, style)
    return MadeFile("扫描件", name, suffix, write, lines, pages if suffix == ".pdf" else (), page_count=max(pages))


FILES = (
    _scan("扫描 PDF 清晰", ".pdf", _write_scan(_SHORT, _STYLE, False), _SHORT, _STYLE),
    _scan("扫描 PDF 倾斜、模糊、噪点、JPEG", ".pdf", _write_scan(_SHORT, _STYLE, True), _SHORT, _STYLE),
    _scan("扫描 PDF 两栏", ".pdf", _write_scan(REPORT, _COLUMNS, False), REPORT, _COLUMNS),
    _scan("扫描 PNG 清晰", ".png", _write_scan(_SHORT, _STYLE, False), _SHORT, _STYLE),
    _scan("扫描页夹在文字页中", ".pdf", _write_mixed, REPORT, _STYLE),
)
