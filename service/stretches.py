"""The stretches of a source that may be quoted: whole sentences, lists with what announces them, spelled-out names.

Invariant: a stretch begins and ends where sentences do, has no blanks at its ends, and is no mere heading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from indexer.script import fold
from indexer.sentences import split_sentences
from service.coverage import NAMED, word_in
from service.expansion import end_of_list, find_expansions
from service.members import promised_members
from service.outlines import find_outlines, label_of
from service.question import is_shorthand
from service.requirements import Span, count_members
from service.sources import Source
from service.wanted import ASKS, Item, Wanted, read_count

LONGEST_HEADING = 40
LONGEST_BELOW = 300  # characters below a heading that are quoted as the answer to what it is about
_LISTS = re.compile("分别[是为]|包括|依次|即")
_CONTENT = re.compile("内容|方面|做法|措施|工作|任务|行动|要求|举措|事项")
_COUNTING = re.compile(r"([三四五六七八九十])(?:个)?([一-鿿]{1,2})")  # 五强, 四员
LONGEST_JOINED = 160  # characters of a sentence whose parts are joined over ；


@dataclass(frozen=True, slots=True)
class Sentence:
    """`source.text[start:end]`, with its folded text and that of its neighbours.

    For a list over several sentences `members` are these, and `text` is what stands above it with their names.
    """

    source: Source
    start: int
    end: int
    text: str
    near: str
    members: tuple[Span, ...] = ()


def sentences_for(item: Item, source: Source) -> Iterator[Sentence]:
    """Whole sentences; for a name whose meaning is asked, the stretch that spells it out."""
    text = source.text[source.start : source.end]
    spans = tuple(_full_sentences(text))
    headings = source.all_headings()
    title = fold(source.hit.facts.title)
    window = source.window
    means = item.wanted is Wanted.MEANING
    told = spans
    if means:
        told = (
            *_expansions(item.focus, text),
            *_enumerating(item.focus, window, spans),
            *_alike(item.focus, window, spans),
        )
    for start, end in dict.fromkeys(told):
        folded = window[start:end]
        # A document without a title is named by its first sentence, which then is one all the same: it has its stop.
        heading = folded in title or folded.rstrip("。") in headings
        if (not heading or _lists_members(item, folded)) and _is_whole(source, end):
            near = _with_neighbours(window, spans, start, end)
            yield Sentence(source, source.start + start, source.start + end, folded, near)
    if item.wanted in (Wanted.LIST, Wanted.MEANING):
        yield from _lists_for(item, source)
        yield from _below_headings(item, source)


def _enumerating(name: str, window: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Sentences that have the name, and behind it list as many members as it promises: “三个一”研讨，分别是…"""
    promised = promised_members(name)
    for start, end in spans if promised > 1 else ():
        told = _LISTS.search(window[start:end].partition(name)[2])
        if told and len(re.split("[、，；]", told.string[told.end() :])) >= promised:
            yield start, end


def _alike(name: str, window: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Sentences that list as many things as the name counts, each with what it counts: 强甲、强乙、强丙 for 三强."""
    counted = _COUNTING.fullmatch(name)
    if not counted:
        return
    count, kind = read_count(counted.group(1)), counted.group(2)
    for start, end in spans:
        runs = groupby(kind in one for one in re.split("[、，；。：]", window[start:end]))
        if any(of_kind and len(tuple(run)) == count for of_kind, run in runs):
            yield start, end


def _lists_members(item: Item, heading: str) -> bool:
    """A heading that names what is asked for, behind a colon: 三个平台：朋友圈、共同体、T型台."""
    listed = heading.partition("：")[2]
    told = item.wanted is Wanted.LIST and bool(listed) and not ASKS.search(heading)
    return told and count_members(listed) >= max(2, item.count)


def _lists_for(item: Item, source: Source) -> Iterator[Sentence]:
    """Lists over several sentences: of as many members as asked for, below a line that has a word of the question."""
    text, window = source.text[source.start : source.end], source.window
    for outline in find_outlines(text):
        lead = window[slice(*outline.lead)]
        above = source.headings(source.start + outline.lead[0]).rpartition("\n")[2]
        members = _asked_for(item, text, outline.members)
        if _announces(item, lead, above, [text[slice(*one)] for one in members]) and _is_whole(source, members[-1][1]):
            names = [fold(label_of(text[slice(*member)])) for member in members]
            start, end = outline.lead[0], members[-1][1]
            told = "\n".join((lead, *names))
            spans = tuple((source.start + first, source.start + last) for first, last in members)
            yield Sentence(source, source.start + start, source.start + end, told, window[start:end], spans)


def _asked_for(item: Item, text: str, members: tuple[Span, ...]) -> tuple[Span, ...]:
    """Of more members than asked for those that are called by a word of the question: 三套机制, and 四、附则."""
    if not 0 < item.count < len(members):
        return members
    names = [fold(label_of(text[slice(*member)])) for member in members]
    for word in item.words:
        called = tuple(span for span, name in zip(members, names, strict=True) if word in name)
        if len(word) > 1 and len(called) == item.count:
            return called
    return members


def _below_headings(item: Item, source: Source) -> Iterator[Sentence]:
    """The text below a heading that has all that is asked about, where it is short: “安居”行动包括哪些内容."""
    if promised_members(item.focus):
        return
    words = [w for w in item.words if len(w) > 1 and w not in source.head and not _CONTENT.fullmatch(w)]
    headings = source.all_headings()
    for part in source.stored.sections:
        heading = fold(part.path[-1]) if part.path and source.start <= part.start and part.end <= source.end else ""
        if item.count or not words or not all(word_in(word, heading) >= NAMED for word in words):
            continue
        text = source.text[part.start : part.end]
        start = _after_headings(text, headings)
        first, last = _stripped(text, start, len(text)) if start else (0, 0)
        if text[:start].strip() and first < last <= first + LONGEST_BELOW:
            span = (part.start + first, part.start + last)
            told = source.window[slice(*(position - source.start for position in span))]
            yield Sentence(source, *span, told, f"{heading}\n{told}", (span,))


def _after_headings(text: str, headings: frozenset[str]) -> int:
    """Where the lines end that are headings, at the beginning of a section."""
    position = 0
    for line in text.splitlines(keepends=True):
        if line.strip() and fold(line.strip()).rstrip("。") not in headings:
            break
        position += len(line)
    return position


def _announces(item: Item, lead: str, heading: str, members: Sequence[str]) -> bool:
    """The line above has the name asked about; else as many members as asked for, or of an open list more than names
    (headings), below a line that has the word which tells most.
    """
    if item.wanted is Wanted.MEANING:
        promised = promised_members(item.focus)
        if promised:
            return item.focus in lead + heading and promised == len(members)
        return item.focus in lead and len(lead) <= LONGEST_HEADING
    told = all(re.search("[。；：:]", member) for member in members)
    if item.count:  # mere headings (机制甲, 机制乙) are all called by a word of the question
        named = any(len(word) > 1 and all(word in fold(member) for member in members) for word in item.words)
        return len(members) == item.count and (told or named)
    return told and len(lead) <= LONGEST_HEADING and any(len(word) > 1 and word in lead for word in item.words)


def _with_neighbours(text: str, spans: Sequence[Span], start: int, end: int) -> str:
    """`text[start:end]` from the beginning of the sentence before it to the end of the one after it."""
    first = max((one for one, stop in spans if stop <= start), default=start)
    last = min((stop for one, stop in spans if one >= end), default=end)
    return text[first:last]


def _is_whole(source: Source, end: int) -> bool:
    position = source.start + end
    return position < source.end or position == len(source.text) or source.text[position - 1] in "。！？…”\n"


def _expansions(name: str, text: str) -> Iterator[Span]:
    counts = promised_members(name) > 0 or bool(re.search(r"[\d+]", name))  # 双师型 has no members to be named
    for span in find_expansions(text, name, members=counts and is_shorthand(name)):
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
