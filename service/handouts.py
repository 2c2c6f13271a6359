"""A file to be checked, as text.

Invariant: offsets are into the text as the reader gives it; markup and page furniture in it become blanks, which
do not count in a comparison.
"""

import re
from pathlib import Path

from indexer.formats import SEVERAL
from indexer.readers import UnreadableFile, read_file
from indexer.types import RawText
from service.quotations import TEXT_LIMIT


def read_handout(path: Path) -> str:
    """Read a file of one text of at most TEXT_LIMIT characters, in any format that is indexed.

    Raises UnreadableFile with the reason in Chinese.
    """
    if path.suffix.lower() in SEVERAL:
        raise UnreadableFile(path, "这种文件有多篇文字，请把要核对的一篇另存为 txt 或 md 文件")
    (raw,) = read_file(path)
    assert isinstance(raw, RawText), "only files of several texts have records"
    if len(raw.text) > TEXT_LIMIT:
        raise UnreadableFile(path, f"共 {len(raw.text)} 个字符，超过了 {TEXT_LIMIT} 个，请分成几个文件")
    kept: list[str] = []
    position = 0
    for edit in raw.removals:
        kept += raw.text[position : edit.start], re.sub(r"\S", " ", raw.text[edit.start : edit.end])
        position = edit.end
    return "".join((*kept, raw.text[position:]))
