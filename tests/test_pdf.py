"""PDF pages whose text layer does not suffice: columns, tables, other encodings, turned pages."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from eval.formats import measure_files
from eval.made_files import MADE_FILES
from eval.made_files.typesetting import choose_font
from indexer.edits import apply_edits
from indexer.limits import Limits
from indexer.readers import UnreadableFile, read_file
from indexer.readers.pdf_pages import PageView, PageViews
from indexer.types import Edit, RawText
from tests.raw_texts import read_one

MADE = [file for file in MADE_FILES if file.format == "PDF"]
NUMBERS = ("序号", "事项", "经费")
ROWS = (NUMBERS, ("1", "场地", "12万元"), ("2", "活动", "3万元"))
Row = tuple[str, ...]


def canonical(raw: RawText) -> list[str]:
    return [line.strip() for line in apply_edits(raw.text, raw.removals).split("\n") if line.strip()]


def draw_table(path: Path, pages: Sequence[Sequence[Row]], heads: Sequence[str] = (), turned: bool = False) -> Path:
    """Draw a ruled table a page, and a line over each where there is one; `turned` ones read upwards."""
    font = choose_font(False)
    canvas = Canvas(str(path), pagesize=(842, 842))
    for number, rows in enumerate(pages):
        if turned:
            canvas.translate(842, 0)
            canvas.rotate(90)
        canvas.setFont(font, 12)
        if number < len(heads):
            canvas.drawString(72, 790, heads[number])
        for place, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                canvas.rect(72 + 120 * column, 700 - 30 * place, 120, 30)
                canvas.drawString(76 + 120 * column, 710 - 30 * place, cell)
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize("file", MADE, ids=lambda file: file.name)
def test_made_pdf_is_read_as_it_was_set(file: object) -> None:
    outcomes, left_out = measure_files([made for made in MADE if made is file])
    if left_out:
        pytest.skip(left_out[0])
    assert [(o.agreement, o.lines, o.pages, o.missing) for o in outcomes] == [(1.0, 1.0, 1.0, ())]


def test_header_that_a_table_repeats_on_the_next_page_is_removed_as_an_edit(tmp_path: Path) -> None:
    pages = [[NUMBERS, ("1", "场地", "12万元")], [NUMBERS, ("2", "活动", "3万元")]]
    raw = read_one(draw_table(tmp_path / "a.pdf", pages))
    assert canonical(raw) == ["序号 | 事项 | 经费", "1 | 场地 | 12万元", "2 | 活动 | 3万元"]
    assert [raw.text[edit.start : edit.end] for edit in raw.removals if edit.rule == "repeated_header"] == [
        "序号 | 事项 | 经费\n"
    ]


def test_another_table_with_the_same_header_keeps_it(tmp_path: Path) -> None:
    pages = [[NUMBERS, ("1", "场地", "12万元")], [NUMBERS, ("1", "活动", "3万元")]]
    raw = read_one(draw_table(tmp_path / "a.pdf", pages, ("第一年的安排如下。", "第二年的安排如下。")))
    assert canonical(raw).count("序号 | 事项 | 经费") == 2


def test_table_on_a_page_that_is_shown_turned_is_read_as_it_is_shown(tmp_path: Path) -> None:
    path = draw_table(tmp_path / "a.pdf", [ROWS], turned=True)
    writer = PdfWriter()
    writer.append(PdfReader(path))
    writer.pages[0].rotate(90)
    assert canonical(read_one(_write(writer, tmp_path / "b.pdf"))) == [" | ".join(row) for row in ROWS]


def test_characters_in_an_encoding_that_pypdf_does_not_know_are_read(tmp_path: Path) -> None:
    lines = ["服务站每年的运行经费为12万元，", "由区财政和街道按比例承担。"]
    path = _write(_encoded_page(lines, "GBKp-EUC-H", "gbk"), tmp_path / "a.pdf")
    assert "经费" not in PdfReader(path).pages[0].extract_text()
    assert "".join(canonical(read_one(path))) == "".join(lines)


def _encoded_page(lines: list[str], encoding: str, codec: str) -> PdfWriter:
    """Write lines in a Chinese font that is not embedded, in one of Adobe's predefined encodings."""
    name, number = NameObject, NumberObject
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    system = {"/Registry": TextStringObject("Adobe"), "/Ordering": TextStringObject("GB1"), "/Supplement": number(2)}
    descendant = {
        "/Type": name("/Font"),
        "/Subtype": name("/CIDFontType0"),
        "/BaseFont": name("/SimSun"),
        "/CIDSystemInfo": DictionaryObject({name(key): value for key, value in system.items()}),
        "/DW": number(1000),
    }
    font = {
        "/Type": name("/Font"),
        "/Subtype": name("/Type0"),
        "/BaseFont": name("/SimSun"),
        "/Encoding": name(f"/{encoding}"),
        "/DescendantFonts": ArrayObject([DictionaryObject({name(key): value for key, value in descendant.items()})]),
    }
    fonts = DictionaryObject({name("/F1"): DictionaryObject({name(key): value for key, value in font.items()})})
    page[name("/Resources")] = DictionaryObject({name("/Font"): fonts})
    shown = "\n".join(f"1 0 0 1 72 {780 - 20 * n} Tm <{line.encode(codec).hex()}> Tj" for n, line in enumerate(lines))
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 12 Tf\n{shown}\nET".encode())
    page[name("/Contents")] = writer._add_object(content)
    return writer


def _write(writer: PdfWriter, path: Path) -> Path:
    writer.write(path)
    return path


def test_removals_of_a_table_over_pages_lie_apart_and_in_order(tmp_path: Path) -> None:
    pages = [[NUMBERS, (str(number), "场地", f"{number}万元")] for number in range(1, 6)]
    removals = read_one(draw_table(tmp_path / "a.pdf", pages, ("经费表",) * 5)).removals
    assert all(first.end <= second.start for first, second in pairwise(removals))
    assert {edit.rule for edit in removals} == {"running_head", "repeated_header"}
    assert all(isinstance(edit, Edit) and edit.replacement == "" for edit in removals)


def test_pdf_of_too_many_pages_is_reported_with_their_number(tmp_path: Path) -> None:
    path = draw_table(tmp_path / "a.pdf", [ROWS] * 3)
    with pytest.raises(UnreadableFile, match="3 页，超过了 2 页的上限"):
        list(read_file(path, Limits(pages=2)))


def test_damaged_page_is_named_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(page: PageObject) -> str:
        if page.page_number == 1:
            raise ValueError("damaged stream")
        return "服务站每年复核一次。"

    monkeypatch.setattr(PageObject, "extract_text", extract)
    monkeypatch.setattr(PageViews, "view", lambda views, index: PageView())
    raw = read_one(draw_table(tmp_path / "a.pdf", [ROWS] * 3))
    assert raw.text == "服务站每年复核一次。\n" * 2
    assert raw.problems == ("第 2 页（共 1 页）已损坏，没有读出文字；其余各页已收入",)
