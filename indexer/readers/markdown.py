"""Markdown files (.md): YAML front matter becomes stated facts, `#` lines become heading marks.

Invariant: the raw text is the whole file; front matter and markers are removals over it, so quotes read as plain text.
"""

import re
from collections.abc import Iterator

from indexer.readers.source_file import SourceFile
from indexer.readers.statements import read_front_matter
from indexer.readers.text import decode_file
from indexer.readers.unreadable import UnreadableFile
from indexer.types import Edit, HeadingMark, RawText

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
    try:
        stated, body = read_front_matter(text)
    except ValueError as error:
        raise UnreadableFile(file.path, f"文件开头 --- 之间的信息：{error}") from error
    headings, removals = _read_headings(text, body)
    if body:
        removals.append(Edit(0, body, "", "front_matter"))
    removals += _other_markers(text, body, removals)
    return RawText(
        key="",
        digest=file.digest,
        text=text,
        headings=tuple(headings),
        removals=tuple(sorted(removals, key=lambda edit: edit.start)),
        facts=stated.facts,
        problems=stated.problems,
    )


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
