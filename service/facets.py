"""How many of the things found have which region, year, genre and publisher."""

from collections import Counter
from collections.abc import Iterable

from indexer.types import Facts
from service.types import FacetCount, Facets


def count_facets(facts: Iterable[Facts]) -> Facets:
    """Count regions, years, genres and publishers, one for each of the facts; highest first, then by value."""
    region, year, genre, publisher = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for fact in facts:
        region.update(fact.regions)
        year.update([str(fact.published.year)] if fact.published else [])
        genre.update([fact.genre] if fact.genre else [])
        publisher.update([fact.publisher] if fact.publisher else [])
    return Facets(_sorted(region), _sorted(year), _sorted(genre), _sorted(publisher))


def _sorted(counter: Counter[str]) -> tuple[FacetCount, ...]:
    return tuple(FacetCount(*item) for item in sorted(counter.items(), key=lambda item: (-item[1], item[0])))
