"""Which documents a filter admits."""

from datetime import date

import numpy as np
import pytest

from indexer.filtering import FIELDS, FilterTable, document_terms, wanted_terms
from indexer.types import UNRESTRICTED, Facts, Filters

WUHAN = Facts("甲", publisher="长江日报", published=date(2019, 1, 24), regions=("湖北省/武汉市",), genre="新闻")
HULI = Facts("乙", published=date(2019, 10, 12), regions=("福建省/厦门市/湖里区",), genre="案例")
UNKNOWN = Facts("丙")
DOCUMENTS = (WUHAN, HULI, UNKNOWN)


@pytest.fixture
def table() -> FilterTable:
    having: dict[str, dict[str, list[int]]] = {field: {} for field in FIELDS}
    for ordinal, facts in enumerate(DOCUMENTS):
        for field, terms in document_terms(facts).items():
            for term in terms:
                having[field].setdefault(term, []).append(ordinal)
    return FilterTable(having, len(DOCUMENTS), np.array([0, 0, 1, 2], dtype=np.int32))


@pytest.mark.parametrize(
    ("filters", "admitted"),
    [
        (Filters(region="武汉"), [True, True, False, False]),
        (Filters(region="武汉市"), [True, True, False, False]),
        (Filters(region="湖北省"), [True, True, False, False]),
        (Filters(region="湖北省/武汉市/"), [True, True, False, False]),
        (Filters(region="武漢"), [True, True, False, False]),
        (Filters(region="厦门"), [False, False, True, False]),
        (Filters(region="湖里区"), [False, False, True, False]),
        (Filters(region="上海"), [False, False, False, False]),
        (Filters(year=2019), [True, True, True, False]),
        (Filters(year=2019, genre="案例"), [False, False, True, False]),
        (Filters(publisher="长江日报"), [True, True, False, False]),
        (Filters(publisher="长江"), [False, False, False, False]),
    ],
)
def test_a_filter_admits_what_lies_in_the_place_and_nothing_unknown(
    table: FilterTable, filters: Filters, admitted: list[bool]
) -> None:
    mask = table.passage_mask(filters)
    assert mask is not None
    assert mask.tolist() == admitted


def test_without_restrictions_there_is_no_mask(table: FilterTable) -> None:
    assert wanted_terms(UNRESTRICTED) == {}
    assert table.passage_mask(UNRESTRICTED) is None
