"""The vector engine against plain numpy."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.dense import DenseIndex, build_dense


def unit_vectors(count: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(7).normal(size=(count, 16)).astype(np.float32)
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


@pytest.fixture
def index(tmp_path: Path) -> DenseIndex:
    path = tmp_path / "向量.faiss"
    build_dense(path, 16, unit_vectors(5000))
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
    assert index.search(unit_vectors(1)[0], 10, np.zeros(5000, dtype=np.bool_)) == []


def test_asking_for_more_than_there_is_returns_all(tmp_path: Path) -> None:
    build_dense(tmp_path / "small", 16, unit_vectors(3))
    assert len(DenseIndex(tmp_path / "small").search(unit_vectors(1)[0], 10)) == 3


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    build_dense(tmp_path / "empty", 16, [])
    index = DenseIndex(tmp_path / "empty")
    assert (len(index), index.dimension, index.search(unit_vectors(1)[0], 10)) == (0, 16, [])
