"""Which stretch of a document is read around a passage found, and what is known of it."""

from dataclasses import replace

import pytest

from indexer.types import Facts, Section, StoredDocument
from service.sources import DOCUMENTS, MARGIN, WHOLE, Source, open_sources
from service.types import Hit
from tests.sentences import source_of

SHORT = "一、总则\n网格员每月走访。\n二、附則\n本辦法自五月起施行。"
SENTENCE = "社区每周开一次议事会。"
LONG = SENTENCE * (WHOLE // len(SENTENCE) + 200)


def found_at(source: Source, start: int, end: int, *, id: str = "d1") -> Hit:
    passage = replace(source.hit.passage, document_id=id, start=start, end=end, text=source.text[start:end])
    return replace(source.hit, passage=passage)


def reopen(stored: StoredDocument | None, *hits: Hit, leading: frozenset[str] = frozenset()) -> tuple[Source, ...]:
    return open_sources(hits, lambda _, __: stored, leading)


def test_a_short_document_is_read_as_a_whole_and_folded() -> None:
    source = source_of(SHORT, Facts("青松鎮網格辦法"), leading=True)
    assert (source.start, source.end, source.leading) == (0, len(SHORT), True)
    assert source.window == "一、总则\n网格员每月走访。\n二、附则\n本办法自五月起施行。"
    assert source.head == f"青松镇网格办法\n{source.window}"
    assert source.before(4) == "一、总则"


def test_of_a_long_document_whole_sentences_around_the_passage_are_read() -> None:
    whole = source_of(LONG)
    start = 150 * len(SENTENCE)
    (source,) = reopen(whole.stored, found_at(whole, start, start + len(SENTENCE)))
    assert LONG[source.start - 1] == "。"
    assert start - MARGIN <= source.start <= start
    assert source.end == start + len(SENTENCE) + MARGIN
    assert source.text == LONG
    assert source.window == LONG[source.start : source.end]


def test_passages_far_apart_are_two_sources_and_near_ones_are_one() -> None:
    whole = source_of(LONG)
    size = len(SENTENCE)
    near, beside, far = (found_at(whole, n * size, (n + 1) * size) for n in (0, 3, 300))
    sources = reopen(whole.stored, near, beside, far)
    assert [source.hit for source in sources] == [near, far]


def test_no_more_documents_are_opened_than_are_read() -> None:
    source = source_of(SHORT)
    hits = [found_at(source, 0, 4, id=f"d{n}") for n in range(DOCUMENTS + 2)]
    opened = reopen(source.stored, *hits, leading=frozenset({"d1"}))
    assert [one.hit.passage.document_id for one in opened] == [f"d{n}" for n in range(DOCUMENTS)]
    assert [one.leading for one in opened] == [n == 1 for n in range(DOCUMENTS)]


def test_a_version_that_is_gone_gives_no_source() -> None:
    assert reopen(None, found_at(source_of(SHORT), 0, 4)) == ()


@pytest.mark.parametrize(("position", "headings"), [(0, ""), (5, "一、总则"), (20, "一、总则\n（一）附则"), (999, "")])
def test_headings_are_those_above_an_offset(position: int, headings: str) -> None:
    source = source_of(SHORT)
    sections = (Section(0, 5, ()), Section(5, 15, ("一、总则",)), Section(15, 27, ("一、总则", "（一）附則")))
    parted = replace(source, stored=replace(source.stored, sections=sections))
    assert parted.headings(position) == headings
    assert parted.all_headings() == frozenset({"一、总则", "（一）附则"})
