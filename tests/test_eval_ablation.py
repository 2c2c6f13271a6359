"""The ablation ranks each query by every part alone and together, and writes its table between two marks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.ablation import (
    BEGIN,
    END,
    WHOLE,
    Column,
    format_table,
    measure_variants,
    reciprocal_ranks,
    replace_between_marks,
)
from eval.beir import Qrel, Query
from eval.retrieval import RetrievalCase
from service.library import Library
from tests.fakes import CharacterEncoder
from tests.notes import open_notes

NOTES = {"parking": "江岸区的停车办法：每晚开放单位车位。", "meals": "思明区的老年食堂：每天供应三餐。"}

VARIANTS = {
    "words",
    "bigrams",
    "words + bigrams",
    "words + bigrams + headings",
    "meaning",
    "reciprocal rank fusion",
    "fusion, meaning 0.5",
    "fusion, meaning 0.6",
    "fusion, meaning 0.75",
    "+ real cosines",
    "+ closeness",
    "+ likeness",
    WHOLE,
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_notes(tmp_path, NOTES, CharacterEncoder()) as opened:
        yield opened


def test_every_variant_is_asked_every_query(library: Library) -> None:
    queries = (("parking", "江岸区停车"), ("meals", "老年食堂三餐"), ("meals", "江岸区停车"))
    cases = [
        RetrievalCase(Query(f"q{i}", text, None, True, ()), (Qrel(f"q{i}", name, 1),))
        for i, (name, text) in enumerate(queries)
    ]
    column = measure_variants(library, "notes", cases)
    assert (column.set, column.n) == ("notes", 3)
    assert set(column.values) == VARIANTS
    for variant, values in column.values.items():
        assert values[:2] == (1.0, 1.0), variant
        assert values[2] < 1.0, variant


def test_ranks_are_summed_reciprocally() -> None:
    numbers, scores = zip(*reciprocal_ranks([(5, 9.0), (2, 8.0)], [(2, 0.9)]), strict=True)
    assert numbers == (2, 5)
    assert scores == pytest.approx((1 / 62 + 1 / 61, 1 / 61))


def test_the_table_marks_what_differs_from_the_whole_search_by_more_than_chance() -> None:
    column = Column("notes", {"words": (0.0,) * 12, "meaning": (1.0,) * 11 + (0.0,), WHOLE: (1.0,) * 12})
    assert format_table([column]) == (
        "| nDCG@10 (95 %) | notes, n=12 |\n"
        "| --- | --- |\n"
        "| words | 0.000 (.000–.000)† |\n"
        "| meaning | 0.917 (.750–1.000) |\n"
        "| the whole search | 1.000 (1.000–1.000) |"
    )


def test_the_table_replaces_what_stands_between_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    assert replace_between_marks(page, "new\n") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"


@pytest.mark.parametrize("text", ["", BEGIN, f"{END}\n{BEGIN}", f"{BEGIN}{END}{END}"])
def test_a_file_without_both_marks_is_refused(tmp_path: Path, text: str) -> None:
    page = tmp_path / "README.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="要有一处"):
        replace_between_marks(page, "new")
