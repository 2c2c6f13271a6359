"""PDF files: columns, red letterheads, running heads, tables over several pages, fonts embedded and not, encrypted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from eval.made_files.made_file import MadeFile
from eval.made_files.report import REPORT, STATIONS, TITLE
from eval.made_files.typesetting import (
    HEIGHT,
    WIDTH,
    Style,
    choose_font,
    open_canvas,
    place_paragraphs,
    wrap,
    write_paragraphs,
)
from eval.made_files.wording import NOTICE

# One line each of a document under a red letterhead: (text, size, place from the left margin or the middle).
_LETTERHEAD = "云桥区人民政府办公室文件"
_NUMBER = "云政办发〔2023〕17号"
_TITLE = ("云桥区人民政府办公室关于推进楼宇党群服务站", "规范运行的通知")
_SIGNATURE = ("云桥区人民政府办公室", "2023年9月15日")
_COPIES = "抄送：区委办公室，区人大常委会办公室，区政协办公室。"
_BODY = (*NOTICE[1:], "本通知自印发之日起施行，此前有关规定与本通知不一致的，以本通知为准。")

_MARGIN = 80.0
_SIZE = 14.0
_LEADING = 26.0
_CELL_SIZE = 10.0
_CELL_LEADING = 14.0
_CELL_WIDTHS = (40.0, 100.0, 70.0, 130.0, 95.0)
_INTRODUCTION = "各服务站的面积、服务内容和责任单位见下表，表中数据截至当年十二月底。"
_CLOSING = "表中服务站每年复核一次，撤销或者合并的从下一年度起不再列入。"


@dataclass(frozen=True, slots=True)
class _TablePage:
    """A page of a table: its rows, each with its height."""

    rows: tuple[tuple[tuple[str, ...], float], ...]


def _write_red_head(path: Path) -> None:
    """Draw letterhead, number, red rule, title in the middle, text, and signature and date on the right."""
    font = choose_font(False)
    canvas = open_canvas(path)
    canvas.setFillColorRGB(0.8, 0, 0)
    canvas.setStrokeColorRGB(0.8, 0, 0)
    _draw_centred(canvas, font, 30, HEIGHT - 130, _LETTERHEAD)
    canvas.setFillColorRGB(0, 0, 0)
    _draw_centred(canvas, font, _SIZE, HEIGHT - 190, _NUMBER)
    canvas.setLineWidth(2)
    canvas.line(_MARGIN, HEIGHT - 204, WIDTH - _MARGIN, HEIGHT - 204)
    for number, line in enumerate(_TITLE):
        _draw_centred(canvas, font, 20, HEIGHT - 250 - 32 * number, line)
    for number, lines in enumerate(_body_pages()):
        canvas.setFont(font, _SIZE)
        for indent, height, line in lines:
            canvas.drawString(_MARGIN + indent, height, line)
        _draw_centred(canvas, font, 10, 40, f"— {number + 1} —")
        canvas.showPage()
    canvas.save()


def _body_pages() -> list[list[tuple[float, float, str]]]:
    """Set text, signature and the line of copies: (indentation, height, line) of every line of each page."""
    pages, height = [list[tuple[float, float, str]]()], HEIGHT - 340
    for indent, line in _body_lines():
        if height < 90:
            pages.append([])
            height = HEIGHT - 90
        pages[-1].append((indent, height, line))
        height -= _LEADING
    return pages


def _body_lines() -> Iterator[tuple[float, str]]:
    width = WIDTH - 2 * _MARGIN
    for count, paragraph in enumerate(_BODY):
        indent = 2 * _SIZE if count else 0.0
        lines = wrap(paragraph, width, indent, _SIZE)
        yield from ((0.0 if number else indent, line) for number, line in enumerate(lines))
    yield from ((width - 12 * _SIZE + _SIZE * number, line) for number, line in enumerate(_SIGNATURE))
    yield 0.0, _COPIES


def _red_head_pages() -> tuple[int, ...]:
    """Return the page of each expected line: the three above the text stand on the first."""
    set_lines = iter([(line, number) for number, page in enumerate(_body_pages(), start=1) for _, _, line in page])
    begun = (next(page for line, page in set_lines if text.startswith(line)) for text in (*_BODY, *_SIGNATURE, _COPIES))
    return (1, 1, 1, *begun)


def _draw_centred(canvas: Canvas, font: str, size: float, height: float, text: str) -> None:
    canvas.setFont(font, size)
    canvas.drawCentredString(WIDTH / 2, height, text)


def _write_table(path: Path) -> None:
    """Draw a sentence, a ruled table that goes on over the pages under its header again, and another sentence."""
    font = choose_font(False)
    canvas = open_canvas(path)
    pages = _table_pages()
    for number, page in enumerate(pages, start=1):
        canvas.setFont(font, 12)
        if number == 1:
            canvas.drawString(_MARGIN, HEIGHT - 80, _INTRODUCTION)
        bottom = _draw_rows(canvas, font, page, HEIGHT - 100)
        canvas.setFont(font, 12)
        if number == len(pages):
            canvas.drawString(_MARGIN, bottom - 30, _CLOSING)
        canvas.drawCentredString(WIDTH / 2, 40, str(number))
        canvas.showPage()
    canvas.save()


def _table_pages() -> list[_TablePage]:
    """Put the rows on pages, each page beginning with the header."""
    header, *rows = [(row, _row_height(row)) for row in STATIONS]
    pages, free = [[header]], HEIGHT - 240
    for row in rows:
        if free < row[1]:
            pages.append([header])
            free = HEIGHT - 240
        pages[-1].append(row)
        free -= row[1]
    return [_TablePage(tuple(page)) for page in pages]


def _row_height(row: Sequence[str]) -> float:
    return max(len(_cell_lines(cell, width)) for cell, width in zip(row, _CELL_WIDTHS, strict=True)) * _CELL_LEADING + 8


def _cell_lines(cell: str, width: float) -> list[str]:
    return list(wrap(cell, width - 8, size=_CELL_SIZE))


def _draw_rows(canvas: Canvas, font: str, page: _TablePage, top: float) -> float:
    """Draw the rows with their rules; returns the height of the lowest rule."""
    canvas.setFont(font, _CELL_SIZE)
    for row, height in page.rows:
        left = _MARGIN
        for cell, width in zip(row, _CELL_WIDTHS, strict=True):
            canvas.rect(left, top - height, width, height)
            for number, line in enumerate(_cell_lines(cell, width)):
                canvas.drawString(left + 4, top - 14 - number * _CELL_LEADING, line)
            left += width
        top -= height
    return top


def _table_lines() -> tuple[tuple[str, int], ...]:
    """Return the expected lines with their pages: the header once."""
    rows = [(row, number) for number, page in enumerate(_table_pages(), start=1) for row, _ in page.rows]
    told = [(" | ".join(row), number) for row, number in rows if row != STATIONS[0]]
    return ((_INTRODUCTION, 1), (" | ".join(STATIONS[0]), 1), *told, (_CLOSING, rows[-1][1]))


def _write_encrypted(path: Path) -> None:
    """Encrypt a PDF with an owner's password only: it opens without one."""
    write_paragraphs(REPORT, Style())(path)
    writer = PdfWriter()
    writer.append(PdfReader(path))
    writer.encrypt("", owner_password="owner", algorithm="AES-128")
    writer.write(path)


def _report(name: str, style: Style) -> MadeFile:
    pages = place_paragraphs(REPORT, style)
    return MadeFile("PDF", name, ".pdf", write_paragraphs(REPORT, style), REPORT, pages, page_count=max(pages))


_RED_LINES = (_LETTERHEAD, _NUMBER, "".join(_TITLE), *_BODY, *_SIGNATURE, _COPIES)
_RED_PAGES = _red_head_pages()
_TABLE_LINES = _table_lines()

FILES = (
    _report("PDF 未嵌入字体，有页眉和页码", Style(head=TITLE, numbered=True)),
    _report("PDF 嵌入 TrueType 字体", Style(embedded=True, numbered=True)),
    _report("PDF 两栏，按栏写入", Style(columns=2, numbered=True)),
    _report("PDF 两栏，逐行写入", Style(columns=2, across=True, head=TITLE, numbered=True)),
    MadeFile("PDF", "PDF 红头公文", ".pdf", _write_red_head, _RED_LINES, _RED_PAGES, page_count=max(_RED_PAGES)),
    MadeFile(
        "PDF",
        "PDF 跨页表格",
        ".pdf",
        _write_table,
        tuple(line for line, _ in _TABLE_LINES),
        tuple(page for _, page in _TABLE_LINES),
        page_count=len(_table_pages()),
    ),
    MadeFile(
        "PDF",
        "PDF 空口令加密",
        ".pdf",
        _write_encrypted,
        REPORT,
        place_paragraphs(REPORT, Style()),
        page_count=max(place_paragraphs(REPORT, Style())),
    ),
)
