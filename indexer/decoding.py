"""Bytes → text for Chinese files whose encoding is unknown, undeclared or wrongly declared.

Invariant: the evidence of the bytes (a byte order mark, valid UTF-8) outranks what a file declares about itself.
"""

import codecs
import re

from indexer.script import to_simplified

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A file cut off in mid-character, or one with a few lost bytes, is still read: at most 1 unreadable per 200 characters.
_UNREADABLE_SHARE = 0.005
_SAMPLE = 4000
# "\ud800" in JSON and YAML, a glyph that a PDF maps to nothing, a byte of a file name that is no UTF-8
_HALF = re.compile("[\ud800-\udfff]")


def has_halves(text: str) -> bool:
    """Whether half a surrogate pair stands in the text, which is no character: no file and no database takes it."""
    return _HALF.search(text) is not None


def replace_halves(text: str) -> str:
    """Put U+FFFD in the place of each half of a surrogate pair; length kept."""
    return _HALF.sub("\ufffd", text)


def decode(data: bytes, declared: str | None = None) -> str:
    """Decode a text file: byte order mark, strict UTF-8, the declared encoding, GB18030 or Big5, in this order.

    Between GB18030 and Big5 the one that gives more everyday characters wins. A few undecodable bytes become
    U+FFFD. Raises ValueError (in Chinese) for binary data and for encodings that are none of these.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").removeprefix("\ufeff")
    if b"\0" in data:
        raise ValueError("内容不是文本（含有二进制数据），请确认文件格式与扩展名一致")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(data, declared)


def _decode_legacy(data: bytes, declared: str | None) -> str:
    stated = _python_codec(declared)
    if stated is not None and (text := _strictly(data, stated)) is not None:
        return text
    candidates = [text for name in ("gb18030", "big5hkscs") if (text := _strictly(data, name)) is not None]
    if not candidates:
        candidates = [data.decode(name, errors="replace") for name in ("utf-8", "gb18030", "big5hkscs")]
        candidates = [text for text in candidates if text.count("\ufffd") <= _UNREADABLE_SHARE * len(text) + 1]
    if not candidates:
        raise ValueError("无法识别文字编码（既不是 UTF-8，也不是 GB18030 或 Big5），请另存为 UTF-8 后重试")
    return max(candidates, key=_everyday_share)


def _python_codec(declared: str | None) -> str | None:
    """Name the codec of a declared encoding; GB2312 and GBK are read as their superset, as browsers do."""
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared.strip()).name
    except LookupError:
        return None
    return {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(name, name)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _everyday_share(text: str) -> float:
    """Share of the non-ASCII characters that are among the 3,755 of GB 2312 level 1 once simplified."""
    characters = [c for c in to_simplified(text[:_SAMPLE]) if c > "\x7f"]
    encoded = (c.encode("gb2312", errors="ignore") for c in characters)
    return sum(len(c) == 2 and 0xB0 <= c[0] <= 0xD7 for c in encoded) / max(1, len(characters))
