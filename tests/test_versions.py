"""Versions: by path, by web address, and by the code that reads; what was cited stays as it was."""

import os
from pathlib import Path

import pytest

from indexer import recording
from indexer.indexing import index_paths
from indexer.reading import read_documents
from indexer.reading_process import ReadingProcess
from indexer.store import Store
from indexer.types import Document, IndexReport
from tests.fakes import CharacterEncoder

PAGE = """---
title: {title}
url: {url}
published: {published}
---
城东街道把夜间闲置车位登记造册，居民凭门牌预约停车，物业负责夜间引导，社区每月公布一次结果。
全年共登记车位{count}个，调解停车纠纷若干起。
"""
URL = "https://Example.org/a/1.html#top"


def page(count: int, title: str = "城东停车", url: str = URL, published: str = "2024-05-06") -> str:
    return PAGE.format(count=count, title=title, url=url, published=published)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "资料").mkdir()
    return tmp_path / "资料"


def write(folder: Path, name: str, text: str, modified: int) -> Path:
    """Write a file that was last modified so many seconds after the epoch."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    os.utime(path, (modified, modified))
    return path


def index(folder: Path) -> IndexReport:
    return index_paths([folder], folder.parent / "data", CharacterEncoder())


def outcome(report: IndexReport) -> tuple[int, int, int, int, int]:
    return report.new, report.changed, report.unchanged, report.removed, report.older


def searchable(folder: Path) -> list[tuple[str, str]]:
    """(file name, text) of the documents that are searched."""
    store = Store(folder.parent / "data" / "record.sqlite")
    found = [(summary, store.document(summary.id)) for summary in store.summaries()]
    store.close()
    return [(Path(summary.source).name, stored.document.text) for summary, stored in found if stored]


def documents(folder: Path) -> list[tuple[str, str, bool]]:
    """(document id, version, superseded) of everything stored."""
    store = Store(folder.parent / "data" / "record.sqlite")
    found = list(store.versions())
    store.close()
    return found


def test_another_file_of_the_same_address_brings_the_next_version(folder: Path) -> None:
    write(folder, "甲.md", page(312), 1000)
    index(folder)
    ((id, old, _),) = documents(folder)
    write(folder, "乙.md", page(415, url="http://example.org/a/1.html"), 2000)
    report = index(folder)
    assert outcome(report) == (0, 1, 0, 0, 0)
    assert [(name, "415个" in text) for name, text in searchable(folder)] == [("乙.md", True)]
    assert [(one, superseded) for one, version, superseded in documents(folder) if version == old] == [(id, True)]
    assert [remark.text.count("网址相同，是一份文献的两个版本") for remark in report.remarks] == [1]
    again = index(folder)
    assert (outcome(again), again.remarks, again.embedded) == ((0, 0, 1, 0, 0), (), 0)


@pytest.mark.parametrize(
    ("first", "second", "searched"),
    [
        ((page(1, published="2024-05-06"), 1000), (page(2, published="2023-01-01"), 2000), "a.md"),
        ((page(1, published="2023-01-01"), 2000), (page(2, published="2024-05-06"), 1000), "b.md"),
        ((page(1), 2000), (page(2), 1000), "a.md"),
        ((page(1), 1000), (page(2), 1000), "b.md"),
    ],
)
def test_of_two_files_of_one_address_in_one_run_the_newer_is_searched_and_the_other_kept(
    folder: Path, first: tuple[str, int], second: tuple[str, int], searched: str
) -> None:
    write(folder, "a.md", *first)
    write(folder, "b.md", *second)
    report = index(folder)
    assert [name for name, _ in searchable(folder)] == [searched]
    assert [superseded for *_, superseded in sorted(documents(folder), key=lambda row: row[2])] == [False, True]
    assert (report.new, report.changed + report.older, len(report.remarks), report.failures) == (1, 1, 1, ())


def test_when_the_newer_file_goes_the_older_is_searched_again(folder: Path) -> None:
    write(folder, "a.md", page(1), 1000)
    write(folder, "b.md", page(2), 2000)
    index(folder)
    (folder / "b.md").unlink()
    assert outcome(index(folder)) == (1, 0, 0, 1, 0)
    assert [name for name, _ in searchable(folder)] == ["a.md"]


def test_when_the_newer_file_gets_another_address_both_are_searched(folder: Path) -> None:
    write(folder, "a.md", page(1), 1000)
    write(folder, "b.md", page(2), 2000)
    index(folder)
    write(folder, "b.md", page(2, title="城西停车", url="https://example.org/b"), 3000)
    report = index(folder)
    assert report.failures == ()
    assert [name for name, _ in searchable(folder)] == ["a.md", "b.md"]


def test_another_text_under_the_same_address_is_another_document(folder: Path) -> None:
    write(folder, "a.md", page(1), 1000)
    other = f"---\ntitle: 老年食堂\nurl: {URL}\n---\n城西街道办了两家老年食堂，由餐饮企业运营，午餐每份12元。\n"
    write(folder, "b.md", other, 2000)
    report = index(folder)
    assert [name for name, _ in searchable(folder)] == ["a.md", "b.md"]
    assert ["网址相同而文字不同" in remark.text for remark in report.remarks] == [True]


def test_a_digest_and_a_stated_id_are_never_replaced_by_address(folder: Path) -> None:
    write(folder, "a.md", page(1), 1000)
    write(folder, "b.md", page(2).replace("title:", "genre: 整理稿\ntitle:"), 2000)
    write(folder, "c.md", page(3).replace("title:", "id: c\ntitle:"), 2000)
    report = index(folder)
    assert (report.new, report.remarks) == (3, ())


def read_otherwise(monkeypatch: pytest.MonkeyPatch, version: str, addition: str) -> None:
    """Let another version of the code read, which writes something more at the start of each text."""

    def changed(self: ReadingProcess, path: Path):  # type: ignore[no-untyped-def]
        for item in read_documents(path):
            if isinstance(item, Document):
                text = addition + item.text
                yield Document(item.id, item.version, item.source, item.facts, text, (), text)

    monkeypatch.setattr(ReadingProcess, "read_documents", changed)
    monkeypatch.setattr(recording, "reader_version", lambda: version)


def test_other_code_reads_unchanged_files_again_and_citations_of_the_earlier_reading_resolve(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "a.txt", "城东街道登记闲置车位312个。\n", 1000)
    index(folder)
    ((id, first, _),) = documents(folder)
    monkeypatch.undo()
    read_otherwise(monkeypatch, "other", "通知\n")
    report = index(folder)
    assert outcome(report) == (0, 1, 0, 0, 0)
    (_, old, was_superseded), (_, new, is_superseded) = documents(folder)
    assert (old, was_superseded, is_superseded) == (first, True, False) and len(new) == 64
    store = Store(folder.parent / "data" / "record.sqlite")
    cited, current = store.document(id, first), store.document(id)
    passages = [found.passage.version for found in store.current_passages()]
    store.close()
    assert cited is not None and current is not None
    assert cited.document.text[0:4] == "城东街道"
    assert current.document.text[3:7] == "城东街道"
    assert set(passages) == {new}


def test_code_that_reads_the_same_makes_no_version_and_embeds_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "a.txt", "城东街道登记闲置车位312个。\n", 1000)
    index(folder)
    before = documents(folder)
    monkeypatch.setattr(recording, "reader_version", lambda: "other")
    report = index(folder)
    assert (outcome(report), report.embedded, documents(folder)) == ((0, 0, 1, 0, 0), 0, before)
    store = Store(folder.parent / "data" / "record.sqlite")
    state = store.file_state(str((folder / "a.txt").resolve()))
    store.close()
    assert state is not None and state[1] == "other"


def test_an_earlier_reading_that_comes_back_is_the_version_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "a.txt", "城东街道登记闲置车位312个。\n", 1000)
    index(folder)
    before = documents(folder)
    with monkeypatch.context() as patch:
        read_otherwise(patch, "other", "通知\n")
        index(folder)
    assert outcome(index(folder)) == (0, 1, 0, 0, 0)
    assert [row for row in documents(folder) if not row[2]] == before
