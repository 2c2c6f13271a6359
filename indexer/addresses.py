"""Which documents from other files are versions of one: those of one web address.

Invariant: a stated identity (an `id`, the `_id` of a record) outranks an address, and an address a path. A digest names
the address of what it digests, which is not its own.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from indexer import near
from indexer.identity import path_id
from indexer.types import Document

_DIGEST = "整理稿"


def own_address(document: Document) -> str | None:
    """The web address that identifies a document without a stated id: a page of a site, not its front page.

    Without scheme and fragment, host in lower case, so that http://A.cn/x.html#top is https://a.cn/x.html.
    """
    facts = document.facts
    if facts.url is None or facts.genre == _DIGEST or "#" in document.source or document.id != path_id(document.source):
        return None
    try:
        parts = urlsplit(facts.url.strip())
        host = parts.hostname
    except ValueError:  # http://[a
        return None
    path = parts.path.rstrip("/")
    if parts.scheme not in ("http", "https") or not host or not (path or parts.query):
        return None
    return f"{host}{path}" + (f"?{parts.query}" if parts.query else "")


def earlier_of(document: Document, holders: Sequence[Document]) -> Document | None:
    """The holder of the address whose text this is in another version: of the same title, or nearly the same."""
    for held in holders:
        if held.facts.title == document.facts.title or _alike(held.text, document.text):
            return held
    return None


def _alike(first: str, second: str) -> bool:
    signatures = near.sign((first, second))
    return bool(near.similarities(signatures[0], signatures[1]) >= near.SIMILAR)


def is_newer(document: Document, held: Document) -> bool:
    """Whether the document is to be searched and not the one held from another file.

    The later date of publication decides, then the time of the file, then the path; a held file that is gone loses.
    """
    if not Path(held.source).exists():
        return True
    return _age(document) > _age(held)


def _age(document: Document) -> tuple[date, float, str]:
    return document.facts.published or date.min, Path(document.source).stat().st_mtime, document.source
