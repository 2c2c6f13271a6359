"""How a query is read: spelling, required strings, filters written into it, places and years, and words of asking.

Invariant: the library's own words decide what is put right; every reading is part of the result, none is silent.
"""

import re

from indexer.script import fold
from indexer.types import Filters
from service.asking import drop_asking
from service.library import Library
from service.question import find_asked_places
from service.quoting import find_quoted
from service.spelling import Spelling, check_spelling
from service.types import Understanding

_WRITTEN = re.compile(r"(?:^|(?<=\s))(地区|年份|文种|来源)[:：]\s*(\S+)")  # 地区:武汉 年份：2019
_NUMBER = re.compile(r"\d{4}年?")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?:\s*(?:-|—+|–|~|至|到)\s*((?:19|20)\d\d))?(?=\s*年|\s*$|\s)")
_BLANK = "检索词为空。请输入要查找的词语或问题。"
_LONGEST_SPAN = 30  # years of 2010—2020年; more is no span of years


def understand(library: Library, query: str, *, as_typed: bool = False) -> Understanding:
    """Read a query; `as_typed` leaves its spelling alone. Raises ValueError where nothing is left to search for."""
    rest, filters = read_filters(query.strip())
    if not rest:
        raise ValueError("只写了筛选条件，没有检索词。请再写上要查找的词语或问题。" if query.strip() else _BLANK)
    if not any(map(str.isalnum, rest)):  # any passage would be as near to “！！！” as another
        raise ValueError("检索词里没有文字或数字。请写出要查找的词语或问题。")
    spelling = Spelling(rest, (), ()) if as_typed else check_spelling(library, rest)
    quoted = find_quoted(spelling.text)
    folded = fold(spelling.text)
    return Understanding(
        typed=query,
        text=spelling.text,
        words=drop_asking(folded),
        corrections=spelling.corrections,
        suggestions=spelling.suggestions,
        phrases=tuple(phrase for _, phrase in quoted),
        quoted=tuple(typed for typed, _ in quoted),
        filters=filters,
        places=find_asked_places(folded, ()),
        years=find_years(folded),
    )


def take_plainly(query: str) -> Understanding:
    """A query in which nothing is required, put right or preferred: how an answer searches for its question.

    Raises ValueError for a blank one.
    """
    if not query.strip():
        raise ValueError(_BLANK)
    return Understanding(typed=query, text=query, words=drop_asking(fold(query)))


def read_filters(query: str) -> tuple[str, Filters]:
    """The query without the filters written into it, and these; of two for one field the last counts.

    A year that is no number from 1900 to 2100 is no filter and stays in the query.
    """
    written = [match for match in _WRITTEN.finditer(query) if match[1] != "年份" or _read_year(match[2])]
    values = {match[1]: match[2] for match in written}
    filters = Filters(
        region=values.get("地区"),
        year=_read_year(values["年份"]) if "年份" in values else None,
        genre=values.get("文种"),
        publisher=values.get("来源"),
    )
    for match in reversed(written):
        query = f"{query[: match.start()].rstrip()} {query[match.end() :].lstrip()}".strip()
    return query, filters


def _read_year(written: str) -> int | None:
    year = int(fold(written)[:4]) if _NUMBER.fullmatch(written) else 0
    return year if 1900 <= year <= 2100 else None


def find_years(folded: str) -> tuple[int, ...]:
    """The years that a folded text names: 2019年, 2023—2025年; “去年” cannot be resolved and names none."""
    years: dict[int, None] = {}
    for first, last in _YEAR.findall(folded):
        end = int(last or first)
        span = range(int(first), end + 1) if 0 <= end - int(first) <= _LONGEST_SPAN else (int(first), end)
        years |= dict.fromkeys(span)
    return tuple(years)
