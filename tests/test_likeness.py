"""How near a sentence is in meaning: by its passage without encoding, by itself with."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from service.likeness import EXPECTED, Likeness, likeness_to
from tests.sentences import sentence
from tests.towns import NORTH, SOUTH, open_towns

TEXT = "网格员每月走访一次。"


class _Encoded:
    """Counts what it is asked for, and gives each text the same cosine."""

    def __init__(self, cosine: float) -> None:
        self.cosine = cosine
        self.asked: list[tuple[str, ...]] = []

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(tuple(texts))
        return np.full(len(texts), self.cosine, np.float32)


def by_passages(*passages: tuple[int, int, float]) -> Likeness:
    return Likeness(lambda _, __: passages, _Encoded(0.0))


@pytest.mark.parametrize(
    ("passages", "cosine"),
    [
        pytest.param(((0, 20, 0.90),), 0.90, id="inside one"),
        pytest.param(((0, 3, 0.86), (3, 20, 0.92)), 0.92, id="in two, the nearer counts"),
        pytest.param(((10, 20, 0.93), (0, 10, 0.88)), 0.88, id="one that begins where it ends does not count"),
    ],
)
def test_a_sentence_is_about_as_near_as_its_passage(
    passages: tuple[tuple[int, int, float], ...], cosine: float
) -> None:
    expected = by_passages(*passages).expected(sentence(TEXT))
    assert expected == pytest.approx((cosine + EXPECTED - 0.84) / 0.10)


def test_a_sentence_in_no_known_passage_may_be_as_near_as_any() -> None:
    assert by_passages().expected(sentence(TEXT)) == pytest.approx(1 + EXPECTED / 0.10)


@pytest.mark.parametrize(("cosine", "likeness"), [(0.5, 0.0), (0.89, 0.5), (0.99, 1.0)])
def test_a_likeness_is_a_share_of_the_range_of_cosines(cosine: float, likeness: float) -> None:
    told = Likeness(lambda _, __: (), _Encoded(cosine)).of(["甲"])
    assert told == {"甲": pytest.approx(likeness, abs=1e-5)}


def test_each_text_is_encoded_once_and_no_texts_ask_for_nothing() -> None:
    encoded = _Encoded(0.94)
    likeness = Likeness(lambda _, __: (), encoded)
    assert likeness.of([]) == {}
    assert sorted(likeness.of(["甲", "乙", "甲"])) == ["乙", "甲"]
    assert encoded.asked == [("甲", "乙")]


def test_passages_of_the_index_have_their_cosines_and_others_none(tmp_path: Path) -> None:
    with open_towns(tmp_path, NORTH, SOUTH) as library:
        (stored, *_) = library.store.current_passages()
        passage, vector = stored.passage, library.query_vector("网格员补贴")
        spans = library.store.passage_spans(passage.document_id, passage.version)
        told = likeness_to(library, "网格员补贴").passages(passage.document_id, passage.version)
        own = library.generation.vectors([number for number, _, _ in spans]) @ vector
        assert [cosine for _, _, cosine in told] == pytest.approx(own.tolist())
        assert [span[:2] for span in told] == [(start, end) for _, start, end in spans]
        unknown = [spans[-1][0] + 1000]
        assert library.generation.cosines(unknown, vector) == {}
        assert library.store.passage_spans("d0", "v") == ()
