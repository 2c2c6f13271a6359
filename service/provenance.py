"""Which documents of the library an attribution names.

Invariant: a document is named by its id, its title or a part of it, its publisher or its issuer; what names
nothing that the library holds names no document.
"""

from collections.abc import Iterable

from indexer.types import DocumentSummary
from service.attributions import Attribution
from service.comparison import comparable

_SHORTEST_TITLE = 6  # characters of a title that is recognised within a longer wording
_SHORTEST_NAME = 3  # 人民网


def named_documents(attribution: Attribution, documents: Iterable[DocumentSummary]) -> frozenset[str]:
    """Ids of the documents that the attribution names; empty when the library holds none."""
    if attribution.document_id:
        return frozenset({attribution.document_id})
    wording = comparable(attribution.wording).removeprefix("《").removesuffix("》")
    return frozenset(document.id for document in documents if wording and _is_named(wording, document))


def _is_named(wording: str, document: DocumentSummary) -> bool:
    facts = document.facts
    title = comparable(facts.title)
    names = [comparable(name) for name in (facts.publisher, facts.issuer) if name]
    if wording in title or (
        len(title) >= _SHORTEST_TITLE and title in wording
    ):  # 《两新办法》 names 武汉市《两新办法》解读
        return True
    return any(_overlap(wording, name) for name in names)


def _overlap(one: str, other: str) -> bool:
    """Equal, or one within the other and long enough to tell: 人民网 and 人民网-中国共产党新闻网."""
    return one == other or (min(len(one), len(other)) >= _SHORTEST_NAME and (one in other or other in one))
