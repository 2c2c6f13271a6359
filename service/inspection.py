"""What is known of one stored version besides its text: repairs in their context, facts with their places, its kin.

Invariant: every edit and every doubt of the version is counted, and shown as the source has it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.relations import Relative, find_relatives
from indexer.types import Document, DocumentSummary, Doubt, Edit, StoredDocument, VersionSummary
from service.disclosure import doubt_label
from service.library import Library
from service.rules import rule_label

CONTEXT = 16  # characters of the source on either side: a clause
EXAMPLES = 5  # of a rule, where not all are wanted

FACT_LABELS = {
    "title": "标题",
    "issuer": "发文机关",
    "doc_number": "发文字号",
    "publisher": "来源",
    "author": "作者",
    "issued": "成文日期",
    "published": "发布日期",
    "regions": "地区",
    "genre": "文种",
    "url": "网址",
}
_PLACES = {
    "text": "正文",
    "credits": "署名行",
    "index": "信息表",
    "front_matter": "文首信息",
    "link": "网页所标的地址",
    "page_title": "网页标题",
    "file_name": "文件名",
    "meta": "网页标签 ",
    "side_file": "旁注文件 ",
    "record": "记录字段 ",
    "properties": "文件属性 ",
}
_DETAILED = frozenset({"meta", "side_file", "record", "properties"})


@dataclass(frozen=True, slots=True)
class Shown:
    """`[start:end)` of a text with what stands before and after it; `replacement` is None where nothing was changed."""

    start: int
    end: int
    before: str
    original: str
    after: str
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class RepairGroup:
    """All changes of one rule in the order of the source; `label` is the rule in Chinese."""

    rule: str
    label: str
    changes: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class DoubtGroup:
    """All doubtful places of one kind in the order of the text, each with its note."""

    label: str
    places: tuple[tuple[Shown, str], ...]


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact as a person reads it; `place` says where it was found, `shown` the place in the source where there is one.

    `place` is None where nothing was noted.
    """

    label: str
    value: str
    place: str | None
    shown: Shown | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """One stored version with what belongs to it; `original` is the document that is searched in its place."""

    stored: StoredDocument
    facts: tuple[FactLine, ...]
    repairs: tuple[RepairGroup, ...]
    doubts: tuple[DoubtGroup, ...]
    original: DocumentSummary | None
    copies: tuple[DocumentSummary, ...]
    relatives: tuple[Relative, ...]
    versions: tuple[VersionSummary, ...]


def inspect_document(library: Library, stored: StoredDocument) -> Inspection:
    """Gather what is known of a stored version; kin is that of the document as it is searched now."""
    document, store = stored.document, library.store
    original = store.original(document.id)
    return Inspection(
        stored,
        tuple(_facts(document)),
        group_repairs(document.edits, document.raw),
        tuple(_doubts(document.doubts, document.text)),
        store.summary(original) if original else None,
        tuple(one for one in store.copies(original or document.id) if one.id != document.id),
        find_relatives(store, original or document.id),
        store.history(document.id),
    )


def group_repairs(edits: Sequence[Edit], raw: str) -> tuple[RepairGroup, ...]:
    """The changes by rule, the most frequent first."""
    groups: dict[str, list[Shown]] = {}
    for edit in edits:
        groups.setdefault(edit.rule, []).append(_show(raw, edit.start, edit.end, edit.replacement))
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    return tuple(RepairGroup(rule, rule_label(rule), tuple(changes)) for rule, changes in ordered)


def _doubts(doubts: Sequence[Doubt], text: str) -> Iterator[DoubtGroup]:
    groups: dict[str, list[tuple[Shown, str]]] = {}
    for doubt in doubts:
        shown = _show(text, doubt.start, doubt.end)
        groups.setdefault(doubt_label(doubt.rule), []).append((shown, doubt.note))
    yield from (DoubtGroup(label, tuple(places)) for label, places in groups.items())


def _show(text: str, start: int, end: int, replacement: str | None = None) -> Shown:
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Shown(start, end, before, text[start:end], after, replacement)


def _facts(document: Document) -> Iterator[FactLine]:
    """A line for each known value, in the order of FACT_LABELS; those of several values in the order of the facts."""
    for name, label in FACT_LABELS.items():
        value = getattr(document.facts, name)
        values = value if isinstance(value, tuple) else (value,)
        origins = [found.origin for found in document.found if found.field == name]
        for position, one in enumerate(values):
            if one is None:
                continue
            origin = origins[position] if position < len(origins) else None
            shown = None
            if origin and origin.start is not None and origin.end is not None:
                shown = _show(document.raw, origin.start, origin.end)
            yield FactLine(label, str(one), describe_place(origin.source) if origin else None, shown)


def describe_place(source: str) -> str:
    """Say in Chinese where a fact was found: meta:PubDate → 网页标签 PubDate; an unknown kind is named as it is."""
    kind, _, detail = source.partition(":")
    if kind not in _PLACES:
        return source
    return _PLACES[kind] + (detail if kind in _DETAILED else "")
