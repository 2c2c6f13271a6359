"""Passages of one document, brought together.

Invariant: every passage found is in exactly one group; groups stand in the order of their best passages.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from service.fusion import Scored


@dataclass(frozen=True, slots=True)
class Group:
    """A document and its passages that were found, best first."""

    document_id: str
    passages: Scored


def group_by_document(scored: Scored, document_of: Mapping[int, str]) -> list[Group]:
    """Group ranked passages, best first, by the document that each is in."""
    groups: dict[str, Group] = {}
    for number, score in scored:
        document_id = document_of[number]
        groups.setdefault(document_id, Group(document_id, [])).passages.append((number, score))
    return list(groups.values())
