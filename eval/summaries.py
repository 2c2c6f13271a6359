"""Numbers per category, as every evaluation reports them.

Invariant: the first summary is over all cases; every number comes with its interval and its n.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from eval.statistics import Estimate

ALL = "全部"
Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class CategorySummary:
    """Measure → estimate over the `n` cases of one category; a measure may be over fewer of them (its own n)."""

    category: str
    n: int
    measures: dict[str, Estimate]


def summarise_categories(
    cases: Sequence[Case],
    category: Callable[[Case], str | None],
    measure: Callable[[Sequence[Case]], dict[str, Estimate]],
) -> tuple[CategorySummary, ...]:
    """Measure all cases, then each category in order of appearance; a category None is in no group of its own."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        name = category(case)
        if name is not None:
            groups.setdefault(name, []).append(case)
    named = [(ALL, list(cases)), *groups.items()]
    return tuple(CategorySummary(name, len(group), measure(group)) for name, group in named)


def gate_values(summaries: Iterable[CategorySummary]) -> dict[str, float]:
    """Measure → value as floors.json names them: `nDCG@10` over all cases, `nDCG@10 (fact)` for a category."""
    return {
        measure if summary.category == ALL else f"{measure} ({summary.category})": estimate.value
        for summary in summaries
        for measure, estimate in summary.measures.items()
    }
