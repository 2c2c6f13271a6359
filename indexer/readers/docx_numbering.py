"""The automatic numbers of Word paragraphs, which are counted and not written in the text.

Invariant: the same order of paragraphs gives the numbers that Word shows; a list that is not defined numbers nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from indexer.readers.number_formats import format_number
from indexer.readers.packages import attribute, local_name

_LEVELS = 9
# Bullets in the private areas of Wingdings and Symbol, by the signs they show.
_BULLETS = {"\uf06c": "●", "\uf0b7": "●", "\uf06e": "■", "\uf0a7": "■", "\uf075": "◆", "\uf0d8": "➢", "\uf0fc": "✓"}
_CLOSED = "、．。，：）】〕》"  # full-width signs after which Chinese leaves no blank


@dataclass(frozen=True, slots=True)
class _Level:
    """`text` holds %1 to %9 for the counts; `restart` is the 1-based level that restarts this one, 0 for none."""

    start: int
    style: str
    text: str
    suffix: str
    restart: int | None
    legal: bool


@dataclass(frozen=True, slots=True)
class _List:
    """A list as paragraphs refer to it: the definition whose counts it shares, and what it changes of it."""

    definition: str
    starts: dict[int, int]
    levels: dict[int, _Level]


class Numbering:
    """The lists of a document and how far each has counted; `root` is numbering.xml, None for a document without."""

    def __init__(self, root: Any | None) -> None:
        self._definitions: dict[str, dict[int, _Level]] = {}
        self._by_style: dict[str, int] = {}
        self._links: dict[str, str] = {}
        self._named: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        for element in root if root is not None else ():
            if local_name(element) == "abstractNum":
                self._define(element)
            elif local_name(element) == "num":
                self._lists[attribute(element, "numId") or ""] = _read_list(element)
        self._counts: defaultdict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self._begun: set[tuple[str, int]] = set()

    def _define(self, element: Any) -> None:
        name = attribute(element, "abstractNumId") or ""
        levels = list(_read_levels(element))
        self._definitions[name] = {number: level for number, level, _ in levels}
        self._by_style.update({style: number for number, _, style in levels if style})
        for child in element:
            if local_name(child) == "numStyleLink":  # defined where styleLink gives the same name
                self._links[name] = attribute(child, "val") or ""
            elif local_name(child) == "styleLink":
                self._named[attribute(child, "val") or ""] = name

    def level_of_style(self, style: str) -> int | None:
        """The level that a definition ties to a paragraph style."""
        return self._by_style.get(style)

    def next_label(self, list_id: str, level: int) -> str:
        """Count one further and return the label with what separates it from the text: `（二）`, `1. `, `第三章 `."""
        used = self._lists.get(list_id)
        if used is None or not 0 <= level < _LEVELS:
            return ""
        definition = self._named.get(self._links.get(used.definition, ""), used.definition)
        levels = {**self._definitions.get(definition, {}), **used.levels}
        if level not in levels:
            return ""
        counts = self._counts[definition]
        self._count(list_id, used, levels, level, counts)
        return _write(levels, level, counts)

    def _count(
        self, list_id: str, used: _List, levels: dict[int, _Level], level: int, counts: list[int | None]
    ) -> None:
        before = counts[level]
        if level in used.starts and (list_id, level) not in self._begun:
            counts[level] = used.starts[level]
        else:
            counts[level] = levels[level].start if before is None else before + 1
        self._begun.add((list_id, level))
        for deeper in range(level + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                counts[deeper] = None


def _read_list(element: Any) -> _List:
    definition, starts, levels = "", dict[int, int](), dict[int, _Level]()
    for child in element:
        if local_name(child) == "abstractNumId":
            definition = attribute(child, "val") or ""
        elif local_name(child) == "lvlOverride":
            number = int(attribute(child, "ilvl") or 0)
            levels.update({found: level for found, level, _ in _read_levels(child)})
            for override in child:
                if local_name(override) == "startOverride":
                    starts[number] = int(attribute(override, "val") or 1)
    return _List(definition, starts, levels)


def _read_levels(element: Any) -> Iterator[tuple[int, _Level, str | None]]:
    """Yield number, level and tied style of each level of a definition or an override."""
    for child in element:
        if local_name(child) != "lvl":
            continue
        values = {
            local_name(part): attribute(part, "val") for part in child.iter() if attribute(part, "val") is not None
        }
        restart = values.get("lvlRestart")
        level = _Level(
            start=int(values.get("start") or 0),
            style=values.get("numFmt") or "decimal",
            text=_in_font(child, values.get("lvlText") or ""),
            suffix=values.get("suff") or "tab",
            restart=int(restart) if restart is not None else None,
            legal="isLgl" in {local_name(part) for part in child},
        )
        yield int(attribute(child, "ilvl") or 0), level, values.get("pStyle")


def _in_font(level: Any, text: str) -> str:
    """The text of a level; a letter in a font of symbols stands for the sign at its place in the private area."""
    fonts = {attribute(part, "ascii") for part in level.iter() if local_name(part) == "rFonts"}
    symbols = any(font and font.startswith(("Wingdings", "Symbol", "Webdings")) for font in fonts)
    return chr(0xF000 + ord(text)) if symbols and len(text) == 1 and ord(text) < 0x100 else text


def _write(levels: dict[int, _Level], level: int, counts: list[int | None]) -> str:
    shown = levels[level]
    if shown.style == "none" and "%" not in shown.text:
        return shown.text
    if shown.style == "bullet":
        sign = _BULLETS.get(shown.text, "●" if not shown.text or "\ue000" <= shown.text[0] <= "\uf8ff" else shown.text)
        return f"{sign} "
    label = shown.text
    for number in range(_LEVELS):
        if f"%{number + 1}" in label and number in levels:
            count = counts[number] if counts[number] is not None else levels[number].start
            style = "decimal" if shown.legal else levels[number].style
            label = label.replace(f"%{number + 1}", "" if style == "none" else format_number(count or 0, style))
    return label if not label or shown.suffix == "nothing" or label[-1] in _CLOSED else f"{label} "
