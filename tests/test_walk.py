"""What is found below a folder: files to be read, and a word on all that is not one."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.indexing import index_paths
from indexer.store import Store
from indexer.types import Failure, Remark
from indexer.walk import Walk, walk
from tests.fakes import CharacterEncoder

NO_FILE = "不是文件（而是管道、套接字或设备），没有读。请移出这个文件夹，要收入的内容请存为文件。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files, one of them below another folder."""
    (tmp_path / "folder" / "sub").mkdir(parents=True)
    (tmp_path / "folder" / "a.txt").write_text("社区食堂每天供应三餐。", encoding="utf-8")
    (tmp_path / "folder" / "sub" / "b.txt").write_text("停车场夜间开放。", encoding="utf-8")
    return tmp_path / "folder"


def test_files_are_found_once_whatever_way_leads_to_them(folder: Path) -> None:
    for name in (".hidden", "~$a.docx", "a.txt.yaml"):
        (folder / name).write_text("x", encoding="utf-8")
    (folder / "c.txt").symlink_to(folder / "a.txt")
    (folder / "again").symlink_to(folder / "sub")
    files = (folder / "a.txt", folder / "sub" / "b.txt")
    assert walk([folder, folder / "a.txt", folder / "sub"]) == Walk(files, (), (), ())


def test_a_side_file_is_read_where_it_is_asked_for(folder: Path) -> None:
    side = folder / "a.txt.json"
    side.write_text("{}", encoding="utf-8")
    assert walk([side]) == Walk((side,), (), (), ())


def test_links_that_lead_nowhere_are_named_with_what_to_do(folder: Path) -> None:
    (folder / "a.txt.yaml").symlink_to("gone.yaml")
    (folder / "gone.pdf").symlink_to("/nowhere/gone.pdf")
    (folder / "loop").symlink_to("loop")
    found = walk([folder])
    assert [(failure.source, failure.reason) for failure in found.failures] == [
        (f"{folder}/{name}", f"链接所指的 {target} 不存在。请把它放回原处，或者改正、删去这个链接。")
        for name, target in (("a.txt.yaml", "gone.yaml"), ("gone.pdf", "/nowhere/gone.pdf"), ("loop", "loop"))
    ]
    assert found.files == (folder / "a.txt", folder / "sub" / "b.txt")


def test_a_link_to_a_folder_elsewhere_and_what_is_no_file_are_named(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder / "more").symlink_to(elsewhere)
    os.mkfifo(folder / "pipe")
    assert walk([folder]) == Walk(
        (folder / "a.txt", folder / "sub" / "b.txt"),
        (Failure(f"{folder}/pipe", NO_FILE),),
        (Remark(f"{folder}/more", f"是指向文件夹的链接，没有读其中的文件。要收入它们，请写出 {elsewhere}。"),),
        (),
    )


def test_a_run_reports_lost_links_and_goes_on(folder: Path, tmp_path: Path) -> None:
    (folder / "gone.txt").symlink_to("nowhere.txt")
    report = index_paths([folder], tmp_path / "data", CharacterEncoder())
    assert (report.new, [failure.source for failure in report.failures]) == (2, [f"{folder}/gone.txt"])


def test_the_documents_of_a_folder_that_cannot_be_listed_stay(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_paths([folder], tmp_path / "data", CharacterEncoder())
    real = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = index_paths([folder], tmp_path / "data", CharacterEncoder())
    closed = Failure(f"{folder}/sub", "文件夹打不开：没有权限。请检查权限；其中收入过的文献都保留着。")
    assert (report.unchanged, report.removed, report.failures) == (1, 0, (closed,))
    store = Store(tmp_path / "data" / "record.sqlite")
    assert [Path(summary.source).name for summary in store.summaries()] == ["a.txt", "b.txt"]
    store.close()
