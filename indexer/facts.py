"""What a document says about itself: title, issuer, number, publisher, date, genre, address.

Invariant: a stated fact (front matter, meta tag) outranks one found in the text, and what is not found stays unknown.
"""

from datetime import date

from indexer.types import Facts, RawText

_TITLE_LENGTH = 80


def find_facts(raw: RawText, text: str) -> Facts:
    """Assemble the facts of a document from what its source states and from its canonical text."""
    stated = {fact.name: fact.value for fact in reversed(raw.facts)}
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    published = stated.get("published")
    return Facts(
        title=(stated.get("title") or lines[0])[:_TITLE_LENGTH],
        issuer=stated.get("issuer"),
        doc_number=stated.get("doc_number"),
        publisher=stated.get("publisher"),
        published=date.fromisoformat(published) if published else None,
        regions=tuple(fact.value for fact in raw.facts if fact.name == "region"),
        genre=stated.get("genre"),
        url=stated.get("url"),
    )
