"""What the reader makes of a stored text: no character lost, headings found, the cited range marked."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from indexer.structure import split_sections
from indexer.types import Document, Facts, PageStart, Section, StoredDocument
from service.library import Library
from service.reader import ContentsEntry, Paragraph, Piece, contents, paragraphs


def stored(text: str, sections: tuple[Section, ...], pages: tuple[PageStart, ...] = ()) -> StoredDocument:
    document = Document("d", "v", "d.txt", Facts("题"), text, (), text, pages)
    return StoredDocument(document, sections, datetime(2026, 1, 1, tzinfo=UTC), superseded=False)


def plain(text: str) -> tuple[Piece, ...]:
    return (Piece(text, heading=False, cited=False),)


def heading(text: str) -> tuple[Piece, ...]:
    return (Piece(text, heading=True, cited=False),)


def test_a_heading_line_has_the_depth_of_its_section_and_a_run_in_heading_is_set_apart() -> None:
    text = "一、做法\n\n（一）建队伍。配12名指导员。\n正文。"
    sections = (Section(0, 6, ("一、做法",)), Section(6, len(text), ("一、做法", "（一）建队伍")))
    assert paragraphs(stored(text, sections)) == (
        Paragraph(0, 1, None, heading("一、做法")),
        Paragraph(6, 0, None, heading("（一）建队伍。") + plain("配12名指导员。")),
        Paragraph(22, 0, None, plain("正文。")),
    )


def test_a_point_within_a_paragraph_is_set_apart_and_reached_through_its_paragraph() -> None:
    text = "正文。\n（一）建队伍。配齐。一是选人。选好人。二是用人。用好人。"
    top = ("（一）建队伍",)
    starts = [text.index("（一）"), text.index("一是"), text.index("二是"), len(text)]
    names = ((), ("一是选人",), ("二是用人",))
    parts = zip(starts, starts[1:], names, strict=False)
    sections = (Section(0, 4, ()), *(Section(first, last, top + name) for first, last, name in parts))
    pieces = heading("（一）建队伍。") + plain("配齐。") + heading("一是选人。") + plain("选好人。")
    pieces += heading("二是用人。") + plain("用好人。")
    assert paragraphs(stored(text, sections))[1] == Paragraph(4, 0, None, pieces)
    assert contents(stored(text, sections)) == (
        ContentsEntry(4, 1, "（一）建队伍"),
        ContentsEntry(4, 2, "一是选人"),
        ContentsEntry(4, 2, "二是用人"),
    )


def test_a_heading_without_text_shares_the_section_of_its_child() -> None:
    text = "第一章　总　则\n一、目的\n为了服务。\n"
    sections = (Section(0, len(text), ("第一章 总则", "一、目的")),)
    assert paragraphs(stored(text, sections)) == (
        Paragraph(0, 1, None, heading("第一章　总　则")),
        Paragraph(8, 2, None, heading("一、目的")),
        Paragraph(13, 0, None, plain("为了服务。")),
    )
    assert contents(stored(text, sections)) == (
        ContentsEntry(0, 1, "第一章 总则"),
        ContentsEntry(8, 2, "一、目的"),
    )


def test_a_heading_over_two_lines_fills_both() -> None:
    text = "第一章\n总则\n正文。"
    assert [p.level for p in paragraphs(stored(text, (Section(0, len(text), ("第一章 总则",)),)))] == [1, 1, 0]


def test_a_bullet_before_a_heading_belongs_to_it() -> None:
    text = "●条块协同——从块上推动。"
    assert paragraphs(stored(text, (Section(0, len(text), ("条块协同",)),))) == (
        Paragraph(0, 0, None, heading("●条块协同——") + plain("从块上推动。")),
    )


def test_a_shortened_label_marks_as_much_of_the_line_as_it_names() -> None:
    text = "一、" + "长" * 60
    label = text[:39] + "…"
    assert paragraphs(stored(text, (Section(0, len(text), (label,)),))) == (
        Paragraph(0, 0, None, heading(text[:39]) + plain(text[39:])),
    )


def test_a_label_that_the_line_does_not_begin_with_marks_nothing() -> None:
    text = "正文在此。"
    section = (Section(0, len(text), ("附件",)),)
    assert paragraphs(stored(text, section)) == (Paragraph(0, 0, None, plain("正文在此。")),)


def test_going_back_to_an_enclosing_section_adds_no_entry_to_the_contents() -> None:
    text = "一、甲\n（一）乙\n丙\n丁"
    sections = (
        Section(0, 4, ("一、甲",)),
        Section(4, 10, ("一、甲", "（一）乙")),
        Section(10, 11, ("一、甲",)),
    )
    assert contents(stored(text, sections)) == (ContentsEntry(0, 1, "一、甲"), ContentsEntry(4, 2, "（一）乙"))


def test_the_cited_range_is_marked_across_lines() -> None:
    text = "甲乙。\n丙丁。"
    assert paragraphs(stored(text, (Section(0, 7, ()),)), (1, 6)) == (
        Paragraph(0, 0, None, (Piece("甲", False, False), Piece("乙。", False, True))),
        Paragraph(4, 0, None, (Piece("丙丁", False, True), Piece("。", False, False))),
    )


def test_a_page_is_announced_at_the_first_line_that_reaches_it() -> None:
    text = "甲\n乙\n丙"
    pages = (PageStart(1, 0), PageStart(2, 2), PageStart(3, 3))
    numbers = [p.page for p in paragraphs(stored(text, (Section(0, 5, ()),), pages))]
    assert numbers == [1, 2, 3]


def test_an_empty_text_has_no_paragraphs_and_no_contents() -> None:
    assert paragraphs(stored("", ())) == ()
    assert contents(stored("", ())) == ()


@given(
    st.lists(st.sampled_from(["一、总体要求", "（一）目标。到2020年。", "1. 有人", "●保障——经费", "正文。", " ", ""])),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_no_visible_character_is_lost_and_exactly_the_cited_ones_are_marked(
    lines: list[str], start: int, end: int
) -> None:
    text = "\n".join(lines)
    shown = paragraphs(stored(text, split_sections(text)), (start, end))
    assert "".join("".join(p.text for p in line.pieces).strip() for line in shown) == "".join(map(str.strip, lines))
    for line in shown:
        assert "".join(piece.text for piece in line.pieces) == text[line.start :].split("\n")[0]
    cited = "".join(piece.text for line in shown for piece in line.pieces if piece.cited)
    assert "".join(cited.split()) == "".join(text[start:end].split())


def test_every_document_of_the_corpus_is_shown_whole(library: Library) -> None:
    for summary in library.documents():
        document = library.document(summary.id)
        assert document is not None
        shown = "\n".join("".join(piece.text for piece in line.pieces) for line in paragraphs(document))
        assert shown == "\n".join(line for line in document.document.text.split("\n") if line.strip())
        assert contents(document) != ()
