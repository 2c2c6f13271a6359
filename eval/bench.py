"""How fast: a search as a whole process, a search inside a service, and an indexing run, each split by stage.

Invariant: every stage is measured by calling the same public functions that the program calls; each measurement
returns a markdown table that says how many runs it is over.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from eval.beir import read_collection
from eval.cache import collection_settings
from eval.library import open_evaluated, plain_corpus
from eval.output import wrong_use
from indexer.encoder import Encoder, Kind, load_encoder
from indexer.indexing import index_paths
from indexer.types import UNRESTRICTED, Filters
from service.fusion import DEPTH
from service.library import Library
from service.search import search
from service.usage import WrongUse

# Runs in a process of its own, as `yinju search` does; the order of the imports is that of the command.
_STAGES = """
import json, sys, time
started = time.perf_counter()
from pathlib import Path
import eval.cli
from service.library import Library
from service.search import search_documents
from service.settings import Settings
imported = time.perf_counter()
with Library.open(Settings(Path(sys.argv[2]))) as library:
    opened = time.perf_counter()
    result = search_documents(library, sys.argv[1])
    searched = time.perf_counter()
    from service.display import open_console
    from service.search_display import show_search
    show_search(open_console(), result)
    print(json.dumps([imported - started, opened - imported, searched - opened]))
"""

T = TypeVar("T")
Clock = Callable[[], float]


def measure_process(query: str, data: Path, runs: int) -> str:
    """Median wall and CPU time of `yinju search` over `runs` processes, after one that warms the disk.

    Each is followed by a process that makes the same calls and times them; shares are of that process.
    """
    command = [sys.executable, "-c", "from eval.cli import main; main()", "search", query, "--data", str(data)]
    staged = [sys.executable, "-c", _STAGES, query, str(data)]
    _run_process(command)
    pairs = [(_run_process(command), _run_process(staged)) for _ in range(runs)]
    stages = np.array([_split_process(process) for _, process in pairs])
    names = ("导入模块", "打开资料库（模型、索引、词典）", "检索", "其余（启动解释器、输出、退出）")
    shares = stages.sum(axis=0) / stages.sum()
    rows = [
        (name, f"{median:.2f} 秒", f"{share:.0%}")
        for name, median, share in zip(names, np.median(stages, axis=0), shares, strict=True)
    ]
    wall, cpu = np.median([(whole.wall, whole.cpu) for whole, _ in pairs], axis=0)
    rows.append(("**整个进程**", f"**{wall:.2f} 秒**（CPU {cpu:.2f} 秒）", ""))
    return markdown_table(f"`yinju search {query}`，{runs} 次的中位数，{machine()}", ("阶段", "时间", "占比"), rows)


@dataclass(frozen=True, slots=True)
class _Process:
    output: str
    wall: float
    cpu: float


def _run_process(command: Sequence[str]) -> _Process:
    before, started = os.times(), time.perf_counter()
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - started, os.times()
    # A search that finds nothing ends with 1 and is timed all the same.
    if run.returncode not in (0, 1):
        raise WrongUse(f"yinju search 以 {run.returncode} 退出，没有测：{run.stderr.strip()}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return _Process(run.stdout, wall, cpu)


def _split_process(process: _Process) -> list[float]:
    """Seconds of import, opening and searching as the process counted them, and the rest of its wall time."""
    stages: list[float] = json.loads(process.output.splitlines()[-1])
    return [*stages, process.wall - sum(stages)]


def measure_service(folder: Path, limit_docs: int | None, limit_queries: int) -> str:
    """p50 and p95 of each stage of a search over the collection's passages, one query at a time.

    Each query is searched as a whole and then again stage by stage; what the stages leave of the whole is the last
    row but one. Shares are of the summed time, not of the percentiles.
    """
    with wrong_use():
        collection = read_collection(folder)
    queries = [query.text for query in collection.queries if query.text.strip()][:limit_queries]
    settings = collection_settings(collection, limit_docs=limit_docs)
    with open_evaluated([plain_corpus(collection, settings.data, limit_docs)], settings) as library:
        for query in queries[:5]:
            search(library, query)
        samples = np.array([time_stages(library, query) for query in queries]) * 1000
        passages = library.generation.meta.passages
    rows = [
        (name, f"{np.percentile(column, 50):.2f}", f"{np.percentile(column, 95):.2f}", f"{share:.0%}")
        for name, column, share in zip(STAGE_NAMES, samples.T, samples.sum(axis=0) / samples[:, -1].sum(), strict=True)
    ]
    title = f"{passages} 段，{len(queries)} 个问题，一次一个，{machine()}"
    return markdown_table(title, ("阶段", "p50 毫秒", "p95 毫秒", "占比"), rows)


STAGE_NAMES = (
    "切分问题",
    "全文检索",
    "问题转为向量",
    "向量检索",
    "其余（理解、融合、细排、取文、分面、标亮）",
    "**整次检索**",
)


def time_stages(
    library: Library, query: str, filters: Filters = UNRESTRICTED, clock: Clock = time.perf_counter
) -> tuple[float, ...]:
    """Seconds of each stage in the order of STAGE_NAMES, by the given clock.

    The search as a whole is timed with the query's vector at hand, and what encoding it takes is added.
    """
    generation = library.generation
    embed, vector = _timed(lambda: library.encode_query(query), clock)
    library.query_vector(query)
    rest, _ = _timed(lambda: search(library, query, filters=filters), clock)
    tokenise, tokens = _timed(lambda: library.segmenter.query_tokens(query), clock)
    lexical, _ = _timed(lambda: generation.search_lexical(tokens, filters, DEPTH), clock)
    dense, _ = _timed(lambda: generation.search_dense(vector, filters, DEPTH), clock)
    return tokenise, lexical, embed, dense, rest - tokenise - lexical - dense, rest + embed


def _timed(call: Callable[[], T], clock: Clock) -> tuple[float, T]:
    started = clock()
    result = call()
    return clock() - started, result


class RecordingEncoder:
    """Passes texts on to an encoder and keeps them, with the wall and CPU seconds that it took."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self.dimension = encoder.dimension
        self.encoder = encoder
        self.batches: list[list[str]] = []
        self.seconds = np.zeros(2)

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """Encode the texts as the wrapped encoder does."""
        self.batches.append(list(texts))
        seconds, vectors = _clocked(lambda: self.encoder.encode(texts, kind))
        self.seconds += seconds
        return vectors


def _clocked(call: Callable[[], T]) -> tuple[NDArray[np.float64], T]:
    """Wall and CPU seconds (of all threads) of a call, and its result."""
    before = time.perf_counter(), time.process_time()
    result = call()
    return np.array([time.perf_counter() - before[0], time.process_time() - before[1]]), result


def measure_indexing(folder: Path, limit_docs: int | None) -> str:
    """Passages per second of an indexing run into an empty folder, and of the encoder alone on the same passages.

    The encoder alone gets the same batches in the same order, after the indexing run; both start with a warm model.
    CPU time is given beside wall time: it says the same on a machine that is busy with other things.
    """
    with wrong_use():
        collection = read_collection(folder)
    encoder = RecordingEncoder(load_encoder(None))
    encoder.encoder.encode(["预热"], "passage")
    with tempfile.TemporaryDirectory() as scratch:
        corpus = plain_corpus(collection, Path(scratch) / "corpus", limit_docs)
        whole, report = _clocked(lambda: index_paths([corpus], Path(scratch) / "data", encoder))
    alone, _ = _clocked(lambda: [encoder.encoder.encode(batch, "passage") for batch in encoder.batches])
    rows = [
        _indexing_row("向量模型单独", alone, report.embedded, alone),
        _indexing_row("编制索引（读取、切分、向量、建索引）", whole, report.embedded, alone),
        _indexing_row("编制索引时的向量模型", encoder.seconds, report.embedded, alone),
    ]
    title = f"{report.embedded} 段（{collection.name}），{machine()}"
    return markdown_table(title, ("步骤", "秒", "段/秒", "速度比", "CPU 秒", "CPU 比"), rows)


def _indexing_row(
    name: str, seconds: NDArray[np.float64], passages: int, alone: NDArray[np.float64]
) -> tuple[str, ...]:
    wall, cpu = seconds
    ratios = alone / seconds
    return name, f"{wall:.1f}", f"{passages / wall:.1f}", f"{ratios[0]:.0%}", f"{cpu:.1f}", f"{ratios[1]:.0%}"


def machine() -> str:
    """The machine in a few words: usable cores, architecture, Python."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} 核 {platform.machine()}，Python {platform.python_version()}"


def markdown_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The title, a blank line, and the rows below the headings."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join([title, "", *("| " + " | ".join(line) + " |" for line in lines)])
