"""Facets counted from a table agree with facets counted from facts."""

from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.facets import FacetTable, facet_values, make_facet_table, read_facet_table
from indexer.types import Facts

WUHAN = Facts("甲", publisher="长江日报", published=date(2019, 1, 24), regions=("湖北省/武汉市",), genre="新闻")
BOTH = Facts("乙", published=date(2019, 10, 12), regions=("福建省/厦门市", "湖北省/武汉市"), genre="案例")
UNKNOWN = Facts("丙")
DOCUMENTS = (WUHAN, BOTH, UNKNOWN)


def table() -> FacetTable:
    return make_facet_table(map(facet_values, DOCUMENTS))


def test_every_known_fact_is_counted_and_a_document_of_two_regions_in_both() -> None:
    assert table().count(np.array([0, 1, 2], dtype=np.int32)) == {
        ("region", "湖北省/武汉市"): 2,
        ("region", "福建省/厦门市"): 1,
        ("year", "2019"): 2,
        ("genre", "新闻"): 1,
        ("genre", "案例"): 1,
        ("publisher", "长江日报"): 1,
    }


def test_a_document_is_counted_under_its_own_facts() -> None:
    assert [table().of(document) for document in (1, 2)] == [facet_values(BOTH), ()]


def test_nothing_found_has_no_facets() -> None:
    assert table().count(np.array([], dtype=np.int32)) == {}
    assert table().count(np.array([2], dtype=np.int32)) == {}


def test_a_table_reads_back_as_it_was_written(tmp_path: Path) -> None:
    table().write(tmp_path)
    again = read_facet_table(tmp_path)
    assert again.values == table().values
    assert again.count(np.array([1], dtype=np.int32)) == table().count(np.array([1], dtype=np.int32))


@given(st.lists(st.integers(0, 2)))
def test_the_counts_are_those_of_the_facts_one_by_one(documents: list[int]) -> None:
    expected = Counter(value for document in documents for value in facet_values(DOCUMENTS[document]))
    assert table().count(np.array(documents, dtype=np.int32)) == dict(expected)
