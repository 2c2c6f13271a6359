"""Strings that must occur exactly: which tokens a passage with the string has, and whether a text contains it.

Invariant: a text that contains a phrase has all of the phrase's tokens; the reverse must be checked on the text.
"""

import re

from indexer.percentages import find_percentages
from indexer.types import Phrase

_HAN_RUN = re.compile(r"[一-鿿㐀-䶿]{2,}")
# Whole: 1+3+n, 300 in 300元, tod by itself. The 30 of 30% is no word of the index, nor is a letter before Han (t恤).
_WHOLE = re.compile(r"[0-9a-z]+(?:\+[0-9a-z]+)+|(?<![0-9a-z.+])[0-9]+(?:\.[0-9]+)?(?![0-9a-z.+%]|\s*%)|^[a-z]+$")


def phrase_bigrams(phrase: Phrase) -> tuple[str, ...]:
    """Pairs of neighbouring Han characters of the phrase, each once."""
    runs = _HAN_RUN.findall(phrase.text)
    return tuple(dict.fromkeys(run[i : i + 2] for run in runs for i in range(len(run) - 1)))


def phrase_words(phrase: Phrase) -> tuple[str, ...]:
    """The shorthands with + and the figures of the phrase, which passages keep whole, and a phrase in letters.

    Shares only where a sign ends them, as in 30%: 百分之三十 may be the beginning of 百分之三十五.
    """
    shares = (token for _, end, token in find_percentages(phrase.text) if phrase.text[end - 1] == token[-1])
    return tuple(dict.fromkeys((*_WHOLE.findall(phrase.text), *shares)))


def is_findable(phrase: Phrase) -> bool:
    """True if the phrase has a token by which passages can be looked up; “%” and “A” have none."""
    return bool(phrase_bigrams(phrase) or phrase_words(phrase))


def contains(folded: str, phrase: Phrase) -> bool:
    """True if a folded text has the phrase; digits and letters at its ends must not go on in the text.

    So 1+4 is not found in 1+4+n, nor 2019 in 12019. Blanks in the phrase match any run of blanks, or none.
    """
    return _pattern(phrase).search(folded) is not None


def _pattern(phrase: Phrase) -> re.Pattern[str]:
    text = phrase.text
    before = r"(?<![0-9a-z+.])" if text[0].isascii() and text[0].isalnum() else ""
    after = r"(?![0-9a-z+%]|\.[0-9])" if text[-1].isascii() and text[-1].isalnum() else ""
    return re.compile(before + r"\s*".join(map(re.escape, text.split())) + after)
