"""A diagnosis gives the rank that a document really got with each part of the search, and names what it lacks."""

from collections.abc import Iterator

import pytest

from eval.beir import Qrel, Query
from eval.diagnosis import explain, explain_failures
from eval.engines import Engine
from eval.library import document_names, passage_names
from eval.retrieval import RetrievalCase, RetrievalOutcome, rank_documents
from service.library import Library
from tests.fakes import CharacterEncoder
from tests.notes import open_notes

NOTES = {
    "parking": "江岸区的停车办法：每晚开放单位车位。",
    "meals": "江岸区的老年食堂：每天供应三餐。",
    "garden": "思明区的花园养护：每周浇水一次。",
}
QUERY = Query("q1", "江岸区停车怎么办", "howto", True, ())


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with open_notes(tmp_path_factory.mktemp("notes"), NOTES, CharacterEncoder()) as opened:
        yield opened


def ask(library: Library, *relevant: str) -> RetrievalOutcome:
    case = RetrievalCase(QUERY, tuple(Qrel("q1", name, 1) for name in relevant))
    return RetrievalOutcome(case, rank_documents(library, document_names(library), Engine.HYBRID, QUERY.text))


def test_each_part_gives_its_own_rank_and_the_words_that_the_passage_lacks_are_named(library: Library) -> None:
    lines = explain(library, passage_names(library), ask(library, "meals", "garden")).splitlines()
    assert lines[0] == "q1（howto）江岸区停车怎么办"
    assert lines[1].startswith("  应得 meals：第 2 位，词语第 2 位（0.")
    assert lines[2].startswith("    词语和意义都找到了它，差在")
    assert lines[2].endswith("；该段没有“停车”")
    assert lines[3].startswith("  应得 garden：第 3 位，词语")
    assert lines[5].startswith("  首位是 parking：词语第 1 位（1.00），意义第 2 位（0.")


def test_a_document_that_was_not_indexed_is_said_to_be_missing(library: Library) -> None:
    assert "\n  应得 lost：前 100 篇之外，词语没有找到，意义没有找到\n    没有编入索引\n" in explain(
        library, passage_names(library), ask(library, "lost")
    )


def test_what_a_part_does_not_take_is_said_of_that_part(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.diagnosis.DEPTH", 1)
    text = explain(library, passage_names(library), ask(library, "meals", "garden"))
    assert "    词语没有把它列入前 1 段；该段没有“停车”\n" in text
    assert "    词语和意义都没有把它的任何一段列入前 1 段，它没有参加排序；" in text


def test_only_the_first_failures_are_explained(library: Library) -> None:
    outcomes = (ask(library, "parking"), ask(library, "meals"), ask(library, "garden"))
    first, second = explain_failures(library, outcomes, 1)
    assert first == explain(library, passage_names(library), outcomes[1])
    assert second == "q1"
