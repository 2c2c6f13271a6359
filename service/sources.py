"""The stretches of documents around the passages found, in which evidence is looked for.

Invariant: offsets count in the document's canonical text; a source is of the searchable version that was found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.script import fold
from indexer.types import StoredDocument
from service.types import Hit

WHOLE = 4000  # characters of a document that is read as a whole: a news article or a case
MARGIN = 400  # characters read before and after a passage of a longer document
OPENING = 160  # characters at the start of a document that say whom it is about
DOCUMENTS = 8


@dataclass(frozen=True, slots=True)
class Source:
    """`[start:end)` of the stored document is the window that is read; `hit` is the best passage in it.

    `window` is that text, `head` title and opening, which say what the whole document is about; both folded. `leading`
    is true where the document came first in a search.
    """

    hit: Hit
    stored: StoredDocument
    start: int
    end: int
    window: str
    head: str
    leading: bool

    @property
    def text(self) -> str:
        """The document's whole canonical text."""
        return self.stored.document.text

    def headings(self, position: int) -> str:
        """The headings above an offset, folded, outermost first, a line each."""
        return next((_folded(part.path) for part in self.stored.sections if part.start <= position < part.end), "")

    def all_headings(self) -> frozenset[str]:
        """Every heading of the document, folded."""
        paths = {part.path for part in self.stored.sections}
        return frozenset(line.strip() for path in paths for line in _folded(path).split("\n") if line.strip())

    def before(self, position: int) -> str:
        """What of the window stands before an offset, folded."""
        return self.window[: max(0, position - self.start)]


@lru_cache(4096)
def _folded(path: tuple[str, ...]) -> str:
    return fold("\n".join(path))


def open_sources(
    hits: Sequence[Hit], stored: Callable[[str, str], StoredDocument | None], leading: frozenset[str] = frozenset()
) -> tuple[Source, ...]:
    """One source for each document, or for each stretch of a long one, in the order of their best hits.

    `leading` are the ids of the documents that came first in a search.
    """
    sources: list[Source] = []
    opened: dict[str, StoredDocument] = {}
    for hit in hits:
        id, version = hit.passage.document_id, hit.passage.version
        if id not in opened and len(opened) < DOCUMENTS:
            document = stored(id, version)
            if document:
                opened[id] = document
        if id in opened and not any(_holds(source, hit) for source in sources):
            sources.append(_open(hit, opened[id], id in leading))
    return tuple(sources)


def _holds(source: Source, hit: Hit) -> bool:
    passage = hit.passage
    return (
        source.hit.passage.document_id == passage.document_id
        and source.start <= passage.start
        and passage.end <= source.end
    )


def _open(hit: Hit, stored: StoredDocument, leading: bool) -> Source:
    text = stored.document.text
    if len(text) <= WHOLE:
        start, end = 0, len(text)
    else:
        start = _line_start(text, max(0, hit.passage.start - MARGIN))
        end = min(len(text), hit.passage.end + MARGIN)
    head = fold(f"{hit.facts.title}\n{text[:OPENING]}")
    return Source(hit, stored, start, end, fold(text[start:end]), head, leading)


def _line_start(text: str, position: int) -> int:
    """The next start of a line or sentence, so that no window begins inside one."""
    stops = [text.find(mark, position) for mark in "\n。"]
    return min((stop + 1 for stop in stops if 0 <= stop < position + MARGIN), default=position) if position else 0
