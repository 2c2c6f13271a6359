"""Spreadsheets and tables as text: whole numbers and fractions, dates, merged titles, encodings and delimiters."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import xlsxwriter

from eval.made_files.libreoffice import convert
from eval.made_files.made_file import MadeFile

_HEAD = ("服务站", "建成日期", "面积（平方米）", "专职人员")
_ROWS = (
    ("城东商圈服务站", datetime(2021, 3, 4), 120.5, 3),
    ("河西楼宇服务站", datetime(2022, 11, 30), 86.0, 2),
    ("软件园服务站", datetime(2023, 1, 9), 0.1 + 0.2, 12),
)
_SHOWN = (
    "服务站 | 建成日期 | 面积（平方米） | 专职人员",
    "城东商圈服务站 | 2021-03-04 | 120.5 | 3",
    "河西楼宇服务站 | 2022-11-30 | 86 | 2",
    "软件园服务站 | 2023-01-09 | 0.3 | 12",
)
_LINES = ("服务站基本情况", "全区服务站一览表", *_SHOWN, "考核结果", "服务站 | 得分", "城东商圈服务站 | 96.5")


def _write_workbook(path: Path) -> None:
    """Two visible sheets, the first with a merged title, and a hidden one."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy/m/d"})
        sheet = book.add_worksheet("服务站基本情况")
        sheet.merge_range(0, 0, 0, 3, "全区服务站一览表")
        sheet.write_row(1, 0, _HEAD)
        for number, (name, built, area, staff) in enumerate(_ROWS, start=2):
            sheet.write_string(number, 0, name)
            sheet.write_datetime(number, 1, built, day)
            sheet.write_row(number, 2, (area, staff))
        results = book.add_worksheet("考核结果")
        results.write_row(0, 0, ("服务站", "得分"))
        results.write_row(1, 0, ("城东商圈服务站", 96.5))
        hidden = book.add_worksheet("选项")
        hidden.write_string(0, 0, "不显示的选项")
        hidden.hide()


def _write_old_workbook(path: Path) -> None:
    path.write_bytes(convert(_write_workbook, ".xlsx", "xls"))


def _delimited(encoding: str, delimiter: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        rows = ['"全区服务站，一览"', *(line.replace(" | ", delimiter) for line in _SHOWN)]
        path.write_bytes("".join(f"{row}\r\n" for row in rows).encode(encoding))

    return write


_HEADINGS = (("服务站基本情况", 1), ("考核结果", 1))
_TABLES = (
    ("逗号 gb18030", ".csv", "gb18030", ","),
    ("制表符 utf-16", ".tsv", "utf-16", "\t"),
    ("分号 utf-8", ".csv", "utf-8", ";"),
)

FILES = (
    MadeFile("XLSX", "工作簿 xlsx", ".xlsx", _write_workbook, _LINES, headings=_HEADINGS),
    MadeFile("XLS", "工作簿 xls", ".xls", _write_old_workbook, _LINES, headings=_HEADINGS),
    *(
        MadeFile("CSV", f"分隔文本 {name}", suffix, _delimited(encoding, delimiter), ("全区服务站，一览", *_SHOWN))
        for name, suffix, encoding, delimiter in _TABLES
    ),
)
