"""Intervals and tests agree with closed forms and with full enumeration."""

import itertools
import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.statistics import Estimate, PairedTest, bootstrap_mean, permutation_test, wilson_share


def exact_permutation_p(first: Sequence[float], second: Sequence[float]) -> float:
    differences = [b - a for a, b in zip(first, second, strict=True)]
    sums = [
        abs(sum(sign * difference for sign, difference in zip(signs, differences, strict=True)))
        for signs in itertools.product((1, -1), repeat=len(differences))
    ]
    return sum(value >= abs(sum(differences)) - 1e-9 for value in sums) / len(sums)


def test_wilson_agrees_with_published_numbers() -> None:
    # Newcombe 1998, table I: 81/263 and 15/148, and 0/20 and 1/29 at the edge.
    for successes, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
                                    (1, 29, 0.0061, 0.1718)):  # fmt: skip
        estimate = wilson_share(successes, n)
        assert (estimate.value, estimate.n) == (successes / n, n)
        assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=5e-5)


def test_wilson_ends_at_one_when_all_succeed() -> None:
    assert wilson_share(10, 10).high == 1.0


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5)])
def test_wilson_refuses_impossible_counts(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="成功数"):
        wilson_share(successes, n)


def test_no_cases_have_no_share_and_no_mean() -> None:
    for estimate in (wilson_share(0, 0), bootstrap_mean(())):
        assert estimate.n == 0
        assert all(math.isnan(number) for number in (estimate.value, estimate.low, estimate.high))


def test_the_bootstrap_of_equal_values_has_no_width() -> None:
    assert bootstrap_mean((0.25,) * 7) == Estimate(0.25, 0.25, 0.25, 7)


def test_the_bootstrap_agrees_with_the_normal_approximation_on_many_queries() -> None:
    values = [1.0] * 300 + [0.0] * 700
    half = 1.96 * math.sqrt(0.3 * 0.7 / 1000)
    estimate = bootstrap_mean(values)
    assert (estimate.low, estimate.high) == pytest.approx((0.3 - half, 0.3 + half), abs=0.003)


def test_the_bootstrap_gives_the_same_interval_each_time_and_another_for_another_seed() -> None:
    values = [0.1, 0.9, 0.4, 0.33, 0.75]
    assert bootstrap_mean(values) == bootstrap_mean(values)
    assert bootstrap_mean(values) != bootstrap_mean(values, seed=1)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_a_bootstrap_interval_stays_within_the_values(values: list[float]) -> None:
    estimate = bootstrap_mean(values)
    assert min(values) - 1e-12 <= estimate.low <= estimate.high <= max(values) + 1e-12


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((0.0, 0.0, 0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0, 1.0, 1.0, 1.0)),
        ((0.2, 0.5, 0.9, 0.1, 0.4, 0.6, 0.3), (0.3, 0.4, 1.0, 0.5, 0.4, 0.9, 0.8)),
        ((1.0, 0.0, 1.0, 0.0), (0.0, 1.0, 0.0, 1.0)),
    ],
)
def test_the_permutation_test_agrees_with_full_enumeration(first: Sequence[float], second: Sequence[float]) -> None:
    assert permutation_test(first, second).p == pytest.approx(exact_permutation_p(first, second), abs=0.015)


def test_two_equal_runs_do_not_differ() -> None:
    assert permutation_test((0.5, 0.7), (0.5, 0.7)) == PairedTest(difference=0.0, p=1.0, n=2)


def test_the_difference_is_positive_when_the_second_run_is_better() -> None:
    assert permutation_test((0.0, 0.5), (0.5, 0.5)).difference == 0.25


@pytest.mark.parametrize(("first", "second"), [((), ()), ((0.1,), (0.1, 0.2))])
def test_runs_that_cannot_be_paired_are_refused(first: Sequence[float], second: Sequence[float]) -> None:
    with pytest.raises(ValueError, match="配对检验"):
        permutation_test(first, second)
