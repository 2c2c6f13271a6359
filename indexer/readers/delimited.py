"""Tables as text (.csv, .tsv) in any Chinese encoding and with any usual delimiter: a row a line.

Invariant: every cell of the file is in the text once, in its order.
"""

import csv
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from indexer.readers.rows import row_line
from indexer.readers.source_file import SourceFile
from indexer.readers.text import decode_file
from indexer.readers.unreadable import UnreadableFile
from indexer.types import RawText

_DELIMITERS = ",\t;|，"
_SAMPLE_ROWS = 50


def read_delimited(file: SourceFile) -> RawText:
    """Read a table; raises UnreadableFile when it cannot be decoded or a quotation mark in it is never closed."""
    lines = decode_file(file).splitlines(keepends=True)
    try:
        rows = list(csv.reader(lines, delimiter=_find_delimiter(lines)))
    except csv.Error as error:
        raise UnreadableFile(file.path, "表格的分隔或引号有误，请用 Excel/WPS 打开后另存") from error
    text = "".join(f"{line}\n" for line in map(row_line, rows) if line)
    return RawText(key="", digest=file.digest, text=text)


def _find_delimiter(lines: Sequence[str]) -> str:
    """Find the delimiter that cuts most of the first rows into the same number of cells, at least two."""
    return max(_DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: Sequence[str], delimiter: str) -> float:
    widths = Counter(len(row) for row in islice(csv.reader(lines, delimiter=delimiter), _SAMPLE_ROWS) if row)
    return max((count for width, count in widths.items() if width > 1), default=0) / max(1, widths.total())
