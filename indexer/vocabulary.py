"""The words and names that an index holds, findable by how they are read: liangdaisantong → 两带三同.

Invariant: every entry occurs in at least one searchable passage, or is a region of one; texts and keys are folded.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

from indexer.regions import region_aliases
from indexer.script import fold

_HAN_WORD = re.compile(r"[一-鿿]{2,12}")
_SHORTHAND = re.compile(r"[0-9a-z]+(?:\+[0-9a-z]+)+")
# “四服务一提升”, 「六个一」, “1+X”联建片: what stands in quotation marks is a name, a phrase of speech is longer.
_QUOTED = re.compile(r"[“\"「『‘《](\w[\w+＋]{1,11})[”\"」』’》]")
_NAME = re.compile(r"[一-鿿0-9a-z+]{2,12}")
_READINGS = 32  # combinations tried for characters with several readings: 4 characters have 6 on average
_NAME_LENGTH = 3  # a word of so many characters counts as a name: 党支部, 志愿者


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the index: in how many passages it is, and if it is a name: quoted, a shorthand, a place, long."""

    text: str
    passages: int
    name: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Entries by their reading, as `text passages name`, the most frequent first; readings of every Han character.

    Both are taken apart only when looked up, since reading 50,000 entries would take longer than a search.
    """

    entries: Mapping[str, tuple[str, ...]]
    readings: Mapping[str, str]

    def read_as(self, pinyin: str) -> tuple[Entry, ...]:
        """Entries read like this (toneless, no blanks), the most frequent first."""
        return tuple(map(_entry, self.entries.get(pinyin, ())))

    def homophones(self, text: str) -> tuple[Entry, ...]:
        """Other entries of the same length that can be read like `text`, the most frequent first."""
        options = [self.readings.get(character, character).split() for character in text]
        readings = map("".join, islice(product(*options), _READINGS))
        found = {entry.text: entry for reading in readings for entry in self.read_as(reading)}
        same = (entry for entry in found.values() if len(entry.text) == len(text) and entry.text != text)
        return tuple(sorted(same, key=lambda entry: (-entry.passages, entry.text)))


def _entry(line: str) -> Entry:
    text, passages, name = line.split(" ")
    return Entry(text, int(passages), name == "1")


class VocabularyCount:
    """Counts, passage by passage, what a vocabulary will hold."""

    def __init__(self) -> None:
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
            (read_word(word), word, n, int(len(word) >= _NAME_LENGTH))
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
