"""Fusion: how words and meaning become one ranking."""

from pathlib import Path

import pytest

from indexer.indexing import index_paths
from service import fusion
from service.fusion import fuse
from service.library import Library
from service.search import search
from service.settings import Settings
from tests.fakes import CharacterEncoder

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


def test_a_passage_that_words_find_is_credited_with_its_meaning_however_few_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in NOTES.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    index_paths([tmp_path / f"{name}.txt" for name in NOTES], tmp_path / "data", CharacterEncoder())
    monkeypatch.setattr(fusion, "COSINE_SPAN", 1.0)
    with Library.open(Settings(tmp_path / "data"), CharacterEncoder()) as library:
        scores = {}
        for depth in (1, 3):
            monkeypatch.setattr(fusion, "DEPTH", depth)
            scores[depth] = {
                hit.passage.text[:4]: hit.score for hit in search(library, "鹭江榕园清溪石门街道停车办法").hits
            }
        nearest = search(library, "鹭江榕园清溪石门街道停车办法", weight=1.0).hits[0].passage.text
        wordiest = search(library, "鹭江榕园清溪石门街道停车办法", weight=0.0).hits[0].passage.text
    assert (nearest[:4], wordiest[:4]) == ("街道停车", "鹭江榕园")
    assert scores[1]["鹭江榕园"] == pytest.approx(scores[3]["鹭江榕园"])
    assert scores[1]["鹭江榕园"] > 1 - fusion.DENSE_WEIGHT
