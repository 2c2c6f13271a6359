"""Where words stand in the library: the comparable forms of all versions, searched exactly.

Invariant: `find` misses no place. A look-up reads the forms of all versions once (1.6 million characters in about
1 ms), so its time grows with the size of the library and not with the number of candidates.
"""

import threading
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from weakref import WeakKeyDictionary

from indexer.types import DocumentSummary, StoredDocument
from service.comparison import comparable, kept_offsets
from service.library import Library

_READ = 64  # documents kept in memory with their offsets


@dataclass(frozen=True, slots=True)
class Place:
    """`[start:end)` in the comparable form of one version of a document."""

    document_id: str
    version: str
    superseded: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Forms:
    """The forms of several versions in one string, a line each; none holds a line break of its own."""

    keys: tuple[tuple[str, str], ...]
    starts: tuple[int, ...]
    text: str

    def places(self, form: str) -> Iterator[tuple[int, int]]:
        """(number of the version, offset in its form) of every occurrence."""
        position = self.text.find(form)
        while position >= 0:
            number = bisect_right(self.starts, position) - 1
            yield number, position - self.starts[number]
            position = self.text.find(form, position + 1)


class Concordance:
    """The forms of a library's versions, brought up to date when the record has changed."""

    def __init__(self, library: Library) -> None:
        self._store = library.store
        self._forms: dict[tuple[str, str], str] = {}
        self._revision = -1
        self._refreshing = threading.Lock()
        self._current = self._superseded = _joined({})
        self.documents: tuple[DocumentSummary, ...] = ()
        self.read = lru_cache(_READ)(self._read)

    def refresh(self) -> None:
        """Read the versions that are new since the last call."""
        with self._refreshing:
            revision = self._store.revision
            if revision == self._revision:
                return
            versions = self._store.versions()
            for id, version, _ in versions:
                if (id, version) not in self._forms:
                    stored = self._store.document(id, version)
                    self._forms[id, version] = comparable(stored.document.text) if stored else ""
            self._current = _joined({(i, v): self._forms[i, v] for i, v, superseded in versions if not superseded})
            self._superseded = _joined({(i, v): self._forms[i, v] for i, v, superseded in versions if superseded})
            self.read.cache_clear()  # what was current may be superseded now
            self.documents = self._store.summaries()
            self._revision = revision

    def find(self, form: str) -> Iterator[Place]:
        """Every place that reads so, those in current versions first; none for an empty form."""
        for forms, superseded in ((self._current, False), (self._superseded, True)) if form else ():
            for number, start in forms.places(form):
                yield Place(*forms.keys[number], superseded, start, start + len(form))

    def form(self, document_id: str, version: str) -> str:
        """The comparable form of a version; "" for one that is not known (yet)."""
        return self._forms.get((document_id, version), "")

    def _read(self, document_id: str, version: str) -> tuple[StoredDocument, Sequence[int]] | None:
        """A stored version with the offset in its text of every character of its form."""
        stored = self._store.document(document_id, version)
        return (stored, kept_offsets(stored.document.text)) if stored else None


def _joined(forms: dict[tuple[str, str], str]) -> _Forms:
    starts = accumulate((len(form) + 1 for form in forms.values()), initial=0)
    return _Forms(tuple(forms), tuple(starts)[: len(forms)], "\n".join(forms.values()))


_CONCORDANCES: WeakKeyDictionary[Library, Concordance] = WeakKeyDictionary()


def concordance_of(library: Library) -> Concordance:
    """The library's concordance, up to date; the first call reads every document."""
    concordance = _CONCORDANCES.setdefault(library, Concordance(library))
    concordance.refresh()
    return concordance
