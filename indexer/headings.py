"""Which lines are headings: marked by the source, numbered, or short lines that stand over a paragraph.

Invariant: headings are whole lines or the beginning of one, in order; a list, whose items hold no text of their own,
yields no headings.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.lines import SHORT_LINE, SIGNED_DATE, Line, Role
from indexer.numbering import RANK_OF_ARTICLE, RANK_OF_DETAIL, RANK_OF_ONE, Marker, clean_label, label_line, squeeze
from indexer.types import HeadingMark

PART = "part"  # an annex, or the document that a covering letter forwards
PLAIN = "plain"
PLAIN_PARENT = "plain parent"  # the first of two short lines in a row: kicker and headline
PLAIN_CHILD = "plain child"

_LONG_BRACKET = re.compile(
    r"[（(][^（）()]{10,}[）)]?$"
)  # 工作规则（某年某月某日第几次会议修订通过）; not 办法（试行）
_PAGE_REFERENCE = re.compile(r"[.…·\s]*\d*$")  # 一、总体要求……………3


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on the lines `[first, last]`.

    `kind`, `rank` and `ordinal` are its marker's; `level` is set where the source marks it as a heading; `runs_on` says
    that body text follows in the same line.
    """

    first: int
    last: int
    label: str
    kind: str
    rank: int | None = None
    ordinal: int | None = None
    level: int | None = None
    runs_on: bool = False


def find_headings(text: str, lines: Sequence[Line], marks: Sequence[HeadingMark]) -> tuple[Heading, ...]:
    """Return the headings of a text in order; where the source marks any, unnumbered short lines are not guessed at."""
    found = {heading.first: heading for heading in _marked_headings(text, lines, marks)}
    guessed = [*_parts(lines), *_numbered_headings(lines)]
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
    return next((index for index, line in enumerate(lines[first:]) if line.role is not Role.SHORT), len(lines) - first)


def _has_text_below(lines: Sequence[Line], index: int) -> bool:
    following = list(lines[index + 1 : index + 3])
    if following and following[0].role is Role.FRONT and following[0].text[0] in "（(":  # （某年某月某次会议通过）
        following.pop(0)
    return bool(following) and following[0].role in (Role.BODY, Role.NUMBERED)


def _numbered_headings(lines: Sequence[Line]) -> Iterator[Heading]:
    items = _list_items(lines)
    for index, line in enumerate(lines):
        if line.marker and index not in items:
            label = label_line(line.text, line.marker)
            marker = line.marker
            yield Heading(index, index, label.text, marker.kind, marker.rank, marker.ordinal, None, label.runs_on)


def _list_items(lines: Sequence[Line]) -> set[int]:
    """Return the numbered lines that are list items: inside an article, after 附件：, or in a series without text."""
    items = set()
    in_article = in_note = False
    for index, line in enumerate(lines):
        in_note = line.role is Role.NOTE or (in_note and line.role is Role.NUMBERED)
        if line.marker is None:
            in_article = in_article and line.role not in (Role.ANNEX, Role.TITLE)
        elif line.marker.rank is not None and line.marker.rank <= RANK_OF_ARTICLE:
            in_article = line.marker.rank == RANK_OF_ARTICLE
        elif in_article or in_note:
            items.add(index)
    items |= _contents(lines)
    for series in _find_series(lines, items):
        if _is_list(lines, series):
            items.update(series)
    return items | set(_below_items(lines, items))


def _contents(lines: Sequence[Line]) -> set[int]:
    """Return the lines of a table of contents: two or more numbered lines in a row that come again further down."""
    seen: set[str] = set()
    again = set()
    for index in range(len(lines) - 1, -1, -1):
        if lines[index].marker:
            name = squeeze([_PAGE_REFERENCE.sub("", lines[index].text)])
            if name in seen:
                again.add(index)
            seen.add(name)
    return {index for index in again if index - 1 in again or index + 1 in again}


def _below_items(lines: Sequence[Line], items: set[int]) -> Iterator[int]:
    """Yield the deeper numbers under list items, which are items too."""
    item: Marker | None = None
    for index, line in enumerate(lines):
        if line.marker is None:
            continue
        if item and item.rank is not None and line.marker.rank is not None and line.marker.rank > item.rank:
            yield index
        else:
            item = line.marker if index in items else None


def _find_series(lines: Sequence[Line], items: set[int]) -> Iterator[list[int]]:
    """Yield the lines of each run of one kind of marker whose numbers go up by one; a higher marker ends the run."""
    running: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        marker = line.marker
        if marker is None or index in items:
            continue
        for kind in [kind for kind, series in running.items() if _ends_series(marker, lines[series[-1]].marker)]:
            yield running.pop(kind)
        running.setdefault(marker.kind, []).append(index)
    yield from running.values()


def _ends_series(marker: Marker, last: Marker | None) -> bool:
    if last is None:
        return True
    if marker.kind == last.kind:
        return marker.ordinal is not None and marker.ordinal != (last.ordinal or 0) + 1
    if marker.rank is None:
        return False
    return marker.rank <= RANK_OF_ONE + 10 if last.rank is None else marker.rank < last.rank


def _is_list(lines: Sequence[Line], series: Sequence[int]) -> bool:
    """Tell whether at least half of a series are items; the last one counts only by its own line."""
    counted = [index for index in series[:-1] if _marker(lines, index).kind != "条"]
    last = series[-1]
    if _is_item_itself(lines[last]) or not counted:
        counted.append(last)
    return 2 * sum(_is_item(lines, index) for index in counted) >= len(counted)


def _marker(lines: Sequence[Line], index: int) -> Marker:
    marker = lines[index].marker
    assert marker is not None, "a series is made of numbered lines"
    return marker


def _is_item_itself(line: Line) -> bool:
    """Tell whether a numbered line is a list item by its own look: it ends with ；or has no short name of its own."""
    assert line.marker is not None, "only numbered lines are asked"
    label = label_line(line.text, line.marker)
    if line.marker.kind == "条":
        return False
    detail = line.marker.rank is None or line.marker.rank >= RANK_OF_DETAIL
    return line.text[-1] in "；;" or (detail and not label.whole)


def _is_item(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a numbered line is a list item: no text follows in its line or below it, nor a deeper number."""
    line = lines[index]
    if _is_item_itself(line):
        return True
    marker = _marker(lines, index)
    if marker.kind == "条" or label_line(line.text, marker).runs_on:
        return False
    if index + 1 == len(lines):
        return True
    below = lines[index + 1]
    if below.marker is None:
        return below.role in (Role.FRONT, Role.TITLE, Role.ANNEX)
    return not _is_deeper(below.marker, marker)


def _is_deeper(below: Marker, marker: Marker) -> bool:
    if below.kind == marker.kind:
        return False
    return below.rank is None or marker.rank is None or below.rank > marker.rank


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
