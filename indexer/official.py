"""The letterhead and the signature of official documents: title, document number, issuer, date of issue.

Invariant: each is read from lines that hold nothing else, so a number or a date in a sentence is never taken for it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from indexer.dates import NUMERAL_DATE, date_of, parse_date

# 国办发〔2019〕6号, 厦湖委[2018]5号, 国办发明电〔2018〕15号
_NUMBER = re.compile(
    r"(?:发文字号[:：]|文号[:：])?\s*(?P<office>[\u4e00-\u9fff]{1,14})\s*[〔\[［（(【]\s*(?P<year>(?:19|20)\d{2})\s*[〕\]］）)】]"
    r"\s*第?\s*(?P<number>\d{1,5})\s*号"
)
# 中华人民共和国国务院令⏎第707号, or 武汉市人民政府令 第300号 on one line
_DECREE = re.compile(
    r"(?:中华人民共和国)?(?P<office>[\u4e00-\u9fff]{2,20}?)令\s*(?:[（(]?第\s*(?P<number>\d{1,5})\s*号[）)]?)?"
)
_DECREE_NUMBER = re.compile(r"[（(]?第\s*(?P<number>\d{1,5})\s*号[）)]?")
_KINDS = (
    "通知|意见|决定|决议|命令|令|公报|公告|通告|通报|报告|请示|批复|复函|函|答复|议案|纪要|办法|规定|条例|细则|规则|方案|预案|计划"
    "|规划|纲要|要点|指南|指引|标准|制度|清单|措施|章程|法|解释"
)
_TITLE_END = re.compile(rf"(?:{_KINDS})》?(?:的?(?:通知|函))?\s*(?:[（(][\u4e00-\u9fff\d]{{1,12}}[）)])?$")
_ABOUT = re.compile(r"关于|印发|转发|批转|发布|对|同意")
_ISSUER_IN_TITLE = re.compile(r"(?P<issuer>.{2,60}?)(?:关于|印发|转发|批转|发布|对)")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff（）()]{0,24}(?:国务院|委员会|委|部|厅|局|署|院|会|政府|办公室|小组|党组|法院|银行|支部|总队|专家组)"
)
_SIGNATORY = re.compile(
    r"(?:总理|主席|省长|市长|州长|县长|区长|部长|主任|局长|署长|行长)[\s　]+[\u4e00-\u9fff　 ]{2,8}"
)
_DATE_LINE = re.compile(r"[（(]?\s*(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}-\d{1,2}-\d{1,2})\s*[）)]?")
_NUMERAL_DATE_LINE = re.compile(rf"[（(]?{NUMERAL_DATE}[）)]?")
_HEAD_LINES = 12
_TITLE_LINES = 4
_TITLE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Wording:
    """What a document says of itself on its lines `[first, last]`, counted from 0."""

    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above the text of an official document."""

    title: Wording | None
    doc_number: Wording | None
    issuer: Wording | None


@dataclass(frozen=True, slots=True)
class Signature:
    """The issuer (None when a person signs) and the date that close an official document, with the line of the date."""

    issuer: Wording | None
    issued: date
    line: int


def read_letterhead(lines: Sequence[str]) -> Letterhead:
    """Read the head of a document from its stripped, non-empty lines; parts that are not there are None."""
    head = lines[:_HEAD_LINES]
    decree = _read_decree(lines)
    if decree is not None:
        return decree
    place = next((i for i, line in enumerate(head) if _NUMBER.fullmatch(line)), None)
    title = _join_title(head if place is None else head[:place], 0, whole=place is not None)
    if place is None:
        return Letterhead(title, None, _issuer_of_title(title))
    title = title or _join_title(head, place + 1)
    number = _NUMBER.fullmatch(head[place])
    assert number is not None, "the line was found by this pattern"
    doc_number = f"{number['office']}〔{number['year']}〕{number['number']}号"
    return Letterhead(title, Wording(doc_number, place, place), _issuer_of_title(title))


def read_signature(lines: Sequence[str]) -> Signature | None:
    """Find the first date of issue that stands on its own line under an office or a person signing for it."""
    for number, (above, line) in enumerate(pairwise(lines)):
        issued = read_date_line(line)
        if issued is not None and is_office(above):
            return Signature(Wording("、".join(above.split()), number, number), issued, number + 1)
        if issued is not None and _SIGNATORY.fullmatch(above):
            return Signature(None, issued, number + 1)
    return None


def read_date_line(line: str) -> date | None:
    """Read a line that is nothing but a date: 2019年1月27日, （2019-01-27） or 二〇一九年一月二十七日."""
    if _DATE_LINE.fullmatch(line):
        return parse_date(line)
    match = _NUMERAL_DATE_LINE.fullmatch(line)
    return date_of(match) if match else None


def is_office(line: str) -> bool:
    """Say whether a line names one or more offices and nothing else: 国务院办公厅　中央军委办公厅."""
    names = [name for name in re.split(r"[\s、　]+", line) if name]
    return 0 < len(line) <= 40 and bool(names) and all(_OFFICE.fullmatch(name) for name in names)


def close_up(line: str) -> str:
    """Close up a heading that is spaced out character by character: 几 个 问 题 的 通 知."""
    tokens = line.split(" ")
    spaced = len(tokens) > 3 and sum(len(token) == 1 for token in tokens) >= 0.8 * len(tokens)
    return "".join(tokens) if spaced else line


def _join_title(lines: Sequence[str], first: int, whole: bool = False) -> Wording | None:
    """Join the lines of a title that ends in a kind of document; None where the lines from `first` make no such title.

    With `whole` all the lines are the title (the number stands below), else it ends at the first kind of document.
    """
    title = ""
    for last, line in enumerate(lines[first : first + _TITLE_LINES], start=first):
        if re.search(r"[。；：:]$", line) or read_date_line(line) is not None or len(title + line) > _TITLE_LENGTH:
            return None
        title += close_up(line)
        complete = _TITLE_END.search(title) and (last == first or _ABOUT.search(title))
        if complete and (not whole or last + 1 == len(lines)):
            return Wording(title, first, last)
    return None


def _issuer_of_title(title: Wording | None) -> Wording | None:
    match = _ISSUER_IN_TITLE.match(title.text) if title else None
    if title is None or match is None or not is_office(match["issuer"]):
        return None
    return Wording("、".join(match["issuer"].split()), title.first, title.last)


def _read_decree(lines: Sequence[str]) -> Letterhead | None:
    """Read 国务院令 + 第707号; the title is that of the regulation which it publishes, below the signature."""
    if len(lines) < 3 or (match := _DECREE.fullmatch(lines[0])) is None or not is_office(match["office"]):
        return None
    below = None if match["number"] else _DECREE_NUMBER.fullmatch(lines[1])
    number = match["number"] or (below and below["number"])
    if not number:
        return None
    dates = [i for i, line in enumerate(lines[:_HEAD_LINES]) if read_date_line(line) is not None]
    title = _join_title(lines, dates[0] + 1) if dates else None
    doc_number = Wording(f"{match['office']}令第{number}号", 0, int(below is not None))
    return Letterhead(title, doc_number, Wording(match["office"], 0, 0))
