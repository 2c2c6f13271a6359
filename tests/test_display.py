"""What a person reads in the terminal, compared whole."""

from dataclasses import replace
from datetime import date

import pytest

from indexer.regions import Place
from indexer.types import DocumentSummary, Facts, Filters, Passage
from service.display import (
    duration,
    show_answer,
    show_documents,
)
from service.search_display import show_search
from service.types import (
    Answer,
    Citation,
    Claim,
    Correction,
    DocumentHit,
    DocumentResult,
    Facets,
    Hit,
    Status,
    Understanding,
)
from tests.screen import Screen, cells

HULI = Facts(
    "湖里区的“1+X”联建片",
    publisher="人民网",
    published=date(2019, 10, 12),
    regions=("福建省/厦门市/湖里区",),
    genre="整理稿",
)
TEXT = "（二）两带三同。老带新、强带弱，党员同管、活动同办、资源同享，共配指导员1041名，每月补助300元。"
PASSAGE = Passage("p1", "huli-one-plus-x", "v" * 64, 372, 372 + len(TEXT), TEXT, ("二、名称", "（二）两带三同"), 3)
HIT = Hit(1, 0.9, PASSAGE, HULI, ((3, 7),))
UNKNOWN = replace(HIT, rank=2, facts=Facts("无题"), passage=replace(PASSAGE, heading_path=(), page=None), highlights=())
NO_FACETS = Facets((), (), (), ())
READ = Understanding("两带三同", "两带三同", "两带三同")
ENTRIES = (DocumentHit(HIT, (replace(HIT, score=0.5),), 3, (UNKNOWN,)), DocumentHit(UNKNOWN, (), 1, ()))
RESULT = DocumentResult("两带三同", 12, 40, 17.6, ENTRIES, NO_FACETS, READ)
CITATION = Citation(
    "huli-one-plus-x",
    "v" * 64,
    380,
    387,
    "老带新、强带弱",
    ("二、名称", "（二）两带三同"),
    3,
    HULI.title,
    "https://example.org/1",
    date(2019, 10, 12),
)
OTHER = Citation("wuhan", "w" * 64, 5, 12, "选派1041名", (), None, "武汉的做法", None, None)
ANSWERED = Answer(
    "什么是两带三同？",
    Status.ANSWERED,
    (Claim("老带新、强带弱", (CITATION,)), Claim("两地都选派了人员", (OTHER, CITATION))),
    (HIT,),
    25.0,
)
SUMMARY = DocumentSummary("huli-one-plus-x", "v" * 64, "huli.md", HULI, 1320, 9)
BARE = DocumentSummary("b1946ac92492d234", "w" * 64, "a.txt", Facts("无题"), 40, 1)


def test_hits_show_rank_document_headings_passage_and_place() -> None:
    screen = Screen()
    show_search(screen, RESULT)
    assert screen.text == (
        "“两带三同”：排出 12 篇、40 段，显示第 1–2 篇（18 毫秒）\n"
        "\n"
        "1. 湖里区的“1+X”联建片\n"
        "   人民网 · 2019-10-12 · 福建省/厦门市/湖里区 · 整理稿\n"
        "   二、名称 › （二）两带三同\n"
        "   （二）【两带三同】。老带新、强带弱，党员同管、活动同办、资源同享，共配指导员\n"
        "   1041名，每月补助300元。\n"
        "   出处：huli-one-plus-x 起止 372–423 第 3 页\n"
        "   本篇排出 3 段，其次是：\n"
        "   · （二）两带三同。老带新、强带弱，党员同管、活动同办、资源同享，共配指导员\n"
        "     1041名，每月补助300元。（372–423）\n"
        "   相近文本另有 1 篇：\n"
        "   · 无题（来源、日期、地区不详；huli-one-plus-x）\n"
        "\n"
        "2. 无题\n"
        "   来源、日期、地区不详\n"
        "   （二）两带三同。老带新、强带弱，党员同管、活动同办、资源同享，共配指导员\n"
        "   1041名，每月补助300元。\n"
        "   出处：huli-one-plus-x 起止 372–423\n"
        "\n"
        "还有 10 篇，加 --offset 2 接着看。\n"
    )


def test_on_a_terminal_with_colour_hits_are_coloured_and_not_bracketed() -> None:
    screen = Screen(colour=True)
    show_search(screen, replace(RESULT, total=1, hits=ENTRIES[:1]))
    assert "（二）\x1b[1;31m两带三同\x1b[0m。老带新" in screen.text
    assert "【" not in screen.text


def test_no_hits_print_nothing() -> None:
    screen = Screen()
    show_search(screen, replace(RESULT, total=0, hits=()))
    assert screen.text == ""


def test_how_a_query_was_read_stands_above_the_hits() -> None:
    read = Understanding(
        typed="蓉成驿站 地区:成都",
        text="“蓉城驿站”",
        words="“蓉城驿站”",
        corrections=(Correction("蓉成驿站", "蓉城驿站"),),
        suggestions=("蓉城驿栈",),
        quoted=("“蓉城驿站”",),
        filters=Filters(region="成都"),
        places=(Place("成都", (("四川省", "成都市"),)),),
        years=(2024,),
    )
    screen = Screen()
    show_search(screen, replace(RESULT, total=0, hits=(), understood=read))
    show_search(
        screen, replace(RESULT, total=0, hits=(), understood=replace(READ, quoted=("“甲”",), missing=("“甲”",)))
    )
    assert screen.text == (
        "已按“蓉城驿站”检索（输入的是“蓉成驿站”）。要照原样检索，请加 --as-typed。\n"
        "您是不是要找：蓉城驿栈\n"
        "只列一字不差含有“蓉城驿站”的段落。\n"
        "检索词中写明只看地区：成都。\n"
        "成都、2024年的文献略为靠前。\n"
        "没有段落一字不差地含有“甲”。\n"
    )


def test_markup_and_escape_codes_in_a_document_are_shown_and_not_obeyed() -> None:
    text = "[bold red]要求[/] :smile: \x1b[2J结束"
    screen = Screen(colour=True)
    entry = DocumentHit(replace(UNKNOWN, passage=replace(PASSAGE, text=text)), (), 1, ())
    show_search(screen, replace(RESULT, total=1, hits=(entry,)))
    assert "[bold red]要求[/] :smile: �[2J结束" in screen.text
    assert "\x1b[2J" not in screen.text


def test_an_answer_shows_claims_with_quotations_and_each_source_once() -> None:
    screen = Screen()
    show_answer(screen, ANSWERED)
    assert screen.text == (
        "问题：什么是两带三同？\n"
        "结论：库中有依据。以下每一条都附原文出处。\n"
        "\n"
        "1. 老带新、强带弱 [1]\n"
        "\n"
        "2. 两地都选派了人员 [2][1]\n"
        "   原文[2]：选派1041名\n"
        "   原文[1]：老带新、强带弱\n"
        "\n"
        "来源\n"
        "[1] 湖里区的“1+X”联建片，2019-10-12\n"
        "    二、名称 › （二）两带三同\n"
        "    出处：huli-one-plus-x 起止 380–387 第 3 页\n"
        "    https://example.org/1\n"
        "[2] 武汉的做法\n"
        "    出处：wuhan 起止 5–12\n"
    )


def test_not_found_says_what_it_means_and_shows_at_most_three_leads_as_leads() -> None:
    hits = tuple(replace(HIT, rank=rank) for rank in range(1, 6))
    screen = Screen()
    show_answer(screen, Answer("经费从哪里来？", Status.NOT_FOUND, (), hits, 25.0))
    assert screen.text.startswith(
        "问题：经费从哪里来？\n"
        "结论：库中没有找到依据，因此不作回答。这只表示本库未收录，不表示事情不存在。\n"
        "\n"
        "线索（字面或意思相近的段落，不是回答，请自行核对）\n"
        "\n"
        "1. 湖里区的“1+X”联建片\n"
    )
    assert [line[:2] for line in screen.text.splitlines() if "联建片" in line] == ["1.", "2.", "3."]
    assert "来源\n" not in screen.text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.PARTIAL, "库中只有部分依据。以下几条有原文出处，问题的其余部分库中未见。"),
        (Status.AMBIGUOUS, "同一名称在库中有不同所指。以下分别列出，请按来源和地区分辨。"),
    ],
)
def test_every_status_is_put_into_words(status: Status, words: str) -> None:
    screen = Screen()
    show_answer(screen, replace(ANSWERED, status=status))
    assert screen.text.splitlines()[1] == f"结论：{words}"


def test_the_reason_follows_the_status_and_the_weight_follows_the_source() -> None:
    screen = Screen()
    claim = Claim("老带新、强带弱", (replace(CITATION, weight="自报成效"),))
    show_answer(screen, Answer("怎么带？", Status.PARTIAL, (claim,), (), 25.0, "库中没有找到：谁来带。"))
    lines = screen.text.splitlines()
    assert lines[2] == "说明：库中没有找到：谁来带。"
    assert "[1] 湖里区的“1+X”联建片，2019-10-12（自报成效）" in lines


def test_documents_are_a_table_with_ids_that_can_be_copied() -> None:
    screen = Screen(100)
    show_documents(screen, (SUMMARY, BARE, replace(SUMMARY, facts=replace(HULI, title="湖里区的做法与经验" * 3))))
    assert [line.rstrip() for line in screen.text.splitlines()] == [
        "编号              日期        文种    段  标题                                  地区",
        "huli-one-plus-x   2019-10-12  整理稿   9  湖里区的“1+X”联建片                   福建省/厦门市/湖里区",
        "b1946ac92492d234                       1  无题",
        "huli-one-plus-x   2019-10-12  整理稿   9  湖里区的做法与经验湖里区的做法与经验  福建省/厦门市/湖里区",
        "                                          湖里区的做法与经验",
        "共 3 份文献，19 段。",
    ]


def test_in_a_narrow_terminal_documents_are_listed_one_below_the_other() -> None:
    screen = Screen(40)
    show_documents(screen, (SUMMARY, BARE))
    assert screen.text == (
        "湖里区的“1+X”联建片\n"
        "  人民网 · 2019-10-12 · 福建省/厦门市/湖\n"
        "  里区 · 整理稿\n"
        "  huli-one-plus-x · 9 段\n"
        "无题\n"
        "  来源、日期、地区不详\n"
        "  b1946ac92492d234 · 1 段\n"
        "共 2 份文献，10 段。\n"
    )


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    screen = Screen(width)
    long = replace(SUMMARY, facts=replace(HULI, title="关于" * 60, regions=("湖北省/武汉市/武昌区", "湖北省/武汉市")))
    show_search(screen, replace(RESULT, hits=(replace(ENTRIES[0], best=replace(HIT, facts=long.facts, rank=100)),)))
    show_answer(screen, ANSWERED)
    show_answer(screen, Answer("问" * 200, Status.NOT_FOUND, (), (HIT,), 1.0))
    show_documents(screen, (SUMMARY, BARE, long))
    assert [line for line in screen.text.splitlines() if cells(line) > width] == []


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.04, "0.0 秒"), (59.94, "59.9 秒"), (59.97, "1 分 00 秒"), (65, "1 分 05 秒"), (3599.6, "1 小时 00 分")],
)
def test_durations_are_written_as_people_say_them(seconds: float, words: str) -> None:
    assert duration(seconds) == words
