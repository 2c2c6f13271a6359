"""Reading order: columns are read down, forms and tables across, and no piece is lost on the way."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.layout import PageLine, Piece, join_wrapped, lay_out

SIZE = 10.0
COLUMN = 200.0  # twenty characters


def piece(text: str, left: float, row: int, width: float | None = None, confidence: float = 1.0) -> Piece:
    """A piece on a row, as wide as its characters unless told."""
    right = left + (SIZE * len(text) if width is None else width)
    return Piece(text, left, 20.0 * row, right, 20.0 * row + SIZE, confidence)


def texts(pieces: list[Piece]) -> list[str]:
    return [line.text for line in lay_out(pieces).lines]


def column(name: str, left: float, rows: range) -> list[Piece]:
    """Full lines of running text, numbered from 0."""
    return [piece(f"{name}{number}", left, row, COLUMN) for number, row in enumerate(rows)]


def test_two_columns_written_across_are_read_down_between_title_and_page_number() -> None:
    title, number = piece("关于服务站的报告", 160, 0), piece("— 3 —", 215, 8, 30)
    left, right = column("左", 20, range(1, 6)), column("右", 240, range(1, 6))
    across = [part for pair in zip(left, right, strict=True) for part in pair]
    layout = lay_out([title, *across, number])
    assert [line.text for line in layout.lines] == [
        "关于服务站的报告", "左0", "左1", "左2", "左3", "左4", "右0", "右1", "右2", "右3", "右4", "— 3 —",
    ]  # fmt: skip
    assert layout.columns == 2


def test_narrow_table_below_two_columns_is_read_after_both() -> None:
    columns = [*column("左", 20, range(5)), *column("右", 240, range(5))]
    table = Piece("事项 | 经费\n场地 | 12万元", 20, 120, 150, 160)
    assert texts([*columns, table])[-3:] == ["右4", "事项 | 经费", "场地 | 12万元"]
    beside = [*column("右", 240, range(12))]
    assert texts([*column("左", 20, range(5)), table, *beside])[4:8] == ["左4", "事项 | 经费", "场地 | 12万元", "右0"]


def test_three_columns_are_read_one_after_the_other() -> None:
    columns = [column(name, left, range(5)) for name, left in (("甲", 0), ("乙", 220), ("丙", 440))]
    across = [columns[number][row] for row in range(5) for number in range(3)]
    layout = lay_out(across)
    assert [line.text for line in layout.lines] == [f"{name}{row}" for name in "甲乙丙" for row in range(5)]
    assert layout.columns == 3


def test_cells_beside_each_other_are_rows_of_a_table_and_not_columns() -> None:
    rows = [("街道", "经费"), ("云桥街道", "12万元"), ("青禾街道", "9万元"), ("望江街道", "8万元"), ("合计", "29万元")]
    pieces = [piece(cell, 20 + 220 * place, row) for row, cells in enumerate(rows) for place, cell in enumerate(cells)]
    assert lay_out(pieces).lines == tuple(PageLine(" | ".join(row), row=True) for row in rows)


def test_two_words_in_one_row_stay_apart_by_a_blank() -> None:
    assert texts([piece("签发人：某某", 300, 0), piece("某办发〔2024〕3号", 20, 0)]) == [
        "某办发〔2024〕3号 签发人：某某"
    ]


def test_line_that_stands_in_two_characters_is_marked_by_blanks() -> None:
    assert texts([piece("各街道：", 20, 0), piece("现通知如下。", 40, 1), piece("请遵照执行。", 20, 2)]) == [
        "各街道：",
        "\u3000\u3000现通知如下。",
        "请遵照执行。",
    ]


def test_large_lines_about_one_middle_are_one_title() -> None:
    large = [
        Piece(text, left, top, 400 - left, top + 22)
        for text, left, top in (("关于进一步推进", 100, 0), ("某事的通知", 120, 30))
    ]
    small = [piece(text, 20, row) for row, text in enumerate(("正文一。", "正文二。", "正文三。"), start=5)]
    assert [line.goes_on for line in lay_out([*large, *small]).lines] == [True, False, False, False, False]


def test_a_row_is_as_sure_as_its_least_sure_piece() -> None:
    assert lay_out([piece("甲", 0, 0), piece("乙", 300, 0, confidence=0.4)]).lines == (
        PageLine("甲 乙", confidence=0.4),
    )


def test_wrapped_cells_are_joined_as_their_script_asks() -> None:
    assert join_wrapped(["每周安排", "一次 ", "legal advice", "on request"]) == "每周安排一次legal advice on request"


PLACES = st.tuples(st.integers(0, 600), st.integers(0, 800), st.integers(5, 300), st.integers(5, 30))


@given(st.lists(PLACES, max_size=40))
def test_every_piece_is_in_exactly_one_line(places: list[tuple[int, int, int, int]]) -> None:
    pieces = [
        Piece(f"{number:02d}", left, top, left + width, top + height)
        for number, (left, top, width, height) in enumerate(places)
    ]
    told = "".join(line.text for line in lay_out(pieces).lines).replace("|", "").split()
    found = sorted(part[i : i + 2] for part in told for i in range(0, len(part), 2))
    assert found == [piece.text for piece in pieces]
