"""What a file really is, by its content: names lie (a .docx that is a web page, a .xls that is text).

Invariant: a file whose content says nothing clear is taken for what its name says.
"""

import re
import zipfile
from io import BytesIO

from indexer.decoding import decode
from indexer.readers.packages import DAMAGE

_HEAD = 4096  # bytes
# Names of streams in an old Office file, as its directory spells them
_WORD_STREAM, _ENCRYPTED_STREAM = "WordDocument".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
_SHEET_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# <!DOCTYPE html>, <html xmlns…>, behind a byte order mark, blanks, comments or an XML declaration
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
# MIME-Version: 1.0 among the first lines of a saved page
_MHT = re.compile(rb"\A(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)*?MIME-Version:", re.I)
# Word's own XML: one file instead of a package
_WORD_XML = re.compile(rb"<(?:w:wordDocument|pkg:package)\b")
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG\r\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"Rar!", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"\x1f\x8b\x08", ".gz"),
    (b"MZ", ".exe"),
)
# A member that only packages of this kind have, and their kind
_PACKAGES = (("OFD.xml", ".ofd"), ("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx"))
_TEXT = frozenset((".txt", ".md", ".markdown", ".csv", ".tsv", ".jsonl"))
_PAGES = frozenset((".html", ".htm", ".mht", ".mhtml"))
# Formats whose files begin with a signature: what has none is text under the wrong name, or nothing that can be read.
_WORD, _SHEETS = frozenset((".doc", ".wps", ".rtf")), frozenset((".xls", ".et"))
_CONTROLS = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
ENCRYPTED, UNKNOWN = "encrypted", "unknown"


def recognise(data: bytes, suffix: str) -> str:
    """Return the suffix that the content deserves, ENCRYPTED for an Office file with a password, or UNKNOWN."""
    head = data[:_HEAD]
    if data.startswith(_OLE):
        return _recognise_ole(data)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _recognise_zip(data, suffix)
    if head.lstrip().startswith(b"%PDF-"):
        return ".pdf"
    for signature, kind in _SIGNATURES:
        if head.startswith(signature) and not (suffix in _TEXT and signature.isalnum()):
            return kind
    if _WORD_XML.search(head):
        return ".doc"
    if suffix not in _PAGES and _HTML.match(head):
        return ".html"
    if suffix not in _TEXT and _MHT.match(head):
        return ".mht"
    if suffix in _WORD | _SHEETS:
        return (".txt" if suffix in _WORD else ".csv") if _is_text(data) else UNKNOWN
    return suffix


def _recognise_ole(data: bytes) -> str:
    if _ENCRYPTED_STREAM in data:
        return ENCRYPTED
    if _WORD_STREAM in data:
        return ".doc"
    return ".xls" if any(stream in data for stream in _SHEET_STREAMS) else UNKNOWN


def _recognise_zip(data: bytes, suffix: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except DAMAGE:  # its reader says what is wrong with it
        return ".docx" if suffix in _WORD else UNKNOWN if suffix in _TEXT | _PAGES else suffix
    return next((kind for start, kind in _PACKAGES if any(name.startswith(start) for name in names)), ".zip")


def _is_text(data: bytes) -> bool:
    if _CONTROLS.search(data):
        return False
    try:
        decode(data)
    except ValueError:
        return False
    return True
