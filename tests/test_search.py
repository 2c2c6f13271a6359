"""Hybrid search: fusion, filters, paging, facets, and that what is found is what stands in the record."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer.indexing import index_paths
from indexer.types import Filters
from service.facets import sorted_facets
from service.library import IndexMismatch, Library, NoIndex
from service.search import search
from service.settings import Settings
from service.types import FacetCount, Facets
from tests.fakes import CharacterEncoder, OtherEncoder

TEXT = """---
title: {place}的{topic}
region: {region}
published: {year}-03-01
genre: 案例
publisher: {publisher}
---
{place}把{topic}列入年度清单，由街道牵头，社区和物业一起做。
"""
ROWS = (
    ("江岸", "停车治理", "湖北省/武汉市/江岸区", 2019, "江岸发布"),
    ("思明", "停车治理", "福建省/厦门市/思明区", 2020, "思明快报"),
    ("江岸", "老年食堂", "湖北省/武汉市/江岸区", 2021, "江岸发布"),
)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("cases")
    (folder / "文件").mkdir()
    for place, topic, region, year, publisher in ROWS:
        text = TEXT.format(place=place, topic=topic, region=region, year=year, publisher=publisher)
        (folder / "文件" / f"{place}{topic}.md").write_text(text, encoding="utf-8")
    encoder = CharacterEncoder()
    index_paths([folder / "文件"], folder / "data", encoder)
    with Library.open(Settings(folder / "data"), encoder) as library:
        yield library


def titles(library: Library, query: str, filters: Filters | None = None) -> list[str]:
    return [hit.facts.title for hit in search(library, query, filters=filters or Filters()).hits]


def test_words_and_meaning_put_the_passage_about_both_first(cases: Library) -> None:
    assert titles(cases, "思明区停车治理")[0] == "思明的停车治理"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(region="武汉"), {"江岸的停车治理", "江岸的老年食堂"}),
        (Filters(region="武汉", year=2021), {"江岸的老年食堂"}),
        (Filters(publisher="思明快报"), {"思明的停车治理"}),
        (Filters(genre="新闻"), set()),
    ],
)
def test_filters_restrict_both_engines(cases: Library, filters: Filters, expected: set[str]) -> None:
    assert set(titles(cases, "停车", filters)) == expected
    for weight in (0.0, 1.0):
        found = search(cases, "停车治理", filters=filters, weight=weight).hits
        assert {hit.facts.title for hit in found} <= expected


def test_pages_continue_each_other_and_facets_count_all_hits(cases: Library) -> None:
    whole = search(cases, "街道牵头", k=10)
    first, second = search(cases, "街道牵头", k=2), search(cases, "街道牵头", k=2, offset=2)
    assert (*first.hits, *second.hits) == whole.hits
    assert [hit.rank for hit in second.hits] == [3]
    assert whole.total == first.total == 3
    assert whole.facets == first.facets
    assert whole.facets.region == (FacetCount("湖北省/武汉市/江岸区", 2), FacetCount("福建省/厦门市/思明区", 1))
    assert [count.value for count in whole.facets.year] == ["2019", "2020", "2021"]


def test_every_hit_is_the_slice_of_the_version_that_it_names(cases: Library) -> None:
    for hit in search(cases, "社区和物业").hits:
        stored = cases.document(hit.passage.document_id, hit.passage.version)
        assert stored is not None
        assert stored.document.text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_highlights_are_offsets_into_the_passage(cases: Library) -> None:
    hit = search(cases, "停車治理", filters=Filters(region="厦门")).hits[0]
    assert {hit.passage.text[start:end] for start, end in hit.highlights} == {"停车治理"}


def test_a_blank_query_is_refused(cases: Library) -> None:
    with pytest.raises(ValueError, match="检索词为空"):
        search(cases, " \u3000")


@pytest.mark.parametrize("query", ["三联两促", "“三联两促”", "三聯兩促"])
def test_a_bare_name_finds_first_the_passage_that_spells_it_out(tmp_path: Path, query: str) -> None:
    mentions = "各社区落实三联两促。三联两促要求月月有调度，三联两促的成效纳入考核，三联两促的经验及时推广。"
    told = "“三联两促”指支部联建、活动联办、阵地联用，促增收、促和谐。"
    for name, text in (("a.txt", mentions), ("b.txt", f"街道的做法有多种，介绍如下，供各地参考借鉴学习。{told}")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    index_paths([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "data", CharacterEncoder())
    with Library.open(Settings(tmp_path / "data"), CharacterEncoder()) as library:
        assert told in search(library, query).hits[0].passage.text
        assert told not in search(library, query, weight=0.0).hits[0].passage.text


def test_no_values_make_no_facets() -> None:
    assert sorted_facets({}) == Facets((), (), (), ())


def test_a_service_moves_to_a_new_generation_and_finds_no_old_passage(tmp_path: Path) -> None:
    documents, data, encoder = tmp_path / "文件", tmp_path / "data", CharacterEncoder()
    documents.mkdir()
    (documents / "a.txt").write_text("街道登记车位312个。", encoding="utf-8")
    index_paths([documents], data, encoder)
    with Library.open(Settings(data), encoder) as library:
        before = search(library, "登记车位").hits[0].passage
        (documents / "a.txt").write_text("街道登记车位415个。", encoding="utf-8")
        index_paths([documents], data, encoder)
        after = [hit.passage.text for hit in search(library, "登记车位").hits]
        assert (before.text, after) == ("街道登记车位312个。", ["街道登记车位415个。"])
        old = library.passage(before.id)
        assert old is not None and library.is_superseded(old.passage) and old.passage == before


def test_a_service_goes_on_with_its_generation_when_another_model_made_the_new_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.txt").write_text("街道登记车位312个。", encoding="utf-8")
    index_paths([tmp_path / "a.txt"], tmp_path / "data", CharacterEncoder())
    with Library.open(Settings(tmp_path / "data"), CharacterEncoder()) as library:
        index_paths([tmp_path / "a.txt"], tmp_path / "data", OtherEncoder())
        for _ in range(2):
            assert [hit.passage.text for hit in search(library, "车位").hits] == ["街道登记车位312个。"]
    assert [record.levelname for record in caplog.records if record.name == "yinju"] == ["WARNING"]
    with pytest.raises(IndexMismatch, match="请重新运行"):
        Library.open(Settings(tmp_path / "data"), CharacterEncoder())


def test_a_data_folder_without_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="请先运行：yinju index"):
        Library.open(Settings(tmp_path), CharacterEncoder())


def test_the_record_reads_back_the_facts_that_were_stated(cases: Library) -> None:
    summary = next(s for s in cases.documents() if s.facts.title == "思明的停车治理")
    facts = summary.facts
    assert (facts.published, facts.regions, facts.genre) == (date(2020, 3, 1), ("福建省/厦门市/思明区",), "案例")
