"""Tokens for the full-text index: jieba words with the policy dictionary, whole shorthands, shares, character bigrams.

Invariant: the same folding and the same rules make the tokens of passages and of queries, and `Segmenter.version`
changes whenever those rules or the dictionary do.
"""

import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from uuid import uuid4
from zipfile import BadZipFile

import numpy as np

from indexer import builtin
from indexer.absence import absent
from indexer.percentages import find_percentages
from indexer.script import fold

# Only to open its own files, which it does by itself where there is none; a third of all imports of a search.
with absent("pkg_resources"):
    import jieba

_RULES = "2"  # raise when the rules below change, so that stored words are made anew
_NUMERAL = "一二三四五六七八九十百千两双多0-9"
_WORD = re.compile(r"[一-鿿㐀-䶿]+|[a-z0-9]+(?:\.[0-9]+)?")  # 武汉 | tod | 6.2
_PLUS = re.compile(r"[0-9a-z]+(?:\+[0-9a-z]+)+")  # 1+3+n
_PLUS_KEPT = re.compile(rf"({_PLUS.pattern})")
_QUOTED = re.compile(rf"[“\"「『‘](?=[{_NUMERAL}])([一-鿿0-9a-z+]{{2,10}})[”\"」』’]")  # “六个一”
_NUMERAL_RUN = re.compile(rf"(?=([{_NUMERAL}][一-鿿0-9]{{2,7}}))")  # every start in: 落实六个一标准
_HAN = re.compile(r"[一-鿿㐀-䶿]+")
_REMEMBERED = 32  # runs of characters: those of one question


@dataclass(frozen=True, slots=True)
class Tokens:
    """Distinct words and character bigrams of a query, in reading order."""

    words: tuple[str, ...]
    bigrams: tuple[str, ...]


class _Tokenizer(jieba.Tokenizer):  # type: ignore[misc]  # jieba has no types
    """Remembers how the last runs of characters were cut: spelling and search cut half of a question alike."""

    def __init__(self) -> None:
        super().__init__()
        self._cut_run = lru_cache(maxsize=_REMEMBERED)(lambda run: tuple(super(_Tokenizer, self).cut(run)))

    def cut(self, sentence: str, cut_all: bool = False, HMM: bool = True) -> Iterator[str]:  # noqa: N803
        """Cut as jieba does, which cuts each run by itself."""
        return chain.from_iterable(map(self._cut_run, filter(None, jieba.re_han_default.split(sentence))))


class Segmenter:
    """jieba with the user dictionary at `terms`; its own dictionary is cached under `cache`."""

    def __init__(self, terms: Path, cache: Path) -> None:
        jieba.setLogLevel(logging.WARNING)
        cache.mkdir(parents=True, exist_ok=True)
        content = terms.read_bytes()
        self.version = f"jieba-{jieba.__version__}-{_RULES}-{hashlib.sha256(content).hexdigest()[:8]}"
        self._tokenizer = _Tokenizer()
        _initialise(self._tokenizer, cache / f"jieba-{jieba.__version__}.npz")
        for line in content.decode("utf-8").splitlines():
            self._add(line.split())

    def _add(self, entry: list[str]) -> None:
        """Add one `word [frequency] [tag]` line; a word without frequency gets one that keeps it whole."""
        if entry:
            word = fold(entry[0])
            self._tokenizer.add_word(word, int(entry[1]) if len(entry) > 1 and entry[1].isdigit() else None)

    def passage_words(self, text: str) -> tuple[str, ...]:
        """Words under which a passage is found, shorthands whole and in parts, 百分之三十 also as 30%.

        Repeated as often as they occur.
        """
        folded = fold(text)
        words = self._cut(folded)
        shares = (token for _, _, token in find_percentages(folded))
        return (*words, *_shorthands(folded, frozenset(words)), *shares)

    def cut(self, text: str) -> tuple[str, ...]:
        """Plain words of a text, folded, each once and none inside another; shorthands with + are one word."""
        folded = fold(text)
        pieces = [piece for part in _PLUS_KEPT.split(folded) for piece in self._plain(part)]
        return tuple(dict.fromkeys(pieces))

    def _plain(self, part: str) -> list[str]:
        if _PLUS.fullmatch(part):
            return [part]
        return [word for word in self._tokenizer.cut(part) if _WORD.fullmatch(word)]

    def pieces(self, folded: str) -> tuple[str, ...]:
        """A folded text cut at word boundaries, nothing left out: joined, the pieces are the text."""
        return tuple(self._tokenizer.cut(folded))

    def lists(self, word: str) -> bool:
        """True for a word of the dictionary, jieba's or that of the policy terms; not for one that was guessed."""
        return bool(self._tokenizer.FREQ.get(word))

    def query_tokens(self, text: str) -> Tokens:
        """Distinct tokens to look for; every stretch that may be a shorthand counts as one token, too.

        Stretches that no passage has as a shorthand match nothing and cost nothing: 落实六个一 asks for 六个一. A share
        is looked for by its value alone.
        """
        folded = fold(text)
        shares = find_percentages(folded)
        for start, end, _ in shares:  # 百分之三十五 would be nearer to 百分之三十 than to 35%
            folded = folded[:start] + " " * (end - start) + folded[end:]
        words = self._cut(folded)
        stretches = [run[:n] for run in _NUMERAL_RUN.findall(folded) for n in range(3, len(run) + 1)]
        found = (*words, *_shorthands(folded, frozenset()), *stretches, *(token for _, _, token in shares))
        return Tokens(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(bigrams(folded))))

    def _cut(self, folded: str) -> tuple[str, ...]:
        return tuple(word for word in self._tokenizer.cut_for_search(folded) if _WORD.fullmatch(word))


def _initialise(tokenizer: jieba.Tokenizer, cache: Path) -> None:
    """Give the tokenizer jieba's dictionary, from `cache` where that can be read, else made anew and kept there.

    Reading takes a quarter of the time of jieba's own cache (0.33 s against 1.38 on a slow machine), which was most of
    what opening a library took.
    """
    try:
        with np.load(cache) as kept:
            words, frequencies = kept["words"].tobytes().decode("utf-8").split("\n"), kept["frequencies"].tolist()
            total = int(kept["total"])  # not their sum: the dictionary has a word twice
        tokenizer.FREQ, tokenizer.total = dict(zip(words, frequencies, strict=True)), total
    except (OSError, ValueError, KeyError, BadZipFile):
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        _keep(cache, tokenizer.FREQ, tokenizer.total)
    tokenizer.initialized = True


def _keep(cache: Path, frequencies: dict[str, int], total: int) -> None:
    words = np.frombuffer("\n".join(frequencies).encode("utf-8"), dtype=np.uint8)
    part = cache.with_name(f"{uuid4().hex}.npz")
    np.savez(part, words=words, frequencies=np.array(list(frequencies.values()), dtype=np.int64), total=total)
    part.replace(cache)


_opened: dict[int, Segmenter] = {}  # by the dictionary's time of change


def open_segmenter(data: Path) -> Segmenter:
    """The segmenter with the built-in dictionary, made once a process; its cache is kept in the data folder."""
    changed = builtin.TERMS.stat().st_mtime_ns
    if changed not in _opened:
        _opened[changed] = Segmenter(builtin.TERMS, data / "cache")
    return _opened[changed]


def _shorthands(folded: str, known: frozenset[str]) -> tuple[str, ...]:
    """Shorthands marked as such, by + or by quotation marks, that are not among the known words."""
    found = (*_PLUS.findall(folded), *_QUOTED.findall(folded))
    return tuple(term for term in found if term not in known)


def bigrams(text: str) -> tuple[str, ...]:
    """Pairs of neighbouring Han characters, folded; a Han character standing alone is its own token."""
    runs = _HAN.findall(fold(text))
    return tuple(run[i : i + 2] for run in runs for i in range(max(1, len(run) - 1)))
