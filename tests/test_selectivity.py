"""Filters before ranking, against brute force: exact in both engines however few passages are admitted."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from indexer.dense import DenseIndex, build_dense
from indexer.lexical import LexicalIndex, LexicalRow, build_lexical
from indexer.types import Phrase
from indexer.words import Tokens, bigrams

PASSAGES, DIMENSION = 400, 16
MANY, FEW_DIMENSIONS = 100_000, 4  # codes are learnt for this many: seconds at 4 dimensions, 19 at 16
TEXTS = ("停车治理办法", "治理停车", "老年食堂", "停车场治理", "楼宇党建联盟")


@dataclass(frozen=True, slots=True)
class Engines:
    """Both engines over the same passages, and what they were made from."""

    lexical: LexicalIndex
    dense: DenseIndex
    vectors: NDArray[np.float32]
    regions: tuple[str, ...]
    texts: tuple[str, ...]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Engines:
    draw = np.random.default_rng(7)
    folder = tmp_path_factory.mktemp("engines")
    vectors = unit(draw.standard_normal((PASSAGES, DIMENSION)))
    regions = tuple(f"r{int(number)}" for number in np.minimum(draw.geometric(0.3, PASSAGES), 12))
    texts = tuple(TEXTS[int(number)] for number in draw.integers(len(TEXTS), size=PASSAGES))
    none: dict[str, tuple[str, ...]] = {"year": (), "genre": (), "publisher": ()}
    rows = [
        LexicalRow(i, f"词{i % 7} 共同", " ".join(bigrams(text)), "", "", {**none, "region": (region,)})
        for i, (region, text) in enumerate(zip(regions, texts, strict=True))
    ]
    build_lexical(folder / "lexical", rows)
    build_dense(folder / "dense.faiss", DIMENSION, PASSAGES, lambda: iter(vectors))
    return Engines(LexicalIndex(folder / "lexical"), DenseIndex(folder / "dense.faiss"), vectors, regions, texts)


def unit(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    scaled: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return scaled


@settings(max_examples=60, deadline=None)
@given(region=st.integers(1, 13), seed=st.integers(0, 10_000), k=st.integers(1, 50))
def test_the_best_of_the_admitted_vectors_are_found_at_any_selectivity(
    engines: Engines, region: int, seed: int, k: int
) -> None:
    mask = np.array([name == f"r{region}" for name in engines.regions])
    query = unit(np.random.default_rng(seed).standard_normal((1, DIMENSION)))[0]
    found = engines.dense.search(query, k, mask)
    cosines = engines.vectors @ query
    expected = [int(i) for i in np.argsort(-cosines, kind="stable") if mask[i]][:k]
    assert [ordinal for ordinal, _ in found] == expected
    assert [score for _, score in found] == pytest.approx([cosines[i] for i in expected], abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(region=st.integers(1, 13), phrase=st.sampled_from(["停车治理", "治理", "停车", "党建联盟", "没有"]))
def test_words_admit_what_the_region_and_the_phrase_do_and_nothing_else(
    engines: Engines, region: int, phrase: str
) -> None:
    wanted = {"region": f"r{region}"}
    found = engines.lexical.search(Tokens(("共同",), ()), wanted, PASSAGES, phrases=[Phrase(phrase)])
    pairs = set(bigrams(phrase))
    expected = {
        i
        for i, (name, text) in enumerate(zip(engines.regions, engines.texts, strict=True))
        if name == f"r{region}" and pairs <= set(bigrams(text))
    }
    assert {ordinal for ordinal, _ in found} == expected
    assert set(engines.lexical.having([Phrase(phrase)])) == {
        i for i, text in enumerate(engines.texts) if pairs <= set(bigrams(text))
    }


def test_one_passage_in_a_hundred_thousand_is_found_though_it_is_the_farthest(tmp_path: Path) -> None:
    vectors = unit(np.random.default_rng(3).standard_normal((MANY, FEW_DIMENSIONS)))
    build_dense(tmp_path / "dense.faiss", FEW_DIMENSIONS, MANY, lambda: iter(vectors))
    dense = DenseIndex(tmp_path / "dense.faiss")
    query = vectors[0]
    farthest = int(np.argmin(vectors @ query))
    mask = np.zeros(MANY, dtype=np.bool_)
    mask[farthest] = True
    ((ordinal, score),) = dense.search(query, 100, mask)
    assert ordinal == farthest
    assert score == pytest.approx(float(vectors[farthest] @ query), abs=1e-2)
