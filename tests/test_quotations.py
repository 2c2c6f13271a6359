"""What is found to check in a text, and to whom the text attributes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.attributions import Attribution
from service.quotations import Kind, Piece, find_pieces

LONG = "网格员每季度集中培训一次，不再召开大会"


def found(text: str) -> list[tuple[str, str, str | None]]:
    """Kind, words and stated source of every piece."""
    return [(p.kind.value, p.text, p.attribution.wording if p.attribution else None) for p in find_pieces(text)]


@pytest.mark.parametrize(
    "marks",
    ["“”", "「」", "『』", "‘’", '""', "〝〞", "＂＂"],
    ids=["curly", "corner", "white", "single", "ascii", "prime", "wide"],
)
def test_quotation_marks_of_every_style_are_found(marks: str) -> None:
    text = f"他说：{marks[0]}{LONG}。{marks[1]}大家鼓掌。"
    assert find_pieces(text) == (Piece(Kind.QUOTATION, 4, 4 + len(LONG) + 1, f"{LONG}。", None),)


def test_the_outermost_marks_count_and_what_is_not_closed_opens_nothing() -> None:
    assert found(f"“所谓‘两新’，{LONG}”") == [("quotation", f"所谓‘两新’，{LONG}", None)]
    assert found(f"前面“没有闭合，后面“{LONG}”。") == [("quotation", LONG, None)]
    assert found(f'前面" 没有闭合。\n\n后面"{LONG}"。') == [("quotation", LONG, None)]


def test_a_quotation_may_go_over_lines_and_a_block_loses_its_markers() -> None:
    assert found("“网格员每季度\n\n集中培训一次”") == [("quotation", "网格员每季度\n\n集中培训一次", None)]
    assert found("> 网格员每季度\n> 集中培训一次\n\n完。") == [("quotation", "网格员每季度\n集中培训一次", None)]
    assert found("> “网格员每季度集中培训一次”\n> ——《甲办法》") == [
        ("quotation", "网格员每季度集中培训一次", "《甲办法》"),
        ("title", "甲办法", None),
    ]


@pytest.mark.parametrize("term", ["两新", "1+4", "四服务一提升", "六个一", "红色引擎工程"])
def test_a_short_term_is_a_term_and_short_words_with_a_figure_are_a_quotation(term: str) -> None:
    assert found(f"推进“{term}”建设") == [("term", term, None)]
    assert found("标准是“每月300元”") == [("quotation", "每月300元", None)]
    assert found("他说“好，行”") == [("quotation", "好，行", None)]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (f"据《甲办法》（甲发〔2021〕3号），“{LONG}”", "《甲办法》"),
        (f"《甲办法》第三条规定：“{LONG}”", "《甲办法》"),
        (f"《武汉市《两新办法》解读》指出：“{LONG}”", "《武汉市《两新办法》解读》"),
        (f"据长江日报2019年1月24日报道，“{LONG}”", "长江日报"),
        (f"“{LONG}”（来源：人民网）", "人民网"),
        (f"“{LONG}”（见《甲办法》第二条）。", "《甲办法》"),
        (f"“{LONG}”——《甲办法》", "《甲办法》"),
        (f"“{LONG}。”\n来源：长江日报", "长江日报"),
        (f"“{LONG}”[^2]\n\n[^2]: 《甲办法》，2020年", "《甲办法》"),
        (f"他读完《甲办法》。大家说：“{LONG}”", None),
        (f"大家说：“{LONG}”，很好。", None),
        (f"“{LONG}”[3]", None),
    ],
)
def test_the_source_is_what_the_text_states_next_to_the_quotation(text: str, source: str | None) -> None:
    assert [p[2] for p in found(text) if p[0] == "quotation"] == [source]


def test_our_own_citations_name_document_and_version() -> None:
    printed = f"“{LONG}”[1]\n\n来源\n[1] 甲办法，2020-01-02\n    二、做法\n    出处：jia 起止 12–40\n"
    assert find_pieces(printed)[0].attribution == Attribution(
        "甲办法，2020-01-02 二、做法 出处：jia 起止 12–40", "jia", None
    )
    linked = f"“{LONG}”[原文](http://127.0.0.1:8000/documents/jia?version=9d2c1f0b&start=12&end=40#cited)"
    address = "http://127.0.0.1:8000/documents/jia?version=9d2c1f0b&start=12&end=40#cited"
    (piece,) = find_pieces(linked)
    assert piece.attribution == Attribution(address, "jia", "9d2c1f0b")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("武汉选派1041名专职党建指导员。大家都很高兴。", ["武汉选派1041名专职党建指导员"]),
        ("3. 每季度开展培训一次，惠及六万人；", ["每季度开展培训一次，惠及六万人"]),
        ("据人民网报道，全市建成站点百分之三十三。[1]", ["全市建成站点百分之三十三"]),
        ("2019年1月24日，会议在武汉召开。（来源：长江日报）", ["2019年1月24日，会议在武汉召开"]),
        ("他说“武汉选派1041名专职党建指导员”，大家鼓掌。", []),
        ("大家学习《2019年全市工作要点汇编》，很有收获。", []),
        ("四服务一提升工作法深受欢迎，第三方评价良好。", []),
        ("[1] 甲办法共有12条，2020年发布\n", []),
    ],
)
def test_sentences_with_figures_of_their_own_are_found_without_numbering_and_sources(
    text: str, sentences: list[str]
) -> None:
    assert [words for kind, words, _ in found(text) if kind == "sentence"] == sentences


def test_titles_are_found_outside_quotations() -> None:
    assert found(f"学习《甲办法》，“《乙办法》说{LONG}”") == [
        ("title", "甲办法", None),
        ("quotation", f"《乙办法》说{LONG}", None),
    ]


TEXTS = st.lists(
    st.sampled_from(
        [*'“”「」‘’"《》（）[]>—。，：\n 1三名每月次不', "据《甲》", "[1]", "> ", "来源：", "规定", "长江日报报道"]
    ),
    max_size=60,
).map("".join)


@given(TEXTS)
def test_pieces_are_slices_in_order_whatever_the_text(text: str) -> None:
    pieces = find_pieces(text)
    assert list(pieces) == sorted(pieces, key=lambda piece: (piece.start, -piece.end))
    for piece in pieces:
        block = text[piece.start : piece.end].lstrip(" ").startswith(">") and piece.kind in (Kind.QUOTATION, Kind.TERM)
        assert block or text[piece.start : piece.end] == piece.text
        assert piece.text.strip() == piece.text or block or piece.kind in (Kind.TITLE, Kind.SENTENCE)
