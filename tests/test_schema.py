"""The JSON shapes that other programs rely on, compared whole and literally."""

import json
from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from indexer.regions import Place
from indexer.types import (
    Doubt,
    Facts,
    Filters,
    Passage,
)
from service.schema import (
    AnswerRequest,
    FiltersBody,
    answer_reply,
    filters_of,
)
from service.search_schema import search_reply
from service.types import (
    Answer,
    Citation,
    Claim,
    Correction,
    DocumentHit,
    DocumentResult,
    FacetCount,
    Facets,
    Hit,
    Status,
    Understanding,
)

FACTS = Facts(
    title="甲区“三个一”做法",
    issuer="甲区委组织部",
    doc_number="甲组发〔2021〕3号",
    publisher="甲区日报",
    author="张三",
    issued=date(2021, 5, 3),
    published=date(2021, 5, 6),
    regions=("湖北省/武汉市", "福建省/厦门市"),
    genre="案例",
    url="https://example.org/plain",
)
FACTS_JSON = {
    "id": "plain",
    "title": "甲区“三个一”做法",
    "issuer": "甲区委组织部",
    "doc_number": "甲组发〔2021〕3号",
    "publisher": "甲区日报",
    "author": "张三",
    "issued": "2021-05-03",
    "published": "2021-05-06",
    "region": "湖北省/武汉市；福建省/厦门市",
    "genre": "案例",
    "url": "https://example.org/plain",
}
UNKNOWN_JSON = {
    "id": "bare",
    "title": "无题",
    "issuer": None,
    "doc_number": None,
    "publisher": None,
    "author": None,
    "issued": None,
    "published": None,
    "region": None,
    "genre": None,
    "url": None,
}
PASSAGE = Passage(
    id="plain.ab.5-9",
    document_id="plain",
    version="ab" * 32,
    start=5,
    end=9,
    text="指导员🙂",
    heading_path=("一、队伍", "（一）人数"),
    page=2,
    doubts=(Doubt(6, 8, "ocr", "把握 0.61"),),
)
PASSAGE_JSON = {
    "id": "plain.ab.5-9",
    "document_id": "plain",
    "version": "ab" * 32,
    "start": 5,
    "end": 9,
    "text": "指导员🙂",
    "heading_path": ["一、队伍", "（一）人数"],
    "page": 2,
    "doubts": [{"start": 6, "end": 8, "rule": "ocr", "note": "把握 0.61"}],
}
HIT = Hit(rank=1, score=0.75, passage=PASSAGE, facts=FACTS, highlights=((0, 2), (3, 4)))
HIT_JSON = {
    "rank": 1,
    "score": 0.75,
    "passage": PASSAGE_JSON,
    "document": FACTS_JSON,
    "highlights": [[0, 2], [3, 4]],
}


def test_a_search_reply_has_the_shape_of_the_contract() -> None:
    facets = Facets(
        region=(FacetCount("湖北省/武汉市", 1), FacetCount("福建省/厦门市", 1)),
        year=(FacetCount("2021", 1),),
        genre=(FacetCount("案例", 1),),
        publisher=(),
    )
    understood = Understanding(
        typed="指倒员 “甲区” 年份:2021",
        text="指导员 “甲区”",
        words="指导员 “甲区”",
        corrections=(Correction("指倒员", "指导员"),),
        suggestions=("指导员 “乙区”",),
        quoted=("“甲区”",),
        filters=Filters(year=2021),
        places=(Place("武汉", (("湖北省", "武汉市"),)),),
        years=(2021,),
    )
    hit = DocumentHit(HIT, (replace(HIT, score=0.5, highlights=()),), 7, (replace(HIT, score=0.25),))
    reply = search_reply(DocumentResult(understood.typed, 1, 9, 12.3456, (hit,), facets, understood))
    assert json.loads(reply.model_dump_json()) == {
        "query": "指倒员 “甲区” 年份:2021",
        "understood": {
            "searched": "指导员 “甲区”",
            "corrections": [{"typed": "指倒员", "taken": "指导员"}],
            "suggestions": ["指导员 “乙区”"],
            "quoted": ["“甲区”"],
            "missing": [],
            "apart": False,
            "places": ["武汉"],
            "years": [2021],
            "filters": {"region": None, "year": 2021, "genre": None, "publisher": None},
        },
        "total": 1,
        "passages": 9,
        "took_ms": 12.3,
        "hits": [
            {
                **HIT_JSON,
                "others": [{"score": 0.5, "passage": PASSAGE_JSON, "highlights": []}],
                "passages": 7,
                "reprints": [{"score": 0.25, "document": FACTS_JSON, "passage": PASSAGE_JSON}],
            }
        ],
        "facets": {
            "region": [{"value": "湖北省/武汉市", "count": 1}, {"value": "福建省/厦门市", "count": 1}],
            "year": [{"value": "2021", "count": 1}],
            "genre": [{"value": "案例", "count": 1}],
            "publisher": [],
        },
    }


def test_an_answer_reply_has_the_shape_of_the_contract() -> None:
    citation = Citation(
        document_id="plain",
        version="ab" * 32,
        start=5,
        end=8,
        quote="指导员",
        heading_path=("一、队伍",),
        page=None,
        title=FACTS.title,
        url=None,
        published=None,
        weight="整理稿",
        doubts=(Doubt(5, 6, "masked"),),
    )
    answer = Answer(
        "有谁？",
        Status.PARTIAL,
        (Claim("有指导员", (citation,)),),
        (HIT,),
        4.04,
        "缺一部分。",
        True,
        2,
        "模型的回答不完整",
    )
    assert json.loads(answer_reply(answer).model_dump_json()) == {
        "question": "有谁？",
        "status": "partial",
        "reason": "缺一部分。",
        "claims": [
            {
                "text": "有指导员",
                "side": "",
                "citations": [
                    {
                        "document_id": "plain",
                        "version": "ab" * 32,
                        "start": 5,
                        "end": 8,
                        "quote": "指导员",
                        "heading_path": ["一、队伍"],
                        "page": None,
                        "title": "甲区“三个一”做法",
                        "url": None,
                        "published": None,
                        "weight": "整理稿",
                        "doubts": [{"start": 5, "end": 6, "rule": "masked", "note": ""}],
                    }
                ],
            }
        ],
        "hits": [HIT_JSON],
        "generated": True,
        "dropped": 2,
        "fallback": "模型的回答不完整",
        "took_ms": 4.0,
    }


def test_blank_filters_restrict_nothing() -> None:
    assert filters_of(None) == Filters()
    assert filters_of(FiltersBody(region=" ", genre="", year=None)) == Filters()
    assert filters_of(FiltersBody(region=" 武汉 ", year=2019)) == Filters(region="武汉", year=2019)


def test_a_question_is_trimmed_and_must_not_be_blank() -> None:
    assert AnswerRequest(question="  谁？ ").question == "谁？"
    with pytest.raises(ValidationError):
        AnswerRequest(question=" \n ")
    with pytest.raises(ValidationError):
        AnswerRequest(question="问" * 501)
