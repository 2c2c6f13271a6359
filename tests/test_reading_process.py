"""Reading in a process of its own: the same documents, and a reason for each file that it does not survive."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.limits import DEFAULT_LIMITS
from indexer.reading import read_documents
from indexer.reading_process import ReadingProcess
from indexer.types import Document, Failure

SENTENCE = "服务站每周三下午安排律师值班，第三季度共接待咨询214人次。\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def children() -> set[int]:
    """Processes started by this one that still run (Linux)."""
    found = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return {int(number) for number in found.read_text().split()} if found.exists() else set()


def test_documents_are_those_read_without_a_process_of_its_own(tmp_path: Path) -> None:
    lines = '{"_id": "a", "text": "正文一。"}\n坏行\n{"_id": "b", "text": "正文二。"}\n'
    paths = (write(tmp_path, "a.txt", SENTENCE), write(tmp_path, "b.jsonl", lines), tmp_path / "missing.docx")
    before = children()
    with ReadingProcess() as reading:
        assert [tuple(reading.read_documents(path)) for path in paths] == [
            tuple(read_documents(path)) for path in paths
        ]
        assert len(children() - before) <= 1
    assert children() == before


def test_file_that_takes_too_long_is_stopped_and_the_next_is_read(tmp_path: Path) -> None:
    long = write(tmp_path, "long.html", "<p>" + "<b>服务站</b>" * 400_000)
    short = write(tmp_path, "short.txt", SENTENCE)
    with ReadingProcess(replace(DEFAULT_LIMITS, seconds=2.0)) as reading:
        assert len(tuple(reading.read_documents(short))) == 1
        started = time.monotonic()
        (failure,) = reading.read_documents(long)
        assert time.monotonic() - started < 10
        (document,) = reading.read_documents(short)
    assert failure == Failure(long.as_posix(), "读取超过了 2 秒的上限，已停止；请检查文件，或拆成几个文件")
    assert isinstance(document, Document)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory of a process is limited on Linux only")
def test_file_that_takes_too_much_memory_is_reported_and_the_next_is_read(tmp_path: Path) -> None:
    large = write(tmp_path, "large.txt", "x" * 150_000_000)
    short = write(tmp_path, "short.txt", SENTENCE)
    with ReadingProcess(replace(DEFAULT_LIMITS, memory=350_000_000)) as reading:
        (failure,) = reading.read_documents(large)
        (document,) = reading.read_documents(short)
    assert isinstance(failure, Failure)
    assert "内存" in failure.reason
    assert isinstance(document, Document)


def test_caller_that_stops_early_gets_nothing_of_that_file_with_the_next(tmp_path: Path) -> None:
    records = write(tmp_path, "a.jsonl", '{"_id": "a", "text": "正文一。"}\n{"_id": "b", "text": "正文二。"}\n')
    other = write(tmp_path, "b.txt", SENTENCE)
    with ReadingProcess() as reading:
        for _ in reading.read_documents(records):
            break
        assert tuple(reading.read_documents(other)) == tuple(read_documents(other))


def test_modules_in_the_folder_where_the_program_runs_are_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "pickle.py", "raise SystemExit('这个文件不是程序的一部分')")
    path = write(tmp_path, "a.txt", SENTENCE)
    monkeypatch.chdir(tmp_path)
    with ReadingProcess() as reading:
        assert isinstance(next(iter(reading.read_documents(path))), Document)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are listed in /proc on Linux only")
def test_office_program_that_hangs_is_ended_with_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = f"47.{os.getpid()}"
    (tmp_path / "soffice").write_text(f"#!/bin/sh\nsleep {sign} &\nwait\n")
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "a.doc").write_bytes(b"{\\rtf1 }")
    with ReadingProcess(replace(DEFAULT_LIMITS, seconds=4.0)) as reading:
        (failure,) = reading.read_documents(tmp_path / "a.doc")
    assert isinstance(failure, Failure)
    assert "LibreOffice 没有在时限内打开它" in failure.reason
    assert [path for path in Path("/proc").glob("[0-9]*/cmdline") if sign.encode() in path.read_bytes()] == []
