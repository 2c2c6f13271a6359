"""What is to be read at and below some paths, and what there is that cannot be reached.

Invariant: whatever is not hidden and no side file is among the files, or named with the reason.
"""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.readers.side_files import is_side_file
from indexer.system_errors import say_why
from indexer.types import Failure, Remark

_NOTHING_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}  # the last where links point at each other
_LOST = "链接所指的 {target} 不存在。请把它放回原处，或者改正、删去这个链接。"
_NO_FILE = "不是文件（而是管道、套接字或设备），没有读。请移出这个文件夹，要收入的内容请存为文件。"
_LINKED = "是指向文件夹的链接，没有读其中的文件。要收入它们，请写出 {target}。"


@dataclass(frozen=True, slots=True)
class Walk:
    """Files to be read, each once; `closed` are folders that could not be listed, among the failures, too."""

    files: tuple[Path, ...]
    failures: tuple[Failure, ...]
    remarks: tuple[Remark, ...]
    closed: tuple[Path, ...]


def walk(paths: Sequence[Path]) -> Walk:
    """Look at the paths and at all below those that are folders, by name.

    Hidden, side and Word's lock files (~$…) are left out, links to folders are not followed.
    """
    roots = [path.resolve() for path in paths]
    errors: list[OSError] = []
    told = dict.fromkeys(_tell(path, roots) for root in roots for path in sorted(_below(root, errors)))
    return Walk(
        tuple(one for one in told if isinstance(one, Path)),
        (*(one for one in told if isinstance(one, Failure)), *dict.fromkeys(map(_closed, errors))),
        tuple(one for one in told if isinstance(one, Remark)),
        tuple(Path(error.filename) for error in errors),
    )


def _tell(path: Path, roots: Sequence[Path]) -> Path | Failure | Remark | None:
    """The file to be read, or why there is none; None for a side file and for what is read elsewhere.

    What may not be looked at counts as a file: reading it will say why.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno not in _NOTHING_THERE:
            return path
        return Failure(str(path), _LOST.format(target=path.readlink())) if path.is_symlink() else None
    target = path.resolve()
    if stat.S_ISDIR(mode):
        return None if any(map(target.is_relative_to, roots)) else Remark(str(path), _LINKED.format(target=target))
    if not stat.S_ISREG(mode):
        return Failure(str(path), _NO_FILE)
    return None if is_side_file(path) and path not in roots else target


def _below(root: Path, errors: list[OSError]) -> Iterator[Path]:
    """The file itself, or all files and links to folders below a folder; errors are added to the list."""
    if not root.is_dir():
        yield root
        return
    for name, folders, files in os.walk(root, onerror=errors.append):
        folders[:] = [folder for folder in folders if not _is_hidden(folder)]
        yield from (Path(name, file) for file in files if not _is_hidden(file))
        yield from (path for folder in folders if (path := Path(name, folder)).is_symlink())


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _closed(error: OSError) -> Failure:
    return Failure(error.filename, f"文件夹打不开：{say_why(error)}。请检查权限；其中收入过的文献都保留着。")
