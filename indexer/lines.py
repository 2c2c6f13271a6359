"""What each line of a text is by its own look: title, front matter, table row, numbered, short, body.

Invariant: blank lines are left out, every other line appears once and in order.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from indexer.numbering import SENTENCE_MARK, Marker, find_series, read_marker, squeeze
from indexer.points import find_points

SHORT_LINE = 40  # characters; the longest unnumbered heading in the texts looked at has 31
_LONGEST_LEAD = 60  # characters: 各区着重做了三件事：; alone in a section it would be a passage of one line
_NUMERALS = "[一二三四五六七八九十]{1,3}"
_DATE = rf"(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日|[一二][〇○ＯO零一二三四五六七八九]{{3}}年{_NUMERALS}月{_NUMERALS}日)"
SIGNED_DATE = re.compile(_DATE)
_FRONT_MATTER = re.compile(  # what stands round a text without being its text; one line of each kind:
    rf"{_DATE}.{{0,40}}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}.{{0,40}}"  # 2024-05-06 09:30 来源：某某日报
    r"|.{1,16}[〔\[（(]\d{4}[〕\]）)]\s*第?\d+号|第\d+号|.{2,20}令|公\s*告|目\s*[录次]"  # 某办发〔2024〕7号
    r"|[（(【\[［].{1,60}[）)】\]］]"  # （此件公开发布） 【编辑：……】
    r"|(?:来源|作者|记者|通讯员|编辑|责任编辑|责编|编审|校对|审核|供稿|时间|发布时间|发布日期|日期|字号|浏览|浏览次数"
    r"|点击|阅读|电话|联系人|上一篇|下一篇|原标题|关键词|标签|分享到|[Bb]y)[ \u3000]*[：:\-—].{0,60}"  # 责任编辑：某某
    r"|(?:各|.{0,20}(?:代表|同志们?|委员|朋友们|[省市区县州部委局办院厅府会司团]))[^。]{0,60}[：:]"  # 各区人民政府：
    r"|(?:资料图|图为|图：|图\d|表\d).*|.*[ \u3000）)](?:摄|文|供图)"  # 图为活动现场 某某 摄
)
_ANNEX = re.compile(r"附[ \u3000]*(?:件|录|表)?[ \u3000]*[\d一二三四五六七八九十]{0,3}[ \u3000]*[：:.．]?")  # 附件2
_ANNEX_NOTE = re.compile(r"附[ \u3000]*(?:件|录|表)?[ \u3000]*\d{0,2}[ \u3000]*[：:.．].+")  # 附件：某某试点名单
_NOT_A_HEADING = re.compile(r"[。！？；：，、．.!?;:,…|｜—]$|[。！？；]|[ \t\u3000]{2}|^[^\w“《「『‘（(【]|^\W*$")
_ENDS_LIKE_BODY = re.compile(r"[。！？；：…!?;:.][”’）)》】]*$")


class Role(Enum):
    """What a line is, before headings are told from lists."""

    TITLE = auto()
    FRONT = auto()
    ANNEX = auto()
    NOTE = auto()
    TABLE = auto()
    NUMBERED = auto()
    SHORT = auto()
    BODY = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: the offset where it starts (indentation included) and its text without indentation.

    A point within a paragraph that is a section of its own is a line too; `depth` is then 1 for a point of the
    paragraph, 2 for a point of such a point. `point` says that it is one of a series known to be headings, `leads_in`
    that it is the few words before the first of them.
    """

    start: int
    text: str
    role: Role
    marker: Marker | None = None
    point: bool = False
    depth: int = 0
    leads_in: bool = False


def read_lines(text: str, title: str | None = None) -> tuple[Line, ...]:
    """Return the lines of a text that are not blank, each with its role; lines that repeat the title are `TITLE`."""
    series = find_series(text)
    lines = [
        line
        for start, text_of_line, in_table in _split_lines(text)
        for line in _split_points(_read_line(start, text_of_line, in_table, series), text)
    ]
    title_lines = set(_find_title(lines, squeeze([title]) if title else "")) | set(_guess_title(lines))
    return tuple(
        replace(line, role=Role.TITLE, marker=None) if number in title_lines else line
        for number, line in enumerate(lines)
    )


def _split_lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield (start, stripped text, whether it is part of a table) of each line that is not blank."""
    rows = text.split("\n")
    tabs = ["\t" in row and not row.strip() for row in rows]
    start = 0
    for index, row in enumerate(rows):
        stripped = row.strip()
        if stripped:
            beside_tab = any(tabs[max(0, index - 1) : index + 2])  # cells one to a line with a tab line between them
            yield start, stripped, beside_tab or "\t" in stripped or " | " in stripped
        start += len(row) + 1


def _read_line(start: int, text: str, in_table: bool, series: frozenset[str]) -> Line:
    if in_table:
        return Line(start, text, Role.TABLE)
    marker = read_marker(text, series)
    if marker and marker.kind == "——" and not SENTENCE_MARK.search(text):
        return Line(start, text, Role.FRONT)  # ——某年某月某日在某次会议上
    if marker and len(text) > marker.end:
        return Line(start, text, Role.NUMBERED, marker)
    return Line(start, text, _find_role(text))


def _split_points(line: Line, text: str) -> Iterator[Line]:
    """Yield the line, or where it holds points that are sections: what stands before them, and each of them."""
    points = find_points(line.text) if line.role in (Role.BODY, Role.NUMBERED) else ()
    if not points:
        yield line
        return
    first = text.index(line.text, line.start)
    ends = [point.start for point in points[1:]] + [len(line.text)]
    if points[0].start > 0:
        lead = line.text[: points[0].start].rstrip()
        yield replace(line, text=lead, leads_in=len(lead) <= _LONGEST_LEAD)
    for point, end in zip(points, ends, strict=True):
        kind = f"{point.kind} {point.depth}" if point.depth else point.kind
        start = first + point.start if point.start else line.start
        marker = Marker(kind, None, point.ordinal, 0)
        yield Line(start, line.text[point.start : end].rstrip(), Role.NUMBERED, marker, True, point.depth)


def _find_role(text: str) -> Role:
    if len(text) <= 120 and _ANNEX.fullmatch(text):
        return Role.ANNEX
    if len(text) <= 120 and _ANNEX_NOTE.fullmatch(text):
        return Role.NOTE
    if len(text) <= 120 and _FRONT_MATTER.fullmatch(text):
        return Role.FRONT
    if len(text) > SHORT_LINE or _ENDS_LIKE_BODY.search(text):
        return Role.BODY
    return Role.OTHER if _NOT_A_HEADING.search(text) else Role.SHORT


def _find_title(lines: Sequence[Line], title: str) -> Iterator[int]:
    """Yield the lines, up to five, that together spell the title before the text begins.

    Further down the same words are a heading: a document without a title may have been named after one.
    """
    for first, line in enumerate(lines if title else ()):
        if line.role in (Role.BODY, Role.NUMBERED) and not title.startswith(squeeze([line.text])):
            return
        if title.startswith(squeeze([line.text])):
            for last in range(first, min(first + 5, len(lines))):
                if squeeze(other.text for other in lines[first : last + 1]) == title:
                    yield from range(first, last + 1)
                    return


def _guess_title(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the short lines at the very top when front matter follows them: a date, a document number, a salutation."""
    count = next((index for index, line in enumerate(lines) if line.role is not Role.SHORT), len(lines))
    if 0 < count <= 5 and count < len(lines) and lines[count].role is Role.FRONT:
        yield from range(count)
