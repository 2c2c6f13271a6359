"""How queries are read: filters written into them, years, exact strings, words of asking."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.indexing import index_paths
from indexer.script import fold
from indexer.types import UNRESTRICTED, Filters, Phrase
from service.asking import drop_asking
from service.boosts import boost_agreeing
from service.grouping import Group, fold_reprints, group_by_document
from service.library import Library
from service.quoting import find_quoted, hide_quoted, set_off, without_marks
from service.search import search, search_documents
from service.settings import Settings
from service.types import Correction
from service.understanding import find_years, read_filters, take_plainly, understand
from tests.fakes import CharacterEncoder

ROWS = (
    ("甲区的做法", "湖北省/武汉市", 2019, "甲区推行“三联两促”，停车难题由街道牵头办。"),
    ("关于停车治理的办法", "湖北省/武汉市", 2021, "街道先登记车位，再议收费。"),
    ("乙区的做法", "福建省/厦门市", 2019, "乙区在停车场边上治理占道，街道出力。"),
    ("丙区停车", "福建省/厦门市", 2020, "丙区推行四联三促，共治停车。"),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("understanding")
    (folder / "files").mkdir()
    for number, (title, region, year, text) in enumerate(ROWS):
        head = f"---\ntitle: {title}\nregion: {region}\npublished: {year}-01-01\ngenre: 案例\n---\n"
        (folder / "files" / f"{number}.md").write_text(head + text, encoding="utf-8")
    index_paths([folder / "files"], folder / "data", CharacterEncoder())
    with Library.open(Settings(folder / "data"), CharacterEncoder()) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "rest", "filters"),
    [
        ("停车 地区:武汉", "停车", Filters(region="武汉")),
        ("地区：湖北省/武汉市 停车 年份：2019年", "停车", Filters(region="湖北省/武汉市", year=2019)),
        ("文种:案例 停车 来源:甲区日报 治理", "停车 治理", Filters(genre="案例", publisher="甲区日报")),
        ("停车 年份:去年", "停车 年份:去年", UNRESTRICTED),
        ("停车 年份:9999 年份:1899年", "停车 年份:9999 年份:1899年", UNRESTRICTED),
        ("本地区:停车", "本地区:停车", UNRESTRICTED),
        ("停车", "停车", UNRESTRICTED),
    ],
)
def test_filters_may_be_written_into_a_query(query: str, rest: str, filters: Filters) -> None:
    assert read_filters(query) == (rest, filters)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2019年的做法", (2019,)),
        ("2023—2025年规划", (2023, 2024, 2025)),
        ("党建 2021", (2021,)),
        ("去年的做法", ()),
        ("12019户，2019户", ()),
        ("1990至2025年", (1990, 2025)),
    ],
)
def test_years_are_read_where_they_are_years(text: str, years: tuple[int, ...]) -> None:
    assert find_years(text) == years


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("什么是三联两促", "三联两促"),
        ("三联两促是什么意思？", "三联两促 ？"),
        ("请问停车治理有哪些做法", "停车治理 做法"),
        ("谁是牵头单位", "牵头单位"),
        ("如何落实三联两促", "落实三联两促"),
        ("选派了多少名指导员", "选派了 名指导员"),
        ("几乎没有", "几乎没有"),
        ("是什么", "是什么"),
        ("停车治理", "停车治理"),
    ],
)
def test_words_of_asking_are_not_looked_up(query: str, left: str) -> None:
    assert " ".join(drop_asking(query).split()) == left


@given(st.text("什么是哪些多少请问吗？停车3年", min_size=1, max_size=20))
def test_something_to_look_up_is_always_left(query: str) -> None:
    left = drop_asking(fold(query))
    assert left == fold(query) or any(character.isalnum() for character in left)


def test_quoted_pieces_keep_their_marks_and_become_folded_phrases() -> None:
    assert find_quoted("“三聯”和《停車辦法》、「１＋Ｎ」") == (
        ("“三聯”", Phrase("三联")),
        ("《停車辦法》", Phrase("停车办法", title=True)),
        ("「１＋Ｎ」", Phrase("1+n")),
    )
    assert find_quoted("“”“一”《？？》没有") == ()
    assert without_marks("“三联”怎么做") == "三联 怎么做"
    assert (set_off("三联"), set_off("“三联”怎么做")) == ("“三联”", "“三联”怎么做")
    assert hide_quoted("查“三联”吗") == "查，，，，吗"


def titles(library: Library, query: str) -> list[str]:
    return [hit.best.facts.title for hit in search_documents(library, query).hits]


def test_a_quoted_string_must_stand_in_the_passage_whole(library: Library) -> None:
    assert titles(library, "“三聯兩促”") == ["甲区的做法"]
    assert set(titles(library, "“停车”")) == {"甲区的做法", "乙区的做法", "丙区停车"}
    assert titles(library, "“停车治理”") == []
    assert titles(library, "《停车治理》") == ["关于停车治理的办法"]


def test_what_no_passage_has_is_named_and_what_is_near_suggested(library: Library) -> None:
    result = search_documents(library, "街道 “三联两簇”")
    assert (result.total, result.hits, result.understood.missing) == (0, (), ("“三联两簇”",))
    assert result.understood.corrections == ()
    assert result.understood.suggestions == ("街道  三联两促",)


def test_strings_that_no_passage_has_together_are_looked_for_apart(library: Library) -> None:
    result = search_documents(library, "“三联两促”和“四联三促”")
    assert {hit.best.facts.title for hit in result.hits} == {"甲区的做法", "丙区停车"}
    assert result.understood.apart and result.understood.missing == ()


def test_a_filter_in_the_query_restricts_and_the_callers_goes_before_it(library: Library) -> None:
    assert set(titles(library, "停车 地区:武汉")) == {"甲区的做法", "关于停车治理的办法"}
    both = search_documents(library, "停车 地区:武汉", filters=Filters(region="厦门")).hits
    assert {hit.best.facts.title for hit in both} == {"乙区的做法", "丙区停车"}
    with pytest.raises(ValueError, match="没有检索词"):
        understand(library, "地区:武汉")


@pytest.mark.parametrize("query", ["！！！", "“”", "… 地区:武汉"])
def test_marks_alone_are_nothing_to_look_for(library: Library, query: str) -> None:
    with pytest.raises(ValueError, match="检索词里没有文字或数字"):
        understand(library, query)


def test_a_year_and_a_place_are_preferred_and_reported(library: Library) -> None:
    understood = understand(library, "厦门2020年停车")
    assert ([place.name for place in understood.places], understood.years) == (["厦门"], (2020,))
    facets = {1: [("region", "湖北省/武汉市")], 2: [("region", "福建省/厦门市/湖里区")], 3: [("year", "2020")]}
    assert boost_agreeing([(1, 0.5), (2, 0.5), (3, 0.48)], facets, understood) == [
        (2, pytest.approx(0.55)),
        (3, pytest.approx(0.53)),
        (1, 0.5),
    ]


def test_as_typed_takes_the_spelling_as_it_is(library: Library) -> None:
    assert understand(library, "三联两簇").corrections == (Correction("三联两簇", "三联两促"),)
    assert understand(library, "三联两簇", as_typed=True).text == "三联两簇"


def test_an_answer_searches_without_requiring_what_its_question_quotes(library: Library) -> None:
    assert search(library, take_plainly("“没有的名称”怎么停车")).total == 4
    with pytest.raises(ValueError, match="检索词为空"):
        take_plainly(" ")


def test_documents_carry_their_passages_and_facets_count_documents(library: Library) -> None:
    result = search_documents(library, "街道停车", k=2, offset=1)
    assert [hit.best.rank for hit in result.hits] == [2, 3]
    assert (result.total, result.passages) == (4, 4)
    assert [(facet.value, facet.count) for facet in result.facets.year] == [("2019", 2), ("2020", 1), ("2021", 1)]


def test_reprints_are_one_hit_that_lists_the_others() -> None:
    groups = group_by_document([(1, 0.9), (2, 0.8), (3, 0.7), (4, 0.6)], {1: "甲", 2: "乙", 3: "甲", 4: "丙"})
    assert fold_reprints(groups, {"甲": "同一篇", "丙": "同一篇"}) == [
        Group("甲", [(1, 0.9), (3, 0.7)], [Group("丙", [(4, 0.6)], [])]),
        Group("乙", [(2, 0.8)], []),
    ]
    assert fold_reprints([], {}) == []
