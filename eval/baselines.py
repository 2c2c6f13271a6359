"""Two plain ways to answer, which the library's answers have to beat: each quotes something for every question.

Invariant: a baseline searches and cites as the library does, so that only the choice of what to quote differs; it
refuses only where the search finds nothing.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from indexer.sentences import split_sentences
from service.citations import cite
from service.library import Library
from service.search import search
from service.types import Answer, Citation, Claim, Hit, Status

PASSAGES = 10  # as many as an answer of the library draws on


def quote_best_passage(library: Library, question: str) -> Answer:
    """Quote the first hit's passage whole."""
    hits = search(library, question, k=1).hits
    quoted = next(((hit, hit.passage.start, hit.passage.end) for hit in hits), None)
    return _answer(library, question, hits, quoted)


def quote_best_sentence(library: Library, question: str) -> Answer:
    """Quote the sentence of the first ten hits that is nearest to the question by embedding; the first of equals."""
    hits = search(library, question, k=PASSAGES).hits
    sentences = [(hit, *span) for hit in hits for span in _sentences(hit)]
    if not sentences:
        return _answer(library, question, hits, None)
    texts = [hit.passage.text[start - hit.passage.start : end - hit.passage.start] for hit, start, end in sentences]
    likeness = library.encoder.encode(texts, "passage") @ library.query_vector(question)
    return _answer(library, question, hits, sentences[int(np.argmax(likeness))])


BASELINES: Mapping[str, Callable[[Library, str], Answer]] = MappingProxyType(
    {"最佳段落": quote_best_passage, "最近句子": quote_best_sentence}
)


def _sentences(hit: Hit) -> list[tuple[int, int]]:
    """Sentences as offsets in the document, without blanks at the ends."""
    text, origin = hit.passage.text, hit.passage.start
    pieces = [(start, end, text[start:end]) for start, end in split_sentences(text)]
    return [
        (origin + end - len(piece.lstrip()), origin + start + len(piece.rstrip()))
        for start, end, piece in pieces
        if piece.strip()
    ]


def _answer(library: Library, question: str, hits: tuple[Hit, ...], quoted: tuple[Hit, int, int] | None) -> Answer:
    if quoted is None:
        return Answer(question, Status.NOT_FOUND, (), hits, 0.0)
    citation = _cite(library, *quoted)
    return Answer(question, Status.ANSWERED, (Claim(citation.quote, (citation,)),), hits, 0.0)


def _cite(library: Library, hit: Hit, start: int, end: int) -> Citation:
    stored = library.document(hit.passage.document_id, hit.passage.version)
    assert stored is not None  # the record holds every version that was found in it
    return cite(stored, start, end)
