"""Zip archives and the XML in them, opened within the limits: what .docx, .xlsx, .ofd and .zip files are made of.

Invariant: nothing is unpacked that the limits do not allow, no entity is expanded and nothing outside is fetched.
"""

import lzma
import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

from lxml import etree

from indexer.readers.source_file import SourceFile
from indexer.readers.unreadable import UnreadableFile

# What zipfile, lxml and code that walks their trees let through on damaged or hostile files.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, etree.XMLSyntaxError, KeyError, ValueError, TypeError,
    IndexError, AttributeError, EOFError, NotImplementedError, RecursionError, RuntimeError, OverflowError, OSError,
)  # fmt: skip
_STRICT = b"http://purl.oclc.org/ooxml/"  # names of the strict variant of Office Open XML
_TRANSITIONAL = (
    (_STRICT + b"wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (
        _STRICT + b"officeDocument/relationships/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    ),
    (_STRICT + b"officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)


def open_archive(file: SourceFile) -> zipfile.ZipFile:
    """Open a zip archive; raises UnreadableFile when it is damaged or holds more than the limits allow.

    The sizes that it states are those that can be unpacked: zipfile reads no further.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(file.data))
    except DAMAGE as error:
        raise UnreadableFile(file.path, "压缩结构损坏，无法解开，请重新获取") from error
    entries, limits = archive.infolist(), file.limits
    if len(entries) > limits.entries:
        raise UnreadableFile(file.path, f"里面有 {len(entries)} 个文件，超过了 {limits.entries} 个的上限，请拆成几个")
    size = sum(entry.file_size for entry in entries)
    if size > limits.unpacked_size:
        reason = f"解压后有 {size / 1e6:.0f} MB，超过了 {limits.unpacked_size / 1e6:.0f} MB 的上限，请拆成几个文件"
        raise UnreadableFile(file.path, reason)
    if size > limits.ratio_from and size > limits.ratio * len(file.data):
        times = size // max(1, len(file.data))
        raise UnreadableFile(file.path, f"解压后是原来的 {times} 倍，超过了 {limits.ratio} 倍的上限，可能是恶意文件")
    return archive


def parse_xml(data: bytes) -> Any:
    """Parse a part; names of the strict variant of Office Open XML become the usual ones. Raises what DAMAGE names."""
    if _STRICT in data:
        for strict, usual in _TRANSITIONAL:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)


def local_name(element: Any) -> str:
    """The name of an element without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its name without namespace: `w:val` as well as `val`."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)
