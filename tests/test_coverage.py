"""How much a text has of a word."""

import pytest

from service.coverage import OFFICIAL, PIECES, word_in


@pytest.mark.parametrize(
    ("word", "text", "share"),
    [
        ("党建经费", "党建经费按年拨付", 1.0),
        ("党建经费", "党建工作经费按年拨付", PIECES),  # both halves of it
        ("党建经费", "经费按年拨付", PIECES / 3),
        ("指导员", "指导工作", PIECES / 2),
        ("经费", "经常收费", 0.0),
        ("薪水", "工资每月发放", OFFICIAL),
    ],
)
def test_pieces_of_a_word_count_less_than_the_word(word: str, text: str, share: float) -> None:
    assert word_in(word, text) == pytest.approx(share)
