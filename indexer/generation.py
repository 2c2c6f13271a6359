"""Generations: the derived FAISS and tantivy indexes of one state of the record, and the switch between them.

Invariant: `CURRENT` names a complete generation or does not exist. A generation is written into a folder of its own,
opened and counted, and only then named in `CURRENT` by one atomic rename; a crash at any moment leaves the last one.
The folder of an opened generation is not removed.
"""

import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer import rows
from indexer.database import RecordError
from indexer.dense import DenseIndex, build_dense
from indexer.facets import FacetTable, FacetValue, facet_values, make_facet_table, read_facet_table
from indexer.filtering import FIELDS, FilterTable, document_terms, wanted_terms
from indexer.in_use import hold, is_held
from indexer.lexical import DEFAULT_WEIGHTS, FieldWeights, LexicalIndex, LexicalRow, build_lexical
from indexer.ranked import Ranked
from indexer.store import Store, StoredPassage
from indexer.types import Filters, Phrase
from indexer.vocabulary import Vocabulary, VocabularyCount, read_vocabulary
from indexer.words import Tokens, bigrams, open_segmenter

FORMAT = 3
_POINTER = "CURRENT"
_KEPT = 2  # the one in use, and the one before, which a command that has just begun may be about to open


@dataclass(frozen=True, slots=True)
class Meta:
    """What made a generation: record revision, model and its dimension, segmenter; how much is in it."""

    format: int
    revision: int
    model: str
    dimension: int
    segmenter: str
    documents: int
    passages: int


class DamagedGeneration(Exception):
    """A generation folder that does not open or does not hold what its meta.json says."""


class Generation:
    """An opened generation. Searches return passages by their numbers in the record."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self._folder = folder
        try:
            self._let_go = hold(folder, self)
            self.meta = Meta(**json.loads((folder / "meta.json").read_text(encoding="utf-8")))
            self._numbers: NDArray[np.int64] = np.load(folder / "numbers.npy")
            self._lexical = LexicalIndex(folder / "lexical")
            self._dense = DenseIndex(folder / "dense.faiss")
        except (OSError, ValueError, TypeError, RuntimeError, RecordError) as error:
            raise DamagedGeneration(f"索引 {folder} 打不开，可能已损坏。请重新运行 yinju index。") from error
        sizes = {len(self._numbers), len(self._lexical), len(self._dense), self.meta.passages}
        if len(sizes) > 1 or self._dense.dimension != self.meta.dimension:
            raise DamagedGeneration(f"索引 {folder} 各部分的段落数不一致：{sorted(sizes)}。请重新运行 yinju index。")

    def close(self) -> None:
        """Let go of the folder, which may be removed from now on; what it has not read yet, it cannot read then."""
        self._let_go()

    @cached_property
    def _filter_table(self) -> FilterTable:
        """Read at the first search that restricts something."""
        documents = json.loads((self._folder / "filters.json").read_text(encoding="utf-8"))
        return FilterTable(documents, self.meta.documents, self._document_of)

    @cached_property
    def _document_of(self) -> NDArray[np.int32]:
        """The document's ordinal for each passage's."""
        ordinals: NDArray[np.int32] = np.load(self._folder / "document_of.npy")
        return ordinals

    @cached_property
    def _ordinal_of(self) -> NDArray[np.int32]:
        """The ordinal for each passage number, -1 for a number that is not of this generation."""
        ordinals = np.full(int(self._numbers.max(initial=-1)) + 1, -1, dtype=np.int32)
        ordinals[self._numbers] = np.arange(len(self._numbers), dtype=np.int32)
        return ordinals

    @cached_property
    def _documents(self) -> tuple[str, ...]:
        """The documents' ids by ordinal."""
        return tuple(json.loads((self._folder / "documents.json").read_text(encoding="utf-8")))

    @cached_property
    def _facet_table(self) -> FacetTable:
        return read_facet_table(self._folder)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Read at the first search in which something is looked up by how it is read."""
        return read_vocabulary(self._folder / "vocabulary.txt")

    def frequency(self, word: str) -> int:
        """How many passages have this word in their text."""
        return self._lexical.document_frequency(word, "words")

    def rarity(self, word: str) -> float:
        """Inverse document frequency as BM25 takes it: near 0 where every passage has the word, highest where none."""
        return self._rarity(self.frequency(word))

    def pair_rarity(self, pair: str) -> float:
        """The same of a pair of neighbouring characters."""
        return self._rarity(self._lexical.document_frequency(pair, "bigrams"))

    def _rarity(self, having: int) -> float:
        return log(1 + (self.meta.passages - having + 0.5) / (having + 0.5))

    def search_lexical(
        self, tokens: Tokens, filters: Filters, k: int, weights: FieldWeights = DEFAULT_WEIGHTS
    ) -> Ranked:
        """The best k passages by BM25."""
        found = self._lexical.search(tokens, wanted_terms(filters), k, weights, filters.phrases)
        return self._numbered(found)

    def having(self, phrases: Sequence[Phrase], limit: int | None = None) -> list[int]:
        """Numbers of the passages, at most `limit`, that have the tokens of every phrase, in whatever order."""
        numbers: list[int] = self._numbers[self._lexical.having(phrases, limit)].tolist()
        return numbers

    def search_dense(self, vector: NDArray[np.float32], filters: Filters, k: int) -> Ranked:
        """The best k passages by cosine."""
        mask = self._filter_table.passage_mask(filters) if wanted_terms(filters) else None
        if filters.phrases:
            having = np.zeros(len(self._numbers), dtype=np.bool_)
            having[self._lexical.having(filters.phrases)] = True
            mask = having if mask is None else mask & having
        return self._numbered(self._dense.search(vector, k, mask))

    def admitted(self, filters: Filters) -> int:
        """How many passages are from documents that the filters admit."""
        mask = self._filter_table.passage_mask(filters)
        return len(self._numbers) if mask is None else int(mask.sum())

    def vectors(self, numbers: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors (n, dimension) of these passages, in their order; `numbers` are of this generation."""
        return self._dense.vectors(self._ordinals(numbers))

    def cosines(self, numbers: Sequence[int], vector: NDArray[np.float32]) -> dict[int, float]:
        """The cosine of each of these passages with a unit vector (dimension,); those of another generation are left
        out.
        """
        held = [number for number in numbers if number < len(self._ordinal_of) and self._ordinal_of[number] >= 0]
        return dict(zip(held, (self.vectors(held) @ vector).tolist(), strict=True)) if held else {}

    def documents_of(self, numbers: Sequence[int]) -> dict[int, str]:
        """For each of these passages, `numbers` of this generation, the id of its document."""
        documents = self._document_of[self._ordinals(numbers)].tolist()
        return {number: self._documents[document] for number, document in zip(numbers, documents, strict=True)}

    def facet_counts(self, numbers: Sequence[int]) -> dict[FacetValue, int]:
        """How many of these passages, `numbers` of this generation, have which region, year, genre and publisher."""
        return self._facet_table.count(self._document_of[self._ordinals(numbers)])

    def facets_of(self, numbers: Sequence[int]) -> dict[int, tuple[FacetValue, ...]]:
        """For each of these passages, `numbers` of this generation, what its document is counted under."""
        documents = self._document_of[self._ordinals(numbers)].tolist()
        values = {document: self._facet_table.of(document) for document in set(documents)}
        return {number: values[document] for number, document in zip(numbers, documents, strict=True)}

    def _numbered(self, found: Ranked) -> Ranked:
        return Ranked(self._numbers[found.passages], found.scores)

    def _ordinals(self, numbers: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int32]:
        # A table, since to look 200 numbers up among 100,000 by halves takes 0.1 ms after other work.
        ordinals: NDArray[np.int32] = self._ordinal_of[np.asarray(numbers, dtype=np.int64)]
        return ordinals


def current_stamp(data: Path) -> tuple[int, int] | None:
    """What changes whenever another generation comes into use, without reading which; None when there is none yet."""
    try:
        # Not through a Path, which takes three times as long: asked three times a search.
        pointer = os.stat(os.path.join(data, _POINTER))  # noqa: PTH116, PTH118
    except FileNotFoundError:
        return None
    return pointer.st_ino, pointer.st_mtime_ns


def current_name(data: Path) -> str | None:
    """The name of the generation in use; None when there is none yet."""
    try:
        return (data / _POINTER).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def open_current(data: Path) -> Generation | None:
    """Open the generation in use; None when there is none yet. Raises DamagedGeneration."""
    name = current_name(data)
    return Generation(data / "generations" / name) if name else None


def build_generation(data: Path, store: Store, model: str, dimension: int, segmenter: str) -> Generation:
    """Build a generation of everything searchable, check it, switch to it and return it opened.

    Every searchable passage must have a vector of `model` and words of `segmenter`; raises DamagedGeneration
    and switches nothing when one has not.
    """
    folder = data / "generations" / f"{store.revision:08d}-{uuid.uuid4().hex[:8]}"
    folder.mkdir(parents=True)
    columns = _Columns(open_segmenter(data).lists)
    build_lexical(folder / "lexical", _lexical_rows(store, segmenter, columns))
    count = len(columns.numbers)
    build_dense(folder / "dense.faiss", dimension, count, lambda: (v for _, v in store.current_vectors(model)))
    columns.write(folder)
    meta = Meta(FORMAT, store.revision, model, dimension, segmenter, len(columns.documents), count)
    (folder / "meta.json").write_text(json.dumps(asdict(meta), indent=1), encoding="utf-8")
    _sync(folder)
    generation = Generation(folder)
    _switch(data, folder.name)
    _remove_old(data)
    return generation


class _Columns:
    """Collects, while passages stream by, what a generation keeps beside the two engines."""

    def __init__(self, lists: Callable[[str], bool]) -> None:
        self.numbers: list[int] = []
        self.documents: dict[str, int] = {}
        self._document_of: list[int] = []
        self._having: dict[str, dict[str, list[int]]] = {field: {} for field in FIELDS}
        self._facets: list[tuple[FacetValue, ...]] = []
        self._vocabulary = VocabularyCount(lists)

    def add(self, stored: StoredPassage, terms: dict[str, tuple[str, ...]], words: str) -> int:
        """Note one passage with the words of its text and headings; returns its ordinal."""
        headings = (stored.facts.title, *stored.passage.heading_path)
        self._vocabulary.add(stored.passage.text, headings, words.split(), stored.facts.regions)
        ordinal = self.documents.setdefault(stored.passage.document_id, len(self.documents))
        if ordinal == len(self._facets):
            self._facets.append(facet_values(stored.facts))
            for field, values in terms.items():
                for value in values:
                    self._having[field].setdefault(value, []).append(ordinal)
        self._document_of.append(ordinal)
        self.numbers.append(stored.number)
        return len(self.numbers) - 1

    def write(self, folder: Path) -> None:
        """Write numbers.npy, document_of.npy, filters.json, documents.json, facets.* and vocabulary.txt."""
        np.save(folder / "numbers.npy", np.array(self.numbers, dtype=np.int64))
        np.save(folder / "document_of.npy", np.array(self._document_of, dtype=np.int32))
        (folder / "filters.json").write_text(rows.dump(self._having), encoding="utf-8")
        (folder / "documents.json").write_text(rows.dump(list(self.documents)), encoding="utf-8")
        make_facet_table(self._facets).write(folder)
        self._vocabulary.write(folder / "vocabulary.txt")


def _lexical_rows(store: Store, segmenter: str, columns: _Columns) -> Iterator[LexicalRow]:
    copies = store.copy_facts()
    for stored, (number, line) in zip(store.current_passages(), store.current_words(segmenter), strict=True):
        if stored.number != number:
            raise DamagedGeneration(f"段落 {stored.passage.id} 还没有分词。请重新运行 yinju index。")
        terms = document_terms(stored.facts, *copies.get(stored.passage.document_id, ()))
        words, _, heading = line.partition("\n")
        pairs, title = " ".join(bigrams(stored.passage.text)), " ".join(bigrams(stored.facts.title))
        yield LexicalRow(columns.add(stored, terms, line), words, pairs, heading, title, terms)


def _sync(folder: Path) -> None:
    """Force every file of the folder to disk, so that the pointer never names less than what it promises."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def _switch(data: Path, name: str) -> None:
    temporary = data / f"{_POINTER}.{uuid.uuid4().hex}"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(data / _POINTER)


def _remove_old(data: Path) -> None:
    """Keep the newest generations and those that are in use, such as one whose service refuses the newer ones."""
    current = current_name(data)
    folders = sorted((data / "generations").iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    others = [folder for folder in folders if folder.name != current]
    for folder in others[_KEPT - 1 :]:
        if not is_held(folder):
            shutil.rmtree(folder, ignore_errors=True)
    for leftover in data.glob(f"{_POINTER}.*"):
        leftover.unlink(missing_ok=True)
