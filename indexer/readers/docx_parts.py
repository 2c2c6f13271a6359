"""The parts of a Word package that its text depends on: body, styles, numbering, notes.

Invariant: parts are found by their relationships, so that a package whose parts have other names is read, too.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from indexer.readers.docx_numbering import Numbering
from indexer.readers.packages import attribute, local_name, parse_xml


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph takes from its style; `outline` is 0-based, `list_id` and `level` name its automatic number."""

    name: str
    based_on: str | None
    outline: int | None
    list_id: str | None
    level: int | None


class Styles:
    """The paragraph styles of a document, each asked together with those it is based on."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default = ""
        for element in _children(root):
            if local_name(element) == "style" and attribute(element, "type") in (None, "paragraph"):
                name = attribute(element, "styleId") or ""
                self._styles[name] = _read_style(element)
                if attribute(element, "default") in ("1", "true", "on"):
                    self._default = name

    def chain(self, name: str | None) -> Iterator[tuple[str, Style]]:
        """Yield a style (the default one for None) and those it is based on, nearest first."""
        seen: set[str] = set()
        current = self._default if name is None else name
        while current and current in self._styles and current not in seen:
            seen.add(current)
            yield current, self._styles[current]
            current = self._styles[current].based_on or ""


@dataclass(frozen=True, slots=True)
class WordParts:
    """`notes` are the footnotes and endnotes by kind and id; `archive` and `targets` give what the body refers to."""

    body: Any
    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], Any]
    archive: zipfile.ZipFile
    targets: dict[str, str]


def read_parts(archive: zipfile.ZipFile) -> WordParts:
    """Find and parse the parts; raises KeyError when there is no document among them, and what DAMAGE names."""
    related = {kind: target for _, kind, target in _relationships(archive, "")}
    main = related.get("officeDocument", "word/document.xml")
    document = parse_xml(archive.read(main))
    bodies = [child for child in document if local_name(child) == "body"]
    if not bodies:
        raise ValueError("没有正文")
    parts = {kind: target for _, kind, target in _relationships(archive, main)}
    roots = {
        kind: _parse_optional(archive, parts.get(kind)) for kind in ("styles", "numbering", "footnotes", "endnotes")
    }
    return WordParts(
        body=bodies[0],
        styles=Styles(roots["styles"]),
        numbering=Numbering(roots["numbering"]),
        notes={
            (kind, attribute(note, "id") or ""): note
            for kind in ("footnote", "endnote")
            for note in _children(roots[f"{kind}s"])
            if local_name(note) == kind and attribute(note, "type") in (None, "normal")
        },
        archive=archive,
        targets={name: target for name, _, target in _relationships(archive, main)},
    )


def _children(root: Any | None) -> Iterator[Any]:
    yield from root if root is not None else ()


def _read_style(element: Any) -> Style:
    values: dict[str, str | None] = {}
    for part in element.iter():
        values.setdefault(local_name(part), attribute(part, "val"))
    outline, level = values.get("outlineLvl"), values.get("ilvl")
    return Style(
        name=values.get("name") or "",
        based_on=values.get("basedOn"),
        outline=int(outline) if outline is not None else None,
        list_id=values.get("numId"),
        level=int(level) if level is not None else None,
    )


def _parse_optional(archive: zipfile.ZipFile, name: str | None) -> Any | None:
    return parse_xml(archive.read(name)) if name and name in archive.NameToInfo else None


def _relationships(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    """Yield id, kind (the last word of its type) and target of what a part refers to inside the package."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive.NameToInfo:
        return
    for element in parse_xml(archive.read(path)):
        if element.get("TargetMode") != "External" and element.get("Target"):
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target"))).lstrip("/")
            yield element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target
