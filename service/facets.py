"""How many of the things found have which region, year, genre and publisher."""

from collections.abc import Iterable, Mapping

from indexer.facets import FacetValue
from service.types import FacetCount, Facets


def sorted_facets(counts: Mapping[FacetValue, int]) -> Facets:
    """Counts by field and value as facets; highest first, then by value."""

    def of(field: str) -> tuple[FacetCount, ...]:
        return _sorted((value, count) for (named, value), count in counts.items() if named == field)

    return Facets(region=of("region"), year=of("year"), genre=of("genre"), publisher=of("publisher"))


def _sorted(counts: Iterable[tuple[str, int]]) -> tuple[FacetCount, ...]:
    return tuple(FacetCount(*item) for item in sorted(counts, key=lambda item: (-item[1], item[0])))
