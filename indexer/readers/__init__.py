"""Files → raw texts: picks the reader by the suffix of the file.

Invariant: a file that cannot be read raises UnreadableFile with its reason; a bad record is yielded as such.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from indexer.limits import DEFAULT_LIMITS, Limits
from indexer.readers import images
from indexer.readers.docx import read_docx
from indexer.readers.html import read_html
from indexer.readers.jsonl import read_records
from indexer.readers.markdown import read_markdown
from indexer.readers.pdf import read_pdf
from indexer.readers.source_file import SourceFile, say_nothing
from indexer.readers.text import read_text
from indexer.readers.unreadable import UnreadableFile, UnreadableRecord
from indexer.types import RawText

__all__ = ["SUFFIXES", "UnreadableFile", "UnreadableRecord", "read_file"]

_SINGLE: dict[str, Callable[[SourceFile], RawText]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    **dict.fromkeys(images.SUFFIXES, images.read_image),
}

SUFFIXES = frozenset(_SINGLE) | {".jsonl"}


def read_file(
    path: Path, limits: Limits = DEFAULT_LIMITS, alive: Callable[[], None] = say_nothing
) -> Iterator[RawText | UnreadableRecord]:
    """Yield the raw texts of a file: one, or one for each record of a `.jsonl` file (bad records as such).

    Raises UnreadableFile, at the first step of the iteration, for an unknown suffix, a file that cannot be
    opened, is empty, too large or damaged, or holds no text.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableFile(path, f"不支持的文件格式“{suffix}”，支持：{' '.join(sorted(SUFFIXES))}")
    try:
        size = path.stat().st_size
        if size == 0:
            raise UnreadableFile(path, "文件是空的（0 字节），请重新获取或删去")
        if suffix == ".jsonl":
            yield from read_records(path, limits)
        else:
            yield _read_single(_load(path, size, limits, alive), _SINGLE[suffix])
    except OSError as error:
        raise UnreadableFile(path, f"无法打开文件，请检查是否存在、是否有读取权限：{error.strerror}") from error


def _load(path: Path, size: int, limits: Limits, alive: Callable[[], None]) -> SourceFile:
    if size > limits.file_size:
        reason = f"文件有 {size / 1e6:.0f} MB，超过了 {limits.file_size / 1e6:.0f} MB 的上限，请拆成几个文件"
        raise UnreadableFile(path, reason)
    return SourceFile(path, path.read_bytes(), limits, alive)


def _read_single(file: SourceFile, read: Callable[[SourceFile], RawText]) -> RawText:
    raw = read(file)
    if not raw.text.strip():
        raise UnreadableFile(file.path, "文件中没有文字，请检查内容或删去")
    if len(raw.text) > file.limits.characters:
        reason = f"共 {len(raw.text)} 个字符，超过了 {file.limits.characters} 个的上限，请拆成几个文件"
        raise UnreadableFile(file.path, reason)
    return raw
