"""Files → raw texts: picks the reader by what the file is, by its suffix where its content does not tell.

Invariant: a file that cannot be read raises UnreadableFile with its reason; a bad record or member is yielded as such.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from indexer.decoding import replace_halves
from indexer.formats import SEVERAL, SUFFIXES, list_formats
from indexer.limits import DEFAULT_LIMITS, Limits
from indexer.readers import images
from indexer.readers.archives import read_archive
from indexer.readers.delimited import read_delimited
from indexer.readers.docx import read_docx
from indexer.readers.html import read_html
from indexer.readers.jsonl import read_records
from indexer.readers.legacy import read_legacy
from indexer.readers.markdown import read_markdown
from indexer.readers.mht import read_mht
from indexer.readers.ofd import read_ofd
from indexer.readers.pdf import read_pdf
from indexer.readers.recognition import ENCRYPTED, UNKNOWN, recognise
from indexer.readers.source_file import SourceFile, say_nothing
from indexer.readers.spreadsheet import read_spreadsheet
from indexer.readers.text import read_text
from indexer.readers.unreadable import UnreadableFile, UnreadableRecord
from indexer.system_errors import say_why
from indexer.types import RawText

__all__ = ["READERS", "UnreadableFile", "UnreadableRecord", "read_file"]

# For files of one text; those of several are read record by record and member by member.
READERS: dict[str, Callable[[SourceFile], RawText]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".mht": read_mht,
    ".mhtml": read_mht,
    ".pdf": read_pdf,
    ".ofd": read_ofd,
    ".docx": read_docx,
    **dict.fromkeys(images.SUFFIXES, images.read_image),
    ".doc": read_legacy,
    ".wps": read_legacy,
    ".rtf": read_legacy,
    ".xlsx": read_spreadsheet,
    ".xls": read_spreadsheet,
    ".et": read_spreadsheet,
    ".csv": read_delimited,
    ".tsv": read_delimited,
}

_HEAD = 4096  # bytes


def read_file(
    path: Path, limits: Limits = DEFAULT_LIMITS, alive: Callable[[], None] = say_nothing
) -> Iterator[RawText | UnreadableRecord]:
    """Yield the raw texts of a file: one, or those of the records of a `.jsonl` file or of the members of an archive
    (bad records and members as such).

    Raises UnreadableFile, at the first step of the iteration, for an unknown suffix, a file that cannot be
    opened, is empty, too large or damaged, or holds no text.
    """
    try:
        size = path.stat().st_size
        _check_kind(path)
        if path.suffix.lower() == ".jsonl" and size:
            yield from _read_lines(path, limits)
        elif size > limits.file_size:
            reason = f"文件有 {size / 1e6:.0f} MB，超过了 {limits.file_size / 1e6:.0f} MB 的上限，请拆成几个文件"
            raise UnreadableFile(path, reason)
        else:
            yield from _read_content(SourceFile(path, path.read_bytes(), limits, alive))
    except OSError as error:
        raise UnreadableFile(path, f"无法打开文件，请检查是否存在、是否有读取权限：{say_why(error)}") from error


def _check_kind(path: Path) -> None:
    """Refuse, before anything is read, what no suffix names a reader for, and what may have no end, as /dev/zero."""
    if path.is_file():
        _check_suffix(path)
    elif not path.is_dir():
        raise UnreadableFile(path, "不是文件（而是管道、套接字或设备），请把内容存为文件")


def _check_suffix(path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableFile(path, f"不支持的文件格式“{suffix}”，支持：{list_formats()}")


def _read_lines(path: Path, limits: Limits) -> Iterator[RawText | UnreadableRecord]:
    """Read a file of records line by line, whatever its size."""
    with path.open("rb") as file:
        kind = recognise(file.read(_HEAD), ".jsonl")
        if kind != ".jsonl":
            raise UnreadableFile(path, f"内容不是每行一篇的 JSON，而像 {kind} 文件，请改正文件名")
        file.seek(0)
        yield from read_records(file, limits)


def _read_content(file: SourceFile) -> Iterator[RawText | UnreadableRecord]:
    """Read a file of a folder or an archive as what it is."""
    _check_suffix(file.path)
    suffix = file.path.suffix.lower()
    if not file.data:
        raise UnreadableFile(file.path, "文件是空的（0 字节），请重新获取或删去")
    kind = recognise(file.data, suffix)
    if kind == ENCRYPTED:
        raise UnreadableFile(file.path, "文件设有口令，请用口令打开后另存为不加密的文件")
    if kind == UNKNOWN or (kind in SEVERAL and kind != suffix):
        raise UnreadableFile(file.path, f"内容不是 {suffix} 格式，文件可能损坏，或文件名有误，请检查")
    if kind not in SUFFIXES:
        raise UnreadableFile(file.path, f"内容其实是 {kind} 文件，不支持；请转成支持的格式（如 .docx、.pdf）")
    if kind == ".jsonl":
        yield from read_records(BytesIO(file.data), file.limits)
    elif kind == ".zip":
        yield from read_archive(file, _read_content)
    else:
        yield _read_single(file, READERS[kind])


def _read_single(file: SourceFile, read: Callable[[SourceFile], RawText]) -> RawText:
    raw = read(file)
    if not raw.text.strip():
        raise UnreadableFile(file.path, "文件中没有文字，请检查内容或删去")
    if len(raw.text) > file.limits.characters:
        reason = f"共 {len(raw.text)} 个字符，超过了 {file.limits.characters} 个的上限，请拆成几个文件"
        raise UnreadableFile(file.path, reason)
    return replace(raw, text=replace_halves(raw.text))
