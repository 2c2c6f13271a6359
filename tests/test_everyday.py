"""Everyday words and the official ones that say the same."""

from service.everyday import everyday_words_in, in_official_words, official_words


def test_official_words_are_added_behind_the_question_once() -> None:
    assert in_official_words("支书的开销") == "支书的开销 书记 经费 费用 补贴 支出"


def test_a_question_in_official_words_stays_as_it_is() -> None:
    assert in_official_words("党组织书记的工作经费") == "党组织书记的工作经费"


def test_the_longest_everyday_word_counts_alone() -> None:
    assert everyday_words_in("村子里带娃") == ("村子", "带娃")


def test_an_unknown_word_has_no_official_one() -> None:
    assert official_words("电饭锅") == ()


def test_an_everyday_word_inside_an_official_one_is_none() -> None:
    assert everyday_words_in("书记每月补贴多少钱") == ()
    assert everyday_words_in("村里给书记贴多少") == ("贴",)
    assert everyday_words_in("小哥去哪里歇脚") == ("小哥", "歇脚")
