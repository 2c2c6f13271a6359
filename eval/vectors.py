"""Kinds of vector index over the vectors of one library: what they find of the exact best, time, size and making.

Invariant: all are asked the same questions on one core; between two of them a question is encoded, as in a search.
"""

import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.beir import read_queries
from eval.bench import machine, markdown_table
from eval.output import wrong_use
from indexer.dense import TriedIndex
from service.fusion import DEPTH
from service.library import Library
from service.opening import open_library
from service.settings import Settings

_CODES = "PQ{half}x4fs,Refine(SQfp16)"  # of two dimensions each
_BESIDE_CENTRES = "PQ{half}x4fsr,Refine(SQfp16)"  # of what is beside the centre of the list, as in indexer/dense.py
_GRAPH = ("efSearch=100", "efSearch=200", "efSearch=300", "efSearch=400")
# What faiss makes, what is set before the vectors are added, and the settings to search with.
Kind = tuple[str, str, tuple[str, ...]]
KINDS: tuple[Kind, ...] = (
    ("Flat", "", ("",)),
    ("SQfp16", "", ("",)),
    (f"IVF1,{_CODES}", "", ("k_factor_rf=10", "k_factor_rf=15")),
    (f"IVF256,{_CODES}", "", ("nprobe=128,k_factor_rf=10", "nprobe=128,k_factor_rf=15")),
    (f"IVF256,{_BESIDE_CENTRES}", "", tuple(f"nprobe={lists},k_factor_rf=8" for lists in (96, 128, 192, 256))),
    ("IVF1024,SQfp16", "", ("nprobe=64", "nprobe=256")),
    ("HNSW16,Flat", "efConstruction=100", _GRAPH),
    ("HNSW32,Flat", "efConstruction=100", _GRAPH),
    ("HNSW32,SQfp16", "efConstruction=100", _GRAPH),
    ("HNSW32,SQ8,Refine(SQfp16)", "efConstruction=100", tuple(f"{ef},k_factor_rf=1.5" for ef in _GRAPH)),
)


def compare_indexes(settings: Settings, queries: Path, limit: int, kinds: Sequence[Kind] = KINDS) -> str:
    """A markdown table of the kinds over the vectors of the library in `settings.data`. Raises WrongUse."""
    with wrong_use():
        texts = [query.text for query in islice(read_queries(queries), limit) if query.text.strip()]
    with open_library(settings) as library:
        vectors = np.stack([vector for _, vector in library.store.current_vectors(library.encoder.name)])
        asked = np.stack([library.encode_query(text) for text in texts])
        exact = np.argsort(-(asked @ vectors.T), axis=1)[:, :DEPTH].tolist()
        questions = list(zip(texts, asked, exact, strict=True))
        rows = [row for kind in kinds for row in _rows(library, *kind, vectors, questions)]
    title = f"{len(vectors)} 段，{len(texts)} 个问题，各取 {DEPTH} 段，一个核的 CPU 时间，{machine()}"
    return markdown_table(title, ("索引", "检索参数", "召回率", "p50 毫秒", "p95 毫秒", "建成秒数", "大小"), rows)


_Asked = Sequence[tuple[str, NDArray[np.float32], list[int]]]


def _rows(
    library: Library, spec: str, making: str, settings: Sequence[str], vectors: NDArray[np.float32], asked: _Asked
) -> Iterator[tuple[str, ...]]:
    spec = spec.format(half=vectors.shape[1] // 2)
    started = time.process_time()
    index = TriedIndex(spec, making, vectors)
    made, size = time.process_time() - started, index.size()
    for setting in settings:
        index.set(setting)
        recall, times = _ask(library, index, asked)
        p50, p95 = np.percentile(times, (50, 95)) * 1000
        yield spec, setting, f"{recall:.4f}", f"{p50:.2f}", f"{p95:.2f}", f"{made:.0f}", f"{size / 1e6:.0f} MB"


def _ask(library: Library, index: TriedIndex, asked: _Asked) -> tuple[float, list[float]]:
    """Share of the exact best that was found, and seconds of each question."""
    found, times = 0, list[float]()
    for text, vector, exact in asked:
        library.encode_query(text)
        started = time.process_time()
        nearest = index.nearest(vector, DEPTH)
        times.append(time.process_time() - started)
        found += len(set(nearest) & set(exact))
    return found / sum(len(exact) for _, _, exact in asked), times
