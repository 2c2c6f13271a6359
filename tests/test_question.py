"""What a question asks for."""

import pytest

from indexer.words import Segmenter
from service.question import analyse
from service.wanted import Wanted, read_count


@pytest.mark.parametrize(
    ("text", "wanted", "units"),
    [
        ("全市选派了多少名党建指导员？", Wanted.FIGURE, ("名",)),
        ("指导员每月补贴多少钱", Wanted.FIGURE, ("元",)),
        ("党员占比是多少", Wanted.FIGURE, ("%",)),
        ("活动室有多大面积", Wanted.FIGURE, ("面积",)),
        ("邻里节办到第几届了", Wanted.FIGURE, ("第届",)),
        ("办法一共有几章几条", Wanted.FIGURE, ("章", "条")),
        ("全市网格员人数", Wanted.FIGURE, ()),
        ("驿站漏水的问题解决到什么程度", Wanted.FIGURE, ()),
        ("“两带三同”是什么意思", Wanted.MEANING, ()),
        ("四服务一提升都包括什么", Wanted.MEANING, ()),
        ("1+X里的1和X各是谁", Wanted.MEANING, ()),
        ("某某联建片的书记是谁", Wanted.HOLDER, ()),
        ("谁组建了志愿服务队", Wanted.PERSON, ()),
        ("这个驿站到底服务谁", Wanted.STATEMENT, ()),
        ("哪个社区办了托管班", Wanted.WHICH, ()),
        ("这个做法最早是在哪里搞起来的", Wanted.WHERE, ()),
        ("行业党委是哪一年成立的", Wanted.WHEN, ()),
        ("行业党委成立时间", Wanted.WHEN, ()),
        ("行业党委成立的日期是哪一日", Wanted.WHEN, ()),
        ("党群服务中心几点开门", Wanted.WHEN, ("点",)),
        ("会上提了几点要求", Wanted.FIGURE, ()),
        ("议事会几号启动的", Wanted.WHEN, ()),
        ("湖里是哪一年开始推“1+X”的", Wanted.WHEN, ()),
        ("驿站有多少平方米", Wanted.FIGURE, ("面积",)),
        ("驿站占地多大", Wanted.FIGURE, ("面积",)),
        ("今年打算发多少万元补贴", Wanted.FIGURE, ("元",)),
        ("那堂课是哪位老党员讲的", Wanted.PERSON, ()),
        ("请了哪位居民当顾问", Wanted.PERSON, ()),
        ("哪个居民区办了夜校", Wanted.WHICH, ()),
        ("新建的驿站叫什么", Wanted.NAMED, ()),
        ("实施了哪五项服务", Wanted.LIST, ()),
        ("6类管理模式有哪些", Wanted.LIST, ()),
        ("怎样化解矛盾纠纷", Wanted.HOW, ()),
        ("居民靠什么机制商量事情", Wanted.HOW, ()),
        ("怎么解决办证要跑好几个窗口的问题", Wanted.HOW, ()),
        ("帮扶单位这几年在教育上投了多少", Wanted.FIGURE, ()),
        ("现金奖励受不受工资总量的限制", Wanted.STATEMENT, ()),
        ("指导员的工资从哪里出", Wanted.STATEMENT, ()),
        ("宣讲队从哪里出发", Wanted.WHERE, ()),
        ("上门送菜的服务", Wanted.STATEMENT, ()),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question(
    segmenter: Segmenter, text: str, wanted: Wanted, units: tuple[str, ...]
) -> None:
    (item,) = analyse(text, segmenter).items
    assert (item.wanted, item.units) == (wanted, units)


@pytest.mark.parametrize("text", ["双塔区开了多少家驿站", "托管班最后一节课是什么时候上的", "书画课和剪纸课各是谁讲的"])
def test_a_numeral_in_a_place_or_before_what_it_counts_makes_no_name(segmenter: Segmenter, text: str) -> None:
    assert analyse(text, segmenter).names == ()


def test_the_having_of_an_asking_word_joins_no_word_before_it(segmenter: Segmenter) -> None:
    assert analyse("快递员党建有哪些做法", segmenter).words[-2:] == ("党建", "做法")


def test_words_stand_in_the_order_of_the_question(segmenter: Segmenter) -> None:
    assert analyse("给外卖小哥办的生日会在什么地方", segmenter).words == ("外卖", "小哥", "办", "生日会", "地方")


def test_before_a_verb_that_the_text_may_not_have_its_noun_is_an_anchor_too(segmenter: Segmenter) -> None:
    (item,) = analyse("今年人居环境整治投了多少钱", segmenter).items
    assert item.anchors == ("整治", "投了")


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("那堂课是哪位老党员讲的", ()),
        ("宣讲政策的是剧院哪位同志", ("剧院",)),
        ("骨干培训准备办几期", ("培训",)),
        ("暑托班怎么收费", ("收费",)),
        ("暑托班怎么办", ()),
        ("主题党日多长时间至少搞一回", ("主题党日",)),
        ("四川计划新增就业多少万人", ("就业",)),
    ],
)
def test_measures_and_amounts_in_general_are_no_anchors(
    segmenter: Segmenter, text: str, anchors: tuple[str, ...]
) -> None:
    (item,) = analyse(text, segmenter).items
    assert item.anchors == anchors


def test_what_stands_in_a_thing_is_not_what_its_name_means(segmenter: Segmenter) -> None:
    (item,) = analyse("“爱心地图”上标的是什么", segmenter).items
    assert item.wanted is Wanted.STATEMENT
    (item,) = analyse("“1+X”里的1和X是什么意思", segmenter).items
    assert item.wanted is Wanted.MEANING


def test_each_clause_that_asks_is_an_item_of_its_own(segmenter: Segmenter) -> None:
    question = analyse("东湖街道划了多少个网格，有多少名党员，书记是谁？", segmenter)
    assert [(item.wanted, item.units) for item in question.items] == [
        (Wanted.FIGURE, ("个",)),
        (Wanted.FIGURE, ("名",)),
        (Wanted.HOLDER, ()),
    ]


def test_a_clause_that_asks_nothing_gives_its_words_to_what_is_asked(segmenter: Segmenter) -> None:
    (item,) = analyse("居民下楼不便，是哪个社区装了电梯", segmenter).items
    assert {"居民", "电梯"} <= set(item.words)


def test_each_quoted_name_is_asked_for_by_itself(segmenter: Segmenter) -> None:
    question = analyse("甲地讲“三联三促”，乙地讲“四方联动”，分别是哪三联、哪四方？", segmenter)
    assert [item.focus for item in question.items] == ["三联三促", "四方联动"]


def test_a_share_is_no_name(segmenter: Segmenter) -> None:
    assert analyse("百分之三十的经费用在哪里", segmenter).names == ()
    assert analyse("三分之一的党员参加了哪个活动", segmenter).names == ()
    assert analyse("四服务一提升的经费用在哪里", segmenter).names == ("四服务一提升",)


def test_what_must_stand_beside_a_figure_follows_the_measure_word_or_precedes_it(segmenter: Segmenter) -> None:
    assert analyse("街道有多少个网格", segmenter).items[0].anchors == ("网格",)
    assert analyse("服务中心有多少人", segmenter).items[0].anchors == ("服务中心",)


def test_the_number_of_members_is_read(segmenter: Segmenter) -> None:
    item = analyse("包括哪三个计划", segmenter).items[0]
    assert (item.wanted, item.count) == (Wanted.LIST, 3)


@pytest.mark.parametrize(
    ("numeral", "number"), [("五", 5), ("十", 10), ("十二", 12), ("三十", 30), ("7", 7), ("百", 0)]
)
def test_numerals_up_to_ninety_nine_are_read(numeral: str, number: int) -> None:
    assert read_count(numeral) == number


def test_question_words_are_no_content_words(segmenter: Segmenter) -> None:
    assert analyse("请问武汉的党建指导员有多少名？", segmenter).words == ("武汉", "党建指导员")
    assert analyse("楼宇里物业起什么作用", segmenter).words == ("楼宇", "物业", "作用")


def test_script_and_width_make_no_difference(segmenter: Segmenter) -> None:
    traditional = analyse("武漢選派了多少名黨建指導員？", segmenter)
    assert traditional == analyse("武汉选派了多少名党建指导员？", segmenter)


def test_a_district_stands_for_the_city_named_before_it(segmenter: Segmenter) -> None:
    places = analyse("厦门市思明区的补贴标准", segmenter).places
    assert [place.name for place in places] == ["思明区"]


def test_several_cities_are_several_places(segmenter: Segmenter) -> None:
    question = analyse("武汉和成都2019年的做法有什么区别", segmenter)
    assert ([place.name for place in question.places], question.years) == (["武汉", "成都"], ("2019",))


def test_a_short_district_name_counts_where_a_region_of_the_library_has_it(segmenter: Segmenter) -> None:
    assert analyse("湖里有多少个联建片", segmenter).places == ()
    places = analyse("湖里有多少个联建片", segmenter, ["福建省/厦门市/湖里区"]).places
    assert [(place.name, place.paths) for place in places] == [("湖里", (("福建省", "厦门市", "湖里区"),))]


def test_streets_and_communities_are_localities_and_kinds_of_them_are_not(segmenter: Segmenter) -> None:
    assert analyse("东湖街道青松社区有多少名党员", segmenter).localities == ("东湖街道", "青松社区")
    assert analyse("老旧小区改造了多少个，是哪个社区", segmenter).localities == ()


def test_several_names_that_are_asked_for_each_are_each_to_be_spelled_out(segmenter: Segmenter) -> None:
    for text in ("两带三同和四有目标分别指什么", "两带三同、四有各指什么"):
        asked = analyse(text, segmenter)
        assert (asked.names, [item.focus for item in asked.items]) == (("两带三同", "四有"), ["两带三同", "四有"])
    assert analyse("1+3+N里的1、3、N分别代表什么", segmenter).names == ("1+3+n",)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("四看包括哪些，六个一是哪六项", ("四看", "六个一")),
        ("四看是看什么", ("四看",)),
        ("党组织占百分之几", ()),
        ("三级各管什么", ()),
    ],
)
def test_a_name_of_two_characters_counts_where_its_meaning_is_asked(
    segmenter: Segmenter, asked: str, names: tuple[str, ...]
) -> None:
    assert analyse(asked, segmenter).names == names
