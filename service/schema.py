"""The JSON that other programs receive: the shapes of the HTTP contract and how the service's values turn into them.

Invariant: field names and shapes are a promise to callers; the command line's `--json` prints exactly these.
"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import PurePath
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from indexer.types import DocumentSummary, Edit, Facts, Filters, Found, Passage, StoredDocument
from service.types import Answer, Hit, Status

# Several regions of one document in the one string that the contract has for them.
REGION_SEPARATOR = "；"
QUERY_LIMIT = 500

_VERSION = "9d2c1f0b7a4e4b7c8f5d6e3a2b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c"
_TITLE = "湖里区“1+X”联建片党建模式：两带三同与四有目标"
_PATH = ["二、名称的含义", "（二）“两带三同”"]
_TEXT = "（二）“两带三同”。“两带三同”指老带新、强带弱，党员同管、活动同办、资源同享。"

_START = 372

NonBlank = StringConstraints(strip_whitespace=True, min_length=1, max_length=QUERY_LIMIT)


class Body(BaseModel):
    """What every shape shares: values do not change once made, and a reply always carries every field."""

    model_config = ConfigDict(frozen=True, from_attributes=True, json_schema_serialization_defaults_required=True)


class DoubtBody(Body):
    """A place of a document that may not say what its source says."""

    start: int = Field(description="在文献正文中的起点", examples=[_START])
    end: int = Field(description="在文献正文中的终点（不含）", examples=[_START + len(_TEXT)])
    rule: str = Field(description="存疑的原因，如 ocr：文字识别的把握低", examples=["ocr"])
    note: str = Field(description="补充说明；没有时为空串", examples=["把握 0.61"])


class PassageBody(Body):
    """A passage: exactly the document's text at `[start:end)`."""

    id: str = Field(description="段落编号", examples=["huli-one-plus-x.9d2c1f0b.372-412"])
    document_id: str = Field(description="所在文献的编号，各版本相同", examples=["huli-one-plus-x"])
    version: str = Field(description="文献版本：原始文件的 SHA-256", examples=[_VERSION])
    start: int = Field(description="在文献正文中的起点，按 Unicode 字符计", examples=[_START])
    end: int = Field(description="在文献正文中的终点（不含）", examples=[_START + len(_TEXT)])
    text: str = Field(description="段落原文，即正文的 [start:end)，一字不改", examples=[_TEXT])
    heading_path: tuple[str, ...] = Field(description="所在标题，由外到内", examples=[_PATH])
    page: int | None = Field(description="页码（从 1 起）；来源不分页时为空", examples=[None])
    doubts: tuple[DoubtBody, ...] = Field(description="段落中存疑之处，引用前应对照原件；没有时为空", examples=[[]])


class FactsBody(Body):
    """What is known about a document; null means unknown."""

    id: str = Field(description="文献编号，各版本相同", examples=["huli-one-plus-x"])
    title: str = Field(description="标题", examples=[_TITLE])
    issuer: str | None = Field(description="发文机关", examples=["中共厦门市湖里区委员会组织部"])
    doc_number: str | None = Field(description="发文字号", examples=[None])
    publisher: str | None = Field(description="来源（发布单位）", examples=["人民网-中国共产党新闻网"])
    author: str | None = Field(description="作者", examples=[None])
    issued: date | None = Field(description="成文日期", examples=[None])
    published: date | None = Field(description="发布日期；不知道时同成文日期", examples=["2019-10-12"])
    region: str | None = Field(description="地区路径；涉及多地时以“；”分隔", examples=["福建省/厦门市/湖里区"])
    genre: str | None = Field(description="文种：政策文件、工作方案、案例、新闻、研究、整理稿", examples=["整理稿"])
    url: str | None = Field(description="来源网址", examples=[None])


class HitBody(Body):
    """One ranked passage with the document it stands in."""

    rank: int = Field(description="名次，从 1 起", examples=[1])
    score: float = Field(description="得分，越高越相关；只在同一次检索内可比", examples=[0.93])
    passage: PassageBody
    document: FactsBody
    highlights: tuple[tuple[int, int], ...] = Field(
        description="应标出的字词：在 passage.text 中的 [起点, 终点) 偏移", examples=[[[4, 8], [11, 15]]]
    )


class FiltersBody(Body):
    """Restrictions that apply before ranking."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: str | None = Field(default=None, description="地区路径或地名，含其下级", examples=["武汉"])
    year: int | None = Field(default=None, ge=1900, le=2100, description="发布年份", examples=[2019])
    genre: str | None = Field(default=None, description="文种", examples=["整理稿"])
    publisher: str | None = Field(default=None, description="来源", examples=["长江日报"])


class AnswerRequest(Body):
    """What `POST /api/v1/answer` is asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Annotated[str, NonBlank] = Field(
        description=f"问题，不超过 {QUERY_LIMIT} 个字符", examples=["武汉选派了多少名专职党建指导员"]
    )
    filters: FiltersBody | None = Field(default=None, description="只在符合条件的文献中找依据")


class CitationBody(Body):
    """Where a quotation stands; the document's text at `[start:end)` reads exactly `quote`."""

    document_id: str = Field(description="文献编号", examples=["huli-one-plus-x"])
    version: str = Field(description="文献版本：原始文件的 SHA-256", examples=[_VERSION])
    start: int = Field(description="引文在正文中的起点", examples=[_START])
    end: int = Field(description="引文在正文中的终点（不含）", examples=[_START + len(_TEXT)])
    quote: str = Field(description="引文，与正文逐字相同", examples=[_TEXT])
    heading_path: tuple[str, ...] = Field(description="所在标题，由外到内", examples=[_PATH])
    page: int | None = Field(description="页码；来源不分页时为空", examples=[None])
    title: str = Field(description="文献标题", examples=[_TITLE])
    url: str | None = Field(description="来源网址", examples=[None])
    published: date | None = Field(description="发布日期", examples=["2019-10-12"])
    weight: str | None = Field(
        description="说话的是哪一类来源：要求、计划、自报成效、媒体报道、整理稿；看不出时为空", examples=["整理稿"]
    )
    doubts: tuple[DoubtBody, ...] = Field(description="引文涉及的存疑之处，引用前应对照原件；没有时为空", examples=[[]])


class ClaimBody(Body):
    """A statement with at least one citation."""

    text: str = Field(description="论断", examples=[_TEXT])
    side: str = Field(description="比较的问题里，这一条说的是哪一方（地方、年份或名称）；其余为空", examples=["武汉"])
    citations: tuple[CitationBody, ...] = Field(description="依据，至少一条")


class AnswerReply(Body):
    """What `POST /api/v1/answer` answers."""

    question: str = Field(description="问题", examples=["“两带三同”是什么"])
    status: Status = Field(
        description="answered 有依据；partial 部分有依据；not_found 库中没有依据；ambiguous 同名异义，需指明",
        examples=["answered"],
    )
    reason: str | None = Field(
        description="没有依据、缺了哪部分、各地所指不同或各份材料说法不同时，说明情况；否则为空",
        examples=["库中没有找到：书记是谁。"],
    )
    claims: tuple[ClaimBody, ...] = Field(description="论断及其依据；没有依据时为空")
    hits: tuple[HitBody, ...] = Field(description="检索得到的相关段落；没有依据时是仅供参考的线索")
    generated: bool = Field(description="论断中有没有由模型表述的（逐条核对过）；否则都是原文", examples=[False])
    dropped: int = Field(description="模型写出而未通过核对、已略去的论断数", examples=[0])
    fallback: str | None = Field(
        description="模型的回答没能用上或没有答完的原因，其余论断是原文；未用模型或用得正常时为空", examples=[None]
    )
    took_ms: float = Field(description="用时，毫秒", examples=[31.2])


class SummaryBody(FactsBody):
    """One line of the list of searchable documents."""

    version: str = Field(description="现行版本", examples=[_VERSION])
    source: str = Field(description="文件名；一个文件有多条记录时为“文件名#记录号”", examples=["huli-one-plus-x.md"])
    characters: int = Field(description="正文字符数", examples=[1320])
    passages: int = Field(description="段落数", examples=[9])


class DocumentsReply(Body):
    """What `GET /api/v1/documents` answers."""

    total: int = Field(description="可检索的文献数", examples=[1])
    documents: tuple[SummaryBody, ...]


class SectionBody(Body):
    """`text[start:end]` under one heading path; sections follow each other without a gap."""

    start: int = Field(description="在正文中的起点", examples=[120])
    end: int = Field(description="在正文中的终点（不含）", examples=[401])
    heading_path: tuple[str, ...] = Field(description="标题，由外到内", examples=[_PATH])


class EditBody(Body):
    """One change made to the source: raw `[start:end)` reads `original` and became `replacement`."""

    start: int = Field(description="在来源原文（未清洗）中的起点", examples=[12])
    end: int = Field(description="在来源原文中的终点（不含）", examples=[17])
    original: str = Field(description="改动前的原文", examples=["(xiàn)"])
    replacement: str = Field(description="改成了什么；空表示删去", examples=[""])
    rule: str = Field(description="依据的清洗规则", examples=["pinyin"])


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


class DocumentReply(FactsBody):
    """What `GET /api/v1/documents/{id}` answers: one version of one text."""

    version: str = Field(description="本版本：原始文件的 SHA-256", examples=[_VERSION])
    superseded: bool = Field(description="是否已被新版本取代（仍可阅读，不再检索）", examples=[False])
    indexed: datetime = Field(description="入库时间", examples=["2026-01-02T03:04:05Z"])
    source: str = Field(description="文件名；一个文件有多条记录时为“文件名#记录号”", examples=["huli-one-plus-x.md"])
    text: str = Field(description="正文：来源原文依次施行 edits 之后的文本；引文偏移都以它为准", examples=[_TEXT])
    sections: tuple[SectionBody, ...] = Field(description="章节，首尾相接，覆盖全部正文")
    edits: tuple[EditBody, ...] = Field(description="对来源原文的全部改动")
    pages: tuple[PageBody, ...] = Field(description="分页；来源不分页时为空")
    found: tuple[FoundBody, ...] = Field(description="各项信息的出处")


class PassageReply(Body):
    """What `GET /api/v1/passages/{id}` answers."""

    passage: PassageBody
    document: FactsBody
    superseded: bool = Field(description="所在版本是否已被取代", examples=[False])


def filters_of(body: FiltersBody | None) -> Filters:
    """Turn a request's filters into the search's; none, or a blank string, means unrestricted."""
    if body is None:
        return Filters()
    return Filters(
        region=_stripped(body.region), year=body.year, genre=_stripped(body.genre), publisher=_stripped(body.publisher)
    )


def answer_reply(answer: Answer) -> AnswerReply:
    """Turn an answer into the reply; the time is rounded to a tenth of a millisecond."""
    return AnswerReply(
        question=answer.question,
        status=answer.status,
        reason=answer.reason,
        claims=tuple(ClaimBody.model_validate(claim) for claim in answer.claims),
        hits=tuple(hit_body(hit) for hit in answer.hits),
        generated=answer.generated,
        dropped=answer.dropped,
        fallback=answer.fallback,
        took_ms=round(answer.took_ms, 1),
    )


def documents_reply(summaries: Iterable[DocumentSummary]) -> DocumentsReply:
    """Turn the list of searchable documents into the reply, in the order given."""
    documents = tuple(
        SummaryBody(
            **_facts(summary.id, summary.facts).model_dump(),
            version=summary.version,
            source=_file_name(summary.source),
            characters=summary.characters,
            passages=summary.passages,
        )
        for summary in summaries
    )
    return DocumentsReply(total=len(documents), documents=documents)


def document_reply(stored: StoredDocument) -> DocumentReply:
    """Turn a stored version into the reply; each edit carries the raw text that it replaced."""
    document = stored.document
    return DocumentReply(
        **_facts(document.id, document.facts).model_dump(),
        version=document.version,
        superseded=stored.superseded,
        indexed=stored.indexed,
        source=_file_name(document.source),
        text=document.text,
        sections=tuple(SectionBody(start=part.start, end=part.end, heading_path=part.path) for part in stored.sections),
        edits=tuple(_edit(edit, document.raw) for edit in document.edits),
        pages=tuple(PageBody.model_validate(page) for page in document.pages),
        found=tuple(_found(one, document.raw) for one in document.found),
    )


def passage_reply(passage: Passage, facts: Facts, superseded: bool) -> PassageReply:
    """Turn a passage and its document's facts into the reply."""
    return PassageReply(
        passage=PassageBody.model_validate(passage),
        document=_facts(passage.document_id, facts),
        superseded=superseded,
    )


def region_label(regions: tuple[str, ...]) -> str | None:
    """Join region paths into the contract's one string; none → None."""
    return REGION_SEPARATOR.join(regions) or None


def _file_name(source: str) -> str:
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
    )


def _found(found: Found, raw: str) -> FoundBody:
    start, end = found.origin.start, found.origin.end
    original = None if start is None else raw[start:end]
    return FoundBody(field=found.field, source=found.origin.source, start=start, end=end, original=original)


def _facts(document_id: str, facts: Facts) -> FactsBody:
    return FactsBody(
        id=document_id,
        title=facts.title,
        issuer=facts.issuer,
        doc_number=facts.doc_number,
        publisher=facts.publisher,
        author=facts.author,
        issued=facts.issued,
        published=facts.published,
        region=region_label(facts.regions),
        genre=facts.genre,
        url=facts.url,
    )


def hit_body(hit: Hit) -> HitBody:
    """Turn a ranked passage into its shape."""
    return HitBody(
        rank=hit.rank,
        score=hit.score,
        passage=PassageBody.model_validate(hit.passage),
        document=_facts(hit.passage.document_id, hit.facts),
        highlights=hit.highlights,
    )


def _stripped(value: str | None) -> str | None:
    return (value or "").strip() or None
