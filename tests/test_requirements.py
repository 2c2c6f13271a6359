"""What a sentence must show to answer a part of a question."""

import pytest

from service.requirements import count_members, find_figures, find_shown
from service.wanted import Item, Wanted


def figures(sentence: str, unit: str) -> list[str]:
    return [sentence[start:end] for start, end in find_figures(sentence, unit)]


@pytest.mark.parametrize(
    ("sentence", "unit", "found"),
    [
        ("划分网格102个，党支部410多个。", "个", ["102个", "410多个"]),
        ("惠及群众4.1万户。", "户", ["4.1万户"]),
        ("村集体收入近30万元。", "元", ["30万元"]),
        ("党员占三分之一，青年占33%。", "%", ["三分之一", "33%"]),
        ("驿站有30平方米。", "面积", ["30平方米"]),
        ("第五届邻里节开幕。", "第届", ["第五届"]),
        ("组成二十三个小组。", "个", ["二十三个"]),
        ("每届任期五年，2019年开始。", "年", ["五年"]),
        ("成立于2019年5月，一个好做法。", "个", []),
        ("派出35名党员。", "户", []),
        ("解决问题80余件。", "个", ["80余件"]),
        ("先后献血159次。", "回", ["159次"]),
    ],
)
def test_figures_are_found_by_their_unit(sentence: str, unit: str, found: list[str]) -> None:
    assert figures(sentence, unit) == found


def test_a_date_is_no_amount() -> None:
    assert figures("2019年5月6日，全镇化解矛盾200余起。", "") == ["200余"]


def shown(item: Item, sentence: str, asked: str = "问") -> list[str]:
    return [sentence[start:end] for start, end in find_shown(item, sentence, asked)]


def test_a_time_of_day_is_shown_by_a_time_of_day() -> None:
    item = Item("驿站几点开门", ("驿站", "开门"), Wanted.WHEN, ("点",))
    sentence = "驿站2023年3月建成，每天早上8点开门。"
    assert [sentence[slice(*span)] for span in find_shown(item, sentence, item.text)] == ["8点"]
    assert find_shown(item, "驿站2023年3月15日开门迎客。", item.text) == ()


def test_the_holder_of_an_office_is_a_name_beside_it() -> None:
    item = Item("书记是谁", ("书记",), Wanted.HOLDER, focus="书记")
    assert shown(item, "例子是王小东，青松社区党支部书记，做了三件事。") == ["王小东"]
    assert shown(item, "党支部书记要带头走访居民，每月不少于两次。") == []


def test_which_street_is_shown_by_another_name_than_the_question_has() -> None:
    item = Item("哪个街道办了托管班", ("托管班",), Wanted.WHICH, focus="街道")
    assert shown(item, "近日，东湖街道办起托管班。", "哪个街道办了托管班") == ["东湖街道"]
    assert shown(item, "这个街道办起了公益托管班。", "哪个街道办了托管班") == []


def test_the_doer_stands_before_the_verb() -> None:
    item = Item("谁组建了服务队", ("服务队",), Wanted.PERSON, anchors=("组建",))
    assert shown(item, "青松社区党委组建了服务队，共20人。", "谁组建了服务队") == ["青松社区党委"]
    assert shown(item, "组建服务队的消息传到青松社区党委。", "谁组建了服务队") == []


def test_who_may_be_an_office_or_an_organisation_and_which_comrade_a_person_alone() -> None:
    who = Item("组长由谁担任", ("组长",), Wanted.PERSON, anchors=("组长",))
    assert shown(who, "组长由分管教育的副市长担任。", who.text) == ["分管教育的副市长"]
    which = Item("是哪位同志讲的", ("宣讲",), Wanted.PERSON, focus="同志")
    assert shown(which, "青松社区党委的书记郑红主讲。", which.text) == ["郑红"]


def test_services_are_not_listed_by_what_is_called_after_them() -> None:
    item = Item("提供哪些服务", ("提供", "服务"), Wanted.LIST, focus="服务")
    assert shown(item, "近日老兵之家服务站揭牌。", item.text) == []
    assert shown(item, "为大家提供一站式帮办服务。", item.text) == ["为大家提供一站式帮办服务。"]


@pytest.mark.parametrize("sentence", ["全市人均收入2万元。", "经费同比增加30万元。", "预计经费达到30万元。"])
def test_another_measure_than_the_one_asked_for_is_no_answer(sentence: str) -> None:
    assert shown(Item("经费是多少", ("经费",), Wanted.FIGURE, ("元",)), sentence, "经费是多少") == []


def test_a_question_is_no_answer() -> None:
    assert shown(Item("经费", ("经费",), Wanted.STATEMENT), "经费到底从哪里来的呢？") == []


def test_what_a_text_says_of_its_sources_answers_only_who_asks_for_them() -> None:
    sentence = "二是年份不明：两份材料都没有日期。"
    item = Item("两地的补贴有什么不同", ("补贴", "不同"), Wanted.STATEMENT)
    assert find_shown(item, sentence, item.text) == ()
    assert find_shown(item, "材料没有写补贴由谁来发，也没有写各地有多少。", item.text) == ()
    assert find_shown(item, "谈补贴时，可以把这一条同经费办法放在一起看。", item.text) == ()
    item = Item("两份材料是哪一年的，有日期吗", ("材料", "日期"), Wanted.STATEMENT)
    assert find_shown(item, sentence, item.text) == ((0, len(sentence)),)


def test_what_only_repeats_the_question_is_no_answer() -> None:
    assert shown(Item("暖心五送", ("暖心五送",), Wanted.STATEMENT), "三是“暖心五送”。") == []


def test_a_means_is_asked_for_and_must_be_named() -> None:
    item = Item("怎样化解纠纷", ("化解", "纠纷"), Wanted.HOW)
    assert shown(item, "社区通过议事会化解纠纷。") == ["社区通过议事会化解纠纷。"]
    assert shown(item, "社区化解纠纷的成绩得到居民好评。") == []


@pytest.mark.parametrize(
    ("sentence", "members"),
    [
        ("分为六类：甲类、乙类、丙类，另有丁类、戊类、己类。", 6),
        ("原则有三条：地域相邻、行业相近、产业相连。", 3),
        ("责任分为三层：\n1. 街道统筹；\n2. 社区落实；\n3. 网格走访。", 3),
        ("建立“街道-社区-网格-楼栋”的工作体系。", 4),
        ("选择东城、西城和南城试点。", 3),
        ("推行这个制度。", 1),
    ],
)
def test_members_are_counted(sentence: str, members: int) -> None:
    assert count_members(sentence) == members


@pytest.mark.parametrize(
    ("asked", "words", "sentence", "shows"),
    [
        ("关爱资金用来干什么", ("关爱", "资金"), "关爱资金主要用于慰问困难党员。", True),
        ("关爱资金用来干什么", ("关爱", "资金"), "关爱资金设立以来，群众反响很好。", False),
        ("副镇长被处分了吗", ("副镇长", "处分"), "有人反映副镇长态度粗暴，已安排谈话。", False),
        ("副镇长被处分了吗", ("副镇长", "处分"), "副镇长受到党内警告处分。", True),
        ("联建片是强制划的吗", ("联建片", "强制"), "联建片由党组织自愿组合。", True),
    ],
)
def test_what_something_is_for_and_whether_it_has_happened_must_be_told(
    asked: str, words: tuple[str, ...], sentence: str, shows: bool
) -> None:
    assert bool(find_shown(Item(asked, words, Wanted.STATEMENT), sentence, asked)) is shows
