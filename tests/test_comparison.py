"""The form in which texts are compared, the differences between two, and what a quotation may not cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.boundaries import whole_span
from service.comparison import comparable, kept_offsets, without_blanks
from service.differences import Change, compare, nearest

CHARACTERS = st.text(
    st.sampled_from('一二不再召开會议会里裏著着像象１2３ab ＋%，,。.；「」“”‘’"\n\t\u3000\u200b…·'), max_size=40
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("不再召開年度大會", "不再召开年度大会"),
        ("共 有 1 041 名\n网格员", "共有1041名网格员"),
        ("１＋３＋Ｎ，３３％", "1+3+N,33%"),
        ("「兩新」組織", "‘两新’组织"),
        ("想像，對象", "想象，对象"),
        ("显著成效，随着", "顯著成效，隨著"),
    ],
)
def test_what_does_not_count_makes_no_difference(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1041名", "1401名"),
        ("不再召开", "召开"),
        ("TOD", "tod"),
        ("12 30", "1230"),
        ("大会，", "大会。"),
        ("“两新”组织", "两新组织"),
        ("《意见》", "“意见”"),
    ],
)
def test_everything_else_counts(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


def test_blanks_in_a_figure_may_be_dropped_from_the_quotation() -> None:
    assert without_blanks(comparable("10 41名")) == comparable("1041名") == "1041名"


@given(CHARACTERS)
def test_every_character_of_a_form_has_its_offset(text: str) -> None:
    form, offsets = comparable(text), kept_offsets(text)
    assert len(offsets) == len(form) + 1
    assert offsets[-1] == len(text)
    assert offsets == sorted(set(offsets))
    for offset, character in zip(offsets, form, strict=False):
        assert character == " " or comparable(text[offset]) != ""


@given(CHARACTERS, CHARACTERS)
def test_applying_the_differences_to_the_source_gives_the_quotation(quote: str, source: str) -> None:
    rebuilt, position = "", 0
    for change in compare(quote, source):
        rebuilt += source[position : change.source_start] + quote[change.start : change.end]
        position = change.source_end
    assert rebuilt + source[position:] == quote
    assert (compare(quote, source) == ()) == (quote == source)


def test_the_nearest_stretch_begins_and_ends_with_the_quotation() -> None:
    source = "网格员每季度集中培训一次，不再召开年度大会。补贴800元。"
    near = nearest("每季度集中培训两次，召开年度大会", source, 0.5)
    assert near is not None
    stretch = source[near.start : near.end]
    assert stretch == "每季度集中培训一次，不再召开年度大会"
    assert compare("每季度集中培训两次，召开年度大会", stretch) == (Change(7, 8, 7, 8), Change(10, 12, 10, 10))
    assert nearest("天气很好，适合游泳", source, 0.5) is None
    assert nearest("", source, 0.5) is None


@pytest.mark.parametrize(
    ("text", "quote", "whole"),
    [
        ("今后不再召开年度大会", "召开年度大会", "不再召开年度大会"),
        ("一律不得收费", "收费", "不得收费"),
        ("不断加强建设", "加强建设", "加强建设"),
        ("在不同地区推行", "同地区推行", "不同地区推行"),
        ("培训1041名", "41名", "1041名"),
        ("约6.2万元", "2万元", "6.2万元"),
        ("共三十一名", "一名", "三十一名"),
        ("统一三项标准", "三项标准", "三项标准"),
        ("占33%。", "占33", "占33%"),
        ("共12。\n3、培训", "共12。", "共12。"),
    ],
)
def test_a_quotation_is_widened_by_the_number_or_negation_that_it_cuts(text: str, quote: str, whole: str) -> None:
    start = text.rindex(quote)
    first, last = whole_span(text, start, start + len(quote))
    assert text[first:last] == whole
