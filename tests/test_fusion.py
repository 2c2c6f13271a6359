"""Fusion: how words and meaning become one ranking."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.encoder import Kind
from service import fusion
from service.closeness import closeness, weigh_tokens
from service.fusion import CLOSENESS, MEANING, WORDS, fuse
from service.search import search
from tests.fakes import CharacterEncoder
from tests.notes import open_notes

NOTES = {
    "far": "鹭江榕园清溪石门今年另有别的许多事情，逐项有人跟进，按月通报，年底一并盘点。",
    "near": "街道的停车办法",
    "nearer": "街道停车办法",
}


def test_fusion_weighs_words_against_meaning_and_breaks_ties_by_number() -> None:
    lexical, dense = [(7, 12.0), (3, 6.0)], [(3, 0.9), (9, 0.875), (8, 0.7)]
    assert fuse(lexical, dense, 0.5) == [(3, 0.75), (7, 0.5), (9, pytest.approx(0.375)), (8, 0.0)]
    assert fuse([(5, 2.0), (2, 2.0)], [], 0.0) == [(2, 1.0), (5, 1.0)]
    assert fuse([], [], 0.5) == []


class SetEncoder:
    """Vectors as set down here; the query's is the first axis."""

    name, dimension = "set-4", 4
    VECTORS: ClassVar[dict[str, tuple[float, ...]]] = {
        "甲村修渠": (0.9, 0.4, 0.0, 0.0),
        "乙村修渠": (0.8, 0.0, 0.6, 0.0),
        "丙村修渠": (0.8, 0.6, 0.0, 0.0),
    }

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        rows = [self.VECTORS[text.split("\n")[-1]] if kind == "passage" else (1.0, 0.0, 0.0, 0.0) for text in texts]
        return np.array(rows, dtype=np.float32)


def test_what_words_find_is_credited_with_its_meaning_however_few_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "鹭江榕园清溪石门街道停车办法"
    monkeypatch.setattr(fusion, "COSINE_SPAN", 1.0)
    monkeypatch.setattr(fusion, "KIN", 0.0)
    with open_notes(tmp_path, NOTES, CharacterEncoder()) as library:
        by_meaning, by_words = (search(library, query, weight=weight).hits for weight in (1.0, 0.0))
        assert [hits[0].passage.text[:4] for hits in (by_meaning, by_words)] == ["街道停车", "鹭江榕园"]
        near = next(hit.score for hit in by_meaning if hit.passage.text == NOTES["far"])
        close = closeness(weigh_tokens(library.segmenter.query_tokens(query), library.generation), NOTES["far"])
        for depth in (1, 3):
            monkeypatch.setattr(fusion, "DEPTH", depth)
            score = next(hit.score for hit in search(library, query).hits if hit.passage.text == NOTES["far"])
            assert score == pytest.approx(WORDS + MEANING * near + CLOSENESS * close)
    assert 0 < near < 1
    assert 0 < close < 1


def test_of_two_passages_equally_near_the_one_like_other_good_ones_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fusion, "COSINE_SPAN", 1.0)
    monkeypatch.setattr(fusion, "NEAREST", 1)
    notes = {name: name for name in SetEncoder.VECTORS}
    ranked = {}
    with open_notes(tmp_path, notes, SetEncoder()) as library:
        for share in (0.0, 0.3):
            monkeypatch.setattr(fusion, "KIN", share)
            ranked[share] = [hit.passage.text[0] for hit in search(library, "修渠").hits]
    assert ranked == {0.0: ["甲", "乙", "丙"], 0.3: ["甲", "丙", "乙"]}


def test_a_single_passage_is_found_without_others_to_compare_it_with(tmp_path: Path) -> None:
    name = next(iter(SetEncoder.VECTORS))
    with open_notes(tmp_path, {name: name}, SetEncoder()) as library:
        assert [hit.passage.text for hit in search(library, name).hits] == [name]
