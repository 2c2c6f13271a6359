"""Brings the record up to date with files: what is new, changed, another version of something known, gone.

Invariant: a file is noted as read only when all its records are in the record; whatever was read stays readable.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from indexer.addresses import earlier_of, is_newer, own_address
from indexer.batches import batches
from indexer.decoding import has_halves
from indexer.identity import path_id
from indexer.passages import cut_passages, embedding_text
from indexer.reader_version import reader_version
from indexer.readers.side_files import add_side_file, find_side_file
from indexer.reading_process import ReadingProcess
from indexer.store import ReadDocument, Store
from indexer.structure import split_sections
from indexer.system_errors import say_why
from indexer.types import Document, Failure, Passage, Remark, RuleCount, Section
from indexer.walk import Walk

_DOCUMENTS_A_COMMIT = 64


@dataclass(slots=True)
class Tally:
    """Counts rules, and the documents in which each occurs."""

    counts: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)

    def add(self, rules: Iterable[str]) -> None:
        """Count the rules of one document."""
        counted = Counter(rules)
        self.counts += counted
        self.documents.update(counted.keys())

    def listed(self) -> tuple[RuleCount, ...]:
        """The rules, most frequent first."""
        return tuple(RuleCount(rule, count, self.documents[rule]) for rule, count in self.counts.most_common())


@dataclass(slots=True)
class Changes:
    """What a run has done so far, counted in documents; `older` are versions that another file has a newer one of.

    `revived` are files whose documents are to be read again, since what replaced them has gone.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    older: int = 0
    failures: list[Failure] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    repairs: Tally = field(default_factory=Tally)
    doubts: Tally = field(default_factory=Tally)
    revived: list[Path] = field(default_factory=list)


def remove_missing(store: Store, roots: Sequence[Path], found: Walk, changes: Changes) -> None:
    """Retire the documents of the files below `roots` that are there no longer, as far as that can be seen."""
    present = set(found.files)
    for name in store.current_files():
        path = Path(name)
        unseen = any(map(path.is_relative_to, found.closed))
        if path not in present and not unseen and any(map(path.is_relative_to, roots)):
            with store.transaction():
                for document_id in store.current_versions(name):
                    _retire(store, document_id, name, changes)
                store.forget_file(name)


def _retire(store: Store, document_id: str, name: str, changes: Changes) -> None:
    """Take a document out; another file that has a version of it is to be read again."""
    store.retire_document(document_id)
    changes.removed += 1
    for source in store.sources(document_id):
        if source != name and store.file_state(source):
            store.forget_file(source)
            changes.revived.append(Path(source))


def record_file(store: Store, reading: ReadingProcess, path: Path, changes: Changes) -> None:
    """Bring the record up to date with one file."""
    name = str(path)
    if has_halves(name):
        changes.failures.append(
            Failure(name, "路径中有不是 UTF-8 的字（多见于从别的系统解压的文件），请改名后再收入。")
        )
        return
    before = store.current_versions(name)
    try:
        with path.open("rb") as file:
            digest = add_side_file(hashlib.file_digest(file, "sha256").hexdigest(), find_side_file(path))
    except OSError as error:
        changes.failures.append(Failure(name, f"文件读不了：{say_why(error)}。请检查权限。"))
        return
    if store.file_state(name) == (digest, reader_version()):
        changes.unchanged += len(before)
        return
    failed = len(changes.failures)
    seen: set[str] = set()
    for batch in batches(reading.read_documents(path), _DOCUMENTS_A_COMMIT):
        with store.transaction():
            for item in batch:
                if isinstance(item, Document):
                    _record(store, name, item, seen, changes)
                elif isinstance(item, Remark):
                    changes.remarks.append(item)
                else:
                    changes.failures.append(item)
    if len(changes.failures) == failed:
        with store.transaction():
            for document_id in store.current_versions(name).keys() - seen:
                _retire(store, document_id, name, changes)
            store.put_file(name, digest, reader_version())


def _record(store: Store, name: str, document: Document, seen: set[str], changes: Changes) -> None:
    address = own_address(document)
    if address is None:
        conflict = _conflict(store, name, document, seen)
        if conflict:
            changes.failures.append(conflict)
            return
        searched = True
    else:
        document, searched = _place(store, document, address, changes)
    if searched:
        seen.add(document.id)
        if store.current_file(document.id) == name and store.is_current(document, reader_version()):
            changes.unchanged += 1
            return
    _put(store, _complete(store, name, document, address), searched, changes)


def _conflict(store: Store, name: str, document: Document, seen: set[str]) -> Failure | None:
    """The failure to report when another text already stands under this document's id."""
    other = name if document.id in seen else store.current_file(document.id)
    if document.id not in seen and (other in (None, name) or not Path(str(other)).exists()):
        return None
    return Failure(document.source, f"编号 {document.id} 已用于 {other} 中的另一篇。请改用不同的编号（id）。")


def _place(store: Store, document: Document, address: str, changes: Changes) -> tuple[Document, bool]:
    """The document under the id of what it is a version of, and whether it is the one to be searched."""
    holders = [holder.document for holder in store.holders(address)]
    for own in holders:
        if own.source == document.source:
            return replace(document, id=own.id), True
    held = earlier_of(document, holders)
    if held is None:
        if store.current_file(document.id) not in (None, document.source):  # its first id went to a page held elsewhere
            document = replace(document, id=path_id(f"{document.source}\x1e{address}"))
        changes.remarks += [
            Remark(document.source, f"与 {other.source} 网址相同而文字不同，两份都收入，各自检索。")
            for other in holders
        ]
        return document, True
    newer = is_newer(document, held)
    current, older = (document.source, held.source) if newer else (held.source, document.source)
    text = f"与 {held.source} 网址相同，是一份文献的两个版本：检索 {current}，{older} 仍可查阅。"
    changes.remarks.append(Remark(document.source, text))
    return replace(document, id=held.id), newer


def _complete(store: Store, name: str, document: Document, address: str | None) -> ReadDocument:
    """The document with all that is to be kept of it, under the name of its version."""
    sections = split_sections(document.text, document.headings, document.facts.title)
    digest = document.version
    passages = _keyed_passages(document, sections)
    version = store.name_version(document, sections, [content for _, content in passages])
    if version != digest:
        document = replace(document, version=version)
        passages = _keyed_passages(document, sections)
    return ReadDocument(name, document, sections, passages, digest, reader_version(), address)


def _keyed_passages(document: Document, sections: tuple[Section, ...]) -> tuple[tuple[Passage, bytes], ...]:
    title = document.facts.title
    return tuple((passage, _content_key(title, passage)) for passage in cut_passages(document, sections))


def _content_key(title: str, passage: Passage) -> bytes:
    """Key of everything derived from a passage: what is embedded, and the words of title, headings and text."""
    parts = (embedding_text(title, passage), title, *passage.heading_path)
    return hashlib.sha256("\x1e".join(parts).encode("utf-8")).digest()


def _put(store: Store, read: ReadDocument, searched: bool, changes: Changes) -> None:
    document = read.document
    current = store.current_version(document.id)
    if not searched:
        store.put_version(read)
        changes.older += 1
        return
    if current == document.version and store.current_file(document.id) == read.file:
        store.put_version(read)
        changes.unchanged += 1
        return
    store.put_document(read)
    changes.changed += current is not None
    changes.new += current is None
    changes.repairs.add(rule for edit in document.edits for rule in edit.rule.split("+"))
    changes.doubts.add(doubt.rule for doubt in document.doubts)
