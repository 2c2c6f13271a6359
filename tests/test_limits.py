"""Files that ask too much, and archives: each is stopped with the limit that it breaks, its neighbours are read."""

import os
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from eval.made_files import MADE_FILES
from indexer.formats import FORMATS, SEVERAL, SUFFIXES
from indexer.limits import DEFAULT_LIMITS, Limits
from indexer.readers import READERS, read_file
from indexer.readers.unreadable import UnreadableRecord
from indexer.reading import read_documents
from indexer.types import Document, Failure
from tests.processes import ROOT, invoke
from tests.raw_texts import reason

SENTENCE = "服务站全年开放，第三季度接待来访214人次。"


def pack(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def outcomes(path: Path, limits: Limits = DEFAULT_LIMITS) -> list[tuple[str, str]]:
    """Place inside the archive, and text or reason, of each document and failure."""
    found = []
    for result in read_documents(path, limits):
        assert isinstance(result, Document | Failure)
        said = result.text if isinstance(result, Document) else result.reason
        found.append((result.source.removeprefix(path.resolve().as_posix()), said))
    return found


def test_every_suffix_has_a_reader_and_is_named_in_help_readme_and_messages(tmp_path: Path) -> None:
    assert frozenset(READERS) | SEVERAL == SUFFIXES
    (tmp_path / "a.psd").write_text("x")
    readme, (_, shown, _) = (ROOT / "README.md").read_text(encoding="utf-8"), invoke("index", "--help", width=200)
    said = reason(tmp_path / "a.psd", DEFAULT_LIMITS)
    for _, suffixes in FORMATS:
        for suffix in suffixes:
            assert [place for place in (f"`{suffix}`" in readme, suffix in shown, suffix in said) if not place] == []


def test_file_beyond_a_limit_is_reported_with_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE * 10, encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(
        f'{{"_id": "1", "text": "{SENTENCE * 10}"}}\n{{"_id": "2", "text": "短"}}\n', "utf-8"
    )
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write_row(99, 99, ("远处的一格",))
        book.worksheets()[0].write_string(0, 0, "第一格")
    page = next(file for file in MADE_FILES if file.suffix == ".ofd")
    page.write(tmp_path / "a.ofd")
    tight = replace(DEFAULT_LIMITS, file_size=10**6, characters=100, cells=9999, pages=1, record_size=100)
    assert "超过了 100 个的上限" in reason(tmp_path / "a.txt", tight)
    assert "超过了 9999 个的上限" in reason(tmp_path / "a.xlsx", tight)
    assert "超过了 1 页的上限" in reason(tmp_path / "a.ofd", tight)
    assert "的上限" in reason(tmp_path / "a.txt", replace(tight, file_size=100))
    (first, second) = read_file(tmp_path / "a.jsonl", tight)
    assert isinstance(first, UnreadableRecord)
    assert "第1行超过了" in first.reason
    assert not isinstance(second, UnreadableRecord)


def test_what_has_no_reader_or_no_end_is_refused_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"x" * 1000)
    assert reason(tmp_path / "film.mp4", replace(DEFAULT_LIMITS, file_size=100)).startswith("不支持的文件格式“.mp4”")
    os.mkfifo(tmp_path / "pipe.txt")  # reading it would wait for ever
    assert reason(tmp_path / "pipe.txt") == "不是文件（而是管道、套接字或设备），请把内容存为文件"


@pytest.mark.parametrize("suffix", [".zip", ".docx", ".xlsx", ".ofd"])
def test_package_that_unpacks_to_too_much_is_never_unpacked(tmp_path: Path, suffix: str) -> None:
    part = {".zip": "a.txt", ".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".ofd": "OFD.xml"}[suffix]
    bomb = pack(tmp_path / f"a{suffix}", {part: b" " * 20_000_000})
    assert "恶意文件" in reason(bomb, DEFAULT_LIMITS)
    assert "解压后有" in reason(bomb, replace(DEFAULT_LIMITS, unpacked_size=10**7))


def test_members_of_an_archive_are_documents_of_their_own_and_a_bad_one_loses_no_other(tmp_path: Path) -> None:
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("丙.txt", "压缩包里的压缩包。")
    path = pack(
        tmp_path / "材料.zip",
        {
            "甲.txt": SENTENCE.encode("gb18030"),
            "坏.docx": b"PK\x03\x04 cut",
            "图.psd": b"x",
            "__MACOSX/._甲.txt": b"\0\1",
            "../外面/乙.txt": "路径只是名称。".encode(),
            "空.txt": b"",
            "记录.jsonl": '{"_id": "7", "text": "一条记录。"}\n'.encode(),
            "里/内.zip": inner.getvalue(),
        },
    )
    found = dict(outcomes(path))
    assert {place: text for place, text in found.items() if text.endswith("。")} == {
        "/甲.txt": SENTENCE,
        "/外面/乙.txt": "路径只是名称。",
        "/记录.jsonl#7": "一条记录。",
        "/里/内.zip/丙.txt": "压缩包里的压缩包。",
    }
    assert "损坏" in found["/坏.docx"]
    assert "不支持" in found["/图.psd"]
    assert "空的" in found["/空.txt"]
    assert len(found) == 7
    assert dict(outcomes(path, replace(DEFAULT_LIMITS, nesting=1)))["/里/内.zip"] == "压缩包套得太深，请先解压再收入"
    assert outcomes(path, replace(DEFAULT_LIMITS, entries=7)) == [
        ("", "里面有 8 个文件，超过了 7 个的上限，请拆成几个")
    ]


def test_archive_with_a_password_is_reported_member_by_member(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": SENTENCE.encode()})
    data = bytearray(path.read_bytes())
    for start in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[start] |= 1
    path.write_bytes(bytes(data))
    assert outcomes(path) == [("/a.txt", "压缩包设有口令，请解压后收入")]
