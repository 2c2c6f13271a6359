"""Closeness: how much of a query a passage has, and how much of it in one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.closeness import Sought, closeness

SOUGHT = Sought({"停车": 2.0, "食堂": 1.0}, {"停车": 1.0, "车费": 1.0}, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("停车。食堂车费", (1 + 1 / 2) / 2),
        ("停车费", (2 / 3 + 1) / 2),
        ("停车。停车。停车。", (2 / 3 + 1 / 2) / 2),
        ("花园", 0.0),
        ("", 0.0),
    ],
)
def test_words_count_anywhere_and_pairs_in_one_sentence(text: str, expected: float) -> None:
    assert closeness(SOUGHT, text) == pytest.approx(expected)


def test_letters_count_in_either_case() -> None:
    assert closeness(Sought({"tod": 1.0}, {}, {}), "TOD项目区") == 0.5


@pytest.mark.parametrize("text", ["补贴30%", "补贴30 ％。", "补贴百分之三十", "补贴百分之30"])
def test_a_share_counts_however_it_is_spelled(text: str) -> None:
    assert closeness(Sought({"补贴": 1.0, "食堂": 1.0}, {}, {"30%": 2.0}), text) == 3 / 4 / 2


@pytest.mark.parametrize("text", ["补贴130%", "补贴百分之三十五", "补贴3.30%"])
def test_a_share_within_another_does_not_count(text: str) -> None:
    assert closeness(Sought({"补贴": 1.0, "食堂": 1.0}, {}, {"30%": 2.0}), text) == 1 / 4 / 2


def test_a_query_of_which_no_passage_has_anything_is_close_to_none() -> None:
    assert closeness(Sought({}, {}, {}), "停车") == 0.0


@given(st.text("停车费食堂。，"), st.text("停车费食堂。，"))
def test_a_text_that_goes_on_is_no_less_close(text: str, more: str) -> None:
    assert 0.0 <= closeness(SOUGHT, text) <= closeness(SOUGHT, f"{text}\n{more}") + 1e-9 <= 1.0 + 1e-9
