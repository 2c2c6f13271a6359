"""Fusion: how words and meaning become one ranking."""

import pytest

from service.fusion import fuse


def test_fusion_weighs_words_against_meaning_and_breaks_ties_by_number() -> None:
    lexical, dense = [(7, 12.0), (3, 6.0)], [(3, 0.9), (9, 0.875), (8, 0.7)]
    assert fuse(lexical, dense, 0.5) == [(3, 0.75), (7, 0.5), (9, pytest.approx(0.375)), (8, 0.0)]
    assert fuse([(5, 2.0), (2, 2.0)], [], 0.0) == [(2, 1.0), (5, 1.0)]
    assert fuse([], [], 0.5) == []
