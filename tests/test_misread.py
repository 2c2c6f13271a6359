"""Text read in the wrong encoding comes back; what lost a byte comes back only where nothing else fits."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.edits import apply_edits, check_edits
from indexer.misread import repair_misread
from indexer.types import Doubt, RawText

TEXT = (
    "某市社区治理办法\n2024年3月5日 某市第八届人民代表大会常务委员会第十二次会议通过\n第一章 总则\n"
    "第一条 为了加强社区治理，方便居民办事，制定本办法。\n"
    "第二条 社区党组织书记每月召开一次例会，研究解决居民反映的下列问题：\n"
    "（一）停车、充电和老旧小区改造；\n（二）老人用餐、儿童托管；\n（三）其他问题。\n"
)


def misread(text: str, encoding: str, taken_for: str) -> str:
    """The text as a program shows it that takes its bytes for another encoding."""
    return text.encode(encoding).decode(taken_for, errors="replace")


def repaired(text: str) -> str:
    return apply_edits(text, repair_misread(text))


# What no word settles: 第八届 or 第六届, and a character of its own before 人.
READABLE = TEXT.replace("第八届", "第\ufffd届").replace("（二）老人", "（二）\ufffd人")


def test_utf8_read_as_gbk_comes_back_though_bytes_were_lost() -> None:
    damaged = misread(TEXT, "utf-8", "gbk")
    assert damaged.count("\ufffd") == 27
    result = clean(RawText("", "", damaged))
    assert result.text == READABLE
    assert {edit.rule for edit in result.edits} == {"misread", "misread_guess"}
    assert all(edit.rule != "misread_guess" or "\ufffd" in damaged[edit.start : edit.end] for edit in result.edits)


def test_what_the_words_leave_open_is_unreadable_and_doubted() -> None:
    result = clean(RawText("", "", misread("按照第六条办理。\n", "utf-8", "gbk")))
    assert result.text == "按照第�条办理。\n"
    assert Doubt(3, 4, "unreadable") in result.doubts


@pytest.mark.parametrize("line", [line for line in TEXT.splitlines() if not line.startswith("（")])
def test_a_single_line_among_sound_ones_comes_back(line: str) -> None:
    text = f"以下一行读错了编码。\n{misread(line, 'utf-8', 'gb18030')}\n上面一行读错了编码。\n"
    assert repaired(text) == f"以下一行读错了编码。\n{line}\n上面一行读错了编码。\n"


@pytest.mark.parametrize("taken_for", ["latin-1", "cp1252"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_chinese_read_as_western_text_comes_back(encoding: str, taken_for: str) -> None:
    line = "社区党组织，书记"
    try:
        damaged = line.encode(encoding).decode(taken_for)
    except UnicodeDecodeError:
        damaged = line.encode(encoding).decode("latin-1")
    assert repaired(f"1. {damaged} (2024)\n") == f"1. {line} (2024)\n"


@pytest.mark.parametrize(
    "text",
    [
        "café résumé naïve Österreich ······ ×××× ———— §§§§ °°°° ±±±±",
        "（××××）某民初××号，××××年××月××日……",
        "这里有生僻字：鐨、鍥、涓涓细流、浠水县、锛。",
        "联通与“锟斤拷”都是乱码的例子。",
        TEXT,
    ],
)
def test_clean_text_with_odd_characters_is_left_alone(text: str) -> None:
    assert repair_misread(text) == ()


@settings(deadline=None)  # the first example loads the dictionary or the table of characters
@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x9FFF), max_size=40))
@example("涓�")
@example("鈥��€\x80?")
def test_any_text_is_survived_and_edits_lie_apart_in_order_and_change_something(text: str) -> None:
    edits = repair_misread(text)
    check_edits(edits, len(text))
    assert [edit for edit in edits if text[edit.start : edit.end] == edit.replacement] == []


@settings(deadline=None)  # the first example loads the dictionary or the table of characters
@given(st.lists(st.sampled_from(TEXT.replace("\n", "")), min_size=12, max_size=60).map("".join))
def test_whatever_lost_no_byte_comes_back_exactly(text: str) -> None:
    damaged = misread(text, "utf-8", "gbk")  # with GB18030 a lost byte can take the figure behind it along
    back = repaired(damaged)
    if "\ufffd" not in damaged:
        assert back == text
    assert len(back) == len(text) or back == damaged
