"""Markdown files (.md): YAML front matter becomes stated facts, `#` lines become heading marks.

Invariant: the raw text is the whole file; front matter and markers are removals over it, so quotes read as plain text.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import yaml

from indexer.readers.source_file import SourceFile
from indexer.readers.text import decode_file
from indexer.readers.unreadable import UnreadableFile
from indexer.types import Edit, HeadingMark, Origin, RawText, StatedFact

_ORIGIN = Origin("front_matter")
# ---⏎title: 标题⏎---⏎
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
# ## 二、主要做法 ##
_HEADING = re.compile(
    r"^(?P<open> {0,3}(?P<level>#{1,6})[ \t]+)(?P<text>[^\n]*?)(?P<close>[ \t]*#*[ \t]*)\r?$", re.MULTILINE
)
# **两带三同** → 两带三同; [全文](https://…) → 全文; <!-- 备注 -->; |---|:--| between the head and the rows of a table
_MARKERS = re.compile(
    r"(?P<strong>\*\*|__)(?=\S)(?P<bold>[^\n]+?)(?<=\S)(?P=strong)"
    r"|!?\[(?P<link>[^\]\n]*)\]\([^)\n]*\)"
    r"|(?P<comment><!--.*?-->)"
    r"|(?P<rule>^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*(?:\n|\Z))",
    re.DOTALL | re.MULTILINE,
)


def read_markdown(file: SourceFile) -> RawText:
    """Read a markdown file; raises UnreadableFile when it cannot be decoded or its front matter is no YAML mapping."""
    text = decode_file(file)
    front = _FRONT_MATTER.match(text)
    facts = tuple(_stated_facts(_parse_front_matter(file.path, front[1]))) if front else ()
    body = front.end() if front else 0
    headings, removals = _read_headings(text, body)
    if front:
        removals.append(Edit(0, body, "", "front_matter"))
    removals += _other_markers(text, body, removals)
    return RawText(
        key="",
        digest=file.digest,
        text=text,
        headings=tuple(headings),
        removals=tuple(sorted(removals, key=lambda edit: edit.start)),
        facts=facts,
    )


def _parse_front_matter(path: Path, source: str) -> dict[object, object]:
    try:
        facts = yaml.safe_load(source)
    except (yaml.YAMLError, ValueError) as error:
        raise UnreadableFile(path, f"文件开头的 YAML 信息有误，请检查 --- 之间的内容：{error}") from error
    if not isinstance(facts, dict):
        raise UnreadableFile(path, "文件开头 --- 之间的内容不是“名称: 值”的形式，请改正或删去")
    return facts


def _stated_facts(facts: dict[object, object], prefix: str = "") -> Iterator[StatedFact]:
    """Flatten the mapping: nested names are joined by a dot, a list states its name once for each item."""
    for name, value in facts.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield from _stated_facts(item, f"{prefix}{name}.")
            elif isinstance(item, datetime):
                yield StatedFact(f"{prefix}{name}", item.date().isoformat(), _ORIGIN)
            elif isinstance(item, date):
                yield StatedFact(f"{prefix}{name}", item.isoformat(), _ORIGIN)
            elif item is not None:
                yield StatedFact(f"{prefix}{name}", str(item).strip(), _ORIGIN)


def _read_headings(text: str, body: int) -> tuple[list[HeadingMark], list[Edit]]:
    headings, removals = [], []
    for match in _HEADING.finditer(text, body):
        removals.append(Edit(match.start("open"), match.end("open"), "", "markdown"))
        if match["close"]:
            removals.append(Edit(match.start("close"), match.end("close"), "", "markdown"))
        if match["text"]:
            headings.append(HeadingMark(match.start("text"), match.end("text"), len(match["level"])))
    return headings, removals


def _other_markers(text: str, body: int, taken: list[Edit]) -> Iterator[Edit]:
    """Mark what surrounds bold text and links, whole comments, and the dashed line of a table."""
    covered = {position for edit in taken for position in range(edit.start, edit.end)}
    for match in _MARKERS.finditer(text, body):
        kept = match.span("bold") if match["bold"] else match.span("link") if match["link"] is not None else None
        start, end = kept if kept else (match.end(), match.end())
        for edit in (Edit(match.start(), start, "", "markdown"), Edit(end, match.end(), "", "markdown")):
            if edit.start < edit.end and covered.isdisjoint(range(edit.start, edit.end)):
                yield edit
