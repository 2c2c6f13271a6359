"""Evaluation results as a person reads them in a terminal.

Invariant: no number is shown without its n; what could not be measured is a dash, never a zero.
"""

import math
from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from eval.statistics import Estimate, PairedTest
from eval.summaries import CategorySummary

WIDTH = 140  # where output goes to a file, rich would assume 80 columns and fold every cell


def open_console() -> Console:
    """A console on standard output that shows text as it is, wide enough for a table when it is not a terminal."""
    console = Console(markup=False, emoji=False, highlight=False)
    return console if console.is_terminal else Console(markup=False, emoji=False, highlight=False, width=WIDTH)


def show_summaries(
    console: Console, title: str, summaries: Sequence[CategorySummary], headings: Mapping[str, str]
) -> None:
    """Print one row a category: n, then each measure of `headings` (name → heading) with its 95 % interval, which is
    written behind it without the leading zero."""
    console.print(f"{title}（数值后为 95% 区间）")  # a table's own title would be folded to the table's width
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("类别")
    table.add_column("n", justify="right")
    for heading in headings.values():
        table.add_column(heading, justify="right")
    for summary in summaries:
        cells = (estimate_text(summary.measures[name], summary.n) for name in headings)
        table.add_row(summary.category, str(summary.n), *cells)
    console.print(table)


def estimate_text(estimate: Estimate, n: int) -> str:
    """`0.953 .905–.990`, and below it its own n where that is not the row's; a dash for nothing measured."""
    if math.isnan(estimate.value):
        return "—"
    own = "" if estimate.n == n else f"\nn={estimate.n}"
    return f"{estimate.value:.3f} {_bound(estimate.low)}–{_bound(estimate.high)}{own}"


def _bound(number: float) -> str:
    """`.905` for 0.905, `1` for 1: five columns with intervals have to fit in a terminal."""
    return {"0.000": "0", "1.000": "1"}.get(text := f"{number:.3f}", text.removeprefix("0"))


def show_comparison(console: Console, first: str, second: str, tests: Mapping[str, PairedTest]) -> None:
    """Print the paired test of one run against another, one row a measure."""
    console.print(f"{second} 比 {first}（配对随机化检验）")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("指标", "差", "p", "n"):
        table.add_column(heading, justify="right")
    for measure, test in tests.items():
        table.add_row(measure, f"{test.difference:+.4f}", f"{test.p:.4f}", str(test.n))
    console.print(table)


def show_failures(console: Console, diagnoses: Sequence[str], shown: int) -> None:
    """Print the first failures as explained by their cases, and say how many there are."""
    if shown and diagnoses:
        console.print(f"未达到预期的有 {len(diagnoses)} 个，列出前 {min(shown, len(diagnoses))} 个：")
        for diagnosis in diagnoses[:shown]:
            console.print(diagnosis, soft_wrap=True)
