"""Exact strings: what a text must have to contain one, and that no text which contains it lacks the tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.phrases import contains, phrase_bigrams, phrase_words
from indexer.types import Phrase
from indexer.words import Segmenter, bigrams


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("深化四服务一提升工作法", "四服务一提升", True),
        ("四项服务一起提升", "四服务一提升", False),
        ("出台1+4系列文件", "1+4", True),
        ("出台1+4+n系列文件", "1+4", False),
        ("共12019户", "2019", False),
        ("比重为6.25", "6.2", False),
        ("增长30%", "30", False),
        ("tod 项目", "tod项目", False),
        ("tod项目", "tod 项目", True),
    ],
)
def test_a_text_contains_a_phrase_whole(text: str, phrase: str, expected: bool) -> None:
    assert contains(text, Phrase(phrase)) is expected


@given(
    st.text("四服务一提升，“”1.5+n%元 ‰百分之", max_size=12),
    st.text("四服务升，12.+n元% ‰百分之", min_size=1, max_size=6),
    st.booleans(),
)
def test_a_text_with_the_phrase_has_all_its_tokens(segmenter: Segmenter, around: str, wanted: str, after: bool) -> None:
    text, phrase = (around + wanted if after else wanted + around), Phrase(wanted)
    if wanted.strip() and contains(text, phrase):
        assert set(phrase_bigrams(phrase)) <= set(bigrams(text))
        assert set(phrase_words(phrase)) <= set(segmenter.passage_words(text))


def test_shorthands_with_plus_are_tokens_of_their_own() -> None:
    assert phrase_words(Phrase("深化1+3+n模式")) == ("1+3+n",)
    assert phrase_words(Phrase("每月300元或6.5万元")) == ("300", "6.5")
    assert phrase_words(Phrase("tod")) == ("tod",)
    assert phrase_words(Phrase("增长30%")) == phrase_words(Phrase("增长30 %")) == ("30%",)
    assert phrase_words(Phrase("百分之三十")) == ()
    assert phrase_bigrams(Phrase("深化1+3+n模式")) == ("深化", "模式")
