"""Broad questions for practice: which they are, and what several documents tell for them."""

from collections.abc import Iterator

import pytest

from indexer.words import Segmenter
from service.answer import answer_from, answer_question
from service.library import Library
from service.likeness import likeness_to
from service.practices import NOTE, asks_for_practice, find_practices
from service.question import analyse
from service.search import search
from service.types import Answer, SearchResult, Status
from tests.towns import open_towns

OFFICES = """---
title: 南湖区楼宇党建工作情况
region: 湖北省/武汉市
genre: 案例
---
南湖区有商务楼宇48栋。
全区抓楼宇党建，按“一楼一支部”建立楼宇党委12个，由物业经理担任楼长，每月召开一次联席会议。
区委主要领导强调，要通过楼宇党建推动发展。
"""
MARKETS = """---
title: 锦云区商圈楼宇党建做法
region: 四川省/成都市
genre: 案例
---
锦云区抓楼宇党建，在楼宇设立党群服务站30个，选派专职党务工作者60名，为企业代办事项。
"""
RETOLD = """---
title: 南湖区情况介绍
region: 湖北省/武汉市
genre: 新闻
---
据了解，全区按“一楼一支部”建立楼宇党委12个，由物业经理担任楼长，每月召开一次联席会议，推动楼宇党建。
"""
ELDERS = """---
title: 东塘区养老服务情况
region: 山东省/济南市
genre: 新闻
---
东塘区建立助餐点25个，组织志愿者为独居老人送餐上门，每餐补贴3元。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with open_towns(tmp_path_factory.mktemp("practices"), OFFICES, MARKETS, RETOLD, ELDERS) as opened:
        yield opened


def quoted(answer: Answer) -> dict[str, str]:
    """What was quoted, by the title of its document."""
    return {citation.title: citation.quote for claim in answer.claims for citation in claim.citations}


@pytest.mark.parametrize(
    ("text", "broad"),
    [
        ("楼宇党建怎么做", True),
        ("楼宇党建做得好的有哪些地方，怎么做的", True),
        ("网格党建有哪些好做法？", True),
        ("有没有成熟的经验给社区减负", True),
        ("成都商圈党建怎样抓好", True),
        ("谁做得比较好，怎么调动老板的积极性", True),
        ("外地怎么解决党建经费", True),  # means, no sum
        ("别的城市党建经费从哪里来", True),
        ("党建经费每年多少", False),
        ("有哪些校园食堂管理的好做法", True),
        ("楼宇党建是怎么回事", False),
        ("成都和武汉的楼宇党建怎么抓", False),  # a comparison says which side is missing
        ("“四服务一提升”怎么做", False),  # a name: what is told of others is beside the point
        ("2019年怎么抓楼宇党建", False),
        ("青松社区怎么化解停车纠纷", False),
        ("怎么报名，考几门", False),  # a figure
        ("楼宇党建的负责人是谁", False),
    ],
)
def test_a_broad_question_asks_for_practice_without_a_name_or_figure(
    text: str, broad: bool, segmenter: Segmenter
) -> None:
    assert asks_for_practice(analyse(text, segmenter)) is broad


@pytest.mark.parametrize("text", ["楼宇党建怎么做", "外地楼宇党建有哪些好做法", "楼宇党建做得好的有哪些地方，怎么做的"])
def test_each_document_on_the_topic_is_quoted_once_and_what_another_retells_is_not(library: Library, text: str) -> None:
    answer = answer_question(library, text)
    assert (answer.status, answer.reason) == (Status.ANSWERED, NOTE)
    told = quoted(answer)
    assert len(answer.claims) == len(told) == 2
    assert "锦云区商圈楼宇党建做法" in told and "东塘区养老服务情况" not in told
    assert any("一楼一支部" in quote for quote in told.values())  # the means, not what a leader urges
    assert {claim.side for claim in answer.claims} == {"湖北省武汉市", "四川省成都市"}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("快递员党建有哪些做法", ("快递", "党建")),  # 员, cut off, is no word of the topic
        ("外地楼宇党建怎么推进", ("楼宇", "党建")),
        ("成都商圈怎么做", ("商圈",)),
        ("党费怎么收", ("党费",)),
    ],
)
def test_the_topic_is_what_is_left_of_the_question(
    library: Library, segmenter: Segmenter, text: str, topic: tuple[str, ...]
) -> None:
    likeness = likeness_to(library, text)
    assert find_practices(analyse(text, segmenter), (), segmenter, lambda _: 1.0, likeness).asked.words == topic


def test_more_support_is_asked_of_practices_too(library: Library) -> None:
    def find(query: str, *, k: int) -> SearchResult:
        return search(library, query, k=k)

    assert answer_from(find, library, "楼宇党建怎么做").status is Status.ANSWERED
    assert answer_from(find, library, "楼宇党建怎么做", stricter=0.6).status is Status.NOT_FOUND


def test_with_a_place_only_what_is_told_of_it_is_quoted(library: Library) -> None:
    assert list(quoted(answer_question(library, "成都楼宇党建怎么抓"))) == ["锦云区商圈楼宇党建做法"]


@pytest.mark.parametrize(
    "text",
    [
        "海岛渔船怎么开展防台风演练",
        "有哪些校园食堂管理的好做法",
        "济南楼宇党建怎么抓",
        "没有支部的楼宇党建怎么做",
    ],
)
def test_a_topic_of_which_nothing_is_told_is_refused(library: Library, segmenter: Segmenter, text: str) -> None:
    assert asks_for_practice(analyse(text, segmenter))
    answer = answer_question(library, text)
    assert (answer.status, answer.claims) == (Status.NOT_FOUND, ())
