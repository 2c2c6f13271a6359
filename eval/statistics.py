"""How sure a measured number is: intervals of means and shares, and tests between two runs on the same queries.

Invariant: the same input gives the same output; every random draw comes from a fixed seed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SEED = 20260101
RESAMPLES = 10_000
# Resamples are drawn in blocks so that 10,000 × 7,000 queries do not need 560 MB at once.
BLOCK = 500
Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean or share over `n` cases with its 95 % interval `[low, high]`; all three are NaN when n is 0."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class PairedTest:
    """`difference` is mean(second − first) over `n` shared queries; `p` is two-sided."""

    difference: float
    p: float
    n: int


def bootstrap_mean(values: Sequence[float], seed: int = SEED) -> Estimate:
    """Mean with a 95 % percentile-bootstrap interval (Efron 1979; 10,000 resamples of the queries).

    No values give NaN; one value gives an interval of that value, which says nothing about spread.
    """
    sample = np.asarray(values, dtype=np.float64)
    if sample.size == 0:
        return Estimate(math.nan, math.nan, math.nan, 0)
    generator = np.random.default_rng(seed)
    means = np.concatenate(
        [
            sample[generator.integers(0, sample.size, size=(BLOCK, sample.size))].mean(axis=1)
            for _ in range(RESAMPLES // BLOCK)
        ]
    )
    low, high = np.percentile(means, (2.5, 97.5))
    return Estimate(float(sample.mean()), float(low), float(high), int(sample.size))


def wilson_share(successes: int, n: int) -> Estimate:
    """Share `successes / n` with its 95 % score interval (Wilson 1927), which holds near 0 and 1 and for small n.

    n = 0 gives NaN; raises ValueError when successes lie outside 0…n.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"成功数 {successes} 不在 0 到 {n} 之间。")
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, 0)
    share, z2 = successes / n, Z_95**2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # At the ends the bound is exactly 0 or 1; the formula misses it by 1e-17.
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == n else centre + half
    return Estimate(share, low, high, n)


def permutation_test(first: Sequence[float], second: Sequence[float], seed: int = SEED) -> PairedTest:
    """Two-sided paired randomisation test (Fisher; Smucker et al. 2007): swap the runs' values query by query.

    `first[i]` and `second[i]` belong to the same query. 10,000 random sign patterns; the observed one is counted, so
    p is never 0. Raises ValueError for unequal lengths or no queries.
    """
    if len(first) != len(second) or not first:
        raise ValueError(f"配对检验要求两次运行的问题相同且不为空，得到 {len(first)} 个与 {len(second)} 个。")
    differences = np.asarray(second, dtype=np.float64) - np.asarray(first, dtype=np.float64)
    observed = abs(float(differences.sum()))
    generator = np.random.default_rng(seed)
    extreme = 0
    for _ in range(RESAMPLES // BLOCK):
        signs = generator.integers(0, 2, size=(BLOCK, differences.size)) * 2 - 1
        # Sums of the same numbers in another sign order differ in the last bits; 1e-9 keeps ties as ties.
        extreme += int(np.count_nonzero(np.abs(signs @ differences) >= observed - 1e-9))
    return PairedTest(float(differences.mean()), (extreme + 1) / (RESAMPLES + 1), int(differences.size))
