"""What is the matter with a data folder is said in Chinese with the way to mend it, and nothing in it is lost."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from indexer.database import RecordError, explain
from indexer.store import Store
from tests.processes import invoke


@pytest.fixture
def data(corpus_data: Path, tmp_path: Path) -> Path:
    """A copy of the data folder of the built-in corpus, to be damaged."""
    return Path(shutil.copytree(corpus_data, tmp_path / "data"))


def test_a_data_folder_that_cannot_be_written_to_says_so(corpus_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        os, "access", lambda path, mode: (Path(path), mode) != (corpus_data, os.W_OK)
    )  # root may write everywhere
    assert invoke("search", "党建", "--data", str(corpus_data)) == (
        2,
        "",
        f"错误：数据目录 {corpus_data} 不可写，检索时也要在其中写锁文件。"
        "请允许写入，或把它复制到可写的地方，用 --data 指明。\n",
    )


@pytest.mark.parametrize("command", [("search", "党建"), ("ask", "党建"), ("documents",), ("index", "LICENSE")])
def test_a_record_that_is_no_database_is_named_and_left_as_it_is(data: Path, command: tuple[str, ...]) -> None:
    record = data / "record.sqlite"
    for file in data.glob("record.sqlite*"):
        file.unlink()
    record.write_bytes(b"no database " * 1000)
    assert invoke(*command, "--data", str(data)) == (
        2,
        "",
        f"错误：资料库的记录 {record} 已损坏，读不了。请从备份恢复它，或用 --data 换一个数据目录，重新收入文件。\n",
    )
    assert record.read_bytes() == b"no database " * 1000


@pytest.mark.parametrize("command", [("search", "党建"), ("index", "LICENSE"), ("serve", "--port", "0")])
def test_a_file_in_place_of_the_data_folder_is_wrong_use(tmp_path: Path, command: tuple[str, ...]) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    status, out, err = invoke(*command, "--data", str(file))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"错误：{file}")
    assert err.endswith("请检查磁盘空间和写入权限，或用 --data 换一个数据目录。\n")


def fill(store: Store, amount: int) -> None:
    with store.transaction():
        store.put_vectors("model", [n.to_bytes(4) for n in range(amount)], np.zeros((amount, 384), dtype=np.float32))


def test_a_full_disk_is_told_and_what_was_kept_before_stays(tmp_path: Path) -> None:
    store = Store(tmp_path / "record.sqlite")
    fill(store, 3)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(RecordError) as full:
        fill(store, 1000)
    told = f"资料库的记录 {tmp_path}/record.sqlite 写不下：磁盘空间已满。请腾出空间后再运行，已完成的工作都保存了。"
    assert explain(full.value, tmp_path) == told
    assert store._connection.execute("SELECT COUNT(*) FROM vectors").fetchone() == (3,)
    store.close()


def test_a_record_that_cannot_be_opened_or_written_says_which(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as absent:
        Store(tmp_path / "none" / "record.sqlite")
    assert explain(absent.value, tmp_path) == (
        f"资料库的记录 {tmp_path}/record.sqlite 打不开。请检查读写权限，或用 --data 换一个数据目录。"
    )
    store = Store(tmp_path / "record.sqlite")
    store._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(RecordError) as read_only:
        fill(store, 1)
    assert explain(read_only.value, tmp_path) == (
        f"资料库的记录 {tmp_path}/record.sqlite 不能写入。请检查写入权限，或用 --data 换一个数据目录。"
    )
    store.close()
