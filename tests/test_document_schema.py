"""The JSON of documents and passages, compared whole and literally."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from indexer.relations import Relative
from indexer.types import (
    Document,
    DocumentSummary,
    Doubt,
    Edit,
    Facts,
    Found,
    Origin,
    PageStart,
    Section,
    StoredDocument,
    VersionSummary,
)
from service.document_schema import document_reply, documents_reply, passage_reply
from service.inspection import Inspection
from tests.test_schema import FACTS, FACTS_JSON, PASSAGE, PASSAGE_JSON, UNKNOWN_JSON

INDEXED = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


DOCUMENT = Document(
    id="bare",
    version="cd" * 32,
    source="/srv/texts/records.jsonl#7/8",
    facts=Facts("无题"),
    raw="現(xiàn)有\r\n正文",
    edits=(Edit(0, 1, "现", "simplified"), Edit(1, 7, "", "pinyin"), Edit(8, 10, "\n", "line_end")),
    text="现有\n正文",
    pages=(PageStart(1, 0), PageStart(2, 3)),
    found=(Found("title", Origin("text", 0, 8)), Found("url", Origin("link:canonical"))),
    doubts=(Doubt(3, 5, "ocr", "把握 0.61"),),
)
SECTIONS = (Section(0, 3, ()), Section(3, 5, ("正文",)))
ALONE = Inspection(StoredDocument(DOCUMENT, SECTIONS, INDEXED, superseded=True), (), (), (), None, (), (), ())
ALONE_JSON = UNKNOWN_JSON | {
    "version": "cd" * 32,
    "superseded": True,
    "indexed": "2026-01-02T03:04:00Z",
    "source": "records.jsonl#7/8",
    "text": "现有\n正文",
    "sections": [
        {"start": 0, "end": 3, "heading_path": []},
        {"start": 3, "end": 5, "heading_path": ["正文"]},
    ],
    "edits": [
        {"start": 0, "end": 1, "original": "現", "replacement": "现", "rule": "simplified", "label": "繁体转简体"},
        {"start": 1, "end": 7, "original": "(xiàn)", "replacement": "", "rule": "pinyin", "label": "去除夹注拼音"},
        {"start": 8, "end": 10, "original": "\r\n", "replacement": "\n", "rule": "line_end", "label": "统一换行"},
    ],
    "pages": [{"number": 1, "start": 0}, {"number": 2, "start": 3}],
    "found": [
        {"field": "title", "source": "text", "start": 0, "end": 8, "original": "現(xiàn)有"},
        {"field": "url", "source": "link:canonical", "start": None, "end": None, "original": None},
    ],
    "doubts": [{"start": 3, "end": 5, "rule": "ocr", "note": "把握 0.61"}],
    "copy_of": None,
    "copies": [],
    "relatives": [],
    "versions": [],
}


def test_a_document_reply_shows_what_every_edit_replaced_and_where_facts_were_found() -> None:
    assert json.loads(document_reply(ALONE).model_dump_json()) == ALONE_JSON


def test_a_document_reply_names_copies_relatives_and_versions() -> None:
    near = Relative("near", Facts("相近", publisher="乙报", published=date(2024, 1, 2)), 0.83, True)
    inspection = replace(
        ALONE,
        original=DocumentSummary("first", "ab" * 32, "/srv/texts/first.md", FACTS, 5, 1),
        copies=(DocumentSummary("plain", "ab" * 32, "/srv/texts/plain.md", FACTS, 5, 1),),
        relatives=(near,),
        versions=(VersionSummary("cd" * 32, "/srv/texts/records.jsonl#7/8", INDEXED, 5, True),),
    )
    told = {"publisher": "甲区日报", "published": "2021-05-06", "url": "https://example.org/plain"}
    like = {"title": "相近", "publisher": "乙报", "published": "2024-01-02", "similarity": 0.83, "reprint": True}
    version = {"version": "cd" * 32, "source": "records.jsonl#7/8", "indexed": "2026-01-02T03:04:00Z"}
    assert json.loads(document_reply(inspection).model_dump_json()) == ALONE_JSON | {
        "copy_of": "first",
        "copies": [{"id": "plain", "source": "plain.md", **told}],
        "relatives": [{"id": "near", **like}],
        "versions": [{**version, "characters": 5, "superseded": True}],
    }


def test_the_list_of_documents_keeps_its_order_and_hides_where_files_lie() -> None:
    plain = DocumentSummary("plain", "ab" * 32, "/srv/texts/plain.md", FACTS, characters=62, passages=2, copies=1)
    bare = DocumentSummary("bare", "cd" * 32, "bare.txt", Facts("无题"), characters=3, passages=1)
    assert json.loads(documents_reply((plain, bare)).model_dump_json()) == {
        "total": 2,
        "documents": [
            FACTS_JSON | {"version": "ab" * 32, "source": "plain.md", "characters": 62, "passages": 2, "copies": 1},
            UNKNOWN_JSON | {"version": "cd" * 32, "source": "bare.txt", "characters": 3, "passages": 1, "copies": 0},
        ],
    }


def test_an_empty_library_lists_nothing() -> None:
    assert documents_reply(()).model_dump() == {"total": 0, "documents": ()}


def test_a_passage_reply_names_its_document_and_says_whether_it_is_superseded() -> None:
    passage = replace(PASSAGE, document_id="bare")
    assert json.loads(passage_reply(passage, Facts("无题"), superseded=True).model_dump_json()) == {
        "passage": PASSAGE_JSON | {"document_id": "bare"},
        "document": UNKNOWN_JSON,
        "superseded": True,
    }
