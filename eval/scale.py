"""How a search and an indexing run grow with the library: time per stage, memory and size on disk.

Invariant: everything but the vectors is made by the program's own steps. Embedding 100,000 passages takes an hour, so
vectors are drawn around those of a sample; a query's vector is real. Texts are real as far as the corpus goes.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.beir import read_queries, read_records
from eval.bench import STAGE_NAMES, machine, markdown_table
from eval.composing import enlarged
from eval.output import wrong_use
from eval.probe import WARMING
from indexer.database import RECORD
from indexer.encoder import Encoder, Kind, load_encoder
from indexer.generation import current_name
from indexer.indexing import index_paths
from indexer.types import UNRESTRICTED
from service.understanding import read_filters
from service.usage import WrongUse

SAMPLE = 1500
_NEIGHBOURS = 8
_EMBEDDING = STAGE_NAMES.index("问题转为向量")


class DrawnEncoder:
    """Gives a passage a vector near one of a sample's, always the same for the same text; queries are encoded.

    The sample's neighbours are mixed 6 : 4 with a little noise: cosines among the drawn and to queries spread as among
    the real ones, which is what the speed and recall of a scan depend on.
    """

    def __init__(self, encoder: Encoder, sample: Sequence[str]) -> None:
        self.name, self.dimension = encoder.name, encoder.dimension
        self._encoder = encoder
        started = time.perf_counter()
        self._real = encoder.encode(sample, "passage")
        self.seconds_a_passage = (time.perf_counter() - started) / len(sample)
        self._near = np.argsort(-(self._real @ self._real.T), axis=1)[:, 1 : _NEIGHBOURS + 1]

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """Vectors (len(texts), dimension): encoded for queries, drawn for passages."""
        if kind == "query":
            return self._encoder.encode(texts, kind)
        return np.stack([self._draw(text) for text in texts])

    def _draw(self, text: str) -> NDArray[np.float32]:
        random = np.random.default_rng(zlib.crc32(text.encode()))
        row = random.integers(len(self._real))
        neighbour = self._near[row, random.integers(_NEIGHBOURS)]
        noise = 0.02 * random.standard_normal(self.dimension)
        vector = 0.6 * self._real[row] + 0.4 * self._real[neighbour] + noise
        drawn: NDArray[np.float32] = (vector / np.linalg.norm(vector)).astype(np.float32)
        return drawn


@dataclass(slots=True)
class StageClock:
    """Seconds of each stage of an indexing run, from the calls of its progress."""

    seconds: dict[str, float] = field(default_factory=dict)
    _stage: str = ""
    _since: float = field(default_factory=time.perf_counter)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Count the time since the last call to the stage that was under way then."""
        now = time.perf_counter()
        if self._stage:
            self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = stage, now


@dataclass(frozen=True, slots=True)
class Measured:
    """A library of some size: passages, seconds by stage of its making, bytes on disk, what the probe told."""

    passages: int
    stages: dict[str, float]
    index_bytes: int
    record_bytes: int
    probe: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Searches:
    """What each library is asked: so many of the first questions of a file, and again with a filter as it is written
    into a query (地区:上海).
    """

    queries: Path
    limit: int
    filter: str


def measure_scale(corpus: Path, sizes: Sequence[int], searches: Searches, keep: Path | None) -> str:
    """Markdown tables over libraries of the corpus's first documents, as many as each of `sizes` says; beyond its last
    one, documents composed of its sentences.

    Searches run in a process of their own on one core, one at a time, once without and once with the filter. The
    libraries stay in `keep`, where that is given, and one that is there already is taken as it is. Raises WrongUse
    for what cannot be read and for what is no filter.
    """
    rest, filters = read_filters(searches.filter)
    if rest or filters == UNRESTRICTED:
        raise WrongUse(
            f"“{searches.filter}”不是筛选条件。请写成 地区:上海、年份:2019、文种:通知 或 来源:人民网 的样子。"
        )
    with wrong_use():
        asked = [query.text for query in read_queries(searches.queries) if query.text.strip()][: searches.limit]
        records = [record for _, record in islice(read_records(corpus), max(sizes))]
    if not records:
        raise WrongUse(f"{corpus} 里没有文献。")
    encoder = DrawnEncoder(load_encoder(None), [str(one["text"]) for one in records[:: -(-len(records) // SAMPLE)]])
    with tempfile.TemporaryDirectory() as scratch:
        folder = keep or Path(scratch)
        built = [_build(records, size, encoder, folder / str(size)) for size in sizes]
        measured = [_measure(one, asked, searches.filter) for one in built]
    parts = list(_report(measured, encoder, len(asked) - WARMING, searches.filter))
    composed = max(sizes) - len(records)
    if composed > 0:
        parts.append(f"语料有 {len(records):,} 篇，最大的库另有 {composed:,} 篇用它的句子拼成。")
    return "\n\n".join(parts)


@dataclass(frozen=True, slots=True)
class Built:
    """A library: its data folder, passages, and the seconds of each stage of its making, none if it was there."""

    data: Path
    passages: int
    stages: dict[str, float]


def _build(records: Sequence[dict[str, Any]], size: int, encoder: DrawnEncoder, folder: Path) -> Built:
    part, data = folder / "corpus.jsonl", folder / "data"
    if not part.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as lines:
            for record in enlarged(records, size):
                lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    clock = StageClock()
    report = index_paths([part], data, encoder, clock)
    clock("", 0, 0)
    return Built(data, report.passages, clock.seconds)


def _measure(built: Built, queries: Sequence[str], filter: str) -> Measured:
    command = [sys.executable, "-m", "eval.probe", str(built.data), filter]
    # One thread for the libraries that would take all cores: they count these before the probe keeps to one.
    alone = {**os.environ, "OMP_NUM_THREADS": "1"}
    run = subprocess.run(command, input=json.dumps(queries), capture_output=True, text=True, check=False, env=alone)
    if run.returncode:
        raise RuntimeError(f"检索进程失败（{run.returncode}）：{run.stderr.strip()}")
    generation = built.data / "generations" / (current_name(built.data) or "")
    index = sum(file.stat().st_size for file in generation.rglob("*") if file.is_file())
    record = (built.data / RECORD).stat().st_size
    return Measured(built.passages, built.stages, index, record, json.loads(run.stdout.splitlines()[-1]))


def _report(measured: Sequence[Measured], encoder: DrawnEncoder, queries: int, filter: str) -> Iterator[str]:
    headings = ("", *(f"{one.passages:,} 段" for one in measured))
    yield markdown_table(
        f"一次检索，p50 / p95 毫秒（一个核的 CPU 时间），{queries} 个问题一次一个，{machine()}",
        headings,
        tuple(_search_rows(measured, filter)),
    )
    yield markdown_table("编制索引，秒", headings, tuple(_building_rows(measured, encoder)))
    sizes = [
        ("索引", *(f"{one.index_bytes / 1e6:.0f} MB" for one in measured)),
        ("记录（原文、版本、向量）", *(f"{one.record_bytes / 1e6:.0f} MB" for one in measured)),
        ("检索进程的内存峰值", *(_megabytes(one.probe["peak"]) for one in measured)),
        ("打开资料库（CPU 时间）", *(f"{one.probe['opened']:.2f} 秒" for one in measured)),
    ]
    yield markdown_table("空间", headings, sizes)


def _search_rows(measured: Sequence[Measured], filter: str) -> Iterator[tuple[str, ...]]:
    plain = [np.array(one.probe["plain"]) * 1000 for one in measured]
    for column, name in enumerate(STAGE_NAMES):
        yield (name, *(_percentiles(samples[:, column]) for samples in plain))
    yield ("**除问题转为向量外**", *(_percentiles(_without_embedding(samples)) for samples in plain))
    yield (f"**同上，限 {filter}**", *(_filtered(one) for one in measured))
    yield ("每秒检索次数", *(f"{1000 / samples[:, -1].mean():.0f}" for samples in plain))


def _without_embedding(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    difference: NDArray[np.float64] = samples[:, -1] - samples[:, _EMBEDDING]
    return difference


def _filtered(measured: Measured) -> str:
    """What a search with the filter takes, and how many passages that leaves; nothing where it leaves none."""
    if not measured.probe["admitted"]:
        return "—"
    samples = np.array(measured.probe["filtered"]) * 1000
    return f"{_percentiles(_without_embedding(samples))}（{measured.probe['admitted']:,} 段）"


def _megabytes(count: int | None) -> str:
    return "—" if count is None else f"{count / 1e6:.0f} MB"


def _percentiles(values: NDArray[np.float64]) -> str:
    return f"{np.percentile(values, 50):.2f} / {np.percentile(values, 95):.2f}"


def _building_rows(measured: Sequence[Measured], encoder: DrawnEncoder) -> Iterator[tuple[str, ...]]:
    stages = {
        "读取文件、比对重复": ("读取文件", "比对重复"),
        "切分词语": ("生成向量", "切分词语"),  # side by side, and the drawn vectors cost little
        "建立索引": ("建立索引",),
    }
    for name, parts in stages.items():
        yield (name, *(f"{sum(one.stages.get(part, 0.0) for part in parts):.1f}" for one in measured))
    # The drawn vectors cost nothing; this is what the model takes, from its speed on the sample.
    yield ("向量模型（按样本推算）", *(f"{one.passages * encoder.seconds_a_passage:.0f}" for one in measured))
