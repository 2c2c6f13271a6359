"""Slips of the keyboard: what is put right, what is only suggested, and what is left alone."""

from collections.abc import Iterator

import pytest

from service.library import Library
from service.spelling import Spelling, check_spelling
from service.types import Correction
from tests.fakes import CharacterEncoder
from tests.notes import open_notes

TEXTS = (
    "街道办起“蓉城驿站”，推行“两带三同”。街道的志愿者都来帮忙，街道接到诉求即办。",
    "街道有暖心驿站三处，另有“暖新驿站”一处。“权力清单”已公布。使用TOD模式。",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    notes = {str(number): text for number, text in enumerate((*TEXTS, "街道甲。", "街道乙。"))}
    with open_notes(tmp_path_factory.mktemp("spelling"), notes, CharacterEncoder()) as opened:
        yield opened


@pytest.mark.parametrize(
    ("typed", "taken", "corrections"),
    [
        ("liangdai santong", "两带三同", (("liangdai santong", "两带三同"),)),
        ("liangdaisantong", "两带三同", (("liangdaisantong", "两带三同"),)),
        ("1+4 jiedao", "1+4 街道", (("jiedao", "街道"),)),
        ("jiedao rongchengyizhan", "街道蓉城驿站", (("jiedao rongchengyizhan", "街道蓉城驿站"),)),
        ("蓉成驿站", "蓉城驿站", (("蓉成驿站", "蓉城驿站"),)),
        ("兩代三同是什么意思", "两带三同是什么意思", (("兩代三同", "两带三同"),)),
        ("怎么找志愿着？", "怎么找志愿者？", (("志愿着", "志愿者"),)),
    ],
)
def test_what_is_read_like_one_name_is_put_right(
    library: Library, typed: str, taken: str, corrections: tuple[tuple[str, str], ...]
) -> None:
    expected = tuple(Correction(*pair) for pair in corrections)
    assert check_spelling(library, typed) == Spelling(taken, expected, ())


@pytest.mark.parametrize(
    "typed", ["两带三同", "街道", "TOD模式", "蓉城是什么", "没有的词语", "hello world", "tod", "2019年", "“”", "？"]
)
def test_what_the_library_has_or_cannot_know_is_left_alone(library: Library, typed: str) -> None:
    assert check_spelling(library, typed) == Spelling(typed, (), ())


def test_two_names_of_the_same_sound_are_both_suggested_and_none_is_taken(library: Library) -> None:
    assert check_spelling(library, "暖心益站").suggestions == ("暖心驿站", "暖新驿站")
    assert check_spelling(library, "nuanxinyizhan") == Spelling("nuanxinyizhan", (), ("暖心驿站", "暖新驿站"))


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("蓉域驿站", "蓉城驿站"),  # another character
        ("蓉层驿站", "蓉城驿站"),  # nearly the same sound
        ("rongcenyizhan", "蓉城驿站"),
        ("权利清单怎么查", "权力清单怎么查"),  # both are said, the library has one
    ],
)
def test_what_is_only_near_a_name_is_suggested(library: Library, typed: str, suggested: str) -> None:
    assert check_spelling(library, typed) == Spelling(typed, (), (suggested,))
