"""Whether quotations speak of another place, or show other figures, than the question asks for.

Invariant: only what is known counts as a mistake: a document of unknown region is never elsewhere, and a question
that expects no figure gets no verdict on figures.
"""

import re
from collections.abc import Iterable, Sequence

from indexer.regions import find_places, region_aliases
from indexer.script import fold

# A number with what it counts or measures, dates apart: 1041名 | 4.1万户 | 33% | 1,041人; not 2023年, 3X3, 1+N
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*(?=[%一-鿿])(?![年月日])")


def find_figures(texts: Iterable[str]) -> frozenset[str]:
    """The numbers in the texts, without their units and separators: `1,041名` → 1041; dates are left out."""
    return frozenset(figure.replace(",", "") for text in texts for figure in _FIGURE.findall(fold(text)))


def shows_expected_figure(expected: Sequence[str], quotes: Sequence[str]) -> bool | None:
    """Whether the quotes show at least one of the figures in the expected strings; None where these have none."""
    figures = find_figures(expected)
    return bool(figures & find_figures(quotes)) if figures else None


def asked_regions(question: str, region: str | None) -> tuple[str, ...]:
    """The region paths that a question is about: the given one, else every reading of the places that it names."""
    if region:
        return (region,)
    return tuple("/".join(path) for place in find_places(fold(question)) for path in place.paths)


def is_elsewhere(asked: Sequence[str], regions: Sequence[str], told: str) -> bool:
    """The document's regions are known, none of them holds or lies in an asked one, and `told` names none of these."""
    folded = fold(told)
    return (
        bool(asked and regions)
        and not any(_overlap(one, other) for one in asked for other in regions)
        and not any(fold(name) in folded for path in asked for name in _own_names(path))
    )


def _overlap(one: str, other: str) -> bool:
    """One of the paths begins with the other: 湖北省 and 湖北省/武汉市."""
    return all(first == second for first, second in zip(one.split("/"), other.split("/"), strict=False))


def _own_names(path: str) -> set[str]:
    """What the last level of a path is called: 武汉市 and 武汉 for 湖北省/武汉市, not 湖北."""
    outer = path.rpartition("/")[0]
    return set(region_aliases(path)) - set(region_aliases(outer))
