"""What is said where sources state different figures, or fewer members than a name promises."""

from datetime import date
from pathlib import Path

import pytest

from indexer.types import Facts
from indexer.words import open_segmenter
from service.disputes import explain_dispute, explain_shortfall
from service.question import Question, analyse
from service.wanted import Item, Wanted
from tests.sentences import evidence

FIGURE = Item("补贴多少元", ("补贴",), Wanted.FIGURE, ("元",))
OLD, NEW = Facts("旧办法", published=date(2019, 1, 2)), Facts("新办法")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Question:
    data: Path = tmp_path_factory.mktemp("words")
    return analyse("网格员补贴多少元", open_segmenter(data))


def test_different_figures_are_set_side_by_side_with_title_and_date(plain: Question) -> None:
    told = [
        evidence("补贴800元。", FIGURE, "800元", OLD, id="d1"),
        evidence("补贴最高900元。", FIGURE, "900元", NEW, id="d2"),
    ]
    assert explain_dispute(plain, told) == (
        "几份材料的数字不同，并列于此，未作取舍：800元（《旧办法》，2019-01-02）；900元（《新办法》，日期不详）。"
    )


def test_one_figure_in_two_spellings_and_two_figures_of_one_document_are_no_dispute(plain: Question) -> None:
    same = [
        evidence("补贴800元。", FIGURE, "800元", OLD, id="d1"),
        evidence("补贴八百元。", FIGURE, "八百元", NEW, id="d2"),
    ]
    assert explain_dispute(plain, same) is None
    assert explain_dispute(plain, [same[0], evidence("补贴900元。", FIGURE, "900元", OLD, id="d1")]) is None


def test_the_figures_of_two_places_that_are_compared_are_no_dispute(tmp_path: Path) -> None:
    compared = analyse("武汉和厦门的补贴各是多少元", open_segmenter(tmp_path))
    told = [
        evidence("武汉补贴800元。", FIGURE, "800元", OLD, id="d1"),
        evidence("厦门补贴900元。", FIGURE, "900元", NEW, id="d2"),
    ]
    assert explain_dispute(compared, told) is None


def test_a_name_that_promises_more_members_than_are_listed_falls_short() -> None:
    item = Item("“三勤”指什么", ("三勤",), Wanted.MEANING, focus="三勤")
    short, whole = "“三勤”指勤走访、勤记录。", "“三勤”指勤走访、勤记录、勤反馈。"
    assert explain_shortfall([evidence(short, item, "三勤")]) == ("“三勤”按名称应有3项，原文只列出2项，其余库中未见。")
    assert explain_shortfall([evidence(whole, item, "三勤")]) is None
