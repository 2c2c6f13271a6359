"""The HTTP API through a client against the real application: the whole of every reply."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from indexer.types import Filters
from service.api import create_app
from service.document_schema import document_reply, documents_reply
from service.inspection import inspect_document
from service.library import Library
from service.search import search_documents
from service.search_schema import search_reply
from tests.small_library import PLAIN, REPLACED, REPLACING, version_of

PLAIN_FACTS = {
    "id": "plain",
    "title": "甲区“三个一”做法",
    "issuer": "甲区委组织部",
    "doc_number": "甲组发〔2021〕3号",
    "publisher": "甲区日报",
    "author": None,
    "issued": None,
    "published": "2021-05-06",
    "region": "湖北省/武汉市",
    "genre": "案例",
    "url": "https://example.org/plain",
}
PLAIN_PASSAGE = {
    "id": f"plain.{version_of(PLAIN)[:8]}.0-43",
    "document_id": "plain",
    "version": version_of(PLAIN),
    "start": 0,
    "end": 43,
    "text": "一、做法的名称\n\n“三个一”指一张清单、一支队伍、一个平台。甲区为此配备12名指导员。",
    "heading_path": ["一、做法的名称"],
    "page": None,
    "doubts": [],
}


@pytest.fixture(scope="module")
def corpus_client(library: Library) -> Iterator[TestClient]:
    with TestClient(create_app(library)) as opened:
        yield opened


def understood(searched: str) -> dict[str, Any]:
    """How a query is read in which there is nothing to put right, to require or to prefer."""
    nothing: dict[str, list[str]] = {
        key: [] for key in ("corrections", "suggestions", "quoted", "missing", "places", "years")
    }
    filters = dict.fromkeys(("region", "year", "genre", "publisher"))
    return {"searched": searched, **nothing, "apart": False, "filters": filters}


def test_a_search_answers_with_the_whole_contract(client: TestClient) -> None:
    reply = client.get("/api/v1/search", params={"q": "三个一", "genre": "案例", "k": 1}).json()
    assert reply.pop("took_ms") > 0
    assert reply == {
        "query": "三个一",
        "understood": understood("三个一"),
        "total": 1,
        "passages": 2,
        "hits": [
            {
                "rank": 1,
                "score": pytest.approx(reply["hits"][0]["score"]),
                "passage": PLAIN_PASSAGE,
                "document": PLAIN_FACTS,
                "highlights": [[10, 13]],
                "others": reply["hits"][0]["others"],
                "passages": 2,
                "reprints": [],
            }
        ],
        "facets": {
            "region": [{"value": "湖北省/武汉市", "count": 1}],
            "year": [{"value": "2021", "count": 1}],
            "genre": [{"value": "案例", "count": 1}],
            "publisher": [{"value": "甲区日报", "count": 1}],
        },
    }


def test_a_hit_carries_the_next_best_passages_of_its_document(client: TestClient) -> None:
    hit = client.get("/api/v1/search", params={"q": "三个一", "genre": "案例"}).json()["hits"][0]
    (other,) = hit["others"]
    assert other["score"] <= hit["score"]
    assert other["passage"]["document_id"] == hit["passage"]["document_id"] == "plain"
    assert other["passage"]["id"] != hit["passage"]["id"]


def test_every_parameter_of_a_search_reaches_the_service(small: Library, client: TestClient) -> None:
    filters = Filters(region="武汉", year=2021, genre="案例", publisher="甲区日报")
    expected = search_reply(search_documents(small, "实事", k=1, filters=filters)).model_dump(mode="json")
    query = "q=实事&k=1&region=武汉&year=2021&genre=案例&publisher=甲区日报"
    reply = client.get(f"/api/v1/search?{query}").json()
    del expected["took_ms"], reply["took_ms"]
    assert reply == expected
    assert [hit["rank"] for hit in reply["hits"]] == [1]


def test_blank_filters_restrict_nothing(client: TestClient) -> None:
    blank = client.get("/api/v1/search?q=补助&region=&year=&genre=%20&publisher=").json()
    plain = client.get("/api/v1/search?q=补助").json()
    del blank["took_ms"], plain["took_ms"]
    assert blank == plain
    assert (plain["total"], plain["passages"]) == (3, 4)


def test_the_query_is_trimmed_and_unknown_parameters_are_ignored(client: TestClient) -> None:
    assert client.get("/api/v1/search?q=%20补助%20&utm=1").json()["query"] == "补助"


def test_a_search_that_finds_nothing_is_an_answer(client: TestClient) -> None:
    response = client.get("/api/v1/search?q=补助&year=1950")
    assert response.status_code == 200
    assert response.json() | {"took_ms": 0} == {
        "query": "补助",
        "understood": understood("补助"),
        "total": 0,
        "passages": 0,
        "took_ms": 0,
        "hits": [],
        "facets": {"region": [], "year": [], "genre": [], "publisher": []},
    }


def test_an_answer_quotes_the_document_character_by_character(corpus_client: TestClient) -> None:
    question = "武汉选派了多少名专职党建指导员"
    reply = corpus_client.post("/api/v1/answer", json={"question": question, "filters": {"region": "武汉"}}).json()
    worded = {"generated", "dropped", "fallback"}
    assert set(reply) == {"question", "status", "reason", "claims", "hits", "took_ms"} | worded
    assert (reply["question"], reply["status"]) == (question, "answered")
    citations = [citation for claim in reply["claims"] for citation in claim["citations"]]
    assert any("1041名" in citation["quote"] for citation in citations)
    for citation in citations:
        path = f"/api/v1/documents/{citation['document_id']}?version={citation['version']}"
        text = corpus_client.get(path).json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_what_the_library_does_not_hold_is_an_answer_without_claims(corpus_client: TestClient) -> None:
    response = corpus_client.post("/api/v1/answer", json={"question": "大闸蟹养殖池塘的水温应控制在多少度"})
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["claims"]) == ("not_found", [])


def test_the_list_of_documents_is_what_can_be_searched(small: Library, client: TestClient) -> None:
    reply = client.get("/api/v1/documents").json()
    assert reply == documents_reply(small.documents()).model_dump(mode="json")
    assert [document["id"] for document in reply["documents"]] == ["hostile", "plain", "replaced"]
    assert [document["version"] for document in reply["documents"]][1:] == [version_of(PLAIN), version_of(REPLACING)]


def test_a_document_comes_whole(small: Library, client: TestClient) -> None:
    stored = small.document("plain")
    assert stored is not None
    reply = client.get("/api/v1/documents/plain").json()
    assert reply == document_reply(inspect_document(small, stored)).model_dump(mode="json")
    assert reply["text"] == PLAIN.partition("---\n一")[1][-1] + PLAIN.partition("---\n一")[2]
    assert [edit["rule"] for edit in reply["edits"]] == ["front_matter"]


def test_a_replaced_version_stays_readable(client: TestClient) -> None:
    now = client.get("/api/v1/documents/replaced").json()
    before = client.get(f"/api/v1/documents/replaced?version={version_of(REPLACED)}").json()
    assert (now["superseded"], now["version"], now["text"]) == (
        False,
        version_of(REPLACING),
        "每个支部每月补助300元。\n",
    )
    assert (before["superseded"], before["version"], before["text"]) == (
        True,
        version_of(REPLACED),
        "每个支部每月补助200元。\n",
    )


def test_a_passage_comes_with_its_document(client: TestClient) -> None:
    reply = client.get(f"/api/v1/passages/{PLAIN_PASSAGE['id']}").json()
    assert reply == {"passage": PLAIN_PASSAGE, "document": PLAIN_FACTS, "superseded": False}


def test_a_passage_of_a_replaced_version_says_so(client: TestClient) -> None:
    reply = client.get(f"/api/v1/passages/replaced.{version_of(REPLACED)[:8]}.0-13").json()
    assert (reply["superseded"], reply["passage"]["text"]) == (True, "每个支部每月补助200元。")


def test_the_probes_tell_a_living_process_and_a_loaded_index(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


@pytest.mark.parametrize("path", ["/", "/api/v1/search?q=a", "/api/v1/none", "/static/page.css", "/docs"])
def test_every_reply_keeps_browsers_to_this_origin(client: TestClient, path: str) -> None:
    headers = client.get(path, headers={"origin": "https://elsewhere.example"}).headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


def test_eight_searches_at_once_answer_as_one_after_the_other(corpus_client: TestClient) -> None:
    questions = ("两带三同", "四服务一提升", "楼宇党建", "经费", "指导员", "六个一", "湖里区", "平台企业")
    urls = [f"/api/v1/search?q={question}&k=5" for question in questions]

    def hits(url: str) -> object:
        return corpus_client.get(url).json()["hits"]

    one_by_one = [hits(url) for url in urls]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(hits, urls)) == one_by_one
    assert all(one_by_one)
