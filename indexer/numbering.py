"""How official documents number their headings, and how a heading is named.

Invariant: a marker is read from the start of a line alone; whether it opens a heading is decided elsewhere.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.sentences import BRACKETED

_NUMERAL = "[一二三四五六七八九十百零〇]+"
_COUNT = rf"(?:{_NUMERAL}|\d{{1,3}})"  # 第三章, 第3章
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}
_ENCLOSED = (("①", "⑳"), ("⑴", "⒇"), ("⒈", "⒛"), ("㈠", "㈩"))
NUMBERED_ONLY = frozenset("条款")  # kinds of marker that need no name: 第七条　各区应当……
LONGEST_LABEL = 40

# Fixed rank: a smaller one holds a larger one. Each pattern shows a line that it matches.
_ARTICLE = (  # 第三条　各区应当…… 第三条【范围】 第三条为了……; not the reference in 第三条规定的程序……
    rf"第(?P<条>{_COUNT})条(?:之{_NUMERAL})?"
    r"(?:[\s　：:]+|(?=[【（(])|$|(?![\s　]|规定|所|第|中|、|和|及|至|的|之|，))"
)
_RANKED: tuple[tuple[str, int, str], ...] = (
    ("编", 10, rf"第(?P<编>{_COUNT})(?:编|篇|部分)(?=[\s　：:、]|$)"),  # 第一编　总则
    ("分编", 20, rf"第(?P<分编>{_COUNT})分编(?=[\s　]|$)"),  # 第一分编　通则
    ("章", 30, rf"第(?P<章>{_COUNT})章(?![^\s　]*[。；，])"),  # 第一章　总　则
    ("节", 40, rf"第(?P<节>{_COUNT})节(?![^\s　]*[。；，])"),  # 第一节　一般规定
    ("条", 50, _ARTICLE),
    ("款", 55, rf"第(?P<款>{_COUNT})款(?=[\s　：:])"),  # 第一款　各方应当……
    ("一、", 60, rf"(?P<大>{_NUMERAL})[ 　]*(?:、|[．.](?!\d))(?!{_NUMERAL}[、级类批期])"),  # 一、总体要求
    (
        "（一）",
        70,
        rf"[（(〔]\s*(?P<中>{_NUMERAL})\s*[）)〕]|(?P<中半>{_NUMERAL})[）)]|(?P<中圈>[㈠-㈩])",
    ),  # （一）加强领导。
    ("1.1", 81, r"(?P<点>\d{1,2}(?:[.．]\d{1,2})+)[.．]?(?=[\s　])"),  # 1.1 编制目的
    ("1", 79, r"(?P<节号>\d{1,2})[ \u3000]+(?=[\u4e00-\u9fff][\u4e00-\u9fff、 \u3000]{1,24}$)"),  # 2　组织机构和职责
    ("1.", 80, r"(?P<小>\d{1,3})(?:[．、]|[ 　]*[、.](?!\d))|(?P<小点>[⒈-⒛])"),  # 1.拓展市场。
    ("（1）", 90, r"[（(]\s*(?P<细>\d{1,3})\s*[）)]|(?P<细半>\d{1,3})[）)]|(?P<细圈>[⑴-⒇])"),  # （1）有专职人员；
    ("①", 100, r"(?P<圈>[①-⑳])"),  # ①场地费用
)
RANK_OF_ARTICLE = 50  # 第X条: what is numbered inside an article is its list
RANK_OF_ONE = 60  # 一、 is the top level of a document without chapters
RANK_OF_POINT = 79  # 1.
RANK_OF_DETAIL = 90  # （1） and below head a section only with a short name of their own
_MARKER = re.compile("|".join(f"(?P<r{index}>{pattern})" for index, (_, _, pattern) in enumerate(_RANKED)))
_BULLETS = frozenset("●○◆◇■□▲△★☆►▶◎※✦➢✓•▪·") | {"——"}
_BULLET = re.compile(r"(?P<bullet>[●○◆◇■□▲△★☆►▶◎※✦➢✓•▪·])\s*|——?(?=[^—])\s*")  # ●条块协同——从块上…… ——坚持……
_SPOKEN = re.compile(  # 一方面，…… 首先，…… 第一，……
    rf"(?P<side>另?一方面)[，,、：:]|(?P<order>首先|其次|再次|最后)[，,、：:]|第(?P<nth>{_NUMERAL})[，,、：:]"
)
# 一是健全机构。 二看书记能力。 The character has to follow two different numerals; measure words are no markers (一个).
_SERIES = re.compile(r"^[ \t　]*([一二三四五六七八九十])([\u4e00-\u9fff])", re.MULTILINE)
_NO_SERIES = frozenset("一二三四五六七八九十百千万亿个年月日届级次家名位条项类种批期线季路带院方般直定起些样切旦律")

_STOP = re.compile(rf"{BRACKETED}|(?P<stop>[。！？：]|[!?:](?![\w/])|——)", re.ASCII)
_TITLED_ARTICLE = re.compile(r"[【（(][^】）)\n]{1,20}[】）)]")  # 第一条【立法目的】 第二条（适用范围）
SENTENCE_MARK = re.compile(r"[。；;！？]|…$")
_SPACED_OUT = re.compile(r"(?:(?<=\s)|^)[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff](?!\S))+")  # 总　　则
_TRAILING = " \t　。：:；;，,、—！!"


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands before the heading text of a line: `（二）` has kind （一）, rank 70 and ordinal 2 and ends at 3.

    Unranked markers (●, 一是, 一方面) nest under whatever is open; `ordinal` is None where none is stated.
    """

    kind: str
    rank: int | None
    ordinal: int | None
    end: int


def read_marker(line: str, series: frozenset[str] = frozenset()) -> Marker | None:
    """Read the marker at the start of a line without indentation; None if there is none.

    `series` holds the characters that follow Chinese numerals as markers in this text, see `find_series`.
    """
    if found := _MARKER.match(line):
        return _ranked_marker(found)
    if line[:1] and line[0] in _DIGITS | {"十": 10} and line[1:2] in series and line[1:2]:
        return Marker("一" + line[1], None, read_numeral(line[0]), 0)
    if found := _SPOKEN.match(line):
        kind = "一方面" if found["side"] else "首先" if found["order"] else "第一，"
        return Marker(kind, None, read_numeral(found["nth"]) if found["nth"] else None, 0)
    found = _BULLET.match(line)
    if found and line[found.end() :].strip(_TRAILING):  # ●—— marks nothing
        return Marker(found["bullet"] or "——", None, None, found.end())
    return None


def _ranked_marker(found: re.Match[str]) -> Marker:
    index = next(number for number in range(len(_RANKED)) if found[f"r{number}"] is not None)
    kind, rank, _ = _RANKED[index]
    numeral = next(value for name, value in found.groupdict().items() if value is not None and name != f"r{index}")
    depth = len(re.findall(r"[.．]", numeral))
    if kind == "1.1":
        kind, rank = "1" + ".1" * depth, 80 + depth
    return Marker(kind, rank, read_numeral(re.split(r"[.．]", numeral)[-1]), found.end())


def find_series(text: str) -> frozenset[str]:
    """Return the characters that make a numeral at line start a marker: 是 in a text with the lines 一是…, 二是…."""
    numerals: dict[str, set[str]] = {}
    for numeral, character in _SERIES.findall(text):
        numerals.setdefault(character, set()).add(numeral)
    return frozenset(key for key, seen in numerals.items() if len(seen) > 1 and key not in _NO_SERIES)


def read_numeral(numeral: str) -> int:
    """Read 十二, 一百零三, 12, ③, ⑶, ⒊ or ㈢ as a number; what is no numeral counts as 0."""
    if numeral.isdecimal():
        return int(numeral)
    for first, last in _ENCLOSED:
        if len(numeral) == 1 and first <= numeral <= last:
            return ord(numeral) - ord(first) + 1
    total, digit = 0, 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * (100 if character == "百" else 10)
            digit = 0
    return total + digit


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a heading; `runs_on`: body text follows in the same line; `whole`: it was not cut short."""

    text: str
    runs_on: bool
    whole: bool


def label_line(line: str, marker: Marker) -> Label:
    """Name the heading in a numbered line, up to the first 。 ： or —— when body text follows in the same line.

    `（一）明确范围。各级机构要……` is named （一）明确范围 and runs on. An article is named by its number: 第七条.
    A bullet is left out of the name.
    """
    if marker.kind in NUMBERED_ONLY:
        titled = _TITLED_ARTICLE.match(line, marker.end)
        end = titled.end() if titled else marker.end
        return Label(clean_label(line[:end]), bool(line[end:].strip()), True)
    stop = len(line)
    if len(line) > LONGEST_LABEL or SENTENCE_MARK.search(line):
        stop = _first_stop(line, marker.end)
    start = marker.end if marker.kind in _BULLETS else 0
    return Label(clean_label(line[start:stop]), bool(line[stop:].strip(_TRAILING)), stop - start <= LONGEST_LABEL)


def _first_stop(line: str, start: int) -> int:
    for found in _STOP.finditer(line, start + 1):
        if found["stop"]:
            return found.start()
    return len(line)


def clean_label(label: str) -> str:
    """Make a heading fit to be shown: on one line, without trailing punctuation, 总　则 closed up.

    Over 40 characters it is cut after the last clause that fits, else it ends with ….
    """
    label = _SPACED_OUT.sub(lambda found: squeeze([found[0]]), " ".join(label.split()).strip(_TRAILING))
    if len(label) <= LONGEST_LABEL:
        return label
    cut = max(label.rfind(mark, 8, LONGEST_LABEL) for mark in "，,；;")
    return label[:cut] if cut > 0 else label[: LONGEST_LABEL - 1] + "…"


def squeeze(texts: Iterable[str]) -> str:
    """Join texts without blanks, to compare headings and titles however they are broken over lines."""
    return "".join("".join(text.split()) for text in texts)
