"""A passage that starts inside a table is searched with the header of the table, and quoted without."""

from pathlib import Path

import pytest

from indexer.indexing import index_paths
from indexer.passages import cut_passages, embedding_text
from indexer.store import Store
from indexer.structure import split_sections
from indexer.tables import Table, find_tables, header_at
from indexer.types import Document, Facts
from indexer.words import open_segmenter
from tests.fakes import CharacterEncoder

HEADER = "区县 | 网格数（个） | 经费（万元）"
ROWS = tuple(
    f"第{number}区{'东西南北'[number % 4]}片 | {number}12 | {number}.5万元，由财政列支" for number in range(1, 60)
)
TEXT = "各区情况如下：\n" + "\n".join((HEADER, *ROWS)) + "\n以上数据截至年底。"


def document(text: str) -> Document:
    return Document("d", "0123456789", "d.docx", Facts("网格经费"), text, (), text)


def test_a_table_begins_with_the_row_that_names_its_columns() -> None:
    (table,) = find_tables(TEXT)
    assert table == Table(8, 8 + len(HEADER), TEXT.index("\n以上"), HEADER)
    assert header_at((table,), 8) == ""
    assert header_at((table,), TEXT.index(ROWS[0])) == HEADER
    assert header_at((table,), TEXT.index("以上")) == header_at((table,), 0) == header_at((), 5) == ""


def test_a_title_across_the_table_is_no_header_and_a_table_of_figures_has_none() -> None:
    assert [table.header for table in find_tables("表1 各区情况 |  | \n区县 | 网格数 | 经费\n甲区 | 3 | 5")] == [
        "区县 | 网格数 | 经费"
    ]
    assert find_tables("1 | 2 | 3\n4 | 5 | 6") == ()
    assert find_tables("区县 | 经费") == ()
    assert find_tables("甲、乙、丙\n没有表格") == ()


def test_every_passage_inside_a_table_is_embedded_with_the_header_and_stays_a_slice() -> None:
    whole = document(TEXT)
    passages = cut_passages(whole, split_sections(TEXT))
    inside = passages[1:]
    assert len(inside) >= 2
    assert [passage.table_header for passage in passages] == ["", *[HEADER] * len(inside)]
    assert [passage.text for passage in passages] == [TEXT[passage.start : passage.end] for passage in passages]
    assert embedding_text("网格经费", inside[0]) == f"网格经费\n{HEADER}\n{inside[0].text}"


def test_rows_are_never_cut_between_their_cells() -> None:
    lines = {
        line for passage in cut_passages(document(TEXT), split_sections(TEXT)) for line in passage.text.split("\n")
    }
    assert lines == {"各区情况如下：", HEADER, *ROWS, "以上数据截至年底。"}


@pytest.mark.parametrize("word", ["网格", "经费"])
def test_rows_are_found_by_the_names_of_their_columns(tmp_path: Path, word: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    index_paths([tmp_path / "a.txt"], tmp_path / "data", CharacterEncoder())
    store = Store(tmp_path / "data" / "record.sqlite")
    stored = list(store.current_passages())
    assert [one.passage.table_header for one in stored][1:] == [HEADER] * (len(stored) - 1)
    segmenter = open_segmenter(tmp_path / "data").version
    assert [word in words for _, words in store.current_words(segmenter)] == [True] * len(stored)
    store.close()
