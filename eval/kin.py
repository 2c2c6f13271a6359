"""How many documents of a corpus are copies or reprints of others, and groups of these drawn to be read by eye.

Invariant: nothing is embedded; copies and groups are those that an indexing run over the same file finds.
"""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.bench import machine, markdown_table
from eval.output import wrong_use
from eval.statistics import SEED
from indexer.database import RECORD
from indexer.reading_process import ReadingProcess
from indexer.recording import Changes, record_file
from indexer.relations import find_relatives, relate_documents
from indexer.store import Store
from indexer.types import DocumentSummary
from service.usage import WrongUse

_OPENING = 60  # characters of each text that are shown


def measure_kin(corpus: Path, sample: int) -> str:
    """A Markdown table of what is alike among the documents of a file, and `sample` groups of reprints, drawn.

    Raises WrongUse for a file that is not there or holds no document.
    """
    with TemporaryDirectory() as scratch:
        store = Store(Path(scratch) / RECORD)
        try:
            _read(store, corpus)
            wall, cpu = time.perf_counter(), time.process_time()
            relate_documents(store, lambda stage, done, total: None)
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            return "\n".join([_counts(store, corpus, wall, cpu), *_groups(store, sample)])
        finally:
            store.close()


def _read(store: Store, corpus: Path) -> None:
    changes = Changes()
    with wrong_use():
        corpus.stat()
    with ReadingProcess() as reading:
        record_file(store, reading, corpus, changes)
    if not changes.new:
        raise WrongUse(f"{corpus}：没有读出一篇。{changes.failures[0].reason if changes.failures else ''}")


def _counts(store: Store, corpus: Path, wall: float, cpu: float) -> str:
    searched = store.summaries()
    copies, reprints, groups = store.relative_counts()
    compared = f"{wall:.1f} 秒（CPU {cpu:.1f} 秒，每秒 {len(searched) / max(cpu, 1e-9):,.0f} 篇）"
    rows = [
        ("文献", f"{len(searched) + copies:,} 篇"),
        ("其中与别的全文相同、不另检索", f"{copies:,} 篇"),
        ("转载或改写", f"{groups:,} 组 {reprints:,} 篇"),
        ("签名、配对、分组", compared),
    ]
    return markdown_table(f"`{corpus}`，{machine()}", ("", ""), rows)


def _groups(store: Store, sample: int) -> Iterator[str]:
    """The drawn groups, the fullest text of each first, with the likeness of the others to it."""
    searched = {summary.id: summary for summary in store.summaries()}
    groups: dict[str, list[str]] = {}
    for id, group in store.reprints(list(searched)).items():
        groups.setdefault(group, []).append(id)
    drawn = random.Random(SEED).sample(sorted(groups), min(sample, len(groups)))
    for number, group in enumerate(drawn, start=1):
        yield f"\n第 {number} 组"
        alike = {relative.id: relative.similarity for relative in find_relatives(store, group)}
        for id in sorted(groups[group], key=lambda id: (id != group, -alike.get(id, 0.0), id)):
            yield _shown(store, searched[id], alike.get(id))


def _shown(store: Store, summary: DocumentSummary, similarity: float | None) -> str:
    opening = " ".join(store.texts([summary.id])[summary.id].split())[:_OPENING]
    degree = "最全" if similarity is None else f"重合 {similarity:.2f}"
    return f"- {degree}，{summary.characters} 字：{summary.facts.title}｜{opening}"
