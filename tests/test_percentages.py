"""Shares: one token for every spelling of a value, at index and query, and old indexes that lack them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import words
from indexer.indexing import index_paths
from indexer.percentages import find_percentages
from indexer.script import fold
from indexer.words import open_segmenter
from service.closeness import closeness, weigh_tokens
from service.library import IndexMismatch, Library
from service.search import search
from service.settings import Settings
from tests.fakes import CharacterEncoder

DIGITS = "零一二三四五六七八九"


def tokens(text: str) -> list[str]:
    return [token for _, _, token in find_percentages(fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("占比30%以上", ["30%"]),
        ("占比３０％", ["30%"]),
        ("占比30﹪", ["30%"]),
        ("不低于 30 %", ["30%"]),
        ("百分之三十的经费", ["30%"]),
        ("百分之30", ["30%"]),
        ("增长3.50%", ["3.5%"]),
        ("百分之三点五", ["3.5%"]),
        ("百分之零点零五", ["0.05%"]),
        ("百分之一百二十", ["120%"]),
        ("百分之百", ["100%"]),
        ("千分之五，0.5‰", ["0.5‰", "5‰"]),
        ("万分之三", ["3‱"]),
        ("30%-50%", ["30%", "50%"]),
        ("百分之三四十", []),
        ("提高3个百分点，三分之一，第1.2.3%", []),
    ],
)
def test_a_share_is_its_value_and_its_sign(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(st.integers(1, 9), st.integers(0, 9))
def test_words_and_digits_say_the_same(tens: int, ones: int) -> None:
    spelled = f"百分之{DIGITS[tens]}十{DIGITS[ones] if ones else ''}"
    assert tokens(spelled) == tokens(f"{tens}{ones}%") == [f"{tens}{ones}%"]


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, share in (
        ("甲", "35%"),
        ("乙", "百分之三十五"),
        ("丙", "百分之三十"),
        ("丁", "3.5％"),
        ("戊", "３５ ％"),
    ):
        (folder / f"{name}.txt").write_text(f"{name}区党员占职工总数的{share}。\n", encoding="utf-8")
    return folder


def best_by_words(data: Path, query: str, k: int) -> set[str]:
    with Library.open(Settings(data), CharacterEncoder()) as library:
        return {hit.passage.text[0] for hit in search(library, query, k=k, weight=0.0).hits}


@pytest.mark.parametrize("query", ["35%", "３５％", "百分之三十五", "占35 %的"])
def test_a_share_is_found_by_words_in_every_spelling(tmp_path: Path, documents: Path, query: str) -> None:
    index_paths([documents], tmp_path / "data", CharacterEncoder())
    assert best_by_words(tmp_path / "data", query, 3) == {"甲", "乙", "戊"}


@pytest.mark.parametrize("query", ["35%", "百分之三十五"])
def test_a_passage_is_as_close_to_a_share_in_every_spelling(tmp_path: Path, documents: Path, query: str) -> None:
    index_paths([documents], tmp_path / "data", CharacterEncoder())
    with Library.open(Settings(tmp_path / "data"), CharacterEncoder()) as library:
        sought = weigh_tokens(library.segmenter.query_tokens(query), library.generation)
        texts = [path.read_text(encoding="utf-8") for path in documents.iterdir()]
        assert {text[0]: closeness(sought, text) for text in texts} == dict.fromkeys("甲乙戊", 0.5) | {"丙": 0, "丁": 0}


def test_a_quoted_share_must_be_spelled_so(tmp_path: Path, documents: Path) -> None:
    index_paths([documents], tmp_path / "data", CharacterEncoder())
    assert best_by_words(tmp_path / "data", "“35%”", 3) == {"甲"}
    assert best_by_words(tmp_path / "data", "“百分之三十五”", 3) == {"乙"}


def test_an_index_whose_words_were_made_by_other_rules_says_so_and_is_mended_by_indexing_again(
    tmp_path: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    with monkeypatch.context() as before:
        before.setattr(words, "_opened", {})
        before.setattr(words, "_RULES", "1")
        before.setattr(words, "find_percentages", lambda folded: ())
        index_paths([documents], data, CharacterEncoder())
        made = open_segmenter(data).version
    now = open_segmenter(data).version
    with pytest.raises(IndexMismatch, match=f"分词词典是 {made}，当前程序是 {now}。收入的文献和引文都在，请重新运行"):
        Library.open(Settings(data), CharacterEncoder())
    again = index_paths([documents], data, CharacterEncoder())
    assert (again.unchanged, again.embedded) == (5, 0)
    assert best_by_words(data, "百分之三十五", 3) == {"甲", "乙", "戊"}
