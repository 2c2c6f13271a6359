"""What in a text has to be checked: quotations of any style, titles, terms in quotation marks, sentences with figures.

Invariant: a piece is `text[start:end]` (a block quotation without its markers); pieces are in reading order, and only
titles may lie inside another piece.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from indexer.sentences import split_sentences
from service.attributions import TITLED, Attribution, Notes, find_attribution, find_notes, lead_end, note_spans
from service.figures import MEASURES, Figure, read_figures
from service.layout import joined

TEXT_LIMIT = 200_000  # characters of a text that is checked in one go
SHORTEST_QUOTATION = 10  # characters; what is shorter and has neither a clause mark nor digits is a term: “两新”


class Kind(StrEnum):
    """What a piece is."""

    QUOTATION = "quotation"
    SENTENCE = "sentence"
    TITLE = "title"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to check at `[start:end)` of a text, marks left out; `text` is what is compared."""

    kind: Kind
    start: int
    end: int
    text: str
    attribution: Attribution | None


_CLOSERS = {"“": "”", "「": "」", "『": "』", "‘": "’", "〝": "〞", '"': '"', "＂": "＂"}
_OPENERS = {closer: opener for opener, closer in _CLOSERS.items()}
_STRAIGHT = frozenset(mark for mark, closer in _CLOSERS.items() if mark == closer)
_MARK = re.compile(rf"[{''.join(_CLOSERS)}{''.join(_OPENERS)}]|\n[ \t　]*(?=\n)")
_LONGEST = 5000  # characters of a quotation; a mark that is not closed by then opens nothing
_TITLE = re.compile(TITLED)
_BLOCK = re.compile(r"^[ \t]{0,3}>[^\n]*(?:\n[ \t]{0,3}>[^\n]*)*", re.MULTILINE)
_BLOCK_MARK = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.MULTILINE)
_SIGNATURE = re.compile(r"\n?[ \t>]*(?:——|--|来源[：:]|出处[：:])[^\n]*$")  # > ——《甲区工作方案》
_TAKEN_OVER = re.compile(r"^[ \t]*原文\[(?P<note>\d{1,3})\]：(?P<quote>\S[^\n]*)", re.MULTILINE)  # 原文[1]：…
_CLAUSE_MARK = re.compile("[，。；：！？,;:!?\n]")
# - 3. （二） ● 一是: what numbers a line and claims nothing
_NUMBERED = re.compile(
    r"[\s#*\-•●○◆■▲·—]*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[、．)）]|\.(?!\d))[ \t]*)*"
)
_ADDRESS = re.compile(r"(?:https?://|/documents/)[^\s)）\]]+")  # http://127.0.0.1:8000/documents/jia?version=9d2c1f0b
_SOURCE_LINE = re.compile(r"\s*(?:来源|出处|引自|摘自|https?://|\[\^?\d+\])")
_STOPS = "。！？；，、：!?;,:. \t\n\r\u3000"
# [1] | （来源：长江日报）
_SOURCE_TAIL = re.compile(
    r"(?:\[\^?\d{1,3}\]|[（(](?:来源|出处|见|据|引自|摘自)[：:]?[^（）()\n]{0,100}[）)]|[（(]《[^（）()\n]{0,100}[）)])$"
)
_FEWEST = 8  # characters of a sentence that is worth checking


def find_pieces(text: str) -> tuple[Piece, ...]:
    """Find everything to check, in reading order; () for a text that quotes, names and counts nothing."""
    notes = find_notes(text)
    quotations = list(_quotations(text, notes))
    taken = [(piece.start, piece.end) for piece in quotations]
    quoted = _Cover(taken)
    titles = [piece for piece in _titles(text) if not quoted.holds(piece.start, piece.end)]
    sentences = _sentences(text, notes, taken)
    return tuple(sorted([*quotations, *titles, *sentences], key=lambda piece: (piece.start, -piece.end)))


def _quotations(text: str, notes: Notes) -> Iterator[Piece]:
    """Block quotations, quotations that our own output sets apart, and the outermost pairs of quotation marks."""
    blocks = [*_BLOCK.finditer(text), *_TAKEN_OVER.finditer(text)]
    for block in blocks:
        if piece := _block(text, block, notes):
            yield piece
    apart = (*(block.span() for block in blocks), *(title.span() for title in _TITLE.finditer(text)))
    taken = _Cover((*note_spans(text), *apart))
    position = 0
    for start, end in sorted(_pairs(text), key=lambda pair: (pair[0], -pair[1])):
        if start >= position and end - start <= _LONGEST and not taken.holds(start, end):
            position = end
            if piece := _trimmed(text, start + 1, end - 1, find_attribution(text, start, end, notes)):
                yield piece


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Each opening mark with the mark that closes it; “"” closes in its paragraph, what is not closed opens nothing."""
    open_marks: dict[str, list[int]] = {mark: [] for mark in _CLOSERS}
    for found in _MARK.finditer(text):
        mark = found[0]
        opener = _OPENERS.get(mark, mark)
        if mark not in _CLOSERS and mark not in _OPENERS:  # a blank line
            open_marks |= {straight: [] for straight in _STRAIGHT}
        elif mark == opener and not (mark in _STRAIGHT and open_marks[mark]):
            open_marks[mark].append(found.start())
        elif open_marks[opener]:
            yield open_marks[opener].pop(), found.end()


def _block(text: str, block: re.Match[str], notes: Notes) -> Piece | None:
    if block.re is _TAKEN_OVER:
        return _trimmed(text, *block.span("quote"), find_attribution(f"[{block['note']}]", 0, 0, notes))
    signature = _SIGNATURE.search(block[0])
    end = block.start() + (signature.start() if signature else len(block[0]))
    content = _BLOCK_MARK.sub("", text[block.start() : end]).strip()
    if content[:1] in _CLOSERS and content.endswith(_CLOSERS[content[0]]) and len(content) > 2:
        content = content[1:-1]
    source = _BLOCK_MARK.sub("", text[end : block.end()] + text[block.end() : block.end() + 200])
    attribution = find_attribution(source, 0, 0, notes) or find_attribution(
        text.rstrip(), block.start(), block.start(), {}
    )
    return Piece(_kind(content), block.start(), end, content, attribution) if content else None


def _trimmed(text: str, start: int, end: int, attribution: Attribution | None) -> Piece | None:
    content = text[start:end].strip()
    if not content:
        return None
    start = text.index(content, start)
    return Piece(_kind(content), start, start + len(content), content, attribution)


def _kind(content: str) -> Kind:
    """Tell a term (“两新”, “1+4”, “四服务一提升”) from a quotation, which may be short: “每月300元”."""
    short = len("".join(content.split())) < SHORTEST_QUOTATION and not _CLAUSE_MARK.search(content)
    return (
        Kind.TERM
        if short and not any(_counts(content, figure) for figure in read_figures(content).counts)
        else Kind.QUOTATION
    )


def _counts(text: str, figure: Figure) -> bool:
    """Digits that count something: 300元, 33%, but not the 1+4 and 六个一 of names."""
    return figure.amount is not None and any(c.isdigit() or c in "%％" for c in text[figure.start : figure.end])


def _titles(text: str) -> Iterator[Piece]:
    for found in _TITLE.finditer(text):
        yield Piece(Kind.TITLE, found.start() + 1, found.end() - 1, found[0][1:-1], None)


def _sentences(text: str, notes: Notes, quotations: list[tuple[int, int]]) -> Iterator[Piece]:
    """Sentences that state a figure outside quotations and titles, without numbering, lead-in and closing mark."""
    blocks = (block.span() for block in (*_BLOCK.finditer(text), *_TAKEN_OVER.finditer(text)))
    passed_over = _Cover((*note_spans(text), *blocks))
    silent = _Cover((*quotations, *(found.span() for found in (*_TITLE.finditer(text), *_ADDRESS.finditer(text)))))
    for first, last in split_sentences(text):
        numbered = _NUMBERED.match(text, first, last)
        start = lead_end(text, numbered.end() if numbered else first, last)
        end = _end_of_claim(text, start, last)
        if end - start < _FEWEST or passed_over.holds(first, end) or _SOURCE_LINE.match(text, first, last):
            continue
        if _states_figure(text[start:end], start, silent):
            yield Piece(Kind.SENTENCE, start, end, text[start:end], find_attribution(text, start, end, notes))


def _end_of_claim(text: str, start: int, end: int) -> int:
    """Where a sentence ends before its closing marks and the source that it names in brackets."""
    while end > start:
        end = start + len(text[start:end].rstrip(_STOPS))
        source = _SOURCE_TAIL.search(text, max(start, end - 120), end)
        if source is None:
            break
        end = source.start()
    return end


def _states_figure(sentence: str, offset: int, silent: "_Cover") -> bool:
    figures = read_figures(sentence)
    counts = [(f.start, f.end) for f in figures.counts if _measures(sentence[f.start : f.end], f)]
    spans = [*counts, *((day.start, day.end) for day in figures.dates)]
    return any(not silent.holds(offset + first, offset + last) for first, last in spans)


def _measures(written: str, figure: Figure) -> bool:
    """What counts or measures: 31名, 33%, 六万元; neither 第三 nor the numerals inside names (四服务, 1+4)."""
    plain = any(character.isdigit() for character in written) or figure.unit in MEASURES
    return figure.amount is not None and plain and not figure.unit.startswith("第")


class _Cover:
    """Spans of a text, joined where they touch."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = joined(spans)
        self._starts = [start for start, _ in self._spans]

    def holds(self, start: int, end: int) -> bool:
        """True when `[start:end)` lies within one of them."""
        number = bisect_right(self._starts, start) - 1
        return number >= 0 and end <= self._spans[number][1]
