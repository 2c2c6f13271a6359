"""Answers over the built-in corpus and over documents made to mislead."""

from collections.abc import Iterator

import pytest

from indexer.encoder import load_encoder
from indexer.indexing import index_paths
from indexer.types import Filters
from service.answer import answer_question
from service.citations import verify_citation
from service.library import Library
from service.settings import Settings
from service.types import Answer, Citation, Status

NORTH = """---
title: 北山市网格员保障办法
region: 湖北省/武汉市
published: 2020-05-06
---
一、待遇
全市网格员每人每月补贴800元，由市级财政列支。
二、培训
网格员每季度集中培训一次，不再召开年度大会。
"""
SOUTH = """---
title: 南湾市网格员保障办法
region: 福建省/厦门市
published: 2021-03-04
---
一、待遇
全市网格员每人每月补贴500元，由街道列支。
“三勤”工作法指勤走访、勤记录、勤反馈。
按“五有”标准配备装备。
"""


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("towns")
    (folder / "文件").mkdir()
    (folder / "文件" / "北.md").write_text(NORTH, encoding="utf-8")
    (folder / "文件" / "南.md").write_text(SOUTH, encoding="utf-8")
    index_paths([folder / "文件"], folder / "data", load_encoder(None))
    with Library.open(Settings(folder / "data")) as library:
        yield library


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for claim in answer.claims for citation in claim.citations]


def test_the_figure_comes_from_the_city_that_was_asked_about(towns: Library) -> None:
    answer = answer_question(towns, "武汉网格员每月补贴多少钱？")
    assert answer.status is Status.ANSWERED
    assert quotes(answer) == ["全市网格员每人每月补贴800元，由市级财政列支。"]
    assert [claim.citations[0].title for claim in answer.claims] == ["北山市网格员保障办法"]


def test_a_comparison_quotes_each_city(towns: Library) -> None:
    answer = answer_question(towns, "武汉和厦门的网格员每月补贴各是多少元？")
    assert answer.status is Status.ANSWERED
    assert sorted(quotes(answer)) == [
        "全市网格员每人每月补贴500元，由街道列支。",
        "全市网格员每人每月补贴800元，由市级财政列支。",
    ]


def test_a_comparison_with_a_city_that_is_not_held_is_partial(towns: Library) -> None:
    answer = answer_question(towns, "武汉和杭州的网格员每月补贴各是多少元？")
    assert (answer.status, len(answer.claims)) == (Status.PARTIAL, 1)


@pytest.mark.parametrize(
    "question",
    [
        "杭州网格员每月补贴多少钱？",
        "武汉2023年网格员每月补贴多少钱？",
        "“五有”标准是哪五有？",
        "武汉有多少名网格员？",
        "怎样用电饭锅煮米饭",
    ],
)
def test_what_the_library_does_not_say_is_not_found_and_has_no_claim(towns: Library, question: str) -> None:
    answer = answer_question(towns, question)
    assert (answer.status, answer.claims) == (Status.NOT_FOUND, ())


def test_a_name_is_answered_by_the_sentence_that_spells_it_out(towns: Library) -> None:
    assert quotes(answer_question(towns, "三勤是什么意思")) == ["“三勤”工作法指勤走访、勤记录、勤反馈。"]


def test_filters_hold_for_answers(towns: Library) -> None:
    answer = answer_question(towns, "网格员每月补贴多少钱？", filters=Filters(region="厦门"))
    assert quotes(answer) == ["全市网格员每人每月补贴500元，由街道列支。"]


def test_every_quotation_is_the_slice_that_its_citation_names(library: Library) -> None:
    asked = (
        "武汉选派了多少名专职党建指导员",
        "“两带三同”是什么意思",
        "湖里区联建片书记的通讯补贴标准",
        "成都的三张清单",
    )
    citations = [c for q in asked for claim in answer_question(library, q).claims for c in claim.citations]
    assert len(citations) >= len(asked)
    for citation in citations:
        stored = library.document(citation.document_id, citation.version)
        assert stored is not None
        assert stored.document.text[citation.start : citation.end] == citation.quote


def test_a_citation_that_is_off_by_one_or_names_another_document_does_not_verify(towns: Library) -> None:
    (good,) = (c for claim in answer_question(towns, "三勤是什么意思").claims for c in claim.citations)
    other = next(summary for summary in towns.documents() if summary.id != good.document_id)
    fields = {name: getattr(good, name) for name in Citation.__slots__}
    assert verify_citation(towns, good)
    assert not verify_citation(towns, Citation(**fields | {"start": good.start + 1}))
    assert not verify_citation(towns, Citation(**fields | {"quote": good.quote.replace("三", "五")}))
    assert not verify_citation(towns, Citation(**fields | {"document_id": other.id, "version": other.version}))
    assert not verify_citation(towns, Citation(**fields | {"version": "0" * 64}))


def test_a_blank_question_is_refused(towns: Library) -> None:
    with pytest.raises(ValueError, match="为空"):
        answer_question(towns, "  ")
