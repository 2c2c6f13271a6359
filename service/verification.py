"""Any text against the library: every quotation, title, term and figure-bearing sentence in it.

Invariant: a piece is verbatim only when the library reads so, blanks, script, width and style of quotation marks
aside; a changed figure, a lost negation, joined pieces or a wrong source never pass.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from indexer.lexical import FieldWeights
from indexer.regions import find_places
from indexer.script import fold
from indexer.types import UNRESTRICTED, StoredDocument
from indexer.words import Tokens, bigrams
from service.attributions import Attribution
from service.boundaries import sentence_span, whole_span
from service.citations import cite
from service.comparison import comparable, kept_offsets, without_blanks
from service.concordance import Place, concordance_of
from service.differences import closest, compare, nearest
from service.findings import Difference, Finding, Standing, Verification
from service.guards import displaced_figures, missing_from
from service.library import Library
from service.provenance import named_documents
from service.quotations import Kind, Piece, find_pieces
from service.types import Citation

LOOKED_AT = 400  # characters of a piece by which candidates for the nearest wording are found
CANDIDATES = 8  # passages in which the nearest wording is looked for
# Least likeness of the nearest wording. Of 400 quotations each against 2,152 articles, 95 % have less than 0.30 when
# they are about something else, 0.55 when they are phrases of the genre; of joined halves 95 % have 0.54 or more.
LIKENESS = {Kind.QUOTATION: 0.5, Kind.SENTENCE: 0.4}
LIKE_TITLE = 0.75
SHORTEST_PART = 8  # characters on either side of an ellipsis
_ELLIPSIS = re.compile(r"…+|\.{3,}|。{3,}")
_ONLY_BIGRAMS = FieldWeights(words=0.0, bigrams=1.0, heading=0.0)

Admits = Callable[[Place], bool]


def verify_text(library: Library, text: str) -> Verification:
    """Check everything in the text that quotes, names or counts; a text that does none of these has no findings.

    A sentence that is no quotation is verbatim only where it stands itself; a paraphrase is altered, and its
    `unsupported` is empty when the nearest passage bears out all its figures, places and negations. A wording that
    only a replaced version has is verbatim and `superseded`. Terms are checked for occurrence alone.
    """
    started = time.perf_counter()
    check = _Check(library)
    findings = tuple(check.piece(piece) for piece in find_pieces(text))
    return Verification(len(text), findings, (time.perf_counter() - started) * 1000)


class _Check:
    """The checks of one text, against the library as it is at the beginning."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._concordance = concordance_of(library)
        self._named: dict[Attribution, frozenset[str]] = {}
        self._findings: dict[tuple[Kind, str, Attribution | None], Finding] = {}

    def piece(self, piece: Piece) -> Finding:
        """How one piece stands to the library; the same piece again is not looked up again."""
        key = (piece.kind, piece.text, piece.attribution)
        if key not in self._findings:
            named = tuple(sorted(self._sources(piece)))
            self._findings[key] = replace(self._look_up(piece), named=named)
        return replace(self._findings[key], piece=piece)

    def _look_up(self, piece: Piece) -> Finding:
        admits = self._admits(piece)
        if rightly := self._first_whole(filter(admits, self._places(piece.text))):
            return Finding(piece, Standing.VERBATIM, self._cited((rightly,)), superseded=rightly.superseded)
        if parts := self._parts(piece.text, admits):
            superseded = parts[0].superseded
            return Finding(piece, Standing.VERBATIM, self._cited(parts), superseded=superseded, ellipsis=True)
        if admits is not _anywhere:
            if elsewhere := self._first_whole(self._places(piece.text)):
                return self._misattributed(piece, (elsewhere,))
            if parts := self._parts(piece.text, _anywhere):
                return self._misattributed(piece, parts)
        return self._title(piece) if piece.kind is Kind.TITLE else self._altered(piece)

    def _places(self, text: str) -> Iterator[Place]:
        """Every place that reads so, whether or not it is whole."""
        form = comparable(text)
        return chain.from_iterable(map(self._concordance.find, dict.fromkeys((form, without_blanks(form)))))

    def _sources(self, piece: Piece) -> frozenset[str]:
        """The documents to which a quotation or sentence is attributed, as far as the library holds them."""
        source = piece.attribution
        if source is None or piece.kind in (Kind.TERM, Kind.TITLE):
            return frozenset()
        if source not in self._named:
            self._named[source] = named_documents(source, self._concordance.documents)
        return self._named[source]

    def _admits(self, piece: Piece) -> Admits:
        """Tell the places that the attribution allows: all, where there is none."""
        source = piece.attribution
        if source is None or piece.kind in (Kind.TERM, Kind.TITLE):
            return _anywhere
        documents, version = self._sources(piece), source.version or ""
        return lambda place: place.document_id in documents and place.version.startswith(version)

    def _misattributed(self, piece: Piece, places: Sequence[Place]) -> Finding:
        superseded = places[0].superseded
        return Finding(
            piece, Standing.MISATTRIBUTED, self._cited(places), superseded=superseded, ellipsis=len(places) > 1
        )

    # Places in forms and in texts

    def _located(self, place: Place) -> tuple[StoredDocument, int, int]:
        """The stored version and the span of the place in its text."""
        read = self._concordance.read(place.document_id, place.version)
        assert read is not None, "a version once stored is never deleted"
        stored, offsets = read
        return stored, offsets[place.start], offsets[place.end - 1] + 1

    def _cited(self, places: Sequence[Place]) -> tuple[Citation, ...]:
        return tuple(cite(*self._located(place)) for place in places)

    def _first_whole(self, places: Iterable[Place]) -> Place | None:
        return next(filter(self._is_whole, places), None)

    def _is_whole(self, place: Place) -> bool:
        stored, start, end = self._located(place)
        return whole_span(stored.document.text, start, end) == (start, end)

    def _parts(self, text: str, admits: Admits) -> tuple[Place, ...]:
        """The places of the parts around an ellipsis, in one version and in order; () where they are not."""
        parts = [comparable(part) for part in _ELLIPSIS.split(text)]
        if len(parts) < 2 or any(0 < len(part) < SHORTEST_PART for part in parts):
            return ()
        parts = [part for part in parts if part]
        for first in filter(admits, self._concordance.find(parts[0]) if parts else ()):
            chain = [first] if self._is_whole(first) else []
            for part in parts[1:] if chain else ():
                chain += [found] if (found := self._next(part, chain[-1])) else []
            if len(chain) == len(parts):
                return tuple(chain)
        return ()

    def _next(self, part: str, after: Place) -> Place | None:
        """The first whole place of a part behind another place of the same version."""
        form = self._concordance.form(after.document_id, after.version)
        starts = (found.start() for found in re.finditer(re.escape(part), form[after.end :]))
        return self._first_whole(replace(after, start=after.end + s, end=after.end + s + len(part)) for s in starts)

    # What does not stand in the library

    def _altered(self, piece: Piece) -> Finding:
        """Compare with what the piece was cut from, else with the nearest wording; not found where none is near."""
        if piece.kind is Kind.TERM:
            return Finding(piece, Standing.NOT_FOUND)
        cut = next(self._places(piece.text), None)
        nearby = self._located(cut) if cut else self._nearest(piece)
        if nearby is None:
            return Finding(piece, Standing.NOT_FOUND)
        stored, start, end = nearby
        span = sentence_span if piece.kind is Kind.SENTENCE else whole_span
        citation = cite(stored, *span(stored.document.text, start, end))
        return Finding(
            piece,
            Standing.ALTERED,
            (citation,),
            differences(piece.text, citation.quote),
            unsupported(piece.text, stored, citation),
            superseded=cut is not None and cut.superseded,
        )

    def _nearest(self, piece: Piece) -> tuple[StoredDocument, int, int] | None:
        """The stretch of a current document that is most like the piece, looked for by its pairs of characters."""
        tokens = Tokens((), bigrams(piece.text[:LOOKED_AT]))
        found = self._library.generation.search_lexical(tokens, UNRESTRICTED, CANDIDATES, _ONLY_BIGRAMS)
        passages = [stored.passage for stored in self._library.store.passages([number for number, _ in found])]
        form, least = comparable(piece.text), LIKENESS[piece.kind]
        best: tuple[float, Place] | None = None
        for id, version in dict.fromkeys((passage.document_id, passage.version) for passage in passages):
            like = nearest(form, self._concordance.form(id, version), least)
            if like and (best is None or like.score > best[0]):
                best = like.score, Place(id, version, False, like.start, like.end)
        return self._located(best[1]) if best else None

    def _title(self, piece: Piece) -> Finding:
        """A title that no text mentions: that of a document (cited is its beginning, which is empty), or like one."""
        documents, form = self._concordance.documents, comparable(piece.text)
        titles = [comparable(document.facts.title) for document in documents]
        number = closest(form, titles, LIKE_TITLE)
        if number is None:
            return Finding(piece, Standing.NOT_FOUND)
        stored = self._library.document(documents[number].id, documents[number].version)
        citations = (cite(stored, 0, 0),) if stored else ()
        if titles[number] == form:
            return Finding(piece, Standing.VERBATIM, citations)
        return Finding(piece, Standing.ALTERED, citations, differences(piece.text, documents[number].facts.title))


def _anywhere(place: Place) -> bool:
    return True


def differences(quote: str, source: str) -> tuple[Difference, ...]:
    """What the quotation changed in its source, in the characters of both; what does not count is left out."""
    here, there = kept_offsets(quote), kept_offsets(source)
    changed = []
    for change in compare(comparable(quote), comparable(source)):
        start, end = _span(here, change.start, change.end)
        first, last = _span(there, change.source_start, change.source_end)
        changed.append(Difference(start, end, first, last, source[first:last], quote[start:end]))
    return tuple(changed)


def _span(offsets: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The span in a text of a span of its form, without the blanks behind it."""
    return offsets[start], offsets[end - 1] + 1 if start < end else offsets[start]


def unsupported(text: str, stored: StoredDocument, citation: Citation) -> tuple[str, ...]:
    """Figures, negations and places of a text that the paragraph around a citation, with its headings, lacks."""
    whole = stored.document.text
    end = whole.find("\n", citation.end)
    paragraph = whole[whole.rfind("\n", 0, citation.start) + 1 : end if end >= 0 else len(whole)]
    facts = stored.document.facts
    # A document on several regions is about none of them throughout.
    about = (facts.title, *facts.regions) if len(facts.regions) == 1 else ()
    told = fold("\n".join((*about, *citation.heading_path, citation.quote)))
    places = (place.name for place in find_places(text) if fold(place.name) not in told)
    return tuple(dict.fromkeys((*missing_from(text, [paragraph]), *displaced_figures(text, paragraph), *places)))
