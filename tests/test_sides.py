"""What a question sets against each other, and of which of it a sentence speaks."""

import pytest

from indexer.words import Segmenter
from service.question import Question, analyse
from service.sides import missing_sides, side_of, sides_of
from tests.sentences import sentence


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("武汉和厦门的补贴各是多少", ["武汉", "厦门"]),
        ("2019年和2020年的补贴分别是多少", ["2019年", "2020年"]),
        ("武汉的补贴是多少", []),
        ("2019年的补贴是多少", []),
        ("“三勤”和“五有”有什么区别", []),
    ],
)
def test_several_places_or_years_are_sides(segmenter: Segmenter, asked: str, names: list[str]) -> None:
    assert [side.name for side in sides_of(analyse(asked, segmenter))] == names


def compared(segmenter: Segmenter) -> Question:
    return analyse("武汉和厦门的补贴各是多少", segmenter)


def test_a_side_of_which_no_sentence_speaks_is_missing(segmenter: Segmenter) -> None:
    question = compared(segmenter)
    told = [sentence("武汉市补贴800元。")]
    assert [side.name for side in missing_sides(question, told)] == ["厦门"]
    assert [side.name for side in missing_sides(question, [*told, sentence("厦门市补贴500元。")])] == []


def test_a_sentence_about_one_side_says_which_and_one_about_both_does_not(segmenter: Segmenter) -> None:
    question = compared(segmenter)
    texts = ("武汉市补贴800元。", "厦门市补贴500元。", "武汉市补贴800元，厦门市补贴500元。", "补贴按月发放。")
    assert [side_of(question, question.items[0], sentence(text)) for text in texts] == ["武汉", "厦门", "", ""]


def test_names_that_are_compared_are_sides_of_their_own(segmenter: Segmenter) -> None:
    question = analyse("“三勤”和“五有”有什么区别", segmenter)
    told = [side_of(question, item, sentence("按要求落实。")) for item in question.items]
    assert told == ["三勤", "五有"]
