"""Archives (.zip): each member a text of its own, named `archive.zip/inner.docx`.

Invariant: every member comes out once, as its texts or as unreadable with its reason; nothing is written to the disk.
"""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from indexer.limits import Limits
from indexer.readers.packages import DAMAGE, open_archive
from indexer.readers.source_file import SourceFile
from indexer.readers.unreadable import UnreadableFile, UnreadableRecord
from indexer.types import RawText

_ENCRYPTED, _NAMED_IN_UTF8 = 0x1, 0x800  # bits of an entry's flags
_NO_DOCUMENTS = ("__MACOSX", "~$", ".")  # what begins the names of what systems and Word leave behind

Found = RawText | UnreadableRecord


def read_archive(file: SourceFile, read: Callable[[SourceFile], Iterator[Found]]) -> Iterator[Found]:
    """Yield what `read` gives for each member in order; raises UnreadableFile when the archive cannot be opened."""
    if not file.limits.nesting:
        raise UnreadableFile(file.path, "压缩包套得太深，请先解压再收入")
    seen: set[str] = set()
    with open_archive(file) as archive:
        file = replace(file, limits=_left(file.limits, archive.infolist()))
        for entry in archive.infolist():
            parts = [part for part in _name(entry).replace("\\", "/").split("/") if part not in ("", ".", "..")]
            name = "/".join(parts)
            if entry.is_dir() or not parts or any(part.startswith(_NO_DOCUMENTS) for part in parts):
                continue
            if name in seen:
                yield UnreadableRecord("", f"压缩包中有两个文件都叫“{name}”，只收第一个，请改名", name)
                continue
            seen.add(name)
            yield from (_within(name, found) for found in _read_member(file, archive, entry, name, read))


def _left(limits: Limits, entries: Sequence[zipfile.ZipInfo]) -> Limits:
    """What is left of the limits for the members, shared among the archives that are among them."""
    archives = max(1, sum(entry.filename.lower().endswith(".zip") for entry in entries))
    return replace(
        limits,
        nesting=limits.nesting - 1,
        entries=(limits.entries - len(entries)) // archives,
        unpacked_size=(limits.unpacked_size - sum(entry.file_size for entry in entries)) // archives,
    )


def _read_member(
    file: SourceFile,
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    name: str,
    read: Callable[[SourceFile], Iterator[Found]],
) -> Iterator[Found]:
    try:
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableFile(file.path / name, "压缩包设有口令，请解压后收入")
        if entry.file_size > file.limits.file_size:
            raise UnreadableFile(
                file.path / name, f"解压后有 {entry.file_size / 1e6:.0f} MB，超过了上限，请拆成几个文件"
            )
        yield from read(replace(file, path=file.path / name, data=_unpack(file, archive, entry, name)))
    except UnreadableFile as error:
        yield UnreadableRecord("", error.reason)


def _unpack(file: SourceFile, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    try:
        return archive.read(entry)
    except DAMAGE as error:
        raise UnreadableFile(file.path / name, "压缩包中的这个文件损坏，无法解开，请重新获取压缩包") from error


def _within(name: str, found: Found) -> Found:
    return replace(found, member=f"{name}/{found.member}" if found.member else name)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry; where it is not marked as UTF-8, zipfile has taken it for the PC's oldest code page."""
    if entry.flag_bits & _NAMED_IN_UTF8:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return entry.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return entry.filename
