"""Scans and pictures: recognised where the library for it is installed, and said to need it where it is not."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from eval.made_files.typesetting import choose_font
from indexer.readers import UnreadableFile, images, pdf
from indexer.readers.layout import Piece
from indexer.reading import read_documents
from indexer.types import Document, Doubt, PageStart, Remark
from tests.raw_texts import read_one

SCAN = Path(__file__).parent / "data" / "scan.png"
LINE = "服务站每年的运行经费为12.6万元，由区里承担六成，街道承担四成，账目每半年公示一次。"
SENTENCE = "服务站的房屋由街道提供，水电费用列入街道预算，企业凭预约免费使用会议室。"


def draw_pages(path: Path, kinds: str) -> Path:
    """Draw a PDF page for each letter: t for a sentence of text, p for a picture of the whole page."""
    font = choose_font(False)
    canvas = Canvas(str(path))
    for kind in kinds:
        if kind == "t":
            canvas.setFont(font, 12)
            canvas.drawString(72, 700, SENTENCE)
        else:
            canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return path


def recognise_two_lines(pixels: NDArray[np.uint8]) -> tuple[Piece, ...]:
    assert pixels.shape[2] == 3
    return Piece("每站补助8万元。", 0, 0, 80, 10, 0.98), Piece("另补助3万元。", 0, 40, 70, 50, 0.55)


@pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra `ocr` is not installed")
def test_picture_of_text_is_recognised() -> None:
    (document,) = read_documents(SCAN)
    assert isinstance(document, Document)
    assert document.text.strip() == LINE
    assert (document.pages, document.doubts) == ((), ())


def test_line_recognised_with_little_confidence_is_in_doubt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "can_recognise", lambda: True)
    monkeypatch.setattr(images, "recognise", recognise_two_lines)
    Image.new("RGBA", (30, 20), (0, 0, 0, 0)).save(tmp_path / "a.png")
    raw = read_one(tmp_path / "a.png")
    assert raw.text == "每站补助8万元。\n另补助3万元。\n"
    assert raw.doubts == (Doubt(9, 16, "ocr", "把握 0.55"),)


def test_pages_of_a_tiff_and_scanned_pages_between_text_keep_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (images, pdf):
        monkeypatch.setattr(module, "can_recognise", lambda: True)
        monkeypatch.setattr(module, "recognise", recognise_two_lines)
    page = Image.new("L", (30, 20))
    page.save(tmp_path / "a.tiff", save_all=True, append_images=[page])
    assert read_one(tmp_path / "a.tiff").pages == (PageStart(1, 0), PageStart(2, 17))
    mixed = read_one(draw_pages(tmp_path / "a.pdf", "tpt"))
    assert mixed.text == f"{SENTENCE}\n每站补助8万元。\n另补助3万元。\n{SENTENCE}\n"
    assert [page.start for page in mixed.pages] == [0, len(SENTENCE) + 1, len(SENTENCE) + 18]
    assert mixed.doubts == (Doubt(len(SENTENCE) + 10, len(SENTENCE) + 17, "ocr", "把握 0.55"),)


def test_without_the_library_scans_say_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (images, pdf):
        monkeypatch.setattr(module, "can_recognise", lambda: False)
    with pytest.raises(UnreadableFile, match=r"图像.*pip install 'rapidocr"):
        read_one(SCAN)
    with pytest.raises(UnreadableFile, match=r"第 1、2 页（共 2 页）是扫描图像.*pip install 'rapidocr"):
        read_one(draw_pages(tmp_path / "all.pdf", "pp"))
    mixed = list(read_documents(draw_pages(tmp_path / "mixed.pdf", "tp")))
    assert [type(item) for item in mixed] == [Remark, Document]
    assert [item.text.strip() for item in mixed if isinstance(item, Document)] == [SENTENCE]
    assert "第 2 页" in str(mixed[0])


def test_damaged_picture_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "can_recognise", lambda: True)
    (tmp_path / "a.png").write_bytes(SCAN.read_bytes()[:900])
    with pytest.raises(UnreadableFile, match="损坏"):
        read_one(tmp_path / "a.png")


def test_picture_of_too_many_pixels_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "can_recognise", lambda: True)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(UnreadableFile, match="图像太大"):
        read_one(SCAN)
