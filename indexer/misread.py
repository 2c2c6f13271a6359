"""Repairs text whose bytes were read in the wrong encoding: 中国 that reads as `涓浗` or as `ä¸­å›½` or as `ÖÐ¹ú`.

Invariant: a line is repaired only where its bytes, taken back, are Chinese in the other encoding; a character that lost
a byte comes back when the words around it leave no other, else U+FFFD stands for it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, product

from indexer.doubts import UNREADABLE
from indexer.likelihood import posteriors, word_ends, word_frequencies
from indexer.script import to_simplified
from indexer.types import Edit

RULE = "misread"
GUESS = "misread_guess"

# The first two bytes of a Han character in UTF-8 (E4–E9, 80–BF) or of punctuation (E2, E3, EF), read as GBK: all rare.
_LEADS = (*range(0xE2, 0xEA), 0xEF)
_FEWEST_SIGNS = 2
# Every character of two bytes or three makes one sign or half of one: about a third of a misread line, below 1 % else.
_SIGN_SHARE = 0.2
_ERROR_SHARE = 0.1
_CERTAIN = 0.999
_LIKELY = 0.9
_CONTINUATION = range(0x80, 0xC0)
_LOST = -1
_CLOSING = {"》": "《", "”": "“", "’": "‘", "）": "（", "】": "【", "〉": "〈", "」": "「", "』": "『", "〕": "〔"}
_MARKS = frozenset("\u3000，。、；：？！—…·％") | set(_CLOSING) | set(_CLOSING.values())
# 0x80–0xFF as Latin-1 or as Windows-1252 show them; five bytes without a character there stay control characters.
_WESTERN = re.compile("[\x80-\xffŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{4,}")
# （一 and （ as misread, with which the next line begins
_FIRST_ITEM, _ITEM = "锛堜竴", "锛"
# What stands in these places of an official text, where words decide nothing: 2024年3月5日, 第八届, 第12次会议, 第三条
_NUMERALS = "一二三四五六七八九十百零"
_FRAMES = tuple(
    (re.compile(f"{before}$"), re.compile(after), expected)
    for before, after, expected in (
        (r"\d{4}", r"\d", "年"),
        (r"年\d{1,2}", "", "月"),
        (r"月\d{1,2}", "", "日"),
        (rf"第[{_NUMERALS}\d]+", r"\s|$", "编章节条"),
        (rf"第[{_NUMERALS}\d]+", "会议|修[订正]", "次"),
        (rf"第[{_NUMERALS}]?", rf"[{_NUMERALS}]?[届次条章节款项编]", _NUMERALS),
        ("", r"\d+[届次条章节款项号期]", "第"),
    )
)


@dataclass(frozen=True, slots=True)
class _Character:
    """One decoded character, from bytes `[start:end)`; `choices` are what it can be, most often one."""

    start: int
    end: int
    choices: tuple[str, ...]
    chance: float = 1.0


def repair_misread(text: str) -> tuple[Edit, ...]:
    """Return edits for the lines read as GBK and the stretches read as Latin-1; rules `misread`, `misread_guess`."""
    if len(_gbk_signs().findall(text)) >= _FEWEST_SIGNS:
        return tuple(_repair_lines(text))
    return tuple(_repair_western(text))


@cache
def _gbk_signs() -> re.Pattern[str]:
    pairs = (bytes((lead, trail)) for lead in _LEADS for trail in _CONTINUATION)
    return re.compile(f"[{''.join(pair.decode('gb18030', errors='ignore') for pair in pairs)}]")


def _repair_lines(text: str) -> Iterator[Edit]:
    start = 0
    lines = text.split("\n")
    for line, following in zip(lines, (*lines[1:], ""), strict=True):
        if _looks_misread(line) and (characters := _decode(line, following)) is not None:
            yield from _edits(line, characters, start)
        start += len(line) + 1


def _looks_misread(line: str) -> bool:
    wide = sum(character > "\x7f" for character in line)
    return len(_gbk_signs().findall(line)) >= max(1, _SIGN_SHARE * wide) and wide > 1


def _decode(line: str, following: str) -> list[_Character] | None:
    """Take the line back to bytes and read them as UTF-8; None when too many of them are not."""
    stream = [byte for character in line for byte in _bytes(character)]
    characters = list(_read_utf8(stream))
    wide = [one for one in characters if one.end - one.start > 1 or stream[one.start] not in range(0x80)]
    errors = sum(one.choices == (UNREADABLE,) for one in wide)
    if len(wide) < 2 or errors > _ERROR_SHARE * len(wide):
        return None
    characters = _choose_last_mark(_frame(_choose_words(_frame(characters))), following)
    return [one if len(one.choices) == 1 else _settle(one, 0.0, UNREADABLE) for one in characters]


def _frame(characters: Sequence[_Character]) -> list[_Character]:
    """Settle what lost a byte inside a date or a number: the one choice that fits there, if there is one."""
    text = "".join(one.choices[0] if len(one.choices) == 1 else UNREADABLE for one in characters)
    framed = list(characters)
    for place, character in enumerate(characters):
        if len(character.choices) > 1:
            fitting = _fitting(character.choices, text[:place], text[place + 1 : place + 8])
            if len(fitting) == 1:
                framed[place] = _Character(character.start, character.end, fitting)
                text = text[:place] + fitting[0] + text[place + 1 :]
    return framed


def _fitting(choices: Sequence[str], before: str, after: str) -> tuple[str, ...]:
    frames = (expected for left, right, expected in _FRAMES if left.search(before) and right.match(after))
    return next((found for expected in frames if (found := tuple(c for c in choices if c in expected))), ())


def _bytes(character: str) -> Sequence[int]:
    """The bytes of a character in GBK; one lost byte for U+FFFD; € is how Windows shows the lone byte 80."""
    if character == UNREADABLE:
        return (_LOST,)
    if character in "€\x80":
        return (0x80,)
    return character.encode("gb18030", errors="replace")


def _read_utf8(stream: Sequence[int]) -> Iterator[_Character]:
    position = 0
    while position < len(stream):
        length = _length(stream[position])
        end = position + length
        if length and end <= len(stream) and all(_continues(byte) for byte in stream[position + 1 : end]):
            yield _Character(position, end, _readings(stream, position, end) or (UNREADABLE,))
        else:
            end = position + 1
            yield _Character(position, end, (UNREADABLE,))
        position = end


def _length(lead: int) -> int:
    """How many bytes a character of UTF-8 has by its first one; 0 when none begins so."""
    ranges = ((range(0x80), 1), (range(0xC2, 0xE0), 2), (range(0xE0, 0xF0), 3), (range(0xF0, 0xF5), 4))
    return next((length for leads, length in ranges if lead in leads), 0)


def _continues(byte: int) -> bool:
    return byte in _CONTINUATION or byte in (_LOST, ord("?"))  # some programs write ? for what they cannot decode


def _readings(stream: Sequence[int], start: int, end: int) -> tuple[str, ...]:
    """What the bytes can be: every byte that is lost can be any that GBK could not have decoded where it stood."""
    known = stream[start:end]
    if end - start == 1 or all(byte in _CONTINUATION for byte in known[1:]):
        return tuple(bytes(known).decode("utf-8", errors="ignore"))
    options = [[byte] if byte not in (_LOST, ord("?")) else list(_CONTINUATION) for byte in known]
    behind = stream[end] if end < len(stream) else None
    spelled = [spelling for spelling in product(*options) if _was_lost(known, (*spelling, behind))]
    decoded = (bytes(spelling).decode("utf-8", errors="ignore") for spelling in spelled)
    frequencies, _ = word_frequencies()
    return tuple(c for c in decoded if c in _MARKS or to_simplified(c) in frequencies)


def _was_lost(known: Sequence[int], spelling: Sequence[int | None]) -> bool:
    """True when GBK decodes none of the lost bytes together with the byte behind it."""
    pairs = zip(known, spelling, spelling[1:], strict=False)
    return not any(byte == _LOST and behind is not None and _is_gbk(first, behind) for byte, first, behind in pairs)


@cache
def _is_gbk(first: int | None, second: int) -> bool:
    if first is None or second == _LOST:
        return False
    try:
        bytes((first, second)).decode("gbk")
    except UnicodeDecodeError:
        return False
    return True


def _choose_words(characters: Sequence[_Character]) -> list[_Character]:
    """Settle the Han that lost a byte by the words around, stretch by stretch; what stays unsure keeps its choices."""
    chosen: list[_Character] = []
    for han, run in groupby(characters, lambda one: all("\u3400" <= choice <= "\u9fff" for choice in one.choices)):
        stretch = list(run)
        unsure = han and any(len(one.choices) > 1 for one in stretch)
        chosen += _weigh_words(stretch) if unsure else stretch
    return chosen


def _weigh_words(run: Sequence[_Character]) -> list[_Character]:
    # Of a character and its traditional form, which spell the same words, the simplified one is taken.
    spellings = [{to_simplified(c): c for c in sorted(one.choices, key=_is_simplified)} for one in run]
    chances = posteriors([list(spelling) for spelling in spellings])
    return [
        _settle(one, *max((chance[simplified], original) for simplified, original in spelling.items()))
        for one, spelling, chance in zip(run, spellings, chances, strict=True)
    ]


def _is_simplified(character: str) -> bool:
    return to_simplified(character) == character


def _settle(character: _Character, chance: float, choice: str) -> _Character:
    """Take the choice where it is likely enough, or where nothing else is left to say."""
    if len(character.choices) == 1 or (chance < _LIKELY and choice != UNREADABLE):
        return character
    return _Character(character.start, character.end, (choice,), chance)


def _choose_last_mark(characters: list[_Character], following: str) -> list[_Character]:
    """Settle a mark at the end of a line: it closes what is open, ends an item of a list, announces one, or is 。"""
    text = "".join(one.choices[0] for one in characters)
    last = characters[-1]
    closing = [mark for mark in last.choices if text.count(_CLOSING.get(mark, "\0")) > text[:-1].count(mark)]
    wanted = "：" if following.startswith(_FIRST_ITEM) else "；" if following.startswith(_ITEM) else "。"
    if len(closing) == 1 or wanted in last.choices:
        characters[-1] = _settle(last, _LIKELY, closing[0] if len(closing) == 1 else wanted)
    return characters


def _edits(line: str, characters: Sequence[_Character], offset: int) -> Iterator[Edit]:
    """One edit for each stretch of the line whose ends are character boundaries in both encodings, joined by rule."""
    owners = [index for index, character in enumerate(line) for _ in _bytes(character)] + [len(line)]
    pending: Edit | None = None
    start, text, rule = 0, "", RULE
    for character in characters:
        text += character.choices[0]
        rule = GUESS if character.chance < _CERTAIN else rule
        end = owners[character.end]
        if character.end and owners[character.end - 1] == end:
            continue  # a character of the line straddles the boundary
        edit = Edit(offset + start, offset + end, text, rule)
        if pending and (pending.rule, pending.end) == (edit.rule, edit.start):
            edit = Edit(pending.start, edit.end, pending.replacement + edit.replacement, edit.rule)
        elif pending:
            yield pending
        pending = edit
        start, text, rule = end, "", RULE
    if pending:
        yield pending


def _repair_western(text: str) -> Iterator[Edit]:
    for match in _WESTERN.finditer(text):
        data = b"".join(_western_byte(character) for character in match[0])
        for encoding in ("utf-8", "gb18030"):
            try:
                decoded = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _is_chinese(decoded):
                yield Edit(match.start(), match.end(), decoded, RULE)
                break


def _western_byte(character: str) -> bytes:
    if character <= "\xff":
        return character.encode("latin-1")
    return character.encode("cp1252")


def _is_chinese(text: str) -> bool:
    """True for Han of GB 2312 level 1 and marks that hold two different characters and a word.

    ······ and ×××× are Latin-1 too, and 贩贩贩 and 鬃鬃 in GBK.
    """
    han = to_simplified("".join(c for c in text if c not in _MARKS))
    encoded = (c.encode("gb2312", errors="ignore") for c in han)
    everyday = all(len(c) == 2 and 0xB0 <= c[0] <= 0xD7 for c in encoded)
    return len(set(han)) >= 2 and everyday and len(word_ends(han)) < len(han)
