"""The stretches of a source that may be quoted: whole sentences, lists with what announces them, spelled-out names.

Invariant: a stretch begins and ends where sentences do, has no blanks at its ends, and is no mere heading.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.script import fold
from indexer.sentences import split_sentences
from service.expansion import end_of_list, find_expansions
from service.question import is_shorthand
from service.requirements import Span
from service.sources import Source
from service.wanted import Item, Wanted

LONGEST_JOINED = 160  # characters of a sentence whose parts are joined over ；


@dataclass(frozen=True, slots=True)
class Sentence:
    """`source.text[start:end]`, with its folded text and that of its neighbours."""

    source: Source
    start: int
    end: int
    text: str
    near: str


def sentences_for(item: Item, source: Source) -> Iterator[Sentence]:
    """Whole sentences; for a name whose meaning is asked, the stretch that spells it out."""
    text = source.text[source.start : source.end]
    spans = tuple(_full_sentences(text))
    headings = source.all_headings()
    title = fold(source.hit.facts.title)
    window = source.window
    for start, end in _expansions(item.focus, text) if item.wanted is Wanted.MEANING else spans:
        folded = window[start:end]
        # A document without a title is named by its first sentence, which then is one all the same: it has its stop.
        if folded not in title and folded.rstrip("。") not in headings and _is_whole(source, end):
            near = _with_neighbours(window, spans, start, end)
            yield Sentence(source, source.start + start, source.start + end, folded, near)


def _with_neighbours(text: str, spans: Sequence[Span], start: int, end: int) -> str:
    """`text[start:end]` from the beginning of the sentence before it to the end of the one after it."""
    first = max((one for one, stop in spans if stop <= start), default=start)
    last = min((stop for one, stop in spans if one >= end), default=end)
    return text[first:last]


def _is_whole(source: Source, end: int) -> bool:
    position = source.start + end
    return position < source.end or position == len(source.text) or source.text[position - 1] in "。！？…”\n"


def _expansions(name: str, text: str) -> Iterator[Span]:
    for span in find_expansions(text, name, members=is_shorthand(name)):
        yield _stripped(text, *span)


def _full_sentences(text: str) -> Iterator[Span]:
    """Sentences up to a full stop or line end, with the list that a colon announces; no blanks at the ends."""
    start = None
    for first, end in split_sentences(text):
        if start is None:
            start = first
        elif first < start:
            continue
        piece = text[start:end]
        if piece.rstrip().endswith("；") and not piece.endswith("\n") and len(piece) < LONGEST_JOINED:
            continue
        if piece.rstrip().endswith(("：", ":")):
            end = max(end, end_of_list(fold(text), end))
        if piece.strip():
            yield _stripped(text, start, end)
        start = None
    if start is not None and text[start:].strip():
        yield _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
