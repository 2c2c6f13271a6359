"""Answers that are lists, and comparisons of things that are no places, over documents made for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.answer import answer_question
from service.library import Library
from service.types import Answer, Status
from tests.towns import open_towns

DUTIES = """---
title: 青松镇网格员管理办法
region: 湖北省/武汉市
published: 2023-05-06
---
本文介绍青松镇网格员和楼组长的管理办法。

一、网格员的三项职责

（一）入户走访。每户每季度走访一次，独居老人每周走访一次。

（二）化解纠纷。邻里之间的小事由网格员当天调处。

（三）上报隐患。消防通道堵塞、电线老化等情况即时上报。

二、考核

楼组长和网格员的考核办法不同：楼组长由居民评议，网格员由镇里评议。

三、奖励

年底评出的网格员，获得过镇级服务标兵称号，事迹在镇里宣讲。
"""


@pytest.fixture(scope="module")
def duties(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    data: Path = tmp_path_factory.mktemp("duties")
    with open_towns(data, DUTIES) as library:
        yield library


def told(answer: Answer) -> list[tuple[str, tuple[str, ...]]]:
    return [(claim.text, tuple(citation.quote for citation in claim.citations)) for claim in answer.claims]


def test_a_list_over_paragraphs_is_answered_by_its_names_and_quoted_in_one_piece(duties: Library) -> None:
    answer = answer_question(duties, "武汉青松镇网格员有哪三项职责")
    start, end = DUTIES.index("（一）"), DUTIES.index("\n\n二、")
    assert told(answer) == [("（一）入户走访；（二）化解纠纷；（三）上报隐患", (DUTIES[start:end],))]
    assert (answer.status, answer.reason) == (Status.ANSWERED, None)


def test_a_list_of_another_number_is_no_answer(duties: Library) -> None:
    assert answer_question(duties, "武汉青松镇网格员有哪五项职责").status is Status.NOT_FOUND


def test_two_things_are_compared_by_the_sentence_that_speaks_of_both(duties: Library) -> None:
    answer = answer_question(duties, "青松镇楼组长和网格员的考核有什么不同")
    quote = "楼组长和网格员的考核办法不同：楼组长由居民评议，网格员由镇里评议。"
    assert told(answer) == [(quote, (quote,))]


def test_a_spoken_question_is_answered_like_the_plain_one(duties: Library) -> None:
    plain = answer_question(duties, "武汉青松镇网格员有哪三项职责")
    spoken = answer_question(duties, "老师好，我想问一下武汉青松镇网格员有哪三项职责")
    assert told(spoken) == told(plain)


def test_what_kind_of_thing_is_asked_for_shows_in_the_sentence(duties: Library) -> None:
    answer = answer_question(duties, "武汉青松镇网格员获得过哪些称号")
    assert [quotes for _, quotes in told(answer)] == [("年底评出的网格员，获得过镇级服务标兵称号，事迹在镇里宣讲。",)]
