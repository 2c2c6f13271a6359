"""Script and width folding keep the length and change only what they name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.script import _converter, fold, fold_width, to_simplified, traditional_share

any_text = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("著著著發後裡乾彰顯İßﬁ①㎡…１ＡＮ％⼀⻓")))


@given(any_text)
def test_folding_keeps_the_length_of_any_text(text: str) -> None:
    assert len(fold(text)) == len(fold_width(text)) == len(to_simplified(text)) == len(text)


@given(any_text)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("隨著改革，圍繞著力點", "随着改革，围绕着力点"),
        ("著力推進，有著落", "着力推进，有着落"),
        ("顯著成效，彰顯著精神", "显著成效，彰显着精神"),
        ("配合著編著的名著，討論著論著", "配合着编著的名著，讨论着论著"),
        ("乾隆年間頭髮之後，皇后在裡面", "乾隆年间头发之后，皇后在里面"),
        ("余秋雨慰藉", "余秋雨慰藉"),
    ],
)
def test_traditional_becomes_simplified_by_phrase(traditional: str, simplified: str) -> None:
    assert to_simplified(traditional) == simplified


@given(
    st.text(st.sampled_from("沈默下没反覆审批瞭解望藉口慰毛坏人甦醒海哩衹得牴牾後里豈\U00020c8e，。ab"), max_size=12)
)
def test_the_converter_is_spared_only_where_it_would_change_nothing(text: str) -> None:
    assert to_simplified(text) == _converter().convert(text)


def test_simplified_text_stays_as_it_is() -> None:
    text = "出台文件，建立整合机制，取得显著成效，着力解决著作权问题。"
    assert to_simplified(text) == text


def test_width_folding_takes_figures_and_radicals_and_leaves_punctuation() -> None:
    assert fold_width("１＋Ｎ　６０％，（①）…㎡²Ⅳ：⼀⽂⻓") == "1+N　60%，（①）…㎡²Ⅳ：一文长"
    assert fold_width("除此之外﹐注︰占3﹪﹔对吗﹖｢好｣⺟⻳") == "除此之外，注：占3%；对吗？「好」母龟"
    assert fold_width("１，４９７．５元，２．") == "1,497.5元，2．"
    assert fold_width("人民网－江苏，党员＋调解员｜第1，2条") == "人民网－江苏，党员＋调解员｜第1，2条"


def test_search_fold_brings_variants_of_one_name_together() -> None:
    assert fold("「１＋Ｘ」聯建片　APP") == fold("「1+x」联建片 app") == "「1+x」联建片 app"


def test_traditional_share_counts_only_characters_that_simplified_text_never_has() -> None:
    assert traditional_share("兩新組織") == 0.75
    assert traditional_share("两新组织，著名干部，ABC") == 0.0
    assert traditional_share("ABC") == 0.0
