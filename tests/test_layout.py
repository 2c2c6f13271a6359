"""Text in a terminal: wrapping by East Asian widths, marks, and nothing obeyed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from service.layout import has_colour, marked, print_block, printable, wrapped


def cells(line: str) -> int:
    """Width by the Unicode standard's East Asian Width, independent of the library that does the wrapping."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in line)
    marks = sum(unicodedata.category(character) in ("Mn", "Me") for character in line)
    return len(line) + wide - marks


def lines(text: str, width: int) -> list[str]:
    return [line.plain for line in wrapped(Text(text), width)]


def test_chinese_is_wrapped_at_the_width_in_cells() -> None:
    assert lines("党建引领基层治理走深走实", 10) == ["党建引领基", "层治理走深", "走实"]


def test_a_closing_mark_does_not_begin_a_line() -> None:
    assert lines("老带新、强带弱，党员同管。", 6) == ["老带", "新、强", "带弱，", "党员同", "管。"]


def test_an_opening_mark_does_not_end_a_line() -> None:
    assert lines("推行“两带三同”", 6) == ["推行", "“两带", "三同”"]


def test_a_number_stays_whole_and_with_its_unit() -> None:
    assert lines("共选派1041名", 11) == ["共选派", "1041名"]
    assert lines("共投入6.2万元", 10) == ["共投入", "6.2万元"]
    assert lines("2023年3月", 7) == ["2023年", "3月"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert lines("见 https://example.org/a", 10) == ["见 https:/", "/example.o", "rg/a"]


def test_spaces_at_a_break_are_dropped() -> None:
    assert lines("grassroots organisation work", 12) == ["grassroots", "organisation", "work"]


def test_blank_text_gives_no_line() -> None:
    assert lines("", 10) == []
    assert lines("   ", 10) == []


def test_styles_survive_wrapping() -> None:
    text = marked("党员同管活动同办", ((2, 6),), styled=True)
    assert [[(span.start, span.end, span.style) for span in line.spans] for line in wrapped(text, 8)] == [
        [(2, 4, "bold red")],
        [(0, 2, "bold red")],
    ]


TEXTS = st.text(st.sampled_from("党建，。“”（）《》、 1041.2%Nx-—…e\u0301\u3000\U0001f600"), max_size=60)


@given(TEXTS, st.integers(4, 40))
def test_no_line_is_wider_than_the_width_and_no_visible_character_is_lost(text: str, width: int) -> None:
    shown = lines(text, width)
    assert [line for line in shown if cells(line) > width] == []
    assert "".join("".join(shown).split()) == "".join(text.split())


def test_hits_are_set_between_marks_without_colour() -> None:
    assert (
        marked("推行两带三同，两带三同见效", ((2, 6), (7, 11)), styled=False).plain
        == "推行【两带三同】，【两带三同】见效"
    )


def test_hits_that_touch_or_overlap_are_one() -> None:
    assert marked("两带三同", ((2, 4), (0, 2), (1, 3)), styled=False).plain == "【两带三同】"


def test_no_hits_leave_the_text_alone() -> None:
    assert marked("两带三同", (), styled=False).plain == "两带三同"


def test_what_a_terminal_would_obey_is_shown_as_a_replacement_one_for_one() -> None:
    text = "a\x1b[31m\x07b\x00\x9b\u202e\u2066\ud800\tc\r\nd"
    assert printable(text) == "a�[31m�b����� c\n\nd"
    assert len(printable(text)) == len(text)


def test_a_control_character_before_a_hit_does_not_move_its_mark() -> None:
    assert marked("\x07\x1b两带三同", ((2, 6),), styled=False).plain == "��【两带三同】"


def test_a_block_hangs_under_its_first_line_and_drops_blank_lines(capsys: pytest.CaptureFixture[str]) -> None:
    print_block(Console(width=12), Text("1. 党建引领治理\n\n走实"), hanging=3)
    assert capsys.readouterr().out == "1. 党建引\n   领治理\n   走实\n"


def test_colour_needs_a_terminal_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert has_colour(Console(force_terminal=True, color_system="standard"))
    assert not has_colour(Console(force_terminal=True, color_system="standard", no_color=True))
    assert not has_colour(Console(force_terminal=True, color_system=None))
    assert not has_colour(Console(force_terminal=False, color_system="standard"))
    monkeypatch.setenv("NO_COLOR", "1")
    assert not has_colour(Console(force_terminal=True, color_system="standard"))
