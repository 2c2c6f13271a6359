"""Dates as Chinese documents write them.

Invariant: only a day that exists is a date; a month or a year alone is none.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

# 2019-01-24, 2019年1月24日, 2019/1/24, 2019.1.24, with a time behind it: 2019-01-24 22:07
DATE = (
    r"(?P<year>(?:19|20)\d{2})\s*[年./-]\s*(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:[T\s]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
)
NUMERAL_DATE = (  # 二〇一九年一月二十四日
    r"(?P<year>[一二][一二三四五六七八九〇零○Ｏ0]{3})年\s*(?P<month>[一二三四五六七八九十元]{1,2})月"
    r"\s*(?P<day>[一二三四五六七八九十]{1,3})日"
)
_COMPACT = r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)"  # 20190124 in a meta tag
_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○Ｏ0", "0")


def parse_date(text: str) -> date | None:
    """Read the first valid date in digits (2019-01-24, 2019年1月24日, full-width too) or numerals; None without one."""
    return next(_valid_dates(unicodedata.normalize("NFKC", text)), None)


def _valid_dates(text: str) -> Iterator[date]:
    found = [match for pattern in (DATE, NUMERAL_DATE, _COMPACT) for match in re.finditer(pattern, text)]
    for match in sorted(found, key=lambda match: match.start()):
        day = date_of(match)
        if day is not None:
            yield day


def date_of(match: re.Match[str]) -> date | None:
    """The date in a match of one of the patterns; None where there is no such day (2010-04-47)."""
    if match["month"].isdecimal():
        numbers = [int(match[part]) for part in ("year", "month", "day")]
    else:
        year = "".join(_DIGITS[digit] for digit in match["year"])
        numbers = [int(year), _read_numeral(match["month"]), _read_numeral(match["day"])]
    try:
        return date(*numbers)
    except ValueError:
        return None


def _read_numeral(numeral: str) -> int:
    """Read 一 … 三十一; 元 is the first month."""
    tens, has_tens, ones = numeral.partition("十")
    units = {digit: int(value) for digit, value in _DIGITS.items()} | {"元": 1, "": 0}
    if not has_tens:
        return units.get(numeral, 0)
    return (units.get(tens, 0) or 1) * 10 + units.get(ones, 0)
