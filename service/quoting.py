"""What a query puts in quotation marks or book-title marks, and so asks for exactly.

Invariant: each piece is returned as it was typed, marks included, and as the folded phrase that passages must have.
"""

import re

from indexer.script import fold
from indexer.types import Phrase

_MARKED = re.compile(
    r"《(?P<title>[^《》]{2,})》|“(?P<a>[^“”]{2,})”|\"(?P<b>[^\"]{2,})\"|「(?P<c>[^「」]{2,})」|『(?P<d>[^『』]{2,})』"
)
_MARKS = re.compile(r"[《》“”\"「」『』]")


def find_quoted(query: str) -> tuple[tuple[str, Phrase], ...]:
    """(as typed, phrase) of each quoted piece of two characters or more, in order; titles may match a title."""
    found = ((match.group(), match.groupdict()) for match in _MARKED.finditer(query))
    pairs = ((typed, next(value for value in groups.values() if value), groups["title"]) for typed, groups in found)
    return tuple(
        (typed, Phrase(fold(text).strip(), title=bool(title))) for typed, text, title in pairs if re.search(r"\w", text)
    )


def hide_quoted(text: str) -> str:
    """The text with every quoted piece blotted out by as many commas, so that offsets stay."""
    return _MARKED.sub(lambda match: "，" * len(match.group()), text)


def set_off(query: str) -> str:
    """The query in quotation marks, or as it is where it has some already: “两带三同”, never ““两带三同””."""
    return query if _MARKS.search(query) else f"“{query}”"


def without_marks(query: str) -> str:
    """The query with its quotation marks taken off, so that nothing is required exactly."""
    return _MARKS.sub(" ", query).strip()
