"""How many of the things found have which region, year, genre and publisher."""

from collections.abc import Mapping

from indexer.facets import FacetValue
from service.types import FacetCount, Facets


def sorted_facets(counts: Mapping[FacetValue, int]) -> Facets:
    """Counts by field and value as facets; highest first, then by value."""

    of: dict[str, list[FacetCount]] = {"region": [], "year": [], "genre": [], "publisher": []}
    for (field, value), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        of[field].append(FacetCount(value, count))
    return Facets(**{field: tuple(values) for field, values in of.items()})
