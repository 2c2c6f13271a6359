"""How words and characters are read aloud: toneless pinyin without blanks, by the package pypinyin.

Invariant: used while an index is built; a search reads what was stored, since importing the package takes 0.3 s.
"""

import unicodedata
from functools import cache

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

_HAN = range(0x4E00, 0xA000)
_DIAERESIS = "\N{COMBINING DIAERESIS}"


def syllables(name: str) -> tuple[str, ...]:
    """The readings of a name's characters in turn: 长者食堂 → zhang, zhe, shi, tang; what is not Han stays as it is."""
    return tuple(lazy_pinyin(name))


def read_name(name: str) -> str:
    """The reading of a name of any length."""
    return "".join(syllables(name))


def read_word(word: str) -> str:
    """The reading of a plain Han word: from the package's list of words, else character by character; 30 × faster."""
    listed = PHRASES_DICT.get(word)
    if listed:
        return "".join(_without_tone(readings[0]) for readings in listed)
    return "".join(_character_readings(ord(character))[0] for character in word)


def readings_by_character() -> dict[str, tuple[str, ...]]:
    """Every reading of each Han character of the basic plane, the most frequent first: 行 → xing, hang, heng."""
    return {chr(point): _character_readings(point) for point in _HAN if point in PINYIN_DICT}


@cache
def _character_readings(point: int) -> tuple[str, ...]:
    """A character without a known reading is read as itself."""
    listed = PINYIN_DICT.get(point, chr(point)).split(",")
    return tuple(dict.fromkeys(map(_without_tone, listed)))


def _without_tone(syllable: str) -> str:
    """zhòng → zhong, lǜ → lv (as it is typed)."""
    plain = (c for c in unicodedata.normalize("NFD", syllable) if c == _DIAERESIS or not unicodedata.combining(c))
    return "".join(plain).replace(f"u{_DIAERESIS}", "v")
