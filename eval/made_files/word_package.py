"""Writes Word packages part by part: what no library for writing Word files offers (numbers, notes, boxes, changes).

Invariant: only what the readers have to cope with is written; Word and LibreOffice open it.
"""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="' + _OFFICE + '"'
)
_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml"

Level = tuple[str, str, str]  # number format, text (%1、), suffix


def write_package(path: Path, body: str, parts: Mapping[str, str] | None = None) -> None:
    """Write a package with this body and further parts (styles, numbering, footnotes, header1 → their XML)."""
    parts = parts or {}
    kinds = {name: name.rstrip("0123456789") for name in parts}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_MEDIA}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    related = "".join(
        f'<Relationship Id="r{name}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>' for name, kind in kinds.items()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MEDIA}.document.main+xml"/>{types}</Types>',
        )
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )
        package.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>'
        )
        package.writestr("word/document.xml", f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)


def paragraph(content: str, style: str = "", number: tuple[int, int] | None = None) -> str:
    """A paragraph of text (or of runs, where the content begins with `<`); `number` is list and level."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{content if content.startswith('<') else run(content)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def inserted(text: str) -> str:
    """A tracked insertion."""
    return f'<w:ins w:id="1" w:author="a">{run(text)}</w:ins>'


def deleted(text: str) -> str:
    """A tracked deletion."""
    return f'<w:del w:id="2" w:author="a"><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'


def note_reference(number: int) -> str:
    """The mark of a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def text_box(text: str) -> str:
    """A text box as Word writes it: once as a drawing, and once again for programs that cannot draw it."""
    content = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        '<wp:extent cx="2000000" cy="500000"/><wp:docPr id="9" name="b"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
        f'wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx>{content}</wps:txbx><wps:bodyPr/>'
        "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def cell(text: str, span: int = 1, merge: str = "") -> str:
    """A cell over `span` columns; `merge` is restart or continue for one merged with the cell above it."""
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else paragraph(text)}</w:tc>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of rows of cells."""
    columns = "<w:gridCol/>" * len(rows[-1])
    content = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{content}</w:tbl>"


def numbering(*definitions: Sequence[Level], restarted: Mapping[int, int] | None = None) -> str:
    """The lists 1, 2, … of these definitions, and behind them a list that restarts the first level of another."""
    lists = [(number, number, "") for number in range(1, len(definitions) + 1)]
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists += [(number, shared, override) for number, shared in (restarted or {}).items()]
    content = ""
    for number, levels in enumerate(definitions, start=1):
        inner = "".join(_level(depth, *level) for depth, level in enumerate(levels))
        content += f'<w:abstractNum w:abstractNumId="{number}">{inner}</w:abstractNum>'
    for number, shared, change in lists:
        content += f'<w:num w:numId="{number}"><w:abstractNumId w:val="{shared}"/>{change}</w:num>'
    return f"<w:numbering {_NAMESPACES}>{content}</w:numbering>"


def _level(number: int, style: str, text: str, suffix: str) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:suff w:val="{suffix}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def styles(*definitions: tuple[str, str, str]) -> str:
    """Paragraph styles of these ids, names and properties; the first is the default."""
    content, default = "", ' w:default="1"'
    for identity, name, properties in definitions:
        content += f'<w:style w:type="paragraph" w:styleId="{identity}"{default}>'
        content += f'<w:name w:val="{name}"/><w:pPr>{properties}</w:pPr></w:style>'
        default = ""
    return f"<w:styles {_NAMESPACES}>{content}</w:styles>"


def footnotes(*texts: str) -> str:
    """The footnotes 1, 2, … behind the two separators that Word writes."""
    separators = "".join(
        f'<w:footnote w:type="separator" w:id="{number}">{paragraph("——")}</w:footnote>' for number in (-1, 0)
    )
    notes = (f'<w:footnote w:id="{n}">{paragraph(text)}</w:footnote>' for n, text in enumerate(texts, start=1))
    return f"<w:footnotes {_NAMESPACES}>{separators}{''.join(notes)}</w:footnotes>"


def header(text: str) -> str:
    """A running head."""
    return f"<w:hdr {_NAMESPACES}>{paragraph(text)}</w:hdr>"
