"""The JSON of documents and passages: the shapes of the HTTP contract and how stored values turn into them.

Invariant: field names and shapes are a promise to callers; an edit carries the raw text that it replaced, so that every
change to a source can be shown and disputed.
"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import PurePath

from pydantic import Field

from indexer.relations import Relative
from indexer.types import DocumentSummary, Edit, Facts, Found, Passage, VersionSummary
from service.inspection import Inspection
from service.rules import rule_label
from service.schema import (
    PATH_EXAMPLE,
    TEXT_EXAMPLE,
    VERSION_EXAMPLE,
    Body,
    DoubtBody,
    FactsBody,
    PassageBody,
    facts_body,
)


class SummaryBody(FactsBody):
    """One line of the list of searchable documents."""

    version: str = Field(description="现行版本", examples=[VERSION_EXAMPLE])
    source: str = Field(description="文件名；一个文件有多条记录时为“文件名#记录号”", examples=["huli-one-plus-x.md"])
    characters: int = Field(description="正文字符数", examples=[1320])
    passages: int = Field(description="段落数", examples=[9])
    copies: int = Field(description="另有几份文献与它全文相同，检索时以它为准", examples=[0])


class DocumentsReply(Body):
    """What `GET /api/v1/documents` answers."""

    total: int = Field(description="可检索的文献数", examples=[1])
    documents: tuple[SummaryBody, ...]


class SectionBody(Body):
    """`text[start:end]` under one heading path; sections follow each other without a gap."""

    start: int = Field(description="在正文中的起点", examples=[120])
    end: int = Field(description="在正文中的终点（不含）", examples=[401])
    heading_path: tuple[str, ...] = Field(description="标题，由外到内", examples=[PATH_EXAMPLE])


class EditBody(Body):
    """One change made to the source: raw `[start:end)` reads `original` and became `replacement`."""

    start: int = Field(description="在来源原文（未清洗）中的起点", examples=[12])
    end: int = Field(description="在来源原文中的终点（不含）", examples=[17])
    original: str = Field(description="改动前的原文", examples=["(xiàn)"])
    replacement: str = Field(description="改成了什么；空表示删去", examples=[""])
    rule: str = Field(description="依据的清洗规则；几条规则改在一处时以 + 相连", examples=["pinyin"])
    label: str = Field(description="规则的中文名称", examples=["去除夹注拼音"])


class PageBody(Body):
    """Where a page of the source begins."""

    number: int = Field(description="页码，从 1 起", examples=[1])
    start: int = Field(description="该页在正文中的起点", examples=[0])


class FoundBody(Body):
    """Where one of the facts comes from."""

    field: str = Field(description="哪一项：title、issuer、published 等", examples=["published"])
    source: str = Field(
        description="出处：text（正文）、credits（署名行）、index（信息表）、front_matter、meta:标签名、side_file:文件名",
        examples=["credits"],
    )
    start: int | None = Field(description="在来源原文（edits 之前）中的起点；不在文中的为空", examples=[12])
    end: int | None = Field(description="在来源原文中的终点（不含）", examples=[22])
    original: str | None = Field(description="来源原文的 [start:end)", examples=["2019-10-12"])


class CopyBody(Body):
    """Another document with the same title and text."""

    id: str = Field(description="文献编号", examples=["b1946ac92492d234"])
    source: str = Field(description="文件名；一个文件有多条记录时为“文件名#记录号”", examples=["转载.html"])
    publisher: str | None = Field(description="来源（发布单位）", examples=["某报"])
    published: date | None = Field(description="发布日期", examples=["2019-10-13"])
    url: str | None = Field(description="来源网址", examples=[None])


class RelativeBody(Body):
    """Another document with nearly the same text."""

    id: str = Field(description="文献编号", examples=["b1946ac92492d234"])
    title: str = Field(description="标题", examples=["另一份报道"])
    publisher: str | None = Field(description="来源（发布单位）", examples=["某报"])
    published: date | None = Field(description="发布日期", examples=["2019-10-13"])
    similarity: float = Field(description="用字的重合程度（三字组的 Jaccard 估计，0 到 1）", examples=[0.83])
    reprint: bool = Field(
        description="true：同一内容的转载或改写，检索时可并为一条；false：相近而不同（如别处照同一格式所写）",
        examples=[True],
    )


class VersionBody(Body):
    """One stored version of the document."""

    version: str = Field(description="版本", examples=[VERSION_EXAMPLE])
    source: str = Field(description="文件名", examples=["huli-one-plus-x.md"])
    indexed: datetime = Field(description="入库时间", examples=["2026-01-02T03:04:05Z"])
    characters: int = Field(description="正文字符数", examples=[1320])
    superseded: bool = Field(description="是否已被取代", examples=[False])


class DocumentReply(FactsBody):
    """What `GET /api/v1/documents/{id}` answers: one version of one text."""

    version: str = Field(
        description="本版本：原始文件的 SHA-256；程序更新后，同样的字节读出了不同的正文，则另给一个",
        examples=[VERSION_EXAMPLE],
    )
    superseded: bool = Field(description="是否已被新版本取代（仍可阅读，不再检索）", examples=[False])
    indexed: datetime = Field(description="入库时间", examples=["2026-01-02T03:04:05Z"])
    source: str = Field(description="文件名；一个文件有多条记录时为“文件名#记录号”", examples=["huli-one-plus-x.md"])
    text: str = Field(
        description="正文：来源原文依次施行 edits 之后的文本；引文偏移都以它为准", examples=[TEXT_EXAMPLE]
    )
    sections: tuple[SectionBody, ...] = Field(description="章节，首尾相接，覆盖全部正文")
    edits: tuple[EditBody, ...] = Field(description="对来源原文的全部改动")
    pages: tuple[PageBody, ...] = Field(description="分页；来源不分页时为空")
    found: tuple[FoundBody, ...] = Field(description="各项信息的出处")
    doubts: tuple[DoubtBody, ...] = Field(description="正文中存疑之处，引用前应对照原件")
    copy_of: str | None = Field(description="全文相同、检索时代替本文的文献；本文自己可检索时为空", examples=[None])
    copies: tuple[CopyBody, ...] = Field(description="全文相同的其他文献")
    relatives: tuple[RelativeBody, ...] = Field(description="文字相近的其他文献：转载或改写在前，再按相近的程度")
    versions: tuple[VersionBody, ...] = Field(description="各版本，先入库的在前；都可用 ?version= 阅读")


class PassageReply(Body):
    """What `GET /api/v1/passages/{id}` answers."""

    passage: PassageBody
    document: FactsBody
    superseded: bool = Field(description="所在版本是否已被取代", examples=[False])


def documents_reply(summaries: Iterable[DocumentSummary]) -> DocumentsReply:
    """Turn the list of searchable documents into the reply, in the order given."""
    documents = tuple(
        SummaryBody(
            **facts_body(summary.id, summary.facts).model_dump(),
            version=summary.version,
            source=file_name(summary.source),
            characters=summary.characters,
            passages=summary.passages,
            copies=summary.copies,
        )
        for summary in summaries
    )
    return DocumentsReply(total=len(documents), documents=documents)


def document_reply(inspection: Inspection) -> DocumentReply:
    """Turn a stored version and its kin into the reply; each edit carries the raw text that it replaced."""
    stored, original = inspection.stored, inspection.original
    document = stored.document
    return DocumentReply(
        **facts_body(document.id, document.facts).model_dump(),
        version=document.version,
        superseded=stored.superseded,
        indexed=stored.indexed,
        source=file_name(document.source),
        text=document.text,
        sections=tuple(SectionBody(start=part.start, end=part.end, heading_path=part.path) for part in stored.sections),
        edits=tuple(_edit(edit, document.raw) for edit in document.edits),
        pages=tuple(PageBody.model_validate(page) for page in document.pages),
        found=tuple(_found(one, document.raw) for one in document.found),
        doubts=tuple(DoubtBody.model_validate(doubt) for doubt in document.doubts),
        copy_of=original.id if original else None,
        copies=tuple(_copy(copy) for copy in inspection.copies),
        relatives=tuple(_relative(relative) for relative in inspection.relatives),
        versions=tuple(_version(version) for version in inspection.versions),
    )


def passage_reply(passage: Passage, facts: Facts, superseded: bool) -> PassageReply:
    """Turn a passage and its document's facts into the reply."""
    return PassageReply(
        passage=PassageBody.model_validate(passage),
        document=facts_body(passage.document_id, facts),
        superseded=superseded,
    )


def file_name(source: str) -> str:
    """The name of the source file with the record's key; where it lies on the server is not for callers to know."""
    path, mark, key = source.partition("#")
    return PurePath(path).name + mark + key


def _edit(edit: Edit, raw: str) -> EditBody:
    return EditBody(
        start=edit.start,
        end=edit.end,
        original=raw[edit.start : edit.end],
        replacement=edit.replacement,
        rule=edit.rule,
        label=rule_label(edit.rule),
    )


def _found(found: Found, raw: str) -> FoundBody:
    start, end = found.origin.start, found.origin.end
    original = None if start is None else raw[start:end]
    return FoundBody(field=found.field, source=found.origin.source, start=start, end=end, original=original)


def _copy(summary: DocumentSummary) -> CopyBody:
    facts = summary.facts
    return CopyBody(
        id=summary.id,
        source=file_name(summary.source),
        publisher=facts.publisher,
        published=facts.published,
        url=facts.url,
    )


def _relative(relative: Relative) -> RelativeBody:
    return RelativeBody(
        id=relative.id,
        title=relative.facts.title,
        publisher=relative.facts.publisher,
        published=relative.facts.published,
        similarity=relative.similarity,
        reprint=relative.reprint,
    )


def _version(version: VersionSummary) -> VersionBody:
    return VersionBody(
        version=version.version,
        source=file_name(version.source),
        indexed=version.indexed,
        characters=version.characters,
        superseded=version.superseded,
    )
