"""Files whose names lie are read as what they are where that is safe, and reported in a line where it is not."""

import zipfile
from pathlib import Path

import pytest

from eval.made_files import MADE_FILES
from tests.raw_texts import read_one, reason

SENTENCE = "服务站全年开放，第三季度接待来访214人次。"
PAGE = f"<!DOCTYPE html><html><head><title>简报</title></head><body><p>{SENTENCE}</p></body></html>"
MHT = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    f"--b\r\nContent-Type: text/html\r\n\r\n{PAGE}\r\n--b--\r\n"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def text_of(path: Path) -> str:
    return read_one(path).text.strip()


def refused(path: Path, content: bytes) -> str:
    """Why a file with this content is refused."""
    path.write_bytes(content)
    return reason(path)


@pytest.mark.parametrize("name", ["a.docx", "a.doc", "a.wps", "a.xls", "a.pdf", "a.txt", "a.csv", "a.ofd", "a.zip"])
def test_page_under_any_name_is_read_as_a_page(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(PAGE, encoding="utf-8")
    assert text_of(path) == SENTENCE


@pytest.mark.parametrize("name", ["a.mht", "a.doc", "a.docx", "a.pdf"])
def test_saved_page_with_its_parts_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(MHT, encoding="utf-8")
    assert text_of(path) == SENTENCE


def test_text_under_the_name_of_an_old_office_file_is_read_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(SENTENCE.encode("gb18030"))
    (tmp_path / "a.xls").write_bytes("服务站\t人次\n城东\t214\n".encode("gb18030"))
    assert text_of(tmp_path / "a.doc") == SENTENCE
    assert text_of(tmp_path / "a.xls") == "服务站 | 人次\n城东 | 214"


def test_new_office_files_under_old_names_and_the_other_way_round_are_read(tmp_path: Path) -> None:
    for suffix, wrong in ((".docx", ".doc"), (".docx", ".txt"), (".xlsx", ".xls"), (".xlsx", ".docx")):
        file = next(file for file in MADE_FILES if file.suffix == suffix)
        file.write(tmp_path / f"a{wrong}")
        assert "".join(text_of(tmp_path / f"a{wrong}").split()) == "".join("".join(file.lines).split())


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "口令"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "口令"),
        ("a.doc", OLE, "不是 .doc 格式"),
        ("a.doc", b"\x01\x02\x03\x00" * 9, "不是 .doc 格式"),
        ("a.docx", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "文件"),
        ("a.zip", b"Rar!\x1a\x07\x00", "其实是 .rar 文件"),
        ("a.jsonl", b"PK\x03\x04\x14\x00", "不是每行一篇的 JSON"),
        ("a.txt", OLE, "不是 .txt 格式"),
        ("a.mht", b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nabc", "没有网页"),
        ("a.xlsx", b"PK\x03\x04 cut", "损坏"),
        ("a.csv", b'"' + b"x" * 200_000, "分隔或引号有误"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_line(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    said = refused(tmp_path / name, content)
    assert expected in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF-1.4 cut", "PDF 文件损坏，无法解析，请重新获取"),
        ("a.docx", b"cut", "压缩结构损坏，无法解开，请重新获取"),
        ("a.ofd", b"PK\x03\x04 cut", "压缩结构损坏，无法解开，请重新获取"),
        ("a.csv", b'"' + b"x" * 200_000, "表格的分隔或引号有误，请用 Excel/WPS 打开后另存"),
        (
            "a.md",
            b"---\ntitle: [\n---\n",
            "文件开头 --- 之间的信息：第3行写法有误，应为“名称: 值”，冒号后空一格，含冒号或引号的值用单引号括起",
        ),
    ],
)
def test_what_is_damaged_is_said_in_chinese_alone(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    assert refused(tmp_path / name, content) == said


def test_plain_archive_under_the_name_of_a_word_file_is_reported(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("a.txt", SENTENCE)
    assert "不是 .docx 格式" in reason(tmp_path / "a.docx")
