"""Numbers as Chinese texts write them: digits with or without grouping, Chinese numerals, and both with 万 or 亿.

Invariant: two ways to write one number have one value (31 = 三十一, 1 041 = 1041, 6.2万 = 六万二千, 3.5 = 三点五),
compared exactly.
"""

import re
from fractions import Fraction

CHINESE = "零〇一二两三四五六七八九十百千万亿"
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}

# 1 041 | 1,041.5 | 6.2 — groups of three, blanks or commas between them, of any width
DIGITS = "\\d{1,3}(?:[, \u2009\u202f]\\d{3})+(?!\\d)(?:\\.\\d+)?|\\d+(?:\\.\\d+)?"

_LONGEST = 40
_DIGIT = "[一二两三四五六七八九]"
_SECTION = f"(?:{_DIGIT}?千)?零?(?:{_DIGIT}?百)?零?(?:{_DIGIT}?十)?零?{_DIGIT}?"
# 六万二千 | 一百零三 | 十二 | 万
_WORDS = re.compile(f"(?:(?P<yi>{_SECTION})亿)?零?(?:(?P<wan>{_SECTION})万)?零?(?P<ones>{_SECTION})")


def read_number(written: str) -> Fraction | None:
    """Return the value of a number in digits (1 041, 6.2), in Chinese (三十一, 二〇一九, 三点五) or mixed (6.2万).

    None where the characters do not make one number: 三四 (three or four), 十四五 (the name of a plan), "", and
    what is too long to be a number (over 40 characters).
    """
    if len(written) > _LONGEST:
        return None
    tail = len(written) - len(written.rstrip("百千万亿"))
    digits = written[: len(written) - tail]
    if digits[:1].isascii() and digits[:1].isdigit():
        scale = 1
        for character in written[len(digits) :]:
            scale *= SCALES[character]
        return Fraction("".join(c for c in digits if c in "0123456789.")) * scale
    whole, point, decimals = written.partition("点")
    if point:
        return _read_decimals(whole, decimals)
    if not written or any(character not in CHINESE for character in written):
        return None
    if all(character in _DIGITS for character in written):
        return _read_positions(written)
    return _read_words(written)


def _read_decimals(whole: str, decimals: str) -> Fraction | None:
    """Read 三十五点五, 零点零二; behind the point stands digit after digit."""
    before = read_number(whole) if "点" not in whole else None
    if before is None or not decimals or any(character not in _DIGITS for character in decimals):
        return None
    digits = "".join(str(_DIGITS[character]) for character in decimals)
    return before + Fraction(int(digits), 10 ** len(digits))


def _read_positions(written: str) -> Fraction | None:
    """Read digit after digit: 二〇一九, 五; two digits without a zero are “some three or four”."""
    if len(written) > 1 and not ("〇" in written or "零" in written or len(written) == 4):
        return None
    return Fraction("".join(str(_DIGITS[character]) for character in written))


def _read_words(written: str) -> Fraction | None:
    """Read 六万二千三百零五; a section that is left out before 万 or 亿 counts as one (万余人)."""
    found = _WORDS.fullmatch(written)
    if found is None:
        return None
    hundred_millions, ten_thousands, rest = (found[name] for name in ("yi", "wan", "ones"))
    total = _read_section(rest)
    for section, scale in ((hundred_millions, SCALES["亿"]), (ten_thousands, SCALES["万"])):
        total += 0 if section is None else (_read_section(section) or 1) * scale
    return Fraction(total)


def _read_section(section: str) -> int:
    """Read what stands below ten thousand: 二千三百零五, 十二, 百."""
    total, digit = 0, 0
    for character in section:
        if character in SCALES:
            total += (digit or 1) * SCALES[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
