"""OFD files: pages of lines in any order in the file, a running head from a template, page numbers, a table."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from eval.made_files.made_file import MadeFile
from eval.made_files.wording import NOTICE, TABLE

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_SIZE = 5.6  # mm, size 3 as official documents are set in
_LINE, _LEFT, _TOP = 10.0, 28.0, 37.0  # mm
_WIDTH, _LINES = 28, 22  # characters a line, lines a page
_COLUMNS = (0.0, 60.0, 100.0)  # mm, of a table

Text = tuple[float, float, str]  # x and baseline in mm


def _text_object(number: int, x: float, y: float, text: str) -> str:
    advance = " ".join([f"{_SIZE if character > '⺀' else _SIZE / 2:g}" for character in text[:-1]])
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{x:g} {y - _SIZE:g} {len(text) * _SIZE:g} {_SIZE + 1:g}" Font="3" '
        f'Size="{_SIZE}"><ofd:TextCode X="0" Y="{_SIZE:g}" DeltaX="{advance}">{escape(text)}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def _page(texts: Sequence[Text], first: int, template: bool = True) -> str:
    objects = "".join(_text_object(first + number, *text) for number, text in enumerate(texts))
    used = '<ofd:Template TemplateID="9" ZOrder="Background"/>' if template else ""
    return (
        f'<ofd:Page {_NAMESPACE}>{used}<ofd:Content><ofd:Layer ID="{first + 900}">{objects}</ofd:Layer></ofd:Content>'
        "</ofd:Page>"
    )


def _write_package(path: Path, pages: Sequence[Sequence[Text]]) -> None:
    """Write the pages, the lines of each in an order of chance, over a template with a running head."""
    chance = Random(5)
    listed = "".join(f'<ofd:Page ID="{20 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    document = (
        f"<ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>"
        '0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )
    root = (
        f'<ofd:OFD {_NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>'
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("OFD.xml", root)
        package.writestr("Doc_0/Document.xml", document)
        head = ((_LEFT, 20.0, "楼宇党群服务站工作手册"),)
        package.writestr("Doc_0/Tpls/Tpl_0/Content.xml", _page(head, 5000, template=False))
        for number, texts in enumerate(pages):
            shuffled = chance.sample(texts, len(texts))
            package.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", _page(shuffled, 100 + 100 * number))


def _set_lines() -> tuple[list[str], list[int]]:
    """Break the paragraphs into lines as a word processor does; also the number of each paragraph's first line."""
    lines, firsts = list[str](), list[int]()
    for paragraph in (*NOTICE, *NOTICE[2:]):
        indented = paragraph if paragraph == NOTICE[0] else f"　　{paragraph}"
        firsts.append(len(lines))
        lines += [indented[start : start + _WIDTH] for start in range(0, len(indented), _WIDTH)]
    return lines, firsts


def _write_text(path: Path) -> None:
    lines, _ = _set_lines()
    pages: list[list[Text]] = []
    for start in range(0, len(lines), _LINES):
        page = [
            (_LEFT + _SIZE * (len(line) - len(line.lstrip("　"))), _TOP + _LINE * number, line.lstrip("　"))
            for number, line in enumerate(lines[start : start + _LINES])
        ]
        pages.append([*page, (100.0, 280.0, f"— {len(pages) + 1} —")])
    _write_package(path, pages)


def _write_table(path: Path) -> None:
    texts = [(_LEFT, _TOP, NOTICE[0])]
    for number, row in enumerate(TABLE, start=2):
        texts += [(_LEFT + x, _TOP + _LINE * number, cell) for x, cell in zip(_COLUMNS, row, strict=True)]
    _write_package(path, [texts])


_FIRSTS = _set_lines()[1]

FILES = (
    MadeFile(
        "OFD",
        "OFD 多页、模板页眉、页码",
        ".ofd",
        _write_text,
        (*NOTICE, *NOTICE[2:]),
        pages=tuple(first // _LINES + 1 for first in _FIRSTS),
        page_count=_FIRSTS[-1] // _LINES + 1,
    ),
    MadeFile(
        "OFD",
        "OFD 表格",
        ".ofd",
        _write_table,
        ("楼宇党群服务站工作手册", NOTICE[0], *(" | ".join(row) for row in TABLE)),
        pages=(1,) * (len(TABLE) + 2),
    ),
)
