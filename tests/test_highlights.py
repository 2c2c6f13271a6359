"""Where the words of a query are marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.highlights import below_headings, mark, markable


def marked(text: str, *words: str) -> list[str]:
    return [text[start:end] for start, end in mark(text, markable(words))]


def test_words_are_marked_in_the_passage_s_own_script_and_width() -> None:
    assert marked("武漢市推行“１＋４”系列文件", "武汉", "1+4") == ["武漢", "１＋４"]


def test_the_longest_word_wins_and_neighbours_join() -> None:
    assert marked("两新组织党建工作", "两新", "两新组织", "党建") == ["两新组织党建"]


def test_question_words_and_single_characters_are_not_marked() -> None:
    assert marked("什么是人民的党建", "什么", "人", "党建") == ["党建"]


def test_a_number_is_marked_only_where_it_is_the_whole_number() -> None:
    assert marked("2020年底前建成202个，1+4系列", "202", "2020", "1+4") == ["2020", "202", "1+4"]
    assert marked("2025年", "202", "25") == []


def test_a_share_is_marked_however_it_is_spelled_and_only_whole() -> None:
    text = "占百分之三十，另有３０％和30 %，0.30%、130%和百分之三十五不算"
    assert marked(text, "30%") == ["百分之三十", "３０％", "30 %"]


def test_lines_that_repeat_the_heading_path_are_not_shown_twice() -> None:
    text = "二、做法\n（一）经费保障。\n经费由财政列支。"
    path = ("二、做法", "（一）经费保障")
    shown, marks = below_headings(text, path, mark(text, markable(("经费",))))
    assert (shown, [shown[start:end] for start, end in marks]) == ("经费由财政列支。", ["经费"])


@pytest.mark.parametrize("text", ["二、做法\n", "（一）经费保障。由财政列支。", "正文在前。\n二、做法\n后文。"])
def test_what_is_not_only_a_leading_heading_is_shown_whole(text: str) -> None:
    assert below_headings(text, ("二、做法", "（一）经费保障"), ())[0] == text


@given(
    st.text("武汉党建两新组织经费1+4%，。", max_size=60), st.lists(st.text("武汉党建两新1+4%", max_size=4), max_size=6)
)
def test_marks_are_in_order_apart_and_inside_the_text(text: str, words: list[str]) -> None:
    spans = mark(text, markable(words))
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(set(edges)) and all(0 <= edge <= len(text) for edge in edges)
