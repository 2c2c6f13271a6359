"""The links that narrow, widen and turn the pages of a search."""

import pytest

from service.links import (
    ActiveFilter,
    FacetGroup,
    FacetLink,
    Pager,
    active_filters,
    facet_groups,
    pager,
    reader_url,
    search_url,
    web_url,
)
from service.queries import SearchQuery
from service.types import FacetCount, Facets


def test_an_address_states_what_differs_from_the_default() -> None:
    query = SearchQuery(q="1+X & 四有", region="湖北省/武汉市", k=10, offset=0)
    assert search_url("/search", query) == (
        "/search?q=1%2BX+%26+%E5%9B%9B%E6%9C%89&region=%E6%B9%96%E5%8C%97%E7%9C%81%2F%E6%AD%A6%E6%B1%89%E5%B8%82"
    )
    assert search_url("/search", query, region=None, offset=20) == "/search?q=1%2BX+%26+%E5%9B%9B%E6%9C%89&offset=20"
    assert search_url("/search", query, region=None, q=None) == "/search"


def test_a_facet_adds_its_filter_and_an_active_one_removes_it_from_the_first_page() -> None:
    facets = Facets(region=(), year=(FacetCount("2019", 3), FacetCount("2020", 1)), genre=(), publisher=())
    assert facet_groups("/search", SearchQuery(q="a", year=2019, k=5, offset=10), facets) == (
        FacetGroup(
            "年份",
            (
                FacetLink("2019", 3, "/search?q=a&k=5", active=True),
                FacetLink("2020", 1, "/search?q=a&k=5&year=2020", active=False),
            ),
        ),
    )


def test_active_filters_can_each_be_dropped() -> None:
    assert active_filters("/ask", SearchQuery(q="a", year=2019, genre="b")) == (
        ActiveFilter("年份", "2019", "/ask?q=a&genre=b"),
        ActiveFilter("文种", "b", "/ask?q=a&year=2019"),
    )
    assert active_filters("/ask", SearchQuery(q="a")) == ()


@pytest.mark.parametrize(
    ("offset", "shown", "total", "expected"),
    [
        (0, 10, 25, Pager(1, 10, None, "/search?q=a&offset=10")),
        (10, 10, 25, Pager(11, 20, "/search?q=a", "/search?q=a&offset=20")),
        (20, 5, 25, Pager(21, 25, "/search?q=a&offset=10", None)),
        (5, 10, 25, Pager(6, 15, "/search?q=a", "/search?q=a&offset=15")),
        (0, 10, 10, Pager(1, 10, None, None)),
        (50, 0, 25, Pager(51, 50, "/search?q=a&offset=40", None)),
        (9995, 10, 20_000, Pager(9996, 10_005, "/search?q=a&offset=9985", None)),
    ],
)
def test_the_pager_stops_at_both_ends(offset: int, shown: int, total: int, expected: Pager) -> None:
    assert pager("/search", SearchQuery(q="a", offset=offset), shown, total) == expected


def test_a_reader_address_holds_ids_of_any_kind() -> None:
    assert reader_url("a/b 甲?#", "ff") == "/documents/a/b%20%E7%94%B2%3F%23?version=ff"
    assert reader_url("a", "ff", 3, 9) == "/documents/a?version=ff&start=3&end=9#cited"


@pytest.mark.parametrize("address", ["http://a.example/", "https://a.example/", "HTTPS://a.example/"])
def test_web_addresses_are_followed(address: str) -> None:
    assert web_url(address) == address


@pytest.mark.parametrize(
    "address", [None, "", "javascript:alert(1)", " javascript:alert(1)", "file:///etc/passwd", "a"]
)
def test_other_addresses_are_not_followed(address: str | None) -> None:
    assert web_url(address) is None
