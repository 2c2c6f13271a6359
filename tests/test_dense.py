"""The vector engine against plain numpy."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.dense import EXACT_UP_TO, DenseIndex, build_dense, widen


def unit_vectors(count: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(7).normal(size=(count, 16)).astype(np.float32)
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


@pytest.fixture
def index(tmp_path: Path) -> DenseIndex:
    path = tmp_path / "向量.faiss"
    build_dense(path, 16, 5000, lambda: iter(unit_vectors(5000)))
    return DenseIndex(path)


def test_scores_and_order_are_those_of_the_inner_product(index: DenseIndex) -> None:
    vectors = unit_vectors(5000)
    cosines = vectors @ vectors[3]
    expected = np.argsort(-cosines)[:20]
    found = index.search(vectors[3], 20)
    assert [ordinal for ordinal, _ in found] == expected.tolist()
    assert [score for _, score in found] == pytest.approx(cosines[expected].tolist(), abs=1e-6)


def test_a_mask_is_applied_before_ranking_even_when_it_admits_one_in_thousands(index: DenseIndex) -> None:
    vectors = unit_vectors(5000)
    farthest = int(np.argmin(vectors @ vectors[3]))
    mask = np.zeros(5000, dtype=np.bool_)
    mask[farthest] = True
    assert [ordinal for ordinal, _ in index.search(vectors[3], 10, mask)] == [farthest]


def test_a_mask_that_admits_nothing_finds_nothing(index: DenseIndex) -> None:
    assert list(index.search(unit_vectors(1)[0], 10, np.zeros(5000, dtype=np.bool_))) == []


def test_asking_for_more_than_there_is_returns_all(tmp_path: Path) -> None:
    build_dense(tmp_path / "small", 16, 3, lambda: iter(unit_vectors(3)))
    assert len(DenseIndex(tmp_path / "small").search(unit_vectors(1)[0], 10)) == 3


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    build_dense(tmp_path / "empty", 16, 0, lambda: iter(()))
    index = DenseIndex(tmp_path / "empty")
    assert (len(index), index.dimension, list(index.search(unit_vectors(1)[0], 10))) == (0, 16, [])


def scattered(count: int) -> NDArray[np.float32]:
    """Unit vectors (count, 64) around 500 centres, as passages lie around their subjects."""
    random = np.random.default_rng(11)
    centres = random.normal(size=(500, 64))
    vectors = (centres[random.integers(500, size=count)] + 0.5 * random.normal(size=(count, 64))).astype(np.float32)
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


LARGE = scattered(EXACT_UP_TO + 5000)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> DenseIndex:
    path = tmp_path_factory.mktemp("dense") / "large"
    build_dense(path, 64, len(LARGE), lambda: iter(LARGE))
    return DenseIndex(path)


@pytest.mark.parametrize("share", [1.0, 0.5, 0.1, 0.01])
def test_a_large_index_finds_98_in_100_of_what_an_exact_scan_finds(large: DenseIndex, share: float) -> None:
    mask = np.random.default_rng(3).random(len(LARGE)) < share
    queries = LARGE[::1500] + np.random.default_rng(5).normal(scale=0.05, size=(17, 64)).astype(np.float32)
    found = 0
    for query in queries:
        cosines = np.where(mask, LARGE @ query, -np.inf)
        exact = set(np.argsort(-cosines)[:100].tolist())
        hits = large.search(query, 100, None if share == 1.0 else mask)
        assert [score for _, score in hits] == pytest.approx([cosines[o] for o, _ in hits], abs=2e-3)
        found += len(exact & {ordinal for ordinal, _ in hits})
    assert found / 100 / len(queries) >= 0.98


def test_a_large_index_finds_the_only_admitted_passage_however_far_it_is(large: DenseIndex) -> None:
    for ordinal in range(0, len(LARGE), 2500):
        mask = np.zeros(len(LARGE), dtype=np.bool_)
        mask[ordinal] = True
        assert [o for o, _ in large.search(-LARGE[ordinal], 100, mask)] == [ordinal]


@pytest.mark.parametrize("large_one", [False, True])
def test_the_vectors_of_given_rows_are_given_back(index: DenseIndex, large: DenseIndex, large_one: bool) -> None:
    rows, used = (LARGE, large) if large_one else (unit_vectors(5000), index)
    assert used.vectors([4000, 7, 0]) == pytest.approx(rows[[4000, 7, 0]], abs=2e-3)
    assert used.vectors([]).shape == (0, used.dimension)


def test_half_precision_is_widened_exactly() -> None:
    halves = np.arange(2**16, dtype=np.uint16).view(np.float16)
    finite = halves[np.isfinite(halves)]
    assert widen(finite).tobytes() == finite.astype(np.float32).tobytes()
