"""Tables show every number with its interval and n, and a dash for what was not measured."""

import io
import math

from rich.console import Console

from eval.statistics import Estimate, PairedTest
from eval.summaries import CategorySummary
from eval.tables import estimate_text, show_comparison, show_failures, show_summaries


def make_console() -> Console:
    return Console(file=io.StringIO(), width=120, markup=False, highlight=False, color_system=None)


def shown(console: Console) -> list[list[str]]:
    assert isinstance(console.file, io.StringIO)
    return [line.split() for line in console.file.getvalue().splitlines() if line.strip() and "───" not in line]


def test_a_number_comes_with_its_interval() -> None:
    assert estimate_text(Estimate(0.9534, 0.905, 0.99, 40), 40) == "0.953 .905–.990"


def test_a_number_over_fewer_cases_than_the_row_says_over_how_many() -> None:
    assert estimate_text(Estimate(0.5, 0.1, 0.9, 4), 40) == "0.500 .100–.900\nn=4"


def test_what_was_not_measured_is_a_dash_and_not_a_zero() -> None:
    assert estimate_text(Estimate(math.nan, math.nan, math.nan, 0), 40) == "—"


def test_a_table_has_a_row_for_each_category() -> None:
    console = make_console()
    summaries = (
        CategorySummary("全部", 2, {"P@1": Estimate(0.5, 0.0, 1.0, 2)}),
        CategorySummary("fact", 1, {"P@1": Estimate(1.0, 1.0, 1.0, 1)}),
    )
    show_summaries(console, "retrieval/x", summaries, {"P@1": "首位"})
    assert shown(console) == [
        ["retrieval/x（数值后为", "95%", "区间）"],
        ["类别", "n", "首位"],
        ["全部", "2", "0.500", "0–1"],
        ["fact", "1", "1.000", "1–1"],
    ]


def test_a_comparison_shows_difference_p_and_n() -> None:
    console = make_console()
    show_comparison(console, "lexical", "hybrid", {"P@1": PairedTest(0.02, 0.0312, 400)})
    assert shown(console) == [
        ["hybrid", "比", "lexical（配对随机化检验）"],
        ["指标", "差", "p", "n"],
        ["P@1", "+0.0200", "0.0312", "400"],
    ]


def test_only_as_many_failures_as_asked_for_are_explained() -> None:
    console = make_console()
    show_failures(console, ["甲 [1]", "乙"], 1)
    assert shown(console) == [["未达到预期的有", "2", "个，列出前", "1", "个："], ["甲", "[1]"]]
