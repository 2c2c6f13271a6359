"""The JSON of a search: documents with their best passages, facets, and how the query was read.

Invariant: the reply says of every number what it counts, and of every change to the query that it was made.
"""

from pydantic import Field

from indexer.types import Filters
from service.schema import Body, FactsBody, FiltersBody, HitBody, PassageBody, facts_body, hit_body
from service.types import DocumentHit, DocumentResult, Hit, Understanding


class OtherBody(Body):
    """A further passage of the same document."""

    score: float = Field(description="得分，同一次检索内可比", examples=[0.61])
    passage: PassageBody
    highlights: tuple[tuple[int, int], ...] = Field(
        description="应标出的字词，在 passage.text 中的偏移", examples=[[[4, 8]]]
    )


class ReprintBody(Body):
    """A document with nearly the same text, by its best passage."""

    score: float = Field(description="得分，同一次检索内可比", examples=[0.88])
    document: FactsBody
    passage: PassageBody


class DocumentHitBody(HitBody):
    """One document by its best passage."""

    others: tuple[OtherBody, ...] = Field(description="同一文献中其次的段落，至多 4 段，得分从高到低")
    reprints: tuple[ReprintBody, ...] = Field(
        description="排出的文献中与它文字相近（转载、改写）的，归并在此，不另列", examples=[[]]
    )
    passages: int = Field(description="排出的段落中属于这一文献的段数，含 passage 和 others", examples=[3])


class FacetBody(Body):
    """One value to filter by, with the number of documents that have it."""

    value: str = Field(description="筛选值", examples=["福建省/厦门市/湖里区"])
    count: int = Field(description="排出的文献（不只本页）中有此值的篇数，与 total 同一口径", examples=[3])


class FacetsBody(Body):
    """Counts over all documents of a search, highest first."""

    region: tuple[FacetBody, ...] = Field(
        description="地区", examples=[[{"value": "福建省/厦门市/湖里区", "count": 3}]]
    )
    year: tuple[FacetBody, ...] = Field(description="发布年份", examples=[[{"value": "2019", "count": 3}]])
    genre: tuple[FacetBody, ...] = Field(description="文种", examples=[[{"value": "整理稿", "count": 3}]])
    publisher: tuple[FacetBody, ...] = Field(
        description="来源", examples=[[{"value": "人民网-中国共产党新闻网", "count": 3}]]
    )


class CorrectionBody(Body):
    """What was typed, and what was searched for in its place."""

    typed: str = Field(description="输入的", examples=["蓉成驿站"])
    taken: str = Field(description="改为检索的", examples=["蓉城驿站"])


class UnderstandingBody(Body):
    """How the query was read."""

    searched: str = Field(description="实际检索的文字", examples=["蓉城驿站"])
    corrections: tuple[CorrectionBody, ...] = Field(description="改正了哪些；带 as_typed=true 再查即不改")
    suggestions: tuple[str, ...] = Field(description="可能想找的整句检索词，没有照此检索", examples=[["权力清单"]])
    quoted: tuple[str, ...] = Field(
        description="引号、书名号中的文字：命中的段落一字不差地含有它", examples=[["“六个一”"]]
    )
    missing: tuple[str, ...] = Field(description="其中没有任何段落含有的；非空时 hits 为空", examples=[[]])
    apart: bool = Field(description="没有段落同时含有 quoted 各项，命中的段落各含其一", examples=[False])
    places: tuple[str, ...] = Field(description="检索词中的地名：该地的文献略为靠前", examples=[["武汉"]])
    years: tuple[int, ...] = Field(description="检索词中的年份：该年的文献略为靠前", examples=[[2019]])
    filters: FiltersBody = Field(description="写在检索词里的筛选，如“地区:武汉”")


class SearchReply(Body):
    """What `GET /api/v1/search` answers."""

    query: str = Field(description="检索词，如所输入", examples=["两带三同"])
    understood: UnderstandingBody
    total: int = Field(
        description="按相关程度排出的文献数，转载不另计。词语、语义各取前 100 段，合并后按文献归并，不是全部有关的文献",
        examples=[3],
    )
    passages: int = Field(description="其中的段落数", examples=[7])
    took_ms: float = Field(description="检索用时，毫秒", examples=[18.4])
    hits: tuple[DocumentHitBody, ...] = Field(description="本页命中，一篇文献一条，得分从高到低")
    facets: FacetsBody


def search_reply(result: DocumentResult) -> SearchReply:
    """Turn a search result into the reply; the time is rounded to a tenth of a millisecond."""
    return SearchReply(
        query=result.query,
        understood=_understood(result.understood),
        total=result.total,
        passages=result.passages,
        took_ms=round(result.took_ms, 1),
        hits=tuple(map(_document_hit, result.hits)),
        facets=FacetsBody.model_validate(result.facets),
    )


def _understood(understood: Understanding) -> UnderstandingBody:
    return UnderstandingBody(
        searched=understood.text,
        corrections=tuple(CorrectionBody.model_validate(correction) for correction in understood.corrections),
        suggestions=understood.suggestions,
        quoted=understood.quoted,
        missing=understood.missing,
        apart=understood.apart,
        places=tuple(place.name for place in understood.places),
        years=understood.years,
        filters=_filters(understood.filters),
    )


def _filters(filters: Filters) -> FiltersBody:
    return FiltersBody(region=filters.region, year=filters.year, genre=filters.genre, publisher=filters.publisher)


def _document_hit(hit: DocumentHit) -> DocumentHitBody:
    return DocumentHitBody(
        **hit_body(hit.best).model_dump(),
        others=tuple(map(_other, hit.others)),
        reprints=tuple(map(_reprint, hit.reprints)),
        passages=hit.passages,
    )


def _other(hit: Hit) -> OtherBody:
    return OtherBody(score=hit.score, passage=PassageBody.model_validate(hit.passage), highlights=hit.highlights)


def _reprint(hit: Hit) -> ReprintBody:
    document = facts_body(hit.passage.document_id, hit.facts)
    return ReprintBody(score=hit.score, document=document, passage=PassageBody.model_validate(hit.passage))
