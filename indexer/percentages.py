"""Shares as tokens: 30%, 30 ％, 百分之三十 and 百分之30 are one, so that either spelling finds the other.

Invariant: a token is the value and the sign, and two spellings of one value have the same token.
"""

import re
from decimal import Decimal
from fractions import Fraction

from indexer.numerals import CHINESE, read_number

SIGNS = "%‰‱"  # the last character of a token
_SIGN_OF = dict(zip("百千万", SIGNS, strict=True))
# 3.5% | 30 %; digits are not read in groups, as they are not in words: a text with 1,300% has the phrase “300%”, too
_SIGNED = re.compile(rf"(?<![0-9a-z.+])(?P<value>[0-9]+(?:\.[0-9]+)?)\s*(?P<sign>[{SIGNS}])")
# 百分之三十五点五 | 千分之5 | 百分之百
_SPELLED = re.compile(rf"(?P<whole>[百千万])分之(?P<value>[0-9]+(?:\.[0-9]+)?|[{CHINESE}]+(?:点[{CHINESE}]+)?)")


def find_percentages(folded: str) -> tuple[tuple[int, int, str], ...]:
    """(start, end, token) of the shares in a folded text, those with a sign first; 百分之三四十 is no single number."""
    signed = ((found, found["sign"]) for found in _SIGNED.finditer(folded))
    spelled = ((found, _SIGN_OF[found["whole"]]) for found in _SPELLED.finditer(folded))
    read = ((found, read_number(found["value"]), sign) for found, sign in (*signed, *spelled))
    return tuple((*found.span(), f"{_digits(value)}{sign}") for found, value, sign in read if value is not None)


def _digits(value: Fraction) -> str:
    """30, 3.5, 0.05: without zeros that say nothing."""
    return f"{(Decimal(value.numerator) / Decimal(value.denominator)).normalize():f}"
