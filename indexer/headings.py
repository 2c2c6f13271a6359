"""Which lines are headings: marked by the source, numbered, or short lines that stand over a paragraph.

Invariant: headings are whole lines or the beginning of one, in order; a list, whose items hold no text of their own,
yields no headings.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.lines import SHORT_LINE, SIGNED_DATE, Line, Role
from indexer.lists import find_contents, find_list_items
from indexer.numbering import Marker, clean_label, label_line, squeeze
from indexer.types import HeadingMark

PART = "part"  # an annex, or the document that a covering letter forwards
PLAIN = "plain"
PLAIN_PARENT = "plain parent"  # the first of two short lines in a row: kicker and headline
PLAIN_CHILD = "plain child"
LOWEST_RANK_OF_CASE = 2  # short lines over a 一、 that counts anew are ranked 1 and 2: below an annex, above 第一编
CONTENTS = "contents"
LIST_TITLE = "list title"
_RANK_OF_LIST = 5  # above every number, below an annex
_LIST_TITLE = re.compile(r"(?:名单|清单|目录|表)$")  # 某某联席会议成员名单

# 工作规则（某年某月某日第几次会议修订通过）; not 办法（试行）
_LONG_BRACKET = re.compile(r"[（(][^（）()]{10,}[）)]?$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on the lines `[first, last]`.

    `kind`, `rank` and `ordinal` are its marker's; `level` is set where the source marks it as a heading; `runs_on` says
    that body text follows in the same line, `ends_with_line` that no text below belongs to it; `depth` is that of a
    point within a paragraph, which ends with its paragraph.
    """

    first: int
    last: int
    label: str
    kind: str
    rank: int | None = None
    ordinal: int | None = None
    level: int | None = None
    runs_on: bool = False
    ends_with_line: bool = False
    depth: int = 0


def find_headings(text: str, lines: Sequence[Line], marks: Sequence[HeadingMark]) -> tuple[Heading, ...]:
    """Return the headings of a text in order; where the source marks any, unnumbered short lines are not guessed at."""
    found = {heading.first: heading for heading in _marked_headings(text, lines, marks)}
    guessed = [*_contents(lines), *_parts(lines), *_list_titles(lines), *_numbered_headings(lines)]
    if not found:
        guessed += _plain_headings(lines)
    for heading in guessed:
        found.setdefault(heading.first, heading)
    return tuple(found[first] for first in sorted(found))


def _marked_headings(text: str, lines: Sequence[Line], marks: Sequence[HeadingMark]) -> Iterator[Heading]:
    starts = [line.start for line in lines]
    for mark in marks:
        words = text[mark.start : mark.end]
        label = clean_label(words)
        first = bisect_right(starts, mark.start + len(words) - len(words.lstrip())) - 1
        if not label or first < 0 or lines[first].role in (Role.TITLE, Role.TABLE):
            continue
        last = max(first, bisect_right(starts, mark.start + len(words.rstrip()) - 1) - 1)
        rest = lines[last].text[len(words.split("\n")[-1].strip()) :] if first == last else ""
        marker = lines[first].marker or Marker("marked", None, None, 0)
        yield Heading(first, last, label, marker.kind, marker.rank, marker.ordinal, mark.level, len(rest) > 1)


def _contents(lines: Sequence[Line]) -> Iterator[Heading]:
    """Yield the table of contents as one heading over all its lines."""
    if found := find_contents(lines):
        yield Heading(*found, clean_label(squeeze([lines[found[0]].text])), CONTENTS, runs_on=True, ends_with_line=True)


def _list_titles(lines: Sequence[Line]) -> Iterator[Heading]:
    """Yield the title of a list of names or a table that ends a part, without text or numbers behind it."""
    last_text = -1
    for end in [*(index for index, line in enumerate(lines) if line.role is Role.ANNEX), len(lines)]:
        texts = (n for n in range(end - 1, last_text, -1) if lines[n].role in (Role.BODY, Role.NUMBERED))
        last_text = next(texts, last_text)
        yield from _titles_between(lines, last_text + 1, end)
        last_text = end


def _titles_between(lines: Sequence[Line], start: int, end: int) -> Iterator[Heading]:
    """Yield the runs of up to three short lines that name a list and have two lines or more of it below."""
    first = start
    while first < end:
        count = _count_short(lines, first)
        title = squeeze(line.text for line in lines[first : first + count]) if 0 < count <= 3 else ""
        if first and _LIST_TITLE.search(title) and end - first - count > 1:
            yield Heading(first, first + count - 1, clean_label(title), LIST_TITLE, rank=_RANK_OF_LIST)
        first += max(count, 1)


def _parts(lines: Sequence[Line]) -> Iterator[Heading]:
    """Yield the annexes, and what follows the signature and date of a covering letter, each with its title lines."""
    closed, has_body = False, False
    for index, line in enumerate(lines):
        if line.role is Role.ANNEX or (closed and line.role is Role.SHORT):
            first_title = index + (line.role is Role.ANNEX)
            last = first_title + _count_short(lines, first_title) - 1
            if line.role is Role.ANNEX or _has_text_below(lines, last):
                last = last if last - first_title < 3 else first_title - 1
                yield Heading(index, max(index, last), _part_label(lines[index : max(index, last) + 1]), PART)
                closed, has_body = False, False
        elif line.role in (Role.BODY, Role.NUMBERED):
            closed, has_body = False, True
        elif has_body and SIGNED_DATE.fullmatch(line.text):
            closed = True


def _part_label(lines: Sequence[Line]) -> str:
    head = lines[0].text.strip("：:.． ") if lines[0].role is Role.ANNEX else ""
    title = _LONG_BRACKET.sub("", squeeze(line.text for line in lines if line.role is not Role.ANNEX))
    return clean_label(f"{squeeze([head])} {title}")


def _count_short(lines: Sequence[Line], first: int) -> int:
    last = first
    while last < len(lines) and lines[last].role is Role.SHORT:
        last += 1
    return last - first


def _has_text_below(lines: Sequence[Line], index: int) -> bool:
    following = list(lines[index + 1 : index + 3])
    if following and following[0].role is Role.FRONT and following[0].text[0] in "（(":  # （某年某月某次会议通过）
        following.pop(0)
    return (
        bool(following)
        and following[0].role in (Role.BODY, Role.NUMBERED)
        and following[0].text[0] not in "，。、；：》”）"
    )


def _numbered_headings(lines: Sequence[Line]) -> Iterator[Heading]:
    items, last_of_paragraphs = find_list_items(lines)
    for index, line in enumerate(lines):
        if line.marker and index not in items:
            label, marker = label_line(line.text, line.marker), line.marker
            yield Heading(
                index,
                index,
                label.text,
                marker.kind,
                marker.rank,
                marker.ordinal,
                runs_on=label.runs_on,
                ends_with_line=index in last_of_paragraphs or line.depth > 0,
                depth=line.depth,
            )


def _plain_headings(lines: Sequence[Line]) -> Iterator[Heading]:
    """Yield single short lines over text, and pairs of them as parent and child; three or more in a row are a list."""
    index = 0
    while index < len(lines):
        count = _count_short(lines, index)
        if count in (1, 2) and _is_free_before(lines, index) and _has_text_below(lines, index + count - 1):
            kinds = (PLAIN,) if count == 1 else (PLAIN_PARENT, PLAIN_CHILD)
            for offset, kind in enumerate(kinds):
                yield Heading(index + offset, index + offset, clean_label(lines[index + offset].text), kind)
        index += max(count, 1)


def _is_free_before(lines: Sequence[Line], index: int) -> bool:
    """Tell whether the line before is finished, so that this one does not go on with its sentence."""
    if index == 0:
        return True
    before = lines[index - 1]
    if before.role is Role.NUMBERED and len(before.text) <= SHORT_LINE:
        return True
    return before.role not in (Role.OTHER, Role.BODY, Role.NUMBERED) or before.text[-1] in "。！？；：…!?;:.”’）)》】"
