"""Takes out what was put between the characters of a text: line breaks inside paragraphs, blanks inside words.

Invariant: nothing is touched unless the text breaks words in many places, which clean text does not.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import east_asian_width

from indexer.likelihood import word_ends
from indexer.script import to_simplified
from indexer.types import Edit

LINE_BREAK = "line_break"
BLANK = "blank"

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_NUMERAL = "[一二三四五六七八九十百零〇\\d]"

_BREAK = re.compile(rf"\n(?<=[{_HAN}]\n)(?=[{_HAN}])")
_BEFORE, _BEHIND = re.compile(rf"[{_HAN}]+\Z"), re.compile(rf"[{_HAN}]+")
_CONTEXT = 8  # Han characters on each side of a break, by which a word across it is told
# Words broken at line ends. In 72,059 clean texts one has 2 different ones and none more; 30 statutes cut every 30
# characters have 12 to 28 of them, which is 17 to 43 % of their lines.
_FEWEST_BROKEN_WORDS = 3
_BROKEN_SHARE = 0.08
_FULL_WIDTH_SHARE = 0.9
_INDENTED_SHARE = 0.1
_CUT_WIDTHS = range(10, 121)
_FEWEST_CUTS = 5
_ENDS_SENTENCE = re.compile(r"[。！？；：…!?;:][”’）)》】]*$")
# What begins a paragraph: 第三条 一、 （一） 1. ● # | and any indentation
_BEGINS_PARAGRAPH = re.compile(
    rf"\s|第{_NUMERAL}+[编章节条]|{_NUMERAL}+[、.．]|[（(]{_NUMERAL}+[)）]|[①-⑳●•·◆■□★*#>|—-]|附件|\d{{4}}年"
)

_BLANK = re.compile(rf" (?<=[{_HAN}] )(?=[{_HAN}])")
_SPACED = re.compile(rf"[{_HAN}]+(?: [{_HAN}]+)+")
# Words broken by a blank, letter-spaced words (目 录, 人 民 网) aside. Among the same clean texts none has more than 2
# different ones; the 30 statutes with blanks strewn in have over 100, a sixth of their characters.
_FEWEST_SPLIT_WORDS = 6
_SPLIT_SHARE = 0.01
# Where a blank stands behind every twentieth character, those between words were strewn in as well.
_STREWN_SHARE = 0.05
_LONGEST_RUN = 2000
# 第三条 为了…, 第一章 总则, 2017年4月20日 上海市…: the blank belongs there, even if others were strewn into the number.
_MARKER = re.compile(
    rf"^[#\s]*第 ?(?:{_NUMERAL} ?)+[编章节条]|(?:\d+ ?[年月] ?)+\d* ?日?(?<=[年月日])|^ ?{_NUMERAL}+ ?、", re.MULTILINE
)


def join_lines(text: str) -> tuple[Edit, ...]:
    """Return edits that take out the line breaks of a text that was wrapped; rule `line_break`."""
    places = [match.start() for match in _BREAK.finditer(text)]
    breaks = text.count("\n")
    if len(places) < max(_FEWEST_BROKEN_WORDS, _BROKEN_SHARE * breaks):
        return ()
    broken = {place for place in places if _breaks_word(text, place)}
    different = {text[place - 2 : place + 3] for place in broken}
    if len(different) < _FEWEST_BROKEN_WORDS or len(broken) < _BROKEN_SHARE * breaks:
        return ()
    if cuts := _regular_cuts(text):
        return tuple(Edit(place, place + 1, "", LINE_BREAK) for place in cuts)
    return tuple(Edit(place, place + 1, _joint(text, place), LINE_BREAK) for place in _wraps(text, broken))


def _breaks_word(text: str, place: int) -> bool:
    before = _BEFORE.search(text, max(0, place - _CONTEXT), place)
    behind = _BEHIND.match(text, place + 1, place + 1 + _CONTEXT)
    if before is None or behind is None:
        return False
    return len(before[0]) not in word_ends(to_simplified(before[0] + behind[0]))


def _regular_cuts(text: str) -> Sequence[int]:
    """The breaks of a text that was cut after every so many characters, its own line breaks among them."""
    for width in _CUT_WIDTHS:
        cuts = range(width, len(text), width + 1)
        if len(cuts) >= _FEWEST_CUTS and all(text[cut] == "\n" for cut in cuts):
            return cuts
    return ()


def _wraps(text: str, broken: set[int]) -> Iterator[int]:
    """Yield the breaks behind full lines, before lines that begin no paragraph; where paragraphs are not indented, a
    full line that ends a sentence may end its paragraph as well and keeps its break."""
    lines = text.split("\n")
    indented = sum(line[:1].isspace() for line in lines) >= _INDENTED_SHARE * len(lines)
    widths = sorted(_width(line) for line in lines if line and not _ENDS_SENTENCE.search(line))
    full = widths[int(0.9 * (len(widths) - 1))]
    end = 0
    for line, following in pairwise(lines):
        end += len(line)
        goes_on = indented or not _ENDS_SENTENCE.search(line)
        runs_on = end in broken or (goes_on and _width(line) >= _FULL_WIDTH_SHARE * full)
        if line and following and runs_on and not _BEGINS_PARAGRAPH.match(following):
            yield end
        end += 1


def _width(line: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


def _joint(text: str, place: int) -> str:
    """A blank where two words of Latin letters would grow together, else nothing."""
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return " " if len(around) == 2 and around.isascii() and around.isalpha() else ""


def close_blanks(text: str) -> tuple[Edit, ...]:
    """Return edits that take out the blanks strewn between Han characters; rule `blank`."""
    if text.count(" ") < _FEWEST_SPLIT_WORDS or (blanks := len(_BLANK.findall(text))) < _FEWEST_SPLIT_WORDS:
        return ()
    han = len(re.findall(f"[{_HAN}]", text))
    if blanks < _SPLIT_SHARE * han:
        return ()
    runs = list(_SPACED.finditer(text))
    splits = [place for run in runs for place in _splits(run)]
    different = {text[place - 2 : place + 3] for place in splits}
    if len(different) < max(_FEWEST_SPLIT_WORDS, _SPLIT_SHARE * han):
        return ()
    strewn = blanks >= _STREWN_SHARE * han
    places = [place for run in runs for place in _blanks(run)] if strewn else splits
    belonging = {match.end() for match in _MARKER.finditer(text)}
    return tuple(Edit(place, place + 1, "", BLANK) for place in places if place not in belonging)


def _blanks(run: re.Match[str]) -> Iterator[int]:
    return (run.start() + offset for offset, character in enumerate(run[0]) if character == " ")


def _splits(run: re.Match[str]) -> Iterator[int]:
    """Yield the blanks inside words, but for those between single characters: 目 录 is spaced out on purpose."""
    parts = run[0][:_LONGEST_RUN].split(" ")
    ends = word_ends("".join(parts))
    place = joined = 0
    for left, right in pairwise(parts):
        place, joined = place + len(left), joined + len(left)
        if joined not in ends and len(left) + len(right) > 2:
            yield run.start() + place
        place += 1
