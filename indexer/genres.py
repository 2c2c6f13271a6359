"""The genre of a document, where its title, its number, its headings or its dateline show it.

Invariant: what shows it is named; a document that shows nothing has none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PLAN = re.compile(r"(?:工作|实施|行动|试点|建设)方案|行动计划|工作要点|工作计划")
_POLICY = re.compile(
    r"(?:通知|意见|决定|决议|办法|规定|条例|细则|批复|复?函|公告|通告|通报|规划|纲要|章程|命令|准则|答复)(?:[（(].{1,12}[）)])?$"
)
_CASE = re.compile(r"案例(?:[（(].{1,12}[）)])?$|典型经验|经验做法|工作法|实践与启示")
_RESEARCH = re.compile(r"(?:研究|探析|探究|思考|调查报告|调研报告|综述|刍议)(?:$|[—（(:：])|^(?:浅析|试论|论)")
_NEWS_DATELINE = re.compile(
    r"(?:讯|电)\s*[（(](?:[^（()）]{0,12})?(?:记者|通讯员)|^.{0,12}(?:日报|晚报|新华社|融媒体).{0,14}(?:讯|电)"
)


@dataclass(frozen=True, slots=True)
class Genre:
    """A genre, and what shows it: a field of the facts (title, doc_number), or a line of the text."""

    name: str
    shown_by: str
    line: int | None = None


def find_genre(title: str, doc_number: str | None, lines: Sequence[str]) -> Genre | None:
    """Name the genre where something shows it; None where nothing does."""
    if doc_number is None and _PLAN.search(title):
        return Genre("工作方案", "title")
    if doc_number is not None or _POLICY.search(title):
        return Genre("政策文件", "title" if doc_number is None else "doc_number")
    if _CASE.search(title):
        return Genre("案例", "title")
    return _by_lines(lines) or (Genre("研究", "title") if _RESEARCH.search(title) else None)


def _by_lines(lines: Sequence[str]) -> Genre | None:
    headings = _case_headings(lines)
    if headings is not None:
        return Genre("案例", "line", headings)
    dateline = next((number for number, line in enumerate(lines[:6]) if _NEWS_DATELINE.search(line[:60])), None)
    return None if dateline is None else Genre("新闻", "line", dateline)


def _case_headings(lines: Sequence[str]) -> int | None:
    """A case report says what was done and what came of it (主要做法, 成效及启示); return the first such line."""
    short = [(number, line) for number, line in enumerate(lines) if len(line) <= 20]
    done = next((number for number, line in short if "做法" in line), None)
    return done if any(re.search("成效|启示|经验", line) for _, line in short) else None
