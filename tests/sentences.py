"""Made-up documents without an index, and their sentences: what agreement, sides, claims and refusals look at."""

from datetime import UTC, datetime

from indexer.types import Document, Facts, Passage, Section, StoredDocument
from service.evidence import Evidence
from service.sources import Source, open_sources
from service.stretches import Sentence, sentences_for
from service.types import Hit
from service.wanted import Item, Wanted

ANYTHING = Item("", (), Wanted.STATEMENT)


def source_of(text: str, facts: Facts | None = None, *, id: str = "d1", leading: bool = False) -> Source:
    """The document with this text, found as a whole."""
    known = facts or Facts("办法")
    document = Document(id, "v" * 64, f"{id}.md", known, text, (), text)
    stored = StoredDocument(document, (Section(0, len(text), ()),), datetime(2024, 1, 1, tzinfo=UTC), False)
    passage = Passage(f"{id}.p", id, "v" * 64, 0, len(text), text, (), None)
    (source,) = open_sources(
        [Hit(1, 1.0, passage, known, ())], lambda _, __: stored, frozenset({id}) if leading else frozenset()
    )
    return source


def sentence(text: str, facts: Facts | None = None, *, id: str = "d1") -> Sentence:
    """The first sentence of a document with this text."""
    return next(sentences_for(ANYTHING, source_of(text, facts, id=id)))


def evidence(text: str, item: Item, shown: str, facts: Facts | None = None, *, id: str = "d1") -> Evidence:
    """The first sentence as evidence that shows this part of it."""
    told = sentence(text, facts, id=id)
    start = told.text.index(shown)
    return Evidence(told, item, ((start, start + len(shown)),), 1.0, 1.0, 1.0, 1.0)
