"""The words and names that an index holds, findable by how they are read: liangdaisantong → 两带三同.

Invariant: every entry occurs in at least one searchable passage, or is a region of one; texts and keys are folded.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, product
from pathlib import Path

from indexer.regions import region_aliases
from indexer.script import fold

_HAN_WORD = re.compile(r"[一-鿿]{2,12}")
_SHORTHAND = re.compile(r"[0-9a-z]+(?:\+[0-9a-z]+)+")
# “四服务一提升”, 「六个一」, “1+X”联建片: what stands in quotation marks is a name, a phrase of speech is longer.
_QUOTED = re.compile(r"[“\"「『‘《](\w[\w+＋]{1,11})[”\"」』’》]")
_NAME = re.compile(r"[一-鿿0-9a-z+]{2,12}")
_READINGS = 3  # of a character that are tried, the most frequent first: 重 is zhong or chong; its tong is obsolete
_COMBINATIONS = 16  # of the readings of the characters of a word
_NAME_LENGTH = 3  # a listed word of so many characters counts as a name: 党支部, 志愿者


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the index: in how many passages it is, and if it is a name: quoted, a shorthand, a place, long."""

    text: str
    passages: int
    name: bool


class Vocabulary:
    """Entries by their reading, as `text passages name`, the most frequent first; readings of every Han character.

    Both are taken apart only when looked up, since reading 50,000 entries would take longer than a search.
    """

    def __init__(self, entries: Mapping[str, tuple[str, ...]], readings: Mapping[str, str]) -> None:
        self._entries = entries
        self._readings = readings
        self._options = lru_cache(maxsize=4096)(self._most_frequent)  # of a character, asked for in every window

    def _most_frequent(self, character: str) -> list[str]:
        return self._readings.get(character, character).split()[:_READINGS]

    def read_as(self, pinyin: str) -> tuple[Entry, ...]:
        """Entries read like this (toneless, no blanks), the most frequent first."""
        return tuple(map(_entry, self._entries.get(pinyin, ())))

    def sounding_like(self, pinyin: str) -> tuple[Entry, ...]:
        """Names read like this by a speaker who does not tell zh from z or ing from in, the most frequent first."""
        return _ordered(
            entry for key in self._blurred.get(blur(pinyin), ()) for entry in self.read_as(key) if entry.name
        )

    def homophones(self, text: str, *, alike: bool = False) -> tuple[Entry, ...]:
        """Other entries of the same length that are read like `text`, the most frequent first; `alike` blurs."""
        readings = map("".join, islice(product(*map(self._options, text)), _COMBINATIONS))
        look_up = self.sounding_like if alike else self.read_as
        # Most stretches of a query are read like nothing, and a query has a hundred readings of its stretches.
        known = list(readings if alike else filter(self._entries.__contains__, readings))
        if not known:
            return ()
        found = dict.fromkeys(entry for reading in known for entry in look_up(reading))
        return _ordered(entry for entry in found if len(entry.text) == len(text) and entry.text != text)

    @cached_property
    def names(self) -> Mapping[str, int]:
        """The names, each with the number of its passages."""
        lines = (line.split(" ") for found in self._entries.values() for line in found if line[-1] == "1")
        return {text: int(passages) for text, passages, _ in lines}

    def names_about(self, text: str) -> list[str]:
        """The names as long as the text, or one character longer or shorter."""
        return [name for length in range(len(text) - 1, len(text) + 2) for name in self._by_length.get(length, ())]

    @cached_property
    def _by_length(self) -> Mapping[int, list[str]]:
        names: dict[int, list[str]] = {}
        for name in self.names:
            names.setdefault(len(name), []).append(name)
        return names

    @cached_property
    def _blurred(self) -> Mapping[str, tuple[str, ...]]:
        keys: dict[str, tuple[str, ...]] = {}
        for key in self._entries:
            keys[blur(key)] = (*keys.get(blur(key), ()), key)
        return keys


def blur(pinyin: str) -> str:
    """Make alike what many speakers do not tell apart: zh z, ch c, sh s, -ng -n."""
    for sharp, blurred in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        pinyin = pinyin.replace(sharp, blurred)
    return pinyin


def _ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (-entry.passages, entry.text)))


def _entry(line: str) -> Entry:
    text, passages, name = line.split(" ")
    return Entry(text, int(passages), name == "1")


class VocabularyCount:
    """Counts, passage by passage, what a vocabulary will hold; `lists` says whether a word is in the dictionary.

    A long word that is in no dictionary was guessed by the segmenter, often wrongly (多大面), and is no name.
    """

    def __init__(self, lists: Callable[[str], bool]) -> None:
        self._lists = lists
        self._words = Counter[str]()
        self._names = Counter[str]()

    def add(self, text: str, headings: Iterable[str], words: Iterable[str], regions: Iterable[str]) -> None:
        """Count a passage: its text, its title and headings, the index's words of both, its document's regions."""
        quoted = fold("\n".join(_QUOTED.findall("\n".join((text, *headings)))))
        places = (alias for path in regions for alias in region_aliases(path) if "/" not in alias)
        self._names.update({name for name in (*quoted.splitlines(), *places) if _NAME.fullmatch(name)})
        self._words.update(set(words))

    def write(self, path: Path) -> None:
        """Write what was counted, one `reading word passages name` line each, below the readings of the characters."""
        # Here, so that a search, which only reads, does not wait for the package's dictionaries.
        from indexer.pronunciation import read_name, read_word, readings_by_character

        readings = readings_by_character()
        lines = [f"{character} {' '.join(every)}" for character, every in readings.items()]
        lines.append("")
        names = self._names | Counter({word: n for word, n in self._words.items() if _SHORTHAND.fullmatch(word)})
        counted = [(read_name(name), name, max(n, self._words[name]), 1) for name, n in names.items()]
        counted += [
            (read_word(word), word, n, int(len(word) >= _NAME_LENGTH and self._lists(word)))
            for word, n in self._words.items()
            if word not in names and _HAN_WORD.fullmatch(word)
        ]
        for reading, text, passages, name in sorted(counted, key=lambda entry: (entry[0], -entry[2], entry[1])):
            lines.append(f"{reading} {text} {passages} {name}")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_vocabulary(path: Path) -> Vocabulary:
    """Read what `VocabularyCount.write` wrote. Raises OSError, ValueError."""
    above, below = path.read_text(encoding="utf-8").split("\n\n")
    entries: dict[str, tuple[str, ...]] = {}
    for line in below.splitlines():
        reading, _, entry = line.partition(" ")
        entries[reading] = (*entries.get(reading, ()), entry)
    return Vocabulary(entries, {line[0]: line[2:] for line in above.splitlines()})
