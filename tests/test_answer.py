"""Answers over the built-in corpus and over documents made to mislead."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.encoder import load_encoder
from indexer.indexing import index_paths
from indexer.types import Filters
from service.answer import answer_question
from service.citations import verify_citation
from service.library import Library
from service.settings import Settings
from service.types import Answer, Citation, Status
from tests.towns import NORTH, SOUTH, open_towns

EAST = """---
title: 东湖街道划出网格，青松社区办起驿站
region: 湖北省/武汉市
published: 2023-08-18
genre: 新闻
---
东湖街道划分了102个网格。据街道党建办负责人介绍，东湖街道共有410多个党支部。近日，青松社区新增一家“暖心驿站”。30平方米的驿站由出租门面改造而成。青松社区党委书记王小平说，驿站由社区和物业共同管理。
社区通过“板凳议事会”化解停车纠纷，由楼长收集意见，再请物业当面答复。
“两单一函”机制（问题清单、责任清单和提醒函）也在街道推开。
“三会”办法包括早会、晚会。
"""
WEST = """---
title: 西岭区“两单一函”的做法
region: 福建省/厦门市
published: 2022-02-03
genre: 案例
---
西岭区推行“两单一函”机制（服务单、评议单和感谢函），全区建成驿站66个。
预计到年底建成驿站120个。
"""


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with open_towns(tmp_path_factory.mktemp("streets"), EAST, WEST) as library:
        yield library


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with open_towns(tmp_path_factory.mktemp("towns"), NORTH, SOUTH) as library:
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


def test_marks_alone_are_no_question(towns: Library) -> None:
    with pytest.raises(ValueError, match="没有文字"):
        answer_question(towns, "？？？")


def test_a_blank_question_is_refused(towns: Library) -> None:
    with pytest.raises(ValueError, match="为空"):
        answer_question(towns, "  ")


def test_every_part_of_a_question_gets_its_own_evidence(streets: Library) -> None:
    answer = answer_question(streets, "东湖街道划了多少个网格，有多少个党支部？")
    assert answer.status is Status.ANSWERED
    assert "102个网格" in "".join(quotes(answer))
    assert "410多个党支部" in "".join(quotes(answer))


def test_a_name_and_an_area_come_from_two_sentences_of_one_document(streets: Library) -> None:
    answer = answer_question(streets, "青松社区新增的驿站叫什么，有多大面积？")
    assert (answer.status, answer.reason) == (Status.ANSWERED, None)
    assert "“暖心驿站”" in "".join(quotes(answer))
    assert "30平方米" in "".join(quotes(answer))


def test_a_part_that_nothing_answers_is_named(streets: Library) -> None:
    answer = answer_question(streets, "东湖街道划了多少个网格，每月补贴多少钱？")
    assert (answer.status, answer.reason) == (Status.PARTIAL, "库中没有找到：每月补贴多少钱。")
    assert quotes(answer) == ["东湖街道划分了102个网格。"]


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("白石社区新增的驿站叫什么？", "没有白石社区的材料。"),
        ("杭州的“两单一函”机制指什么？", "没有杭州的材料。"),
        ("武汉2019年东湖街道划了多少个网格？", "不是2019年的。"),
        ("“六有七室”是哪六有？", "库中没有提到“六有七室”。"),
        ("“2+5+N”的N指什么？", "库中没有提到“2+5+N”。"),  # as typed, though case makes no difference
        ("东湖街道有多少户居民？", "没有写明所问的数字。"),
        ("青松社区物业经理叫什么名字？", ""),
    ],
)
def test_a_refusal_says_why(streets: Library, question: str, reason: str) -> None:
    answer = answer_question(streets, question)
    assert (answer.status, answer.claims) == (Status.NOT_FOUND, ())
    assert answer.reason is not None
    assert answer.reason.endswith(reason)


def test_a_name_that_means_different_things_is_ambiguous_until_a_place_is_named(streets: Library) -> None:
    answer = answer_question(streets, "“两单一函”指什么？")
    assert answer.status is Status.AMBIGUOUS
    assert answer.reason == "“两单一函”在湖北省武汉市、福建省厦门市各有所指。请说明问的是哪里的。" or (
        answer.reason == "“两单一函”在福建省厦门市、湖北省武汉市各有所指。请说明问的是哪里的。"
    )
    assert len(quotes(answer)) == 2
    here = answer_question(streets, "武汉的“两单一函”指什么？")
    assert (here.status, quotes(here)) == (
        Status.ANSWERED,
        ["“两单一函”机制（问题清单、责任清单和提醒函）也在街道推开。"],
    )


def test_fewer_members_than_the_name_promises_are_partial(streets: Library) -> None:
    answer = answer_question(streets, "“三会”办法包括什么？")
    assert (answer.status, answer.reason) == (
        Status.PARTIAL,
        "“三会”按名称应有3项，原文只列出2项，其余库中未见。",
    )


def test_a_forecast_is_not_given_for_a_result(streets: Library) -> None:
    assert quotes(answer_question(streets, "西岭区建成了多少个驿站？")) == [
        "西岭区推行“两单一函”机制（服务单、评议单和感谢函），全区建成驿站66个。"
    ]


def test_a_claim_is_the_clause_that_answers_and_says_who_speaks(streets: Library) -> None:
    (claim,) = answer_question(streets, "西岭区建成了多少个驿站？").claims
    assert claim.text == "全区建成驿站66个"
    assert [citation.weight for citation in claim.citations] == ["自报成效"]


def test_how_is_answered_by_a_sentence_that_names_a_means(streets: Library) -> None:
    assert "板凳议事会" in quotes(answer_question(streets, "青松社区怎么化解停车纠纷？"))[0]


def test_the_holder_of_an_office_is_named(streets: Library) -> None:
    assert "王小平" in quotes(answer_question(streets, "青松社区党委书记是谁？"))[0]


def test_a_document_of_one_sentence_without_a_title_is_evidence(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“三勤两看”指勤走访、勤记录、勤反馈，看安全、看卫生。", encoding="utf-8")
    index_paths([tmp_path / "a.txt"], tmp_path / "data", load_encoder(None))
    with Library.open(Settings(tmp_path / "data")) as library:
        answer = answer_question(library, "“三勤两看”是什么意思？")
    assert quotes(answer) == ["“三勤两看”指勤走访、勤记录、勤反馈，看安全、看卫生。"]


def test_money_for_others_than_those_asked_about_is_no_answer(tmp_path: Path) -> None:
    text = (
        "青松街道片区补贴办法\n\n一、补贴标准\n\n1. 片区书记：发通讯补贴，标准是每人每月260元；\n\n2. 楼长：按次计。\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    index_paths([tmp_path / "a.txt"], tmp_path / "data", load_encoder(None))
    with Library.open(Settings(tmp_path / "data")) as library:
        (claim,) = answer_question(library, "青松街道片区书记每月补贴多少钱").claims
        assert claim.text == "1. 片区书记：发通讯补贴，标准是每人每月260元；"
        assert answer_question(library, "青松街道党建指导员每月补贴多少钱").status == Status.NOT_FOUND


def test_of_figures_near_the_question_the_one_at_the_very_noun_counts(tmp_path: Path) -> None:
    near = "划片和配人，是青松街道建好“1+X”网格的两项基础工作。"
    text = f"青松街道网格工作\n\n{near}\n\n各片配有网格员。青松街道46个网格各配网格员1名。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    index_paths([tmp_path / "a.txt"], tmp_path / "data", load_encoder(None))
    with Library.open(Settings(tmp_path / "data")) as library:
        assert quotes(answer_question(library, "青松街道有多少个网格")) == ["青松街道46个网格各配网格员1名。"]


def test_how_is_told_by_what_has_words_of_the_question_itself_not_by_what_stands_beside_it(tmp_path: Path) -> None:
    text = "青松社区停车纠纷化解\n\n青松社区依托议事厅化解停车纠纷。议事厅的桌椅按要求摆放，坚持每周打扫。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    index_paths([tmp_path / "a.txt"], tmp_path / "data", load_encoder(None))
    with Library.open(Settings(tmp_path / "data")) as library:
        assert quotes(answer_question(library, "青松社区怎么化解停车纠纷？")) == ["青松社区依托议事厅化解停车纠纷。"]


def test_the_sides_of_a_comparison_stand_as_the_question_names_them(towns: Library) -> None:
    for first, second in (("武汉", "厦门"), ("厦门", "武汉")):
        claims = answer_question(towns, f"{first}和{second}的网格员每月补贴各多少钱").claims
        assert [claim.side for claim in claims] == [first, second]


def test_another_measure_word_counts_only_at_the_very_noun(tmp_path: Path) -> None:
    text = "青松街道物业企业工作\n\n青松街道物业企业建成示范基地22个，办起网上服务中心。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    index_paths([tmp_path / "a.txt"], tmp_path / "data", load_encoder(None))
    with Library.open(Settings(tmp_path / "data")) as library:
        assert answer_question(library, "青松街道有多少家物业企业").status == Status.NOT_FOUND
        assert "22个" in quotes(answer_question(library, "青松街道物业企业建成多少家示范基地"))[0]
