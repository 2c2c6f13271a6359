"""Whether a sentence shows what is asked beside the words that ask, and what it falls short of it."""

import pytest

from service.showing import ASIDE, UNCAUSED, UNSHOWN, shown_in
from service.wanted import Item, Wanted
from tests.sentences import sentence


def told(text: str, item: Item) -> tuple[list[str], float]:
    one = sentence(text)
    shown, short = shown_in(one, item, item.text)
    return [one.text[slice(*span)] for span in shown], short


def test_a_figure_is_shown_beside_its_noun_or_not_at_all() -> None:
    item = Item("有多少个驿站", ("驿站",), Wanted.FIGURE, ("个",), anchors=("驿站",))
    assert told("全区建成驿站66个。", item) == (["66个"], 0.0)
    assert told("为骑手着想，全区评出66个样板。", item) == ([], 0.0)


def test_a_figure_that_counts_a_thing_of_its_own_does_not_answer_for_the_clause_before() -> None:
    item = Item("成立了多少个党委", ("成立", "党委"), Wanted.FIGURE, ("个",), anchors=("党委",))
    assert told("东片成立党委，联合周边3个村庄。", item) == ([], 0.0)
    assert told("东片成立党委，共3个。", item) == (["3个"], 0.0)


def test_a_person_is_shown_beside_the_words_that_ask_or_not_at_all() -> None:
    item = Item("谁修好了水管", ("修好", "水管"), Wanted.PERSON, anchors=("修好", "水管"))
    assert told("社区书记郑红带人修好了水管。", item) == (["郑红"], 0.0)
    assert told("社区书记郑红说，大家都很高兴。", item) == ([], 0.0)


def test_a_time_far_from_the_words_that_ask_falls_short() -> None:
    item = Item("托管班什么时候结束", ("托管", "班", "结束"), Wanted.WHEN, anchors=("结束",))
    assert told("8月11日上午，托管班迎来最后一课。", item) == (["8月11日"], ASIDE)
    assert told("托管班迎来最后一课。", item) == ([], 0.0)


def test_an_end_is_shown_by_the_date_that_a_thing_lasts_to() -> None:
    item = Item("托管班几号结束", ("托管", "班", "结束"), Wanted.WHEN, anchors=("结束",))
    assert told("这个班将持续开展至8月25日。", item) == (["8月25日"], 0.0)


def test_a_sentence_without_a_cause_falls_short_where_why_is_asked() -> None:
    item = Item("为什么要设关爱资金", ("关爱", "资金"), Wanted.STATEMENT)
    assert told("关爱资金每村2万元。", item)[1] == UNCAUSED
    assert told("由于老人多，村里设了关爱资金。", item)[1] == 0.0


def test_a_method_without_the_deed_asked_about_falls_short() -> None:
    item = Item("暑托班怎么收费", ("暑托班", "收费"), Wanted.HOW, anchors=("收费",))
    assert told("暑托班每周收费100元。", item)[1] == 0.0
    assert told("暑托班通过社区报名开展活动。", item)[1] == ASIDE


@pytest.mark.parametrize(
    ("text", "short"),
    [
        pytest.param("通过上门分类收集，再统一运走。", 0.0, id="says by what means"),
        pytest.param("每天由专人上门收，再统一运走。", UNSHOWN, id="tells without a word for a means"),
    ],
)
def test_how_something_is_done_may_be_told_without_a_word_for_a_means(text: str, short: float) -> None:
    item = Item("垃圾怎么收", ("垃圾", "收"), Wanted.HOW)
    assert told(text, item)[1] == short


def test_of_a_counted_list_nothing_less_will_do() -> None:
    item = Item("哪三项服务", ("服务", "三项"), Wanted.LIST, count=3)
    assert told("服务站提供代办、送餐两项服务。", item) == ([], 0.0)


def test_what_is_asked_for_by_its_name_must_have_it() -> None:
    item = Item("换届的投票结果", ("换届", "投票", "结果"), Wanted.STATEMENT, focus="结果")
    assert told("换届的投票定在下周，地点在议事厅。", item) == ([], 0.0)
