"""Where a name is spelled out, and where it only seems to be."""

import pytest

from service.expansion import find_expansions


def expansions(text: str, name: str, *, members: bool = True) -> list[str]:
    return [text[start:end] for start, end in find_expansions(text, name, members=members)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“三帮两促”指帮资金、帮技术、帮销路，促就业、促增收。", "三帮两促"),
        ("推行“两单一函”机制（问题清单、责任清单和提醒函），效果明显。", "两单一函"),
        ("推行「兩單一函」機制（問題清單、責任清單和提醒函）。", "两单一函"),
        ("靠“早通报、晚碰头、周例会”的“三会”办法管起来。", "三会"),
        ("服务企业、服务职工、服务商户，都写进清单。这就是街道的“三服务”工作法。", "三服务"),
        ("（二）“五员”。由社区选出，分工有五类：宣传员、调解员、巡查员、代办员、联络员。", "五员"),
    ],
)
def test_a_name_is_spelled_out(text: str, name: str) -> None:
    assert expansions(text, name) == [text]


def test_only_the_sentence_that_spells_it_out_is_taken() -> None:
    told = "“三帮两促”指帮资金、帮技术、帮销路，促就业、促增收。"
    assert expansions(f"先看做法。{told}后文再讲。", "三帮两促") == [told]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("按“六有七室”标准建成的阵地有12个，优先选用。", "六有七室"),
        ("落实“三个同步”要求，做到应建尽建、规范有序。", "三个同步"),
        ("一是“三张清单”；二是“暖心五送”。", "暖心五送"),
        ("“三服务”这个名称由此而来。", "三服务"),
        ("在“三服务”工作法的初创地——城北街道，力求“事事有人管、件件有回音”。", "三服务"),
        ("规范“两新”组织党建指导员选育、管理、使用。", "两新"),
        ("一、“四看”是哪四条", "四看"),
        ("“三级联动”是全区推行的做法。", "三级联动"),
        ("材料只提到“2+6+N”的名称，没有说明各指什么。", "2+6+N"),
    ],
)
def test_a_name_that_is_only_mentioned_is_not_spelled_out(text: str, name: str) -> None:
    assert expansions(text, name) == []


def test_a_name_without_members_is_explained_by_what_it_is() -> None:
    text = "“红色沙龙”是街道请企业负责人来讲创业课的活动。"
    assert expansions(text, "红色沙龙", members=False) == [text]
    text = "“红色沙龙”活动是街道请企业负责人来讲课的做法。"
    assert expansions(text, "红色沙龙", members=False) == [text]
    text = "“双岗型”教师（既上课又下车间的教师）占一半。"
    assert expansions(text, "双岗型", members=False) == [text]
    assert expansions("“红色沙龙”活动还是受到欢迎。", "红色沙龙", members=False) == []


def test_a_heading_with_the_name_takes_the_list_below_it() -> None:
    text = "二、“三看”看什么\n一看账目是否公开。\n二看程序是否到位。\n三看群众是否满意。\n其他事项另行通知。"
    assert expansions(text, "三看") == [text[: text.index("其他")]]


def test_the_list_below_a_heading_that_names_more_is_not_of_the_name_alone() -> None:
    text = "二、“三看”与活动互认\n（一）流程。先报后批。\n（二）场地。按季排期。\n"
    assert expansions(text, "三看") == []


@pytest.mark.parametrize(
    "text",
    [
        "一、企业\n1. 推进企业“建家入网”；\n2. 培训骨干；\n3. 定期走访。\n",
        "一、企业\n1. 推进“建家入网”\n2. 培训骨干\n3. 定期走访\n",
    ],
)
def test_the_items_that_follow_the_one_with_the_name_do_not_spell_it_out(text: str) -> None:
    assert expansions(text, "建家入网", members=False) == []
