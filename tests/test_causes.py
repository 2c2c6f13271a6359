"""Sentences that name a cause."""

import pytest

from service.causes import gives_cause, gives_ground


@pytest.mark.parametrize(
    ("asked", "sentence", "gives"),
    [
        ("为什么要设关爱资金", "由于老人多，村里设了关爱资金。", True),
        ("为什么要设关爱资金", "关爱资金每村2万元。", False),
        ("绿化差的原因", "当时还缺少管护的人手。", True),
        ("绿化差的原因", "如今绿树成荫。", False),
        ("关爱资金有多少", "关爱资金每村2万元。", True),
    ],
)
def test_a_cause_is_looked_for_where_why_is_asked(asked: str, sentence: str, gives: bool) -> None:
    assert gives_cause(asked, sentence) is gives


@pytest.mark.parametrize(
    ("asked", "sentence", "gives"),
    [
        ("服务日为什么定在每月20号", "每月20号开展一次服务。", False),
        ("服务日为什么定在每月20号", "考虑到员工作息，每月20号开展一次服务。", True),
        ("服务日是哪天", "每月20号开展一次服务。", True),
    ],
)
def test_why_something_was_set_so_is_not_answered_by_that_it_was(asked: str, sentence: str, gives: bool) -> None:
    assert gives_ground(asked, sentence) is gives
