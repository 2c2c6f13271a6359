"""What a refusal says: nothing near, another place or year, mentioned and not told."""

from collections.abc import Mapping
from datetime import date

import pytest

from indexer.types import Facts
from indexer.words import Segmenter
from service.question import analyse
from service.refusal import explain_gaps, explain_refusal
from service.sides import sides_of
from service.sources import Source
from tests.sentences import source_of

NORTH = Facts("北山市网格办法", regions=("湖北省/武汉市",), published=date(2023, 5, 6))
TEXT = "武汉市推行“三勤”办法，网格员补贴由财政列支。"


class _Even(dict[str, float]):
    """Every word is as rare as every other."""

    def __missing__(self, word: str) -> float:
        return 1.0


EVEN: Mapping[str, float] = _Even()


def reason(segmenter: Segmenter, question: str, *sources: Source) -> str:
    return explain_refusal(analyse(question, segmenter), sources, EVEN)


def told() -> Source:
    return source_of(TEXT, NORTH)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("“五有”指什么", "库中没有提到“五有”。"),
        ("高铁票怎么退", "库中没有与这个问题相近的材料。"),
        ("成都的“三勤”指什么", "资料中“三勤”见于湖北省武汉市的材料，没有成都的材料。"),
        ("成都网格员补贴多少元", "库中有湖北省武汉市的相近材料，没有成都的材料。"),
        ("武汉2019年网格员补贴多少元", "库中有相近的材料，但不是2019年的。"),
        ("武汉网格员补贴多少元", "《北山市网格办法》与问题相近，但没有写明所问的数字。"),
        ("武汉网格员补贴由谁发", "《北山市网格办法》与问题相近，但没有写明是谁。"),
        ("武汉的“三勤”指什么", "《北山市网格办法》提到“三勤”，但没有说明它指什么。"),
    ],
)
def test_a_refusal_names_what_was_looked_at_and_is_missing(segmenter: Segmenter, question: str, said: str) -> None:
    assert reason(segmenter, question, told()) == said


def test_several_near_documents_are_counted_as_such(segmenter: Segmenter) -> None:
    said = reason(segmenter, "武汉网格员补贴多少元", told(), source_of(TEXT, NORTH, id="d2"))
    assert said == "《北山市网格办法》等材料与问题相近，但没有写明所问的数字。"


def test_a_near_document_without_a_region_names_none(segmenter: Segmenter) -> None:
    said = reason(segmenter, "成都网格员补贴多少元", source_of("网格员补贴由财政列支。", Facts("网格办法")))
    assert said == "库中有相近的材料，没有成都的材料。"


def test_nothing_found_is_nothing_near(segmenter: Segmenter) -> None:
    assert reason(segmenter, "网格员补贴多少元") == "库中没有与这个问题相近的材料。"


def test_what_a_partial_answer_lacks_is_listed(segmenter: Segmenter) -> None:
    asked = analyse("武汉和成都的网格员补贴各是多少", segmenter)
    gaps = explain_gaps(asked.items, sides_of(asked)[1:])
    assert gaps == "库中没有找到：武汉和成都的网格员补贴各是多少；成都的材料。"
