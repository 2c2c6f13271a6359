"""Every way to fail of the HTTP API: problem details that say what is wrong and what is allowed."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from indexer.generation import DamagedGeneration
from indexer.types import DocumentSummary
from service.api import create_app
from service.library import IndexMismatch, Library, NoIndex
from tests.small_library import build

ALLOWED_Q = "不超过 500 个字符的非空文字"
ALLOWED_K = "1 到 100 的整数，缺省 10"
ALLOWED_OFFSET = "0 到 10000 的整数，缺省 0"
ALLOWED_YEAR = "1900 到 2100 的整数"


def problem(response: Any) -> dict[str, Any]:
    """The problem details of a response, whose status and media type must agree with them."""
    body: dict[str, Any] = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert body["status"] == response.status_code
    return body


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
