"""Doubts name the places that no repair can vouch for, and stay away from clean text."""

import pytest

from indexer.cleaning import clean
from indexer.types import Doubt, Edit, RawText


def doubted(text: str) -> list[tuple[str, str]]:
    """The doubted places of a cleaned text, each with its rule."""
    result = clean(RawText("", "", text))
    return [(result.text[doubt.start : doubt.end], doubt.rule) for doubt in result.doubts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本办法于X年X月X日起施行。", [("X年X月X日", "masked")]),
        (
            "××××年××月××日在 *社区开会，20XX年底。",
            [("××××年××月××日", "masked"), ("*", "masked"), ("20XX年", "masked")],
        ),
        ("联系电话138****5678。", [("****", "masked")]),
        ("第X次会议定于每年X月X日召开，补贴XXX元。", [("第X次", "masked"), ("X月X日", "masked"), ("XXX", "masked")]),
        ("委员会第次会议通过。", [("第次", "missing_digits")]),
        ("年月日 区委常委会讨论通过，市发〔〕号印发。", [("年月日", "missing_digits"), ("〔〕号", "missing_digits")]),
        ("党员人数增长%，比上年多占%。", [("%", "missing_digits"), ("%", "missing_digits")]),
        ("社区有\ufffd\ufffd名党员。", [("\ufffd\ufffd", "unreadable")]),
        ("社区有\ue123名党员，锟斤拷开会。\ue123\n", [("\ue123", "unreadable"), ("锟斤拷", "unreadable")]),
        ("大家都说好?！笔形疚恢镦说。真的吗？！大家说是。", [("?！笔形疚恢镦说", "lost_byte")]),
        ("都说“四点半学?！?，很好。", [("校”", "lost_byte_guess")]),
    ],
)
def test_what_is_gone_for_good_is_named_where_it_was(text: str, expected: list[tuple[str, str]]) -> None:
    assert doubted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "表中填写姓名、出生年月日、入党时间。二〇二四年三月五日，2024年3月5日，增长5%。",
        "带有*标记的为必填项。*注：名额以公布为准。",
        "**工作目标** 2025**年**建成10个站点，**责任单位** 区委组织部。",
        "该型号为X1，2019年投产；某某社区的做法，国发〔2019〕5号。",
        "第XXIX届（简称XXIX届）奥运会，车型为91XX，某年3月5日，第一次会议，第三条。",
    ],
)
def test_form_fields_footnotes_and_bold_are_not_doubted(text: str) -> None:
    assert doubted(text) == []


def test_doubts_of_a_reader_move_to_the_canonical_text_and_go_with_what_is_removed() -> None:
    raw = RawText(
        key="",
        digest="",
        text="页眉\n黨員模湖示范",
        removals=(Edit(0, 3, "", "pdf_running_head"),),
        doubts=(Doubt(0, 2, "low_confidence"), Doubt(5, 7, "low_confidence")),
    )
    assert clean(raw).doubts == (Doubt(2, 4, "low_confidence"),)
