"""A record of an earlier version of the program is read on; one of a later version is left alone."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from indexer.migration import VERSION, NewerRecord
from indexer.store import Store
from indexer.types import Document, Facts, Passage

FIRST_TABLES = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (id TEXT PRIMARY KEY, file TEXT NOT NULL, version TEXT) WITHOUT ROWID;
CREATE INDEX documents_by_file ON documents (file);
CREATE TABLE versions (
  document_id TEXT NOT NULL REFERENCES documents (id), version TEXT NOT NULL, source TEXT NOT NULL,
  indexed TEXT NOT NULL, facts TEXT NOT NULL, raw TEXT NOT NULL, edits TEXT NOT NULL, text TEXT NOT NULL,
  pages TEXT NOT NULL, headings TEXT NOT NULL, sections TEXT NOT NULL, PRIMARY KEY (document_id, version));
CREATE TABLE passages (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document_id TEXT NOT NULL, version TEXT NOT NULL,
  start INTEGER NOT NULL, end INTEGER NOT NULL, page INTEGER, heading_path TEXT NOT NULL, text TEXT NOT NULL,
  content BLOB NOT NULL, FOREIGN KEY (document_id, version) REFERENCES versions (document_id, version));
CREATE TABLE vectors (content BLOB NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL,
  PRIMARY KEY (content, model)) WITHOUT ROWID;
INSERT INTO settings VALUES ('revision', '7');
INSERT INTO files VALUES ('/资料/甲.txt', 'aa');
INSERT INTO documents VALUES ('甲', '/资料/甲.txt', 'aa');
INSERT INTO versions VALUES ('甲', 'aa', '/资料/甲.txt', '2026-01-02T03:04:05+00:00',
  '{"title":"甲区停车","issuer":null,"doc_number":null,"publisher":null,"published":"2025-03-04","regions":[],'
  || '"genre":null,"url":null}', '车位312个。', '[]', '车位312个。', '[]', '[]', '[[0,7,[]]]');
INSERT INTO passages VALUES (5, '甲.aa.0-7', '甲', 'aa', 0, 7, NULL, '[]', '车位312个。', x'01');
INSERT INTO vectors VALUES (x'01', 'model', x'0000803F');
"""


@pytest.fixture
def old_record(tmp_path: Path) -> Path:
    path = tmp_path / "record.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(FIRST_TABLES)
    connection.close()
    return path


def test_a_record_of_the_first_version_is_completed_and_loses_nothing(old_record: Path) -> None:
    store = Store(old_record)
    document = store.document("甲")
    assert document is not None
    assert document.document == Document(
        "甲",
        "aa",
        "/资料/甲.txt",
        Facts("甲区停车", published=date(2025, 3, 4)),
        "车位312个。",
        (),
        "车位312个。",
    )
    assert [found.passage for found in store.current_passages()] == [
        Passage("甲.aa.0-7", "甲", "aa", 0, 7, "车位312个。", (), None)
    ]
    assert [(number, vector.tolist()) for number, vector in store.current_vectors("model")] == [(5, [1.0])]
    assert store.revision == 7
    assert store.file_state("/资料/甲.txt") == ("aa", "")  # so it is read again
    store.close()
    Store(old_record).close()  # a second time there is nothing to do


def test_a_migration_that_fails_leaves_the_record_as_it_was(old_record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(title: str, text: str) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("indexer.migration.text_key", failing)
    with pytest.raises(KeyboardInterrupt):
        Store(old_record)
    connection = sqlite3.connect(old_record)
    assert connection.execute("PRAGMA user_version").fetchone() == (0,)
    assert [row[1] for row in connection.execute("PRAGMA table_info(files)")] == ["path", "digest"]
    connection.close()


def test_a_record_of_a_later_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(NewerRecord, match="请升级本程序"):
        Store(path)
