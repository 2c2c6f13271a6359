"""Spreadsheets (.xlsx, .xls and what WPS makes of them): sheet by sheet, a row a line, the sheet's name as its heading.

Invariant: a number reads as it was typed (1, not 1.0), a merged range shows its text once; hidden sheets are not shown.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from indexer.readers.packages import open_archive
from indexer.readers.rows import row_line
from indexer.readers.source_file import SourceFile
from indexer.readers.unreadable import UnreadableFile
from indexer.types import HeadingMark, RawText

# Sheet1, 工作表2: named by the program and by nobody
_UNNAMED = re.compile(r"(?:Sheet|工作表)\d*", re.IGNORECASE)
_DIGITS = 15  # significant ones, as spreadsheet programs show them: 0.3, not 0.30000000000000004


def read_spreadsheet(file: SourceFile) -> RawText:
    """Read the visible sheets; raises UnreadableFile for a password, damage, or more cells than the limits allow."""
    if file.data.startswith(b"PK"):
        open_archive(file).close()
    text, headings = "", []
    try:
        for sheet in _visible_sheets(CalamineWorkbook.from_object(BytesIO(file.data))):
            lines = list(_lines(file, sheet))
            if lines and not _UNNAMED.fullmatch(sheet.name.strip()):
                headings.append(HeadingMark(len(text), len(text) + len(sheet.name), 1))
                text += f"{sheet.name}\n"
            text += "".join(f"{line}\n" for line in lines)
    except PasswordError as error:
        raise UnreadableFile(file.path, "表格设有口令，请用口令打开后另存为不加密的 .xlsx") from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise UnreadableFile(file.path, "表格文件损坏，无法解析，请用 Excel/WPS 修复后另存") from error
    return RawText(key="", digest=file.digest, text=text, headings=tuple(headings))


def _visible_sheets(workbook: CalamineWorkbook) -> Iterator[CalamineSheet]:
    for number, about in enumerate(workbook.sheets_metadata):
        if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
            yield workbook.get_sheet_by_index(number)


def _lines(file: SourceFile, sheet: CalamineSheet) -> Iterator[str]:
    """Yield the rows that hold anything."""
    cells = sheet.height * sheet.width
    if cells > file.limits.cells:
        reason = f"工作表“{sheet.name}”有 {cells} 个单元格，超过了 {file.limits.cells} 个的上限，请拆成几个文件"
        raise UnreadableFile(file.path, reason)
    for row in sheet.to_python():
        line = row_line(_shown(value) for value in row)
        if line:
            yield line


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.{_DIGITS}g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return value.isoformat("minutes") if isinstance(value, time) else str(value)
