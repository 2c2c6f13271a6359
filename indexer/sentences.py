"""Where Chinese sentences end.

Invariant: the spans partition the text, blanks and line breaks belong to the sentence before them, and no sentence
reaches over a line break.
"""

import re
from collections.abc import Iterator

# A pair of brackets on one line, at most 300 characters apart: “联席会议” 《意见》 （试行） (下称《规定(试行)》)
# An opening mark that is never closed (a damaged page) opens nothing, so a lost ” does not glue a paragraph together.
BRACKETED = (
    r"“[^“”\n]{0,300}”|‘[^‘’\n]{0,300}’|《[^《》\n]{0,300}》|「[^「」\n]{0,300}」|『[^『』\n]{0,300}』"
    r"|（(?:[^（）\n]|（[^（）\n]{0,100}）){0,300}）|\((?:[^()\n]|\([^()\n]{0,100}\)){0,300}\)"
)
_CLOSERS = r"[”’」』》）)〉】]*"
# A bracketed remark belongs to the sentence before it: 推进登记。（自然资源部负责）; not a number: 明确。（二）健全
_REMARK = r"(?:[（(](?![一二三四五六七八九十\d]{1,3}[）)])[^（）()\n]{1,80}[）)](?![，、；：,;:]))?"
_TOKEN = re.compile(
    rf"(?P<bracketed>{BRACKETED})|(?P<end>[。！？；…!?;.][。！？；…!?]*{_CLOSERS}{_REMARK})|\n", re.DOTALL
)
_BLANKS = re.compile(r"\s*")
_WORD = re.compile(r"[\w=&/#%-]", re.ASCII)
_ENTITY = re.compile(r"&#?\w{2,8}$", re.ASCII)  # &nbsp


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Cut a text after 。！？；… (with their closing marks) and at line breaks, but not inside brackets or quotations.

    Spans `(start, end)` are in order and partition the text; ASCII marks count as well, except inside numbers (3.14),
    addresses (a.cn/?id=3) and entities (&nbsp;). An empty text has no sentence.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _sentence_ends(text):
        end = _end_of_blanks(text, end)
        if end > start:
            spans.append((start, end))
            start = end
    if start < len(text):
        spans.append((start, len(text)))
    return tuple(spans)


def _sentence_ends(text: str) -> Iterator[int]:
    for token in _TOKEN.finditer(text):
        if token["bracketed"]:
            if _closes_sentence(text, token.start(), token.end()):
                yield token.end()
        elif not token["end"] or _is_end_mark(text, token.start(), token.end()):
            yield token.end()


def _end_of_blanks(text: str, position: int) -> int:
    blanks = _BLANKS.match(text, position)
    return blanks.end() if blanks else position


def _closes_sentence(text: str, start: int, end: int) -> bool:
    """Tell whether the bracketed `text[start:end]` ends its sentence: 他说：“大家都来了。” but not 《谁来管？》一书."""
    if text[start] not in "“‘「『（(" or end - start < 3:
        return False
    last, following = text[end - 2], text[end : end + 1]
    if last in "。；":
        return following not in tuple("，、。；：！？,;:)）》”’")
    spoken = text[start - 1 : start] in ("：", ":")
    return last in "！？…!?" and (spoken or not following or following.isspace())


def _is_end_mark(text: str, start: int, end: int) -> bool:
    mark, before, following = text[start], text[max(0, start - 9) : start], text[end : end + 1]
    if mark in "。！？；…":
        return True
    if mark == ".":
        return _is_full_stop(before[-1:], following)
    if mark == ";" and _ENTITY.search(before):
        return False
    return not (before and _WORD.match(before[-1]) and _WORD.match(following))


def _is_full_stop(before: str, following: str) -> bool:
    """Tell a full stop from the point in 3.14, 1. and www.gov.cn: it follows Han (工作. 各地) or ends a word."""
    if "\u4e00" <= before <= "\u9fff":
        return not following.isdigit() and following != "."
    return before.isascii() and before.islower() and (not following or following.isspace())
