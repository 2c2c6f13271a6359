"""Numbers as word processors write them in automatic numbering (ECMA-376 part 1, 17.18.59 ST_NumberFormat).

Invariant: a format that is not known, and a number beyond what a format can write, gives decimal digits.
"""

from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_CIRCLED = "".join(
    chr(c) for first, last in ((0x2460, 0x2473), (0x3251, 0x325F), (0x32B1, 0x32BF)) for c in range(first, last + 1)
)
_BRACKETED = "".join(map(chr, range(0x2474, 0x2488)))  # ⑴ to ⒇
_POINTED = "".join(map(chr, range(0x2488, 0x249C)))  # ⒈ to ⒛
_CIRCLED_HAN = "".join(map(chr, range(0x3280, 0x328A)))  # ㊀ to ㊉


def format_number(number: int, style: str) -> str:
    """Write a number from 0 to 9999 in a style such as `chineseCounting` (十一) or `upperRoman` (XI)."""
    write = _WRITERS.get(style)
    return (write(number) if write and 0 <= number <= 9999 else "") or str(number)


def _counting(number: int, digits: str = "零一二三四五六七八九", units: str = "十百千") -> str:
    """11 → 十一, 105 → 一百零五, 110 → 一百一十."""
    if number == 0:
        return digits[0]
    text, gap = "", False
    for unit, name in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = number // unit % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + name
        gap = not digit
    return text[1:] if number < 20 and text.startswith(digits[1] + units[0]) else text


def _legal(number: int) -> str:
    text = _counting(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟")
    return f"壹{text}" if text.startswith("拾") else text


def _digits(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    """27 is aa and 28 bb, as word processors count."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 1 <= number <= len(signs) else ""


_WRITERS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(("chineseCounting", "japaneseCounting", "taiwaneseCounting", "koreanCounting"), _counting),
    **dict.fromkeys(("chineseCountingThousand", "taiwaneseCountingThousand"), _counting),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"), _legal),
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), _digits),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "decimalZero": lambda number: f"{number:02d}",
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _one_of(_CIRCLED)),
    "decimalEnclosedParen": _one_of(_BRACKETED),
    "decimalEnclosedFullstop": _one_of(_POINTED),
    "ideographEnclosedCircle": _one_of(_CIRCLED_HAN),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    **dict.fromkeys(
        ("decimalFullWidth", "decimalFullWidth2"),
        lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ),
    "numberInDash": lambda number: f"- {number} -",
}
