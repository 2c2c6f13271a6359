"""Exact strings: what a text must have to contain one, and that no text which contains it lacks the tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.phrases import contains, phrase_bigrams, phrase_words
from indexer.types import Phrase
from indexer.words import bigrams


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("深化四服务一提升工作法", "四服务一提升", True),
        ("四项服务一起提升", "四服务一提升", False),
        ("出台1+4系列文件", "1+4", True),
        ("出台1+4+n系列文件", "1+4", False),
        ("共12019户", "2019", False),
        ("比重为6.25", "6.2", False),
        ("tod 项目", "tod项目", False),
        ("tod项目", "tod 项目", True),
    ],
)
def test_a_text_contains_a_phrase_whole(text: str, phrase: str, expected: bool) -> None:
    assert contains(text, Phrase(phrase)) is expected


@given(st.text("四服务一提升，“”1+n", max_size=12), st.text("四服务一提升，1", min_size=1, max_size=6), st.booleans())
def test_a_text_with_the_phrase_has_all_its_tokens(around: str, phrase: str, after: bool) -> None:
    text = around + phrase if after else phrase + around
    assert set(phrase_bigrams(Phrase(phrase))) <= set(bigrams(text))


def test_shorthands_with_plus_are_tokens_of_their_own() -> None:
    assert phrase_words(Phrase("深化1+3+n模式")) == ("1+3+n",)
    assert phrase_bigrams(Phrase("深化1+3+n模式")) == ("深化", "模式")
