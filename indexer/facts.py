"""What a document says about itself: title, issuer, number, publisher, date, regions, genre, address.

Invariant: a stated fact (front matter, meta tag) outranks one found in the text, and what is not found stays unknown.
"""

import re
from collections.abc import Sequence
from datetime import date

from indexer.cleaning import Cleaned
from indexer.credits import parse_date
from indexer.official import Letterhead, close_up, is_office, read_date_line, read_letterhead, read_signature
from indexer.regions import find_regions
from indexer.types import Facts, HeadingMark, RawText

_TITLE_LENGTH = 80
_LONGEST_HEADING = 60
_FIRST_SENTENCE_LENGTH = 40
_TITLE_SEARCH_LINES = 15
# Headings that every second document has, and that say nothing of this one.
_GENERIC = re.compile(
    r"(?:[一二三四五六七八九十]+、)?(?:工作)?(?:背景|前言|引言|导语|摘要|目录|概[述况]|基本(?:思路|情况|概况)|主要(?:做法|成效|内容)"
    r"|(?:总体|指导|工作)(?:要求|思想|思路|目标|原则)|(?:取得)?成效(?:及|与|和)?(?:启示|经验)?|经验启示|附件.{0,3}|正文)"
)
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．、]|第[一二三四五六七八九十百]+[章条节])"
)
_SENTENCE = re.compile(r"[。！？!?；;，,：:]$")
_ORIGINAL_TITLE = re.compile(r"^(?:原标题|标题)[:：]\s*")

_PLAN = re.compile(r"(?:工作|实施|行动|试点|建设)方案|行动计划|工作要点|工作计划")
_POLICY = re.compile(
    r"(?:通知|意见|决定|决议|办法|规定|条例|细则|批复|复?函|公告|通告|通报|规划|纲要|章程|命令|准则|答复)(?:[（(].{1,12}[）)])?$"
)
_CASE = re.compile(r"案例(?:[（(].{1,12}[）)])?$|典型经验|经验做法|工作法|实践与启示")
_RESEARCH = re.compile(r"(?:研究|探析|探究|思考|调查报告|调研报告|综述|刍议)(?:$|[—（(:：])|^(?:浅析|试论|论)")
_NEWS_DATELINE = re.compile(
    r"(?:讯|电)\s*[（(](?:[^（()）]{0,12})?(?:记者|通讯员)|^.{0,12}(?:日报|晚报|新华社|融媒体).{0,14}(?:讯|电)"
)


def find_facts(raw: RawText, cleaned: Cleaned) -> Facts:
    """Assemble the facts of a document from what its source states and from its canonical text."""
    stated = {fact.name: fact.value for fact in reversed((*raw.facts, *cleaned.credits))}
    lines = [line.strip() for line in cleaned.text.split("\n") if line.strip()]
    head, signature = read_letterhead(lines), read_signature(lines)
    title = stated.get("title") or _find_title(cleaned, lines, head, stated.get("page_title"))
    issuer = stated.get("issuer") or head.issuer or (signature.issuer if signature else None) or _first_office(lines)
    publisher = stated.get("publisher")
    doc_number = stated.get("doc_number") or head.doc_number
    regions = tuple(fact.value for fact in raw.facts if fact.name in ("region", "regions"))
    return Facts(
        title=_cut(_ORIGINAL_TITLE.sub("", close_up(title)), _TITLE_LENGTH),
        issuer=issuer,
        doc_number=doc_number,
        publisher=publisher,
        published=_stated_date(stated.get("published")) or (signature.issued if signature else _head_date(lines)),
        regions=regions or find_regions(title, issuer, publisher, cleaned.text),
        genre=stated.get("genre") or _find_genre(title, doc_number, publisher, lines),
        url=stated.get("url"),
    )


def _stated_date(value: str | None) -> date | None:
    return parse_date(value) if value else None


def _head_date(lines: Sequence[str]) -> date | None:
    """Take a date that has a line of its own near the head."""
    return next((found for line in lines[:6] if (found := read_date_line(line)) is not None), None)


def _first_office(lines: Sequence[str]) -> str | None:
    return lines[0] if len(lines) > 1 and len(lines[0]) >= 6 and is_office(lines[0]) else None


def _find_title(cleaned: Cleaned, lines: Sequence[str], head: Letterhead, page_title: str | None) -> str:
    """Choose the best title that there is: marked, of an official document, a heading-like line, the first sentence."""
    marked = _marked_title(cleaned.text, cleaned.headings)
    first_lines = [line for line in lines[:_TITLE_SEARCH_LINES] if _could_be_title(line)]
    return marked or head.title or page_title or (first_lines[0] if first_lines else _first_sentence(lines))


def _marked_title(text: str, headings: Sequence[HeadingMark]) -> str | None:
    top = next((mark for mark in headings if mark.level == 1), None)
    return " ".join(text[top.start : top.end].split()) if top else None


def _could_be_title(line: str) -> bool:
    return (
        4 <= len(line) <= _LONGEST_HEADING
        and not _SENTENCE.search(line)
        and not _NUMBERED.match(line)
        and not _GENERIC.fullmatch(line)
        and not is_office(line)
        and read_date_line(line) is None
    )


def _first_sentence(lines: Sequence[str]) -> str:
    """Take the beginning of the first line that is neither a generic heading nor the name of an office."""
    line = next((line for line in lines if not _GENERIC.fullmatch(line) and not is_office(line)), lines[0])
    sentence = re.split(r"(?<=[^\s])[。！？；!?;\n]", _ORIGINAL_TITLE.sub("", line), maxsplit=1)[0]
    if len(sentence) <= _FIRST_SENTENCE_LENGTH:
        return sentence
    clauses = [m.start() for m in re.finditer("[，,、：:]", sentence[:_FIRST_SENTENCE_LENGTH])]
    return sentence[: clauses[-1]] if clauses and clauses[-1] >= 8 else sentence[:_FIRST_SENTENCE_LENGTH] + "…"


def _cut(title: str, length: int) -> str:
    return title if len(title) <= length else title[: length - 1] + "…"


def _find_genre(title: str, doc_number: str | None, publisher: str | None, lines: Sequence[str]) -> str | None:
    """Name the genre where the title, the number or the dateline shows it; None where nothing does."""
    if doc_number is None and _PLAN.search(title):
        return "工作方案"
    if doc_number is not None or _POLICY.search(title):
        return "政策文件"
    if _CASE.search(title) or _has_case_headings(lines):
        return "案例"
    if any(_NEWS_DATELINE.search(line[:60]) for line in lines[:6]):
        return "新闻"
    if _RESEARCH.search(title):
        return "研究"
    return None


def _has_case_headings(lines: Sequence[str]) -> bool:
    """A case report says what was done and what came of it: 二、主要做法 … 三、成效及启示."""
    short = [line for line in lines if len(line) <= 20]
    return any("做法" in line for line in short) and any(re.search("成效|启示|经验", line) for line in short)
