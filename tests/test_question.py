"""What a question asks for."""

import pytest

from indexer import builtin
from indexer.words import Segmenter
from service.question import Wanted, analyse


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(builtin.TERMS, tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize(
    ("text", "wanted", "unit"),
    [
        ("全市选派了多少名党建指导员？", Wanted.FIGURE, "名"),
        ("指导员每月补贴多少钱", Wanted.FIGURE, "元"),
        ("党员占比是多少", Wanted.FIGURE, ""),
        ("“两带三同”是什么意思", Wanted.MEANING, ""),
        ("四服务一提升都包括什么", Wanted.MEANING, ""),
        ("1+X里的1和X各是谁", Wanted.MEANING, ""),
        ("某某联建片的书记是谁", Wanted.HOLDER, "书记"),
        ("楼宇党建有哪些好做法", Wanted.STATEMENT, ""),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question(
    segmenter: Segmenter, text: str, wanted: Wanted, unit: str
) -> None:
    question = analyse(text, segmenter)
    assert (question.wanted, question.unit) == (wanted, unit)


def test_question_words_are_no_content_words(segmenter: Segmenter) -> None:
    assert analyse("请问武汉的党建指导员有多少名？", segmenter).words == ("武汉", "党建指导员")


def test_script_and_width_make_no_difference(segmenter: Segmenter) -> None:
    traditional = analyse("武漢選派了多少名黨建指導員？", segmenter)
    assert traditional == analyse("武汉选派了多少名党建指导员？", segmenter)


def test_a_district_stands_for_the_city_named_before_it(segmenter: Segmenter) -> None:
    places = analyse("厦门市思明区的补贴标准", segmenter).places
    assert [place.name for place in places] == ["思明区"]


def test_several_cities_are_several_places(segmenter: Segmenter) -> None:
    question = analyse("武汉和成都2019年的做法有什么区别", segmenter)
    assert ([place.name for place in question.places], question.years) == (["武汉", "成都"], ("2019",))
