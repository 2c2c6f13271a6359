"""The values that pass from a raw file to a searchable passage.

Invariant: offsets count Unicode code points; `raw` offsets index the text as the reader produced it,
`canonical` offsets index the text after the edits, and only canonical offsets are ever cited.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace raw text `[start:end)` by `replacement` because of the named rule."""

    start: int
    end: int
    replacement: str
    rule: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """`[start:end)` may not say what the source said, for the named reason: masked, digits missing, read unsurely.

    `note` adds in the user's language what the rule alone does not tell; "" where there is nothing to add.
    """

    start: int
    end: int
    rule: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PageStart:
    """Page `number` (1-based, as counted in the file) begins at offset `start`."""

    number: int
    start: int


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """The source marks `[start:end)` as a heading of this level (1 is the highest): h1…h6, `#`, a Word style."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact was found: at raw `[start:end)`, or outside the text (both None).

    `source` names the kind of place, and after a colon which one: text, credits, index (the table above a State
    Council document), front_matter, meta:PubDate, link:canonical, page_title, side_file:a.html.yaml,
    record:title (a field of a `.jsonl` record).
    """

    source: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact that the source states outside its running text: a meta tag, front matter, document properties."""

    name: str
    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Found:
    """Which field of the facts was found where; several for a field of several values (regions)."""

    field: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class RawText:
    """One text as a reader found it, before any cleaning; all offsets are raw.

    `key` names the record in a file that holds several ("" when the file is one document), `member` the file in an
    archive ("" outside archives); `digest` is the SHA-256 (hex) of the bytes it came from; `removals` are edits by
    which the reader marks page furniture (navigation, running heads), so that nothing it leaves out is lost; `doubts`
    are places that it read unsurely; `problems` say in the user's language which of the stated facts could not be used,
    or which pages not read.
    """

    key: str
    digest: str
    text: str
    pages: tuple[PageStart, ...] = ()
    headings: tuple[HeadingMark, ...] = ()
    removals: tuple[Edit, ...] = ()
    facts: tuple[StatedFact, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    problems: tuple[str, ...] = ()
    member: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a document; None and () mean unknown, never guessed.

    `issued` is 成文日期; `published` is 发布日期, and where none is known the same as `issued`.
    """

    title: str
    issuer: str | None = None
    doc_number: str | None = None
    publisher: str | None = None
    author: str | None = None
    issued: date | None = None
    published: date | None = None
    regions: tuple[str, ...] = ()
    genre: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one text. `text` is `raw` with `edits` applied; `pages`, `headings`, `doubts` are canonical.

    `id` is stable across versions. `version` is the SHA-256 of the raw bytes, or, where other code has read the same
    bytes to something else before, of that and of what was read. `source` is the file (and `#key` of the record).
    `found` says where each known fact comes from.
    """

    id: str
    version: str
    source: str
    facts: Facts
    raw: str
    edits: tuple[Edit, ...]
    text: str
    pages: tuple[PageStart, ...] = ()
    headings: tuple[HeadingMark, ...] = ()
    found: tuple[Found, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """`document.text[start:end]` under one heading path (outermost first); sections partition the text."""

    start: int
    end: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is searched and cited: `text` is exactly `document.text[start:end]`, within one section.

    `doubts` are those of the document that lie in it or reach into it, by the document's offsets. `table_header` is
    the row above that names the columns of the table which the passage starts inside of: searched, never quoted.
    """

    id: str
    document_id: str
    version: str
    start: int
    end: int
    text: str
    heading_path: tuple[str, ...]
    page: int | None
    doubts: tuple[Doubt, ...] = ()
    table_header: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A string, folded, that a passage's text must contain; with `title` its document's title may do so instead."""

    text: str
    title: bool = False


@dataclass(frozen=True, slots=True)
class Filters:
    """Restricts a search before ranking; None means unrestricted.

    `region` is a path (湖北省/武汉市) or one place name with or without 省市区县 (武汉), and covers what lies below it.
    `phrases` are all required; the engines admit every passage that has their tokens, in whatever order.
    """

    region: str | None = None
    year: int | None = None
    genre: str | None = None
    publisher: str | None = None
    phrases: tuple[Phrase, ...] = ()


UNRESTRICTED = Filters()


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document version as the record keeps it; `superseded` ones stay readable and are never searched."""

    document: Document
    sections: tuple[Section, ...]
    indexed: datetime
    superseded: bool


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One line of the list of searchable documents; `characters`, `passages` and `copies` are counts."""

    id: str
    version: str
    source: str
    facts: Facts
    characters: int
    passages: int
    copies: int = 0


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """One stored version of a document; `characters` is a count, `superseded` false for the one that is current."""

    version: str
    source: str
    indexed: datetime
    characters: int
    superseded: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or record that could not be read: where, and why in the user's language."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person should know of a file that was read, in the user's language."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule changed, or doubted, something in the texts read in a run, and in how many documents."""

    rule: str
    count: int
    documents: int


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one indexing run did, and what there is now.

    Of the run: documents by outcome (`older` are versions of which another file has a newer one), what it repaired
    and doubted, passages embedded. Of all that is there: searchable passages, copies (documents in whose place another
    with the same text is searched), documents in groups of reprints and the number of these groups.
    """

    new: int
    changed: int
    unchanged: int
    removed: int
    older: int
    failures: tuple[Failure, ...]
    remarks: tuple[Remark, ...]
    repairs: tuple[RuleCount, ...]
    doubts: tuple[RuleCount, ...]
    copies: int
    reprints: int
    reprint_groups: int
    passages: int
    embedded: int
    seconds: float
