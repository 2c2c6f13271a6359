"""Web pages with all their parts in one file (.mht, .mhtml), as browsers and Word save them: the page in it is read.

Invariant: only the first HTML part counts; pictures and styles are no text.
"""

import email
import email.policy
from dataclasses import replace

from indexer.readers.html import read_html
from indexer.readers.source_file import SourceFile
from indexer.readers.unreadable import UnreadableFile
from indexer.types import RawText


def read_mht(file: SourceFile) -> RawText:
    """Read the page; raises UnreadableFile when there is none in it."""
    for part in email.message_from_bytes(file.data, policy=email.policy.compat32).walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return replace(read_html(replace(file, data=content)), digest=file.digest)
    raise UnreadableFile(file.path, "网页归档（MHT）中没有网页，请在浏览器中打开后另存为 .html")
