"""How long an answer takes beside a search for the same question, and where the time goes.

Invariant: both are asked of one library in one process, turn by turn, so that a busy machine slows both alike.
"""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.beir import read_collection
from eval.bench import machine, markdown_table
from eval.cache import collection_settings
from eval.library import open_evaluated, plain_corpus
from eval.output import wrong_use
from indexer.encoder import Encoder, Kind, load_encoder
from service.answer import answer_question
from service.library import Library
from service.search import search

_WARMING = 5  # questions asked before the first one that counts


class _TimedEncoder:
    """An encoder that counts the seconds it spends on passages: in an answer, on sentences compared by meaning."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.dimension = encoder.name, encoder.dimension
        self.seconds = 0.0

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        started = time.perf_counter()
        vectors = self._encoder.encode(texts, kind)
        self.seconds += (time.perf_counter() - started) * (kind == "passage")
        return vectors


def measure_answers(folder: Path, limit_docs: int | None, limit_queries: int) -> str:
    """p50 and p95 of a search, of an answer and of their ratio, over the first questions of a set.

    Each question is searched for first and then answered; the answer encodes its question anew.
    """
    with wrong_use():
        collection = read_collection(folder)
    questions = [query.text for query in collection.queries if query.text.strip()][: limit_queries + _WARMING]
    settings = collection_settings(collection, limit_docs=limit_docs)
    encoder = _TimedEncoder(load_encoder(settings.model))
    with open_evaluated([plain_corpus(collection, settings.data, limit_docs)], settings):
        pass  # brought up to date
    with Library.open(settings, encoder) as library:
        samples = np.array([_time_both(library, encoder, question) for question in questions])[_WARMING:] * 1000
        passages = library.generation.meta.passages
    names = ("一次检索", "一次回答", "其中：比较句子的意思")
    rows = [
        (name, f"{np.percentile(column, 50):.1f}", f"{np.percentile(column, 95):.1f}")
        for name, column in zip(names, samples.T, strict=True)
    ]
    searched, answered, _ = np.percentile(samples, 50, axis=0)
    rows.append(("**回答比检索（p50）**", f"**{answered / searched:.2f}**", ""))
    title = f"{passages} 段，{len(samples)} 个问题，一次一个，{machine()}"
    return markdown_table(title, ("", "p50 毫秒", "p95 毫秒"), rows)


def _time_both(library: Library, encoder: _TimedEncoder, question: str) -> tuple[float, float, float]:
    """Seconds of a search, of an answer, and of the encoding of sentences within it."""
    library.query_vector.cache_clear()
    begun = time.perf_counter()
    search(library, question)
    searched = time.perf_counter()
    library.query_vector.cache_clear()
    encoder.seconds = 0.0
    restarted = time.perf_counter()
    answer_question(library, question)
    return searched - begun, time.perf_counter() - restarted, encoder.seconds
