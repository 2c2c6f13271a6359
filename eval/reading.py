"""Is damaged text read as it was meant: pairs of clean and damaged texts, and the runs of a real page counted by hand.

Invariant: every kind of damage has its row, those that nothing can repair as well; they are to be doubted.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from eval.beir import read_records, text_field
from eval.damage import CleanOutcome, DamagedPair, PairOutcome, check_clean, repair_pair
from eval.output import Output, wrong_use
from eval.statistics import Estimate, wilson_share
from eval.summaries import CategorySummary, gate_values, summarise_categories
from eval.tables import estimate_text, open_console, show_failures
from indexer.cleaning import clean
from indexer.edits import OffsetMap
from indexer.readers import read_file
from indexer.types import RawText

PAIRS = "dirt_fixtures.jsonl"
REAL_PAGE = "001*"
CLEAN_HALVES = "clean_halves"
REAL_RUNS = "real_page"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters `[start:end)` of a page as its reader gives it, and what they were before a byte was lost."""

    start: int
    end: int
    expected: str


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """A run and what the cleaning made of it."""

    run: Run
    repaired: str


def read_pairs(folder: Path) -> tuple[DamagedPair, ...]:
    """Read the pairs of a folder; raises FileNotFoundError, and ValueError naming file and line."""
    path = folder / PAIRS
    if not path.is_file():
        raise FileNotFoundError(f"{path}：没有这个文件。目录里应有 {PAIRS}，每行一对完好与损坏的文本。")
    fields = ("_id", "kind", "clean", "dirty")
    pairs = [
        DamagedPair(*(text_field(record, name, path, number) for name in fields))
        for number, record in read_records(path)
    ]
    if not pairs:
        raise ValueError(f"{path}：里面没有一对文本。")
    return tuple(pairs)


def read_runs() -> tuple[Run, ...]:
    """Read the runs of seed 001 that lost a byte, counted and restored by hand."""
    lines = (files("eval") / "gold" / "lost_bytes_001.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(Run(**json.loads(line)) for line in lines)


def repair_runs(page: Path, runs: Sequence[Run]) -> tuple[RunOutcome, ...]:
    """Clean the page and look up what became of each run; raises ValueError for a page that cannot be read."""
    raw = next(iter(read_file(page)), None)
    if not isinstance(raw, RawText):
        raise ValueError(f"{page}：读不出文本。")
    cleaned = clean(raw)
    offsets = OffsetMap.of(cleaned.edits)
    spans = (offsets.to_canonical(run.start, run.end) for run in runs)
    return tuple(RunOutcome(run, cleaned.text[slice(*span)]) for run, span in zip(runs, spans, strict=True))


def summarise(outcomes: Sequence[PairOutcome]) -> tuple[CategorySummary, ...]:
    """Over all pairs and by kind: `exact` over texts, `restored` and `doubted` over differences, `kept` over the rest.

    `restored` is the share of the edit distance that is gone, `doubted` the share of what is left that a doubt covers,
    `kept` that of the undamaged characters that are still right. 95 % Wilson intervals.
    """
    return summarise_categories(outcomes, lambda outcome: outcome.pair.kind, _measure)


def _measure(outcomes: Sequence[PairOutcome]) -> dict[str, Estimate]:
    before, after = (sum(getattr(outcome, name) for outcome in outcomes) for name in ("before", "after"))
    wrong, sound = (sum(getattr(outcome, name) for outcome in outcomes) for name in ("wrong", "sound"))
    return {
        "exact": wilson_share(sum(outcome.exact for outcome in outcomes), len(outcomes)),
        "restored": wilson_share(max(0, before - after), before),
        "doubted": wilson_share(sum(outcome.doubted for outcome in outcomes), after),
        "kept": wilson_share(max(0, sound - wrong), sound),
    }


def summarise_clean(outcomes: Sequence[CleanOutcome]) -> CategorySummary:
    """Shares of the clean halves without any edit and without any doubt."""
    measures = {
        "untouched": wilson_share(sum(not outcome.edits for outcome in outcomes), len(outcomes)),
        "undoubted": wilson_share(sum(not outcome.doubts for outcome in outcomes), len(outcomes)),
    }
    return CategorySummary(CLEAN_HALVES, len(outcomes), measures)


def summarise_runs(outcomes: Sequence[RunOutcome]) -> CategorySummary:
    """Share of the runs that read as expected."""
    right = sum(outcome.repaired == outcome.run.expected for outcome in outcomes)
    return CategorySummary(REAL_RUNS, len(outcomes), {"exact": wilson_share(right, len(outcomes))})


def evaluate_reading(folder: Path, seeds: Path | None, output: Output) -> int:
    """Repair every pair of a folder and the real page, show the tables; returns the exit status.

    The real page is looked for in `seeds`, else in the folder of that name two levels up; without it its row is
    missing, and a floor on it is broken.
    """
    with wrong_use():
        pairs = read_pairs(folder)
        floors = output.read_floors()
        runs = _real_runs(seeds or folder.resolve().parent.parent / "seeds", required=seeds is not None)
    outcomes = [repair_pair(pair) for pair in pairs]
    untouched = [check_clean(pair.id, pair.clean) for pair in pairs]
    summaries = summarise(outcomes)
    others = [summarise_clean(untouched), *([summarise_runs(runs)] if runs else [])]
    name, console = f"reading/{folder.resolve().name}", open_console()
    _show_kinds(console, name, summaries, outcomes)
    _show_others(console, others, untouched)
    show_failures(console, _diagnose(outcomes, untouched, runs), output.failures)
    output.write([{"set": name, "summaries": [asdict(one) for one in (*summaries, *others)],
                   "pairs": [_record(outcome) for outcome in outcomes]}])  # fmt: skip
    return output.hold(floors, {name: gate_values([*summaries, *others])})


def _real_runs(seeds: Path, *, required: bool) -> tuple[RunOutcome, ...]:
    page = next(iter(sorted(seeds.glob(REAL_PAGE))), None)
    if page is None and required:
        raise FileNotFoundError(f"{seeds}：里面没有 {REAL_PAGE}。")
    return repair_runs(page, read_runs()) if page else ()


def _show_kinds(
    console: Console, name: str, summaries: Iterable[CategorySummary], outcomes: Sequence[PairOutcome]
) -> None:
    console.print(f"{name}（数值后为 95% 区间；编辑距离为各篇之和）")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("损坏")
    for heading in ("n", "一字不差", "编辑距离", "复原", "误改", "未复原而存疑"):
        table.add_column(heading, justify="right")
    for summary in summaries:
        group = [
            one for one in outcomes if summary.measures["exact"].n == len(outcomes) or one.pair.kind == summary.category
        ]
        before, after, wrong = (sum(getattr(one, field) for one in group) for field in ("before", "after", "wrong"))
        cells = {key: estimate_text(value, value.n) for key, value in summary.measures.items()}
        table.add_row(summary.category, str(summary.n), cells["exact"], f"{before} → {after}", cells["restored"],
                      str(wrong), cells["doubted"])  # fmt: skip
    console.print(table)


def _show_others(console: Console, summaries: Sequence[CategorySummary], untouched: Sequence[CleanOutcome]) -> None:
    edits, doubts = (sum(len(getattr(one, field)) for one in untouched) for field in ("edits", "doubts"))
    halves, *real = summaries
    console.print(f"完好的 {halves.n} 篇：改动 {edits} 处，存疑 {doubts} 处。")
    for summary in real:
        exact = summary.measures["exact"]
        console.print(f"真实网页 001 的 {summary.n} 处失字节：复原 {round(exact.value * exact.n)} 处。")


def _diagnose(
    outcomes: Sequence[PairOutcome], untouched: Sequence[CleanOutcome], runs: Sequence[RunOutcome]
) -> list[str]:
    """What to look at, false edits first."""
    edited = [
        f"{one.id}：完好的文本被改动 {one.edits[:3]}，存疑 {one.doubts[:3]}"
        for one in untouched
        if one.edits or one.doubts
    ]
    wrong = [f"001 第 {one.run.start} 字：应为 {one.run.expected!r}，得到 {one.repaired!r}"
             for one in runs if one.repaired != one.run.expected]  # fmt: skip
    return edited + wrong + [outcome.diagnose() for outcome in outcomes if not outcome.exact]


def _record(outcome: PairOutcome) -> dict[str, object]:
    fields = ("before", "after", "wrong", "doubted", "sound", "exact")
    return {"id": outcome.pair.id, "kind": outcome.pair.kind} | {name: getattr(outcome, name) for name in fields}
