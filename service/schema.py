"""The JSON that other programs receive: the shapes of the HTTP contract and how the service's values turn into them.

Invariant: field names and shapes are a promise to callers; the command line's `--json` prints exactly these.
"""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from indexer.types import Facts, Filters
from service.types import Answer, Hit, Status

# Several regions of one document in the one string that the contract has for them.
REGION_SEPARATOR = "；"
QUERY_LIMIT = 500

VERSION_EXAMPLE = "9d2c1f0b7a4e4b7c8f5d6e3a2b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c"
_TITLE = "湖里区“1+X”联建片党建模式：两带三同与四有目标"
PATH_EXAMPLE = ["二、名称的含义", "（二）“两带三同”"]
TEXT_EXAMPLE = "（二）“两带三同”。“两带三同”指老带新、强带弱，党员同管、活动同办、资源同享。"

_START = 372

NonBlank = StringConstraints(strip_whitespace=True, min_length=1, max_length=QUERY_LIMIT)


class Body(BaseModel):
    """What every shape shares: values do not change once made, and a reply always carries every field."""

    model_config = ConfigDict(frozen=True, from_attributes=True, json_schema_serialization_defaults_required=True)


class DoubtBody(Body):
    """A place of a document that may not say what its source says."""

    start: int = Field(description="在文献正文中的起点", examples=[_START])
    end: int = Field(description="在文献正文中的终点（不含）", examples=[_START + len(TEXT_EXAMPLE)])
    rule: str = Field(description="存疑的原因，如 ocr：文字识别的把握低", examples=["ocr"])
    note: str = Field(description="补充说明；没有时为空串", examples=["把握 0.61"])


class PassageBody(Body):
    """A passage: exactly the document's text at `[start:end)`."""

    id: str = Field(description="段落编号", examples=["huli-one-plus-x.9d2c1f0b.372-412"])
    document_id: str = Field(description="所在文献的编号，各版本相同", examples=["huli-one-plus-x"])
    version: str = Field(description="文献版本：原始文件的 SHA-256", examples=[VERSION_EXAMPLE])
    start: int = Field(description="在文献正文中的起点，按 Unicode 字符计", examples=[_START])
    end: int = Field(description="在文献正文中的终点（不含）", examples=[_START + len(TEXT_EXAMPLE)])
    text: str = Field(description="段落原文，即正文的 [start:end)，一字不改", examples=[TEXT_EXAMPLE])
    heading_path: tuple[str, ...] = Field(description="所在标题，由外到内", examples=[PATH_EXAMPLE])
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
    version: str = Field(description="文献版本：原始文件的 SHA-256", examples=[VERSION_EXAMPLE])
    start: int = Field(description="引文在正文中的起点", examples=[_START])
    end: int = Field(description="引文在正文中的终点（不含）", examples=[_START + len(TEXT_EXAMPLE)])
    quote: str = Field(description="引文，与正文逐字相同", examples=[TEXT_EXAMPLE])
    heading_path: tuple[str, ...] = Field(description="所在标题，由外到内", examples=[PATH_EXAMPLE])
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

    text: str = Field(description="论断", examples=[TEXT_EXAMPLE])
    side: str = Field(
        description="比较的问题里，这一条说的是哪一方（地方、年份或名称）；问做法的问题里，是哪里的做法；其余为空",
        examples=["武汉"],
    )
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


def region_label(regions: tuple[str, ...]) -> str | None:
    """Join region paths into the contract's one string; none → None."""
    return REGION_SEPARATOR.join(regions) or None


def facts_body(document_id: str, facts: Facts) -> FactsBody:
    """Turn a document's facts into their shape."""
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
        document=facts_body(hit.passage.document_id, hit.facts),
        highlights=hit.highlights,
    )


def _stripped(value: str | None) -> str | None:
    return (value or "").strip() or None
