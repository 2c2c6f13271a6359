"""Citations: made from a stored version, and checked against it.

Invariant: a citation is valid only if the cited version's canonical text reads exactly `quote` at `[start:end)`; a
quote stitched from two places, or under another document or version, is refused.
"""

from bisect import bisect_right

from indexer.passages import doubts_within, find_page
from indexer.types import StoredDocument
from service.library import Library
from service.types import Citation


def verify_citation(library: Library, citation: Citation) -> bool:
    """True when the cited version of the document reads exactly so at the cited place."""
    stored = library.document(citation.document_id, citation.version)
    if stored is None or not 0 <= citation.start <= citation.end:
        return False
    return stored.document.text[citation.start : citation.end] == citation.quote


def cite(stored: StoredDocument, start: int, end: int) -> Citation:
    """Cite `[start:end)` of a stored version, under the headings and on the page where it begins."""
    document = stored.document
    section = bisect_right([section.start for section in stored.sections], start) - 1
    return Citation(
        document_id=document.id,
        version=document.version,
        start=start,
        end=end,
        quote=document.text[start:end],
        heading_path=stored.sections[section].path if section >= 0 else (),
        page=find_page(document.pages, start),
        title=document.facts.title,
        url=document.facts.url,
        published=document.facts.published,
        doubts=doubts_within(document.doubts, start, end),
    )
