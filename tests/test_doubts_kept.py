"""Doubts on their way: from a document to the passages that reach into them, and through the record."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.passages import cut_passages
from indexer.store import ReadDocument, Store
from indexer.structure import split_sections
from indexer.types import Document, Doubt, Facts, StoredDocument
from service.citations import cite
from service.disclosure import describe_doubts

FIRST = "街道投入经费12万元，用于楼宇党群服务站的日常运转。"
SECOND = "社区每季度召开一次联席会议，请企业代表参加。"
TEXT = f"一、经费\n{FIRST}\n二、机制\n{SECOND}\n"
UNSURE = Doubt(TEXT.index(SECOND), TEXT.index(SECOND) + len(SECOND), "ocr", "把握 0.61")
DOCUMENT = Document("d", "v" * 64, "d.png", Facts("示例"), TEXT, (), TEXT, doubts=(UNSURE,))


def test_only_the_passage_that_holds_a_doubtful_line_carries_the_doubt() -> None:
    passages = cut_passages(DOCUMENT, split_sections(TEXT, (), "示例"))
    assert [(passage.heading_path, passage.doubts) for passage in passages] == [
        (("一、经费",), ()),
        (("二、机制",), (UNSURE,)),
    ]


def test_the_record_keeps_the_doubts_of_documents_and_passages(tmp_path: Path) -> None:
    sections = split_sections(TEXT, (), "示例")
    passages = cut_passages(DOCUMENT, sections)
    store = Store(tmp_path / "record.sqlite")
    with store.transaction():
        keyed = tuple((passage, passage.id.encode()) for passage in passages)
        store.put_document(ReadDocument("d.png", DOCUMENT, sections, keyed, "v" * 64, "reader", None))
    stored = store.document("d")
    assert stored is not None
    assert stored.document == DOCUMENT
    assert [found.passage for found in store.current_passages()] == list(passages)
    store.close()


def test_a_quotation_carries_the_doubts_that_it_reaches_into() -> None:
    stored = StoredDocument(DOCUMENT, split_sections(TEXT, (), "示例"), datetime(2026, 1, 2, tzinfo=UTC), False)
    inside = TEXT.index("联席会议")
    assert cite(stored, inside, inside + 4).doubts == (UNSURE,)
    assert cite(stored, TEXT.index(FIRST), TEXT.index(FIRST) + len(FIRST)).doubts == ()


@pytest.mark.parametrize(
    ("doubts", "expected"),
    [
        ((), None),
        ((Doubt(0, 3, "ocr", "把握 0.61"),), "识别存疑 1 处（把握 0.61）。引用前请对照原件。"),
        (
            (Doubt(0, 1, "masked"), Doubt(2, 3, "ocr", "把握 0.61"), Doubt(4, 5, "masked")),
            "有隐去 2 处；识别存疑 1 处（把握 0.61）。引用前请对照原件。",
        ),
        (
            tuple(Doubt(n, n + 1, "ocr", f"把握 0.6{n}") for n in range(4)),
            "识别存疑 4 处（把握 0.60，把握 0.61，把握 0.62…）。引用前请对照原件。",
        ),
        ((Doubt(0, 1, "lost_byte_guess"),), "有推测修复 1 处。引用前请对照原件。"),
    ],
)
def test_doubts_are_told_by_their_reason(doubts: tuple[Doubt, ...], expected: str | None) -> None:
    assert describe_doubts(doubts) == expected


def test_a_document_without_doubts_has_passages_without_doubts() -> None:
    sure = replace(DOCUMENT, doubts=())
    assert {passage.doubts for passage in cut_passages(sure, split_sections(TEXT, (), "示例"))} == {()}
