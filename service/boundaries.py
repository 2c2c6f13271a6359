"""Where a quotation may begin and end in its source.

Invariant: a quotation never takes a number apart (41名 of 1041名), never leaves out the bound of a figure at its edge
(60% of 超过60%, 100平米 of 100平米以上) and never the negation of its first word (召开大会 of 不再召开大会, 同地区 of
不同地区); these would read exactly so in the source and say something else.
"""

import re

from indexer.numerals import CHINESE, read_number
from indexer.script import fold_width
from indexer.sentences import split_sentences
from service.figures import bounds_before, bounds_behind
from service.negations import look_alikes, read_negations

_REACH = 24  # characters around a boundary in which a number, its bound or a negation that it cuts begins or ends
# 1,041.5 | 6.2万 | 33% | 三十一
_NUMBER = re.compile(rf"\d+(?:[.,]\d+)*[百千万亿]*[%‰]?|[{CHINESE}]{{2,}}")


def whole_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen `[start:end)` by what it cuts off: the rest of a number, its bound, the negation before; else keep it."""
    first, last = max(0, start - _REACH), min(len(text), end + _REACH)
    head, tail = text[first : start + _REACH], text[max(0, end - _REACH) : last]
    return first + _begin(head, start - first), last - len(tail) + _finish(tail, end - (last - len(tail)))


def sentence_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole sentences of which `[start:end)` holds at least half, else the one of which it holds most."""
    line, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    part = text[line : stop if stop >= 0 else len(text)]
    spans = [_trimmed(part, first, last) for first, last in split_sentences(part)]
    shares = [(min(end - line, last) - max(start - line, first)) / max(1, last - first) for first, last in spans]
    if not spans:
        return start, end
    held = [span for span, share in zip(spans, shares, strict=True) if share >= min(0.5, max(shares))]
    return line + held[0][0], line + len(part[: held[-1][1]].rstrip("。；，、：;,:"))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def _begin(text: str, position: int) -> int:
    """Where the number, bound or negation begins that ends at, or reaches over, the position."""
    cut = [start for start, end in (*_numbers(text), *look_alikes(text)) if start < position < end]
    negated = [word.start for word in read_negations(text) if word.start < position <= word.end]
    bounds = [start for start, end in bounds_before(text) if start < position <= end]
    return min((*cut, *negated, *bounds, position))


def _finish(text: str, position: int) -> int:
    cut = [end for start, end in _numbers(text) if start < position < end]
    bounds = [end for start, end in bounds_behind(text) if start <= position < end]
    return max((*cut, *bounds, position))


def _numbers(text: str) -> list[tuple[int, int]]:
    """Spans of numbers; numerals side by side that make no number (统一|三项) may be taken apart."""
    return [
        found.span()
        for found in _NUMBER.finditer(fold_width(text))
        if found[0][0].isdigit() or read_number(found[0]) is not None
    ]
