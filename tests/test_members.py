"""What a name promises, and what a text lists."""

import pytest

from service.members import list_members, lists_completely, promised_members, same_meaning


@pytest.mark.parametrize(
    ("name", "promised"),
    [
        ("四服务一提升", 5),
        ("六个一", 6),
        ("一单一诺一书", 3),
        ("三帮两促", 5),
        ("三会", 2 + 1),
        ("1+3+N", 0),
        ("红色沙龙", 0),
    ],
)
def test_a_shorthand_promises_as_many_members_as_its_numerals_say(name: str, promised: int) -> None:
    assert promised_members(name) == promised


def test_the_members_follow_the_name() -> None:
    text = "“三帮两促”指帮资金、帮技术、帮销路，促就业、促增收。"
    assert list_members(text, "三帮两促") == ("帮资金", "帮技术", "帮销路", "促就业", "促增收")
    assert lists_completely(text, "三帮两促")


def test_a_list_that_is_too_short_is_not_complete() -> None:
    assert not lists_completely("“三帮两促”指帮资金、帮技术。", "三帮两促")


def test_two_lists_mean_the_same_when_most_of_their_members_agree() -> None:
    one = "“三会”办法（早会、午会、晚会）。"
    assert same_meaning(one, "“三会”指早会、晚会和午会。", "三会")
    assert not same_meaning(one, "“三会”指支委会、党员会、小组会。", "三会")
