"""The full-text engine: BM25 against hand-computed numbers, filters before ranking."""

from math import log
from pathlib import Path

import pytest

from indexer.lexical import FieldWeights, LexicalIndex, LexicalRow, build_lexical
from indexer.types import Phrase
from indexer.words import Tokens

WORDS_ONLY = FieldWeights(words=1, bigrams=0, heading=0)


def row(ordinal: int, words: str, **terms: tuple[str, ...]) -> LexicalRow:
    return LexicalRow(ordinal, words, "", "", "", {"region": (), "year": (), "genre": (), "publisher": ()} | terms)


def query(*words: str) -> Tokens:
    return Tokens(words, ())


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    rows = (
        row(0, "楼宇 党建 联盟", region=("湖北", "武汉")),
        row(1, "楼宇 楼宇 物业", region=("福建", "厦门")),
        row(2, "街道 六个一 标准", region=("湖北", "武汉"), year=("2019",)),
        row(3, "经费 保障", region=("湖北", "宜昌")),
    )
    build_lexical(tmp_path / "index", rows)
    return LexicalIndex(tmp_path / "index")


def bm25(frequency: int, length: int, average: float, documents: int, having: int) -> float:
    """Okapi BM25 with k1 = 1.2 and b = 0.75, as Robertson and Zaragoza (2009) give it."""
    idf = log(1 + (documents - having + 0.5) / (having + 0.5))
    return idf * frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * length / average))


def test_scores_are_bm25(index: LexicalIndex) -> None:
    found = index.search(query("楼宇"), {}, 10, WORDS_ONLY)
    assert [ordinal for ordinal, _ in found] == [1, 0]
    assert [score for _, score in found] == pytest.approx([bm25(2, 3, 2.75, 4, 2), bm25(1, 3, 2.75, 4, 2)], rel=1e-5)


def test_a_filter_restricts_and_leaves_the_scores_alone(index: LexicalIndex) -> None:
    everywhere = dict(index.search(query("楼宇"), {}, 10, WORDS_ONLY))
    assert list(index.search(query("楼宇"), {"region": "武汉"}, 10, WORDS_ONLY)) == [(0, everywhere[0])]


def test_filters_combine(index: LexicalIndex) -> None:
    assert [o for o, _ in index.search(query("标准"), {"region": "湖北", "year": "2019"}, 10)] == [2]
    assert list(index.search(query("标准"), {"region": "厦门", "year": "2019"}, 10)) == []


def test_a_filter_is_applied_before_the_cut_at_k(index: LexicalIndex) -> None:
    assert [o for o, _ in index.search(query("楼宇", "经费"), {"region": "宜昌"}, 1)] == [3]


def test_a_query_without_tokens_finds_nothing(index: LexicalIndex) -> None:
    assert list(index.search(query(), {}, 10)) == []


def test_a_token_is_matched_whole_with_its_signs(tmp_path: Path) -> None:
    build_lexical(tmp_path / "signs", [row(0, "1+4 文件"), row(1, "1 4 文件")])
    found = LexicalIndex(tmp_path / "signs").search(query("1+4"), {}, 10, WORDS_ONLY)
    assert [ordinal for ordinal, _ in found] == [0]


def test_required_phrases_admit_passages_with_all_their_tokens_in_text_or_title(tmp_path: Path) -> None:
    none: dict[str, tuple[str, ...]] = {"region": (), "year": (), "genre": (), "publisher": ()}
    rows = [
        LexicalRow(0, "停车", "停车 车治 治理", "", "", none),
        LexicalRow(1, "停车 1+4", "停车", "", "停车 车治 治理", none),
        LexicalRow(2, "停车", "治理 停车", "", "", none),
    ]
    build_lexical(tmp_path / "lexical", rows)
    index = LexicalIndex(tmp_path / "lexical")
    assert index.having([Phrase("停车治理")]) == [0]
    assert sorted(index.having([Phrase("停车治理", title=True)])) == [0, 1]
    assert index.having([Phrase("1+4")]) == [1]
    assert index.having([Phrase("停车治理", title=True), Phrase("1+4")]) == [1]
    assert index.having([Phrase("%")]) == [0, 1, 2]
    tokens = Tokens(("停车",), ())
    assert [ordinal for ordinal, _ in index.search(tokens, {}, 10, phrases=[Phrase("停车治理")])] == [0]


def test_words_of_most_passages_are_left_out_where_there_are_many_unless_there_are_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_lexical(tmp_path / "index", [row(0, "社区 的"), row(1, "街道 的"), row(2, "的 的"), row(3, "社区")])
    index = LexicalIndex(tmp_path / "index")
    assert {ordinal for ordinal, _ in index.search(query("街道", "的"), {}, 10)} == {0, 1, 2}
    monkeypatch.setattr("indexer.lexical._COMMON", 2)
    assert [ordinal for ordinal, _ in index.search(query("街道", "的"), {}, 10)] == [1]
    assert [ordinal for ordinal, _ in index.search(query("的"), {}, 10)] == [2, 0, 1]
    assert {ordinal for ordinal, _ in index.search(query("社区", "街道"), {}, 10)} == {0, 1, 3}


def test_a_word_of_two_characters_is_looked_up_once_as_the_pair_that_it_is(tmp_path: Path) -> None:
    none: dict[str, tuple[str, ...]] = {"region": (), "year": (), "genre": (), "publisher": ()}
    rows = [
        LexicalRow(0, "停车场", "停车 车场", "", "", none),
        LexicalRow(1, "停车 场地", "停车 车场 场地", "", "", none),
    ]
    build_lexical(tmp_path / "index", rows)
    index = LexicalIndex(tmp_path / "index")
    as_pair = index.search(Tokens((), ("停车",)), {}, 10, FieldWeights(bigrams=1.5))
    assert list(index.search(Tokens(("停车",), ("停车",)), {}, 10)) == list(as_pair)
    assert [ordinal for ordinal, _ in as_pair] == [0, 1]
    assert [ordinal for ordinal, _ in index.search(Tokens(("停车",), ("停车",)), {}, 10, WORDS_ONLY)] == [1]
