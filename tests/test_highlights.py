"""Where the words of a query are marked."""

from hypothesis import given
from hypothesis import strategies as st

from service.highlights import mark


def marked(text: str, *words: str) -> list[str]:
    return [text[start:end] for start, end in mark(text, words)]


def test_words_are_marked_in_the_passage_s_own_script_and_width() -> None:
    assert marked("武漢市推行“１＋４”系列文件", "武汉", "1+4") == ["武漢", "１＋４"]


def test_the_longest_word_wins_and_neighbours_join() -> None:
    assert marked("两新组织党建工作", "两新", "两新组织", "党建") == ["两新组织党建"]


def test_question_words_and_single_characters_are_not_marked() -> None:
    assert marked("什么是人民的党建", "什么", "人", "党建") == ["党建"]


@given(
    st.text("武汉党建两新组织经费1+4，。", max_size=60), st.lists(st.text("武汉党建两新1+4", max_size=4), max_size=6)
)
def test_marks_are_in_order_apart_and_inside_the_text(text: str, words: list[str]) -> None:
    spans = mark(text, words)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(set(edges)) and all(0 <= edge <= len(text) for edge in edges)
