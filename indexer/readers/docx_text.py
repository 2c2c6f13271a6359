"""The text of a Word body line by line, with the numbers, notes and boxes that stand outside its running text.

Invariant: inserted text counts, deleted and hidden text does not; a row of a table is one line, and a merged cell shows
its text once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from indexer.readers.docx_parts import WordParts
from indexer.readers.packages import attribute, local_name

_NOT_SHOWN = frozenset(
    "del moveFrom rt pPr rPr sdtPr tblPr trPr tcPr instrText delText delInstrText commentReference".split()
)
_TRUE = frozenset((None, "1", "true", "on"))
_LONGEST_CELL = 1500  # characters; a longer cell, or one of more paragraphs than these, lays out a page
_MOST_PARAGRAPHS = 12
_OUTLINE_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document; `level` is that of a heading, 0 for other text.

    `cuts` are the stretches that are no running text (start, end, rule); a whole line is cut with its line break.
    """

    text: str
    level: int = 0
    cuts: tuple[tuple[int, int, str], ...] = ()


@dataclass(slots=True)
class _Paragraph:
    """What has been gathered of a paragraph, and of those before it whose ends were deleted."""

    text: str = ""
    level: int = 0
    cuts: list[tuple[int, int, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, Any]] = field(default_factory=list)
    contents: bool = False


class BodyText:
    """Reads the body of one document from its beginning; numbers and notes are counted on the way."""

    def __init__(self, parts: WordParts) -> None:
        self._parts = parts
        self._open = _Paragraph()
        self._noted = 0

    def lines(self) -> Iterator[Line]:
        """Yield the lines of the body in order."""
        yield from self._story(self._parts.body)

    def _story(self, element: Any) -> Iterator[Line]:
        """Yield the lines of the body, a box, a cell or a note; its last paragraph ends there in any case."""
        yield from self._blocks(element)
        last, self._open = self._open, _Paragraph()
        if last.text:
            yield from self._close(last)

    def _blocks(self, element: Any) -> Iterator[Line]:
        for block in element:
            name = local_name(block)
            if name == "p":
                yield from self._paragraph(block)
            elif name == "tbl":
                yield from self._table(block)
            elif name not in _NOT_SHOWN:  # w:sdt, w:ins, w:customXml around paragraphs
                yield from self._blocks(block)

    def _paragraph(self, element: Any) -> Iterator[Line]:
        properties = next((child for child in element if local_name(child) == "pPr"), None)
        begun = self._open
        if not begun.text:
            begun.level, begun.contents = self._heading_level(properties), self._is_contents(properties)
        label = self._label(properties)
        start = len(begun.text)
        self._gather(element, begun)
        if label and (begun.text[start:].strip() or local_name(element.getparent()) == "tc"):
            begun.text = begun.text[:start] + label + begun.text[start:]
            begun.cuts = [
                (a + len(label), b + len(label), rule) if a >= start else (a, b, rule) for a, b, rule in begun.cuts
            ]
        if not _ends_deleted(properties):
            self._open = _Paragraph()
            yield from self._close(begun)

    def _close(self, paragraph: _Paragraph) -> Iterator[Line]:
        """Yield the lines of a complete paragraph, then those of its text boxes and notes."""
        position = 0
        for text in paragraph.text.split("\n"):
            end = position + len(text)
            cuts = tuple(
                (a - position, b - position, rule) for a, b, rule in paragraph.cuts if position <= a and b <= end
            )
            if paragraph.contents:
                cuts = ((0, len(text) + 1, "docx_contents"),)
            yield Line(text, paragraph.level if text.strip() else 0, cuts)
            position = end + 1
        for box in paragraph.boxes:
            yield from self._story(box)
        for mark, note in paragraph.notes:
            yield from self._note(mark, note)

    def _gather(self, element: Any, paragraph: _Paragraph) -> None:
        """Add the text below an element to the paragraph, and put aside the boxes and notes that hang on it."""
        for child in element:
            name = local_name(child)
            if (
                name in _NOT_SHOWN
                or (name == "Fallback" and _has_choice(element))
                or (name == "r" and _is_hidden(child))
            ):
                continue
            if name == "txbxContent":
                paragraph.boxes.append(child)
            elif name in ("footnoteReference", "endnoteReference"):
                self._refer(child, name.removesuffix("Reference"), paragraph)
            elif name == "t":
                paragraph.text += child.text or ""
            elif name in _SIGNS:
                paragraph.text += _SIGNS[name]
            elif name == "sym":
                paragraph.text += _symbol(attribute(child, "char") or "")
            else:
                self._gather(child, paragraph)

    def _refer(self, element: Any, kind: str, paragraph: _Paragraph) -> None:
        note = self._parts.notes.get((kind, attribute(element, "id") or ""))
        if note is not None:
            self._noted += 1
            mark = f"[{self._noted}]"
            paragraph.cuts.append((len(paragraph.text), len(paragraph.text) + len(mark), "docx_note_mark"))
            paragraph.text += mark
            paragraph.notes.append((mark, note))

    def _note(self, mark: str, note: Any) -> Iterator[Line]:
        """Yield a note as one line below the paragraph that refers to it."""
        text = " ".join(line.text.strip() for line in self._story(note) if line.text.strip())
        yield Line(f"{mark} {text}")

    def _table(self, table: Any) -> Iterator[Line]:
        for row in _children(table, "tr"):
            if any(local_name(mark) == "del" for part in row if local_name(part) == "trPr" for mark in part):
                continue
            cells = [(cell, self._cell(cell)) for cell in _children(row, "tc")]
            if len(cells) == 1 or any(_lays_out(cell, lines) for cell, lines in cells):
                yield from (line for _, lines in cells for line in lines)
            elif any(line.text.strip() for _, lines in cells for line in lines):
                yield self._row(row, cells)

    def _cell(self, cell: Any) -> list[Line]:
        """Read a cell; one that continues the cell above it has no text of its own."""
        return [] if _continues(cell) else list(self._story(cell))

    def _row(self, row: Any, cells: list[tuple[Any, list[Line]]]) -> Line:
        """Join the cells of a row by ` | `; the columns that a wide cell covers besides its first stay empty."""
        text, cuts = " | " * _grid_value(row, "trPr", "gridBefore", 0), list[tuple[int, int, str]]()
        for number, (cell, lines) in enumerate(cells):
            text += " | " if number else ""
            filled = [line for line in lines if line.text.strip()]
            for count, line in enumerate(filled):
                text += " " if count else ""
                shift = len(line.text) - len(line.text.lstrip())
                cuts += [(a - shift + len(text), b - shift + len(text), rule) for a, b, rule in line.cuts]
                text += line.text.strip()
            text += " | " * (_grid_value(cell, "tcPr", "gridSpan", 1) - 1)
        return Line(text, 0, tuple(cuts))

    def _label(self, properties: Any | None) -> str:
        """Count the automatic number of a paragraph and return it; the paragraph's own outranks that of its style."""
        own = _number_of(properties)
        list_id, level = own if own else (None, None)
        if list_id is None:
            for name, style in self._parts.styles.chain(_value(properties, "pStyle")):
                if style.list_id is not None:
                    tied = self._parts.numbering.level_of_style(name)
                    list_id, level = style.list_id, next((n for n in (level, style.level, tied) if n is not None), 0)
                    break
        return self._parts.numbering.next_label(list_id, level or 0) if list_id is not None else ""

    def _heading_level(self, properties: Any | None) -> int:
        """1 to 6 from the paragraph's outline level, its style's name (Title, heading 1) or outline level; else 0."""
        own = _value(properties, "outlineLvl")
        if own is not None:
            return _level_of_outline(int(own))
        for _, style in self._parts.styles.chain(_value(properties, "pStyle")):
            name = style.name.lower()
            if name in ("title", "标题"):
                return 1
            if name.startswith(("heading ", "标题 ")) and name.split()[-1].isdigit():
                return _level_of_outline(int(name.split()[-1]) - 1)
            if style.outline is not None:
                return _level_of_outline(style.outline)
        return 0

    def _is_contents(self, properties: Any | None) -> bool:
        """Tell a line of a table of contents by its style: toc 1."""
        style = next((style for _, style in self._parts.styles.chain(_value(properties, "pStyle"))), None)
        return style is not None and style.name.lower().startswith("toc ")


_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def _symbol(code: str) -> str:
    """A character given by its code in a symbol font; one in the private area is shown as a bullet."""
    number = int(code or "0", 16)
    return "●" if 0xE000 <= number <= 0xF8FF else chr(number) if number else ""


def _level_of_outline(outline: int) -> int:
    return outline + 1 if 0 <= outline < _OUTLINE_LEVELS else 0


def _value(properties: Any | None, name: str) -> str | None:
    for child in properties if properties is not None else ():
        if local_name(child) == name:
            return attribute(child, "val")
    return None


def _number_of(properties: Any | None) -> tuple[str | None, int | None] | None:
    """List and level that a paragraph itself states; list 0 takes the number of its style away."""
    for child in properties if properties is not None else ():
        if local_name(child) == "numPr":
            level = _value(child, "ilvl")
            return _value(child, "numId"), int(level) if level is not None else None
    return None


def _ends_deleted(properties: Any | None) -> bool:
    """Tell whether the end of a paragraph is a tracked deletion, so that the next one continues it."""
    return properties is not None and any(
        local_name(mark) in ("del", "moveFrom") for child in properties if local_name(child) == "rPr" for mark in child
    )


def _is_hidden(run: Any) -> bool:
    return any(
        local_name(mark) == "vanish" and attribute(mark, "val") in _TRUE
        for child in run
        if local_name(child) == "rPr"
        for mark in child
    )


def _has_choice(element: Any) -> bool:
    return any(local_name(child) == "Choice" for child in element)


def _children(element: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, also those inside content controls and insertions."""
    for child in element:
        if local_name(child) == name:
            yield child
        elif local_name(child) in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            yield from _children(child, name)


def _grid_value(element: Any, properties: str, name: str, otherwise: int) -> int:
    """A number of columns that a row or cell states, at most 63 as in Word."""
    found = next((_value(child, name) for child in element if local_name(child) == properties), None)
    return min(63, int(found)) if found is not None else otherwise


def _continues(cell: Any) -> bool:
    """Tell a cell that is merged with the one above it or before it."""
    for properties in cell:
        if local_name(properties) == "tcPr":
            for mark in properties:
                if local_name(mark) in ("vMerge", "hMerge") and attribute(mark, "val") in (None, "continue"):
                    return True
                if local_name(mark) == "cellDel":
                    return True
    return False


def _lays_out(cell: Any, lines: list[Line]) -> bool:
    """Tell a cell that is part of a page rather than of a table of data: it holds a table, or is long."""
    nested = any(local_name(child) == "tbl" for child in cell)
    return nested or len(lines) > _MOST_PARAGRAPHS or sum(len(line.text) for line in lines) > _LONGEST_CELL
