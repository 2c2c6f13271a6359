"""Symbols and advertisements that were put into running text go; ratings, masks, bullets and true advertising stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.edits import apply_edits
from indexer.insertions import remove_advertisements, remove_symbols
from indexer.types import RawText

STREWN = "社区应当◆★◆、街道■●应当建立★★，会商制度●◆★。\n●●第一类■■\n群众★◆满意度列为四★★★☆☆星级的，由张●●负责★●；\n"
SOUND = "社区应当、街道应当建立，会商制度。\n●●第一类\n群众满意度列为四★★★☆☆星级的，由张●●负责；\n"


def test_strewn_symbols_go_where_three_runs_mix_their_shapes() -> None:
    edits = remove_symbols(STREWN)
    assert apply_edits(STREWN, edits) == SOUND
    assert {edit.rule for edit in edits} == {"symbols"}


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        "评为★★★★★级饭店■□，满意度★★★☆☆，一般★★☆☆☆，较差★☆☆☆☆。",
        "二○○○年十月，二○○四年■●，名单：李●●、王□□。",
        "●■\n◆★\n■●\n★◆\n",
    ],
)
def test_ratings_masks_and_bullets_stay(text: str) -> None:
    assert remove_symbols(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一段办好了。\n广告 只要三天，人人都能学会！ ×\n第二段也办好了。\n", "第一段办好了。\n第二段也办好了。\n"),
        ("第一段办好了。广告 看直播 >>进入房间 ×第二句接着写。\n", "第一段办好了。第二句接着写。\n"),
        ("第一段办好了。广告 只要三天，人人都能学会！ ×\n第二段。\n", "第一段办好了。\n第二段。\n"),
        ("办好了。广告 甲乙丙丁！ ×广告 戊己庚辛！ ×", "办好了。"),
    ],
)
def test_an_advertisement_with_its_closing_cross_goes(text: str, expected: str) -> None:
    edits = remove_advertisements(text)
    assert apply_edits(text, edits) == expected
    assert {edit.rule for edit in edits} == {"advertisement"}


@pytest.mark.parametrize(
    "text",
    [
        "清理违规小广告 共计三百多处，面积为 3 × 4 米的户外广告 两块。",
        "户外广告 牌匾规格统一为 3.5 × 1.2 米。",
        "公益广告 在电梯里播放，居民都说好。",
    ],
)
def test_advertising_that_a_text_is_about_stays(text: str) -> None:
    assert remove_advertisements(text) == ()


@settings(deadline=None)  # the first example loads the dictionary or the table of characters
@given(st.text(st.sampled_from("社区，。\n◆★■●广告 ×！看直播间"), max_size=80))
def test_only_symbols_and_advertisements_are_ever_taken_out(text: str) -> None:
    for rule in (remove_symbols, remove_advertisements):
        assert all(not edit.replacement and edit.start < edit.end for edit in rule(text))
    result = clean(RawText("", "", text))
    assert apply_edits(text, result.edits) == result.text
