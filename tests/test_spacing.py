"""Line breaks and blanks that were put between the characters go; those that belong there stay."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.edits import apply_edits
from indexer.spacing import close_blanks, join_lines
from indexer.types import RawText

PARAGRAPHS = (
    "某街道楼宇党建工作办法",
    "2024年3月5日 某街道党工委会议通过",
    "第一章  总则",
    "第一条 为了加强商务楼宇党建工作，方便企业职工就近参加组织生活，根据有关规定，结合本街道实际，制定本办法。",
    "第二条 街道党工委负责统筹辖区内各类资源，协调解决企业在经营发展中遇到的困难和问题，每季度召开一次联席会议。",
    "第三条 楼宇党群服务站应当做好下列工作：",
    "（一）宣传政策，收集企业职工的意见建议，并在五个工作日内答复办理情况；",
    "（二）组织志愿服务队，为周边居民提供法律咨询、健康义诊等便民服务，登记服务时间；",
    "（三）培养入党积极分子，做好流动党员的教育管理工作，按月通报学习情况。",
    "第四条 街道应当保障服务站所需的场地、人员和经费，不得以任何理由挪作他用。",
)
TEXT = "\n".join(PARAGRAPHS) + "\n"


def cut_regularly(text: str, width: int) -> str:
    """Break after every so many characters, whatever stands there."""
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


def wrap(text: str, width: int) -> str:
    """Break each line that is longer than the width, with no stop or comma at the beginning of a line."""
    lines = []
    for line in text.split("\n"):
        while len(line) > width + 1:
            cut = width + (line[width] in "，。；：、")
            lines.append(line[:cut])
            line = line[cut:]
        lines.append(line)
    return "\n".join(lines)


def strew_blanks(text: str, share: float, seed: int) -> str:
    """Put a blank between two Han characters here and there, as a poor text recognition does."""
    chance = random.Random(seed)
    han = [("一" <= left <= "鿿" and "一" <= right <= "鿿") for left, right in zip(text, text[1:] + " ", strict=True)]
    return "".join(c + " " * (both and chance.random() < share) for c, both in zip(text, han, strict=True))


@pytest.mark.parametrize("width", [20, 26, 31, 33])
def test_a_text_cut_after_every_so_many_characters_is_joined_exactly(width: int) -> None:
    damaged = cut_regularly(TEXT, width)
    assert apply_edits(damaged, join_lines(damaged)) == TEXT
    assert {edit.rule for edit in clean(RawText("", "", damaged)).edits} == {"line_break"}


@pytest.mark.parametrize("width", [20, 26, 31])
def test_wrapped_paragraphs_are_joined_and_headings_and_items_keep_their_lines(width: int) -> None:
    damaged = wrap(TEXT, width)
    assert apply_edits(damaged, join_lines(damaged)) == TEXT


def test_a_break_between_latin_words_becomes_a_blank_in_wrapped_text_alone() -> None:
    text = wrap(TEXT, 26) + "第五条 服务站按季度评选表彰先进，可以选用的评价标准有Open\nSpace等几种。\n"
    assert "评价标准有Open Space等几种" in apply_edits(text, join_lines(text))
    text = TEXT.replace("方便企业职工", "OpenSpace方便企业职工")
    cut = cut_regularly(text, 30)
    assert re.search(r"[A-Za-z]\n[A-Za-z]", cut) is not None
    assert apply_edits(cut, join_lines(cut)) == text


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_strewn_blanks_go_and_those_behind_numbers_and_dates_stay(seed: int) -> None:
    damaged = strew_blanks(TEXT, 0.3, seed)
    assert apply_edits(damaged, close_blanks(damaged)) == TEXT


def test_where_blanks_are_few_only_those_inside_words_go() -> None:
    damaged = TEXT.replace("商务", "商 务").replace("企业职工", "企 业职工").replace("联席会议", "联席会 议")
    damaged = damaged.replace("建议", "建 议").replace("志愿", "志 愿").replace("经费，", "经 费， 同时 ")
    assert apply_edits(damaged, close_blanks(damaged)) == TEXT.replace("经费，", "经费， 同时 ")


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "目 录\n总 则\n附 则\n会 议 通 知\n主 任 办 公 室\n" + TEXT,
        "张三 李四 王五 赵六 孙七 周八\n" * 5,
        "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n" * 3,
        "社区\n街道\n支部\n楼宇\n网格\n驿站\n" * 4,
    ],
)
def test_clean_texts_keep_their_blanks_and_lines(text: str) -> None:
    assert (join_lines(text), close_blanks(text)) == ((), ())


@settings(deadline=None)  # the first example loads the dictionary or the table of characters
@given(st.text(st.sampled_from("社区党组织书记每月召开一次例会，。\n 第一条"), max_size=200))
def test_edits_take_out_blanks_and_breaks_and_nothing_else(text: str) -> None:
    for rule in (join_lines, close_blanks):
        edits = rule(text)
        assert all(text[edit.start : edit.end] in ("\n", " ") for edit in edits)
        assert apply_edits(text, edits).replace("\n", "").replace(" ", "") == text.replace("\n", "").replace(" ", "")
