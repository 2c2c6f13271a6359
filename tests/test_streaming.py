"""Answers told as they come into being: as server-sent events and on the page."""

import json
from importlib.util import find_spec
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.answer import find_support
from service.api import create_app
from service.library import Library
from service.wording import Telling
from tests.endpoint import Script, claims
from tests.wordings import ASKED, COMPARED, GOOD, generator_for

if find_spec("openai") is None:
    pytest.skip("the extra llm (openai) is not installed", allow_module_level=True)


def events(client: TestClient, question: str) -> list[tuple[str, dict[str, Any]]]:
    response = client.post("/api/v1/answer/stream", json={"question": question})
    assert response.headers["content-type"].startswith("text/event-stream")
    blocks = [block.split("\n") for block in response.text.split("\n\n") if block.startswith("event: ")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


@pytest.mark.parametrize("question", [ASKED, COMPARED, "怎样用电饭锅煮米饭"])
def test_without_a_model_the_stream_tells_the_same_as_the_answer(three_towns: Library, question: str) -> None:
    with TestClient(create_app(three_towns)) as client:
        told = events(client, question)
        reply = client.post("/api/v1/answer", json={"question": question}).json()
    assert [name for name, _ in told] == ["hits", *["claim"] * len(reply["claims"]), "done"]
    assert told[0][1] == {"hits": reply["hits"]}
    assert [data for name, data in told if name == "claim"] == reply["claims"]
    end = told[-1][1]
    assert end.pop("took_ms") > 0
    assert end == {name: reply[name] for name in ("status", "reason", "generated", "dropped", "fallback")}


def test_the_stream_and_the_answer_use_the_model_that_is_set(three_towns: Library) -> None:
    script = Script(claims((GOOD, [1]), ("武汉市网格员每人每月补贴900元", [1])))
    with generator_for(script) as generator, TestClient(create_app(three_towns, generator)) as client:
        told = events(client, ASKED)
        reply = client.post("/api/v1/answer", json={"question": ASKED}).json()
        page = client.get("/ask", params={"q": ASKED}, headers={"accept": "text/html"}).text
    assert [data["text"] for name, data in told if name == "claim"] == [GOOD]
    assert (told[-1][1]["generated"], told[-1][1]["dropped"]) == (True, 1)
    assert ([claim["text"] for claim in reply["claims"]], reply["generated"], reply["dropped"]) == ([GOOD], True, 1)
    assert "由模型表述，已逐条核对；1 条未通过核对，已略去。" in page


@pytest.mark.parametrize(("content", "status"), [(b'{"question": " "}', 422), (b"{", 400)])
def test_a_wrong_request_is_a_problem_before_the_stream_begins(
    three_towns: Library, content: bytes, status: int
) -> None:
    with TestClient(create_app(three_towns)) as client:
        response = client.post("/api/v1/answer/stream", content=content, headers={"content-type": "application/json"})
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")


def test_claims_come_one_by_one_and_the_whole_answer_after_them(three_towns: Library) -> None:
    with generator_for(Script(claims((GOOD, [1]), ("网格员每月补贴900元", [1])))) as generator:
        telling = Telling(three_towns, find_support(three_towns, ASKED), generator)
        assert telling.answer.generated is False
        assert next(telling.claims).text == GOOD
        assert list(telling.claims) == []
    assert (telling.answer.generated, telling.answer.dropped) == (True, 1)


def test_the_page_tells_what_the_model_worded_and_what_was_dropped(three_towns: Library) -> None:
    script = Script(claims((GOOD, [1]), ("网格员每月补贴900元", [1])))
    with generator_for(script) as generator, TestClient(create_app(three_towns, generator)) as client:
        page = client.get("/ask", params={"q": ASKED}).text
    assert GOOD in page and "900元" not in page
    assert page.index(GOOD) < page.index("由模型表述，已逐条核对；1 条未通过核对，已略去。")
    assert page.rstrip().endswith("</html>")


def test_the_page_of_a_comparison_says_which_side_a_claim_is_about(three_towns: Library) -> None:
    with TestClient(create_app(three_towns)) as client:
        page = client.get("/ask", params={"q": COMPARED}).text
    assert [side for side in ("武汉", "厦门") if f'<p class="side">{side}</p>' in page] == ["武汉", "厦门"]
