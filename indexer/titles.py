"""The title of a document: marked, that of an official document, a heading-like line, else its first sentence.

Invariant: every document has a title, and it can be said where it was taken from.
"""

import re
from collections.abc import Sequence

from indexer.official import Wording, close_up, is_office, read_date_line
from indexer.types import HeadingMark

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


def clean_title(title: str) -> str:
    """Leave out 原标题：, close up what is spaced out, and cut at 80 characters."""
    title = _ORIGINAL_TITLE.sub("", close_up(title))
    return title if len(title) <= _TITLE_LENGTH else title[: _TITLE_LENGTH - 1] + "…"


def find_marked_title(text: str, headings: Sequence[HeadingMark]) -> tuple[int, int] | None:
    """Return where the first heading of the highest level stands, None where none is marked as such."""
    return next(((mark.start, mark.end) for mark in headings if mark.level == 1 and text[mark.start : mark.end]), None)


def guess_title(lines: Sequence[str]) -> Wording:
    """Take the first of the opening lines that could be a title, else the beginning of the first sentence."""
    for number, line in enumerate(lines[:_TITLE_SEARCH_LINES]):
        if _could_be_title(line):
            return Wording(line, number, number)
    return _first_sentence(lines)


def _could_be_title(line: str) -> bool:
    return (
        4 <= len(line) <= _LONGEST_HEADING
        and not _SENTENCE.search(line)
        and not _NUMBERED.match(line)
        and not _GENERIC.fullmatch(line)
        and not is_office(line)
        and read_date_line(line) is None
    )


def _first_sentence(lines: Sequence[str]) -> Wording:
    """Take the beginning of the first line that is neither a generic heading nor the name of an office."""
    number = next((n for n, line in enumerate(lines) if not _GENERIC.fullmatch(line) and not is_office(line)), 0)
    sentence = re.split(r"(?<=[^\s])[。！？；!?;\n]", _ORIGINAL_TITLE.sub("", lines[number]), maxsplit=1)[0]
    if len(sentence) > _FIRST_SENTENCE_LENGTH:
        clauses = [m.start() for m in re.finditer("[，,、：:]", sentence[:_FIRST_SENTENCE_LENGTH])]
        short = clauses and clauses[-1] >= 8
        sentence = sentence[: clauses[-1]] if short else sentence[:_FIRST_SENTENCE_LENGTH] + "…"
    return Wording(sentence, number, number)
