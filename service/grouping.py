"""Passages of one document brought together, and documents that are reprints of each other.

Invariant: every passage found is in exactly one group, and every group is shown or stands among the reprints of one
that is; groups stand in the order of their best passages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.fusion import Scored


@dataclass(frozen=True, slots=True)
class Group:
    """A document, its passages that were found, best first, and the groups of its reprints that were found."""

    document_id: str
    passages: Scored
    reprints: list["Group"]


def group_by_document(scored: Scored, document_of: Mapping[int, str]) -> list[Group]:
    """Group ranked passages, best first, by the document that each is in."""
    groups: dict[str, Group] = {}
    for number, score in scored:
        document_id = document_of[number]
        groups.setdefault(document_id, Group(document_id, [], [])).passages.append((number, score))
    return list(groups.values())


def fold_reprints(groups: Iterable[Group], reprint_of: Mapping[str, str]) -> list[Group]:
    """Put each group that has the same text as a better one among its reprints; `reprint_of` names that text."""
    first: dict[str, Group] = {}
    shown: list[Group] = []
    for group in groups:
        name = reprint_of.get(group.document_id)
        better = first.setdefault(name, group) if name else group
        (shown if better is group else better.reprints).append(group)
    return shown
