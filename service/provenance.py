"""Which documents of the library an attribution names.

Invariant: a document is named by its id, its title or the greater part of it, its publisher or its issuer; what names
nothing that the library holds names no document.
"""

from collections.abc import Iterable

from indexer.types import DocumentSummary
from service.attributions import Attribution
from service.comparison import comparable

_SHORTEST_TITLE = 6  # characters of a part of a title that names the document
_SHORTEST_NAME = 3  # 人民网


def named_documents(attribution: Attribution, documents: Iterable[DocumentSummary]) -> frozenset[str]:
    """Ids of the documents that the attribution names; empty when the library holds none."""
    if attribution.document_id:
        return frozenset({attribution.document_id})
    wording = comparable(attribution.wording).removeprefix("《").removesuffix("》")
    return frozenset(document.id for document in documents if _is_named(wording, document))


def _is_named(wording: str, document: DocumentSummary) -> bool:
    facts = document.facts
    title = comparable(facts.title)
    names = [comparable(name) for name in (facts.publisher, facts.issuer) if name]
    return _overlap(wording, title, _SHORTEST_TITLE) or any(_overlap(wording, name, _SHORTEST_NAME) for name in names)


def _overlap(one: str, other: str, shortest: int) -> bool:
    """Equal, or one within the other and long enough to tell."""
    return one == other or (min(len(one), len(other)) >= shortest and (one in other or other in one))
