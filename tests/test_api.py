"""The HTTP API through a client against the real application: shapes, every way to fail, and its description."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from indexer.generation import DamagedGeneration
from indexer.types import DocumentSummary, Filters
from service.api import create_app
from service.document_schema import document_reply, documents_reply
from service.inspection import inspect_document
from service.library import IndexMismatch, Library, NoIndex
from service.search import search_documents
from service.search_schema import search_reply
from tests.small_library import PLAIN, REPLACED, REPLACING, build, version_of

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
ALLOWED_Q = "不超过 500 个字符的非空文字"
ALLOWED_K = "1 到 100 的整数，缺省 10"
ALLOWED_OFFSET = "0 到 10000 的整数，缺省 0"
ALLOWED_YEAR = "1900 到 2100 的整数"


@pytest.fixture(scope="module")
def corpus_client(library: Library) -> Iterator[TestClient]:
    with TestClient(create_app(library)) as opened:
        yield opened


def problem(response: Any) -> dict[str, Any]:
    """The problem details of a response, whose status and media type must agree with them."""
    body: dict[str, Any] = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert body["status"] == response.status_code
    return body


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


@pytest.mark.parametrize(
    ("query", "parameter", "message", "allowed"),
    [
        ("", "q", "缺少这个参数", ALLOWED_Q),
        ("q=", "q", "不能为空", ALLOWED_Q),
        ("q=%20%E3%80%80", "q", "不能为空", ALLOWED_Q),
        ("q=" + "字" * 501, "q", "不能超过 500 个字符", ALLOWED_Q),
        ("q=a&k=0", "k", "不能小于 1", ALLOWED_K),
        ("q=a&k=101", "k", "不能大于 100", ALLOWED_K),
        ("q=a&k=ten", "k", "不是整数", ALLOWED_K),
        ("q=a&k=1.5", "k", "不是整数", ALLOWED_K),
        ("q=a&k=", "k", "不是整数", ALLOWED_K),
        ("q=a&offset=-1", "offset", "不能小于 0", ALLOWED_OFFSET),
        ("q=a&offset=10001", "offset", "不能大于 10000", ALLOWED_OFFSET),
        ("q=a&year=1899", "year", "不能小于 1900", ALLOWED_YEAR),
        ("q=a&year=2101", "year", "不能大于 2100", ALLOWED_YEAR),
        ("q=a&year=二〇一九", "year", "不是整数", ALLOWED_YEAR),
        ("q=a&k=" + "9" * 5000, "k", "不是整数", ALLOWED_K),
    ],
)
def test_a_wrong_parameter_is_named_with_what_is_allowed(
    client: TestClient, query: str, parameter: str, message: str, allowed: str
) -> None:
    assert problem(client.get(f"/api/v1/search?{query}")) == {
        "type": "/problems/invalid-parameter",
        "title": "参数不正确",
        "status": 422,
        "detail": f"参数不正确：{parameter} {message}（允许：{allowed}）。",
        "instance": "/api/v1/search",
        "errors": [{"parameter": parameter, "message": message, "allowed": allowed}],
    }


def test_all_wrong_parameters_are_named_at_once(client: TestClient) -> None:
    errors = problem(client.get("/api/v1/search?k=0&year=x"))["errors"]
    assert [error["parameter"] for error in errors] == ["q", "k", "year"]


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


@pytest.mark.parametrize(
    ("body", "parameter", "message"),
    [
        ({}, "question", "缺少这个参数"),
        ({"question": "  "}, "question", "不能为空"),
        ({"question": "问" * 501}, "question", "不能超过 500 个字符"),
        ({"question": None}, "question", "不是文字"),
        ({"question": 7}, "question", "不是文字"),
        ({"question": "问", "k": 5}, "k", "没有这个参数"),
        ({"question": "问", "filters": {"year": "x"}}, "filters.year", "不是整数"),
        ({"question": "问", "filters": {"year": 1.5}}, "filters.year", "不是整数"),
        ({"question": "问", "filters": {"city": "武汉"}}, "filters.city", "没有这个参数"),
        ({"question": "问", "filters": "武汉"}, "filters", "取值不符合要求"),
    ],
)
def test_a_wrong_field_of_a_question_is_named(
    client: TestClient, body: dict[str, object], parameter: str, message: str
) -> None:
    details = problem(client.post("/api/v1/answer", json=body))
    assert (details["status"], details["type"]) == (422, "/problems/invalid-parameter")
    assert [(error["parameter"], error["message"]) for error in details["errors"]] == [(parameter, message)]


def test_half_a_surrogate_pair_in_a_question_is_a_wrong_field(client: TestClient) -> None:
    response = client.post(
        "/api/v1/answer", content=rb'{"question": "\ud800"}', headers={"content-type": "application/json"}
    )
    errors = problem(response)["errors"]
    assert errors == [{"parameter": "question", "message": "含有无效的 Unicode 字符", "allowed": ALLOWED_Q}]


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"", "application/json"),
        (b'{"question": ', "application/json"),
        (b"[1, 2]", "application/json"),
        (b'"question"', "application/json"),
        ('{"question": "问"}'.encode("gb18030"), "application/json"),
        ('{"question": "问"}'.encode(), "text/plain"),
        (b"question=1", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_is_no_json_object_is_a_bad_request(client: TestClient, content: bytes, content_type: str) -> None:
    response = client.post("/api/v1/answer", content=content, headers={"content-type": content_type})
    details = problem(response)
    assert (details["status"], details["type"]) == (400, "/problems/malformed-body")
    assert "JSON" in details["detail"]
    assert "errors" not in details


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


@pytest.mark.parametrize(
    ("path", "kind", "detail"),
    [
        ("/api/v1/documents/none", "unknown-document", "资料库中没有编号为 none 的文献。"),
        (
            "/api/v1/documents/plain?version=0",
            "unknown-document",
            "资料库中没有编号为 plain、版本为 0 的文献。",
        ),
        ("/api/v1/documents/a%2Fb%3Cc", "unknown-document", "资料库中没有编号为 a/b<c 的文献。"),
        ("/api/v1/passages/none", "unknown-passage", "资料库中没有编号为 none 的段落。"),
        ("/api/v1/nothing", "unknown-path", "没有 /api/v1/nothing 这个地址。可用的接口见 /docs。"),
        ("/api/v2/search?q=a", "unknown-path", "没有 /api/v2/search 这个地址。可用的接口见 /docs。"),
    ],
)
def test_what_is_not_there_is_a_404(client: TestClient, path: str, kind: str, detail: str) -> None:
    details = problem(client.get(path))
    assert (details["status"], details["type"]) == (404, f"/problems/{kind}")
    assert details["detail"] == detail


def test_a_wrong_method_names_the_right_one(client: TestClient) -> None:
    response = client.get("/api/v1/answer")
    assert response.headers["allow"] == "POST"
    assert problem(response) == {
        "type": "/problems/method-not-allowed",
        "title": "不支持这种请求方法",
        "status": 405,
        "detail": "/api/v1/answer 不接受 GET，只接受 POST。",
        "instance": "/api/v1/answer",
    }


def test_the_probes_tell_a_living_process_and_a_loaded_index(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


class Unusable(Library):
    """A library that lost its index, or whose index no longer fits."""

    error: Exception

    def documents(self) -> tuple[DocumentSummary, ...]:
        raise self.error


class Broken(Library):
    """A library with a fault of its own."""

    def documents(self) -> tuple[DocumentSummary, ...]:
        raise RuntimeError("password of the record is hunter2")


@pytest.mark.parametrize("kind", [NoIndex, IndexMismatch, DamagedGeneration])
def test_without_a_usable_index_the_service_lives_but_is_not_ready(tmp_path: Path, kind: type[Exception]) -> None:
    with build(tmp_path, Unusable) as library:
        assert isinstance(library, Unusable)
        library.error = kind("请运行：yinju index 文件夹")
        client = TestClient(create_app(library))
        assert client.get("/healthz").status_code == 200
        assert problem(client.get("/readyz")) == {
            "type": "/problems/not-ready",
            "title": "资料库尚未就绪",
            "status": 503,
            "detail": "请运行：yinju index 文件夹",
            "instance": "/readyz",
        }


def test_an_unexpected_error_tells_nothing_of_the_inside(tmp_path: Path) -> None:
    with build(tmp_path, Broken) as library:
        client = TestClient(create_app(library), raise_server_exceptions=False)
        response = client.get("/api/v1/documents")
        page = client.get("/", headers={"accept": "text/html"})
    assert problem(response)["type"] == "/problems/internal-error"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert page.status_code == 500
    for text in (response.text, page.text):
        assert "hunter2" not in text
        assert "RuntimeError" not in text
        assert "Traceback" not in text


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
