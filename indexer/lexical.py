"""The full-text engine (tantivy): BM25 over words, character bigrams and heading words, filtered before ranking.

Invariant: results carry the ordinals given at build time, scores are higher-is-better, and only passages that the
filters admit are ranked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import tantivy

from indexer.filtering import FIELDS
from indexer.phrases import is_findable, phrase_bigrams, phrase_words
from indexer.ranked import NOTHING, Ranked
from indexer.types import Phrase
from indexer.words import Tokens

_TEXT_FIELDS = ("words", "bigrams", "heading")
_HEAP_BYTES = 128_000_000
# A token that more than half of the passages have (的, in statutes 应当) is left out where these are more than so many:
# scoring 88,000 of 100,000 for 的 took a quarter of a lookup, and it weighs a fiftieth of what one in a thousand has.
_COMMON = 20_000


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """Factors on the BM25 score of each field."""

    words: float = 1.0
    bigrams: float = 0.5
    heading: float = 0.25


DEFAULT_WEIGHTS = FieldWeights()


@dataclass(frozen=True, slots=True)
class LexicalRow:
    """One passage as the engine takes it: blank-separated tokens, bigrams of the title, and filter terms by field."""

    ordinal: int
    words: str
    bigrams: str
    heading: str
    title: str
    terms: Mapping[str, tuple[str, ...]]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in _TEXT_FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("ordinal", fast=True)
    return builder.build()


def build_lexical(folder: Path, rows: Iterable[LexicalRow]) -> None:
    """Write an index of the rows into an empty folder, which is created."""
    folder.mkdir(parents=True)
    writer = tantivy.Index(_schema(), path=str(folder)).writer(_HEAP_BYTES, 1)
    for row in rows:
        fields = {field: list(terms) for field, terms in row.terms.items()}
        texts = {"words": row.words, "bigrams": row.bigrams, "heading": row.heading, "title": row.title}
        writer.add_document(tantivy.Document(ordinal=row.ordinal, **texts, **fields))
    writer.commit()
    writer.wait_merging_threads()


class LexicalIndex:
    """A built index, opened for reading."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        # The words of a query are looked up to be found by, to be weighed, and again by the queries that follow.
        self.document_frequency = lru_cache(maxsize=4096)(self._count_documents)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def _count_documents(self, token: str, field: str) -> int:
        """How many passages have this word, or pair of characters, in their text."""
        return int(self._searcher.doc_freq(field, token))

    def search(
        self,
        tokens: Tokens,
        wanted: Mapping[str, str],
        k: int,
        weights: FieldWeights = DEFAULT_WEIGHTS,
        phrases: Sequence[Phrase] = (),
    ) -> Ranked:
        """The best k passages, by ordinal, with at least one token; none without tokens."""
        filters = [self._term(field, value) for field, value in wanted.items()]
        filters += [self._phrase(phrase) for phrase in phrases if is_findable(phrase)]
        must = tantivy.Occur.Must
        text = self._text_query(tokens, weights)
        if not filters:  # by itself, so that the engine leaves out what cannot come among the best: a fifth of the time
            return self._ranked(text, k)
        admitted = [(must, tantivy.Query.const_score_query(query, 0.0)) for query in filters]
        return self._ranked(tantivy.Query.boolean_query([(must, text), *admitted]), k)

    def having(self, phrases: Sequence[Phrase], limit: int | None = None) -> list[int]:
        """Ordinals of the passages that have the tokens of every phrase; one without tokens restricts nothing."""
        queries = [(tantivy.Occur.Must, self._phrase(phrase)) for phrase in phrases if is_findable(phrase)]
        if not queries:
            return list(range(len(self)))[:limit]
        query = tantivy.Query.const_score_query(tantivy.Query.boolean_query(queries), 0.0)
        ordinals: list[int] = self._ranked(query, limit or len(self)).passages.tolist()
        return ordinals

    def _ranked(self, query: tantivy.Query, k: int) -> Ranked:
        found = self._searcher.search(query, k, count=False).hits
        if not found:
            return NOTHING
        scores, addresses = zip(*found, strict=True)
        ordinals = self._searcher.fast_field_values("ordinal", list(addresses))
        return Ranked(np.array(ordinals, dtype=np.int64), np.array(scores))

    def _telling(self, field: str, tokens: Sequence[str]) -> Sequence[str]:
        """The tokens without those that most passages have; all where every one is like that."""
        commonest = max(_COMMON, len(self) // 2)
        return [token for token in tokens if self.document_frequency(token, field) <= commonest] or tokens

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, index_option="freq")

    def _phrase(self, phrase: Phrase) -> tantivy.Query:
        """Match the passages that have all tokens of the phrase in their text, or all in their title where allowed."""
        pairs = phrase_bigrams(phrase)
        terms = [*(("bigrams", pair) for pair in pairs), *(("words", word) for word in phrase_words(phrase))]
        in_text = self._all(terms)
        if not phrase.title or not pairs:
            return in_text
        in_title = self._all([("title", pair) for pair in pairs])
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, in_text), (tantivy.Occur.Should, in_title)])

    def _all(self, terms: Sequence[tuple[str, str]]) -> tantivy.Query:
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, self._term(*term)) for term in terms])

    def _text_query(self, tokens: Tokens, weights: FieldWeights) -> tantivy.Query:
        """The passages with any of the tokens, each field by its weight.

        A word of two characters is looked up as the pair that it is, with the weight of both: what has the word has the
        pair. A seventh less time, and of the sets in service/fusion.py two gain .002 (rgb_zh, stard) and none loses.
        """
        words, pairs = self._telling("words", tokens.words), self._telling("bigrams", tokens.bigrams)
        both = frozenset(words).intersection(pairs) if weights.bigrams else frozenset()
        weighted = [("words", word, weights.words) for word in words if word not in both]
        weighted += [("bigrams", pair, weights.bigrams + weights.words * (pair in both)) for pair in pairs]
        weighted += [("heading", word, weights.heading) for word in words]
        terms = [(self._term(field, token), weight) for field, token, weight in weighted if weight]
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, t if weight == 1 else tantivy.Query.boost_query(t, weight)) for t, weight in terms]
        )
