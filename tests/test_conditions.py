"""Conditions that a question makes: from how many to how many, where there is none of a thing."""

from pathlib import Path

import pytest

from service.answer import answer_question
from service.conditions import tells_change, tells_lack
from service.types import Status
from tests.towns import open_towns


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("服务站从37个发展到74个。", True),
        ("服务站由三个增加至十二个。", True),
        ("两年间服务站翻了一番。", True),
        ("示范站有18个，其余的有56个。", False),
        ("全区有服务站74个。", False),
    ],
)
def test_from_how_many_to_how_many_is_told_by_a_change_alone(sentence: str, tells: bool) -> None:
    assert tells_change("服务站从多少个发展到多少个", sentence) is tells
    assert tells_change("服务站有多少个", sentence)


@pytest.mark.parametrize(
    ("asked", "sentence", "tells"),
    [
        ("没有党员的企业怎么开展工作", "对无党员的企业，选派联络员上门。", True),
        ("没有党员的企业怎么开展工作", "党员干部定期走访企业。", False),
        ("未建支部的楼宇如何管理", "尚未建支部的，由街道兜底。", True),
        ("有没有减负的好办法", "实行事务清单管理。", True),  # asks whether, of nothing wanting
        ("无锡的楼宇党建怎么抓", "按“一楼一支部”建立党委。", True),  # a place
        ("未成年人的暑期照看怎么做", "社区开办托管班。", True),
        ("楼宇党建怎么抓", "按“一楼一支部”建立党委。", True),
    ],
)
def test_what_is_done_where_something_is_lacking_says_that_it_is(asked: str, sentence: str, tells: bool) -> None:
    assert tells_lack(asked, sentence) is tells


def test_a_figure_that_did_not_change_is_no_answer(tmp_path: Path) -> None:
    text = "---\ntitle: 南湖区服务站情况\ngenre: 新闻\n---\n南湖区有服务站74个，示范站有18个。\n"
    with open_towns(tmp_path, text) as library:
        assert answer_question(library, "南湖区服务站从多少个发展到多少个").status is Status.NOT_FOUND
        assert answer_question(library, "南湖区服务站有多少个").status is Status.ANSWERED
