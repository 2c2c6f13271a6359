"""Checking a text over HTTP and from the command line."""

import json
from pathlib import Path

import docx
import pytest
from starlette.testclient import TestClient

from service.library import Library
from service.verification import verify_text
from service.verification_schema import verify_reply
from tests.processes import untimed, yinju
from tests.small_library import PLAIN, version_of

TRUE = "据《甲区“三个一”做法》，“甲区为此配备12名指导员。”"
CHANGED = "“甲区为此配备21名指导员。”"


def test_a_changed_figure_is_answered_with_the_whole_contract(client: TestClient) -> None:
    reply = client.post("/api/v1/verify", json={"text": CHANGED}).json()
    assert reply.pop("took_ms") > 0
    start = PLAIN[PLAIN.index("一、做法的名称") :].index("甲区为此")
    assert reply == {
        "characters": len(CHANGED),
        "counts": {"verbatim": 0, "altered": 1, "misattributed": 0, "not_found": 0},
        "findings": [
            {
                "kind": "quotation",
                "start": 1,
                "end": 14,
                "text": "甲区为此配备21名指导员。",
                "attributed_to": None,
                "named": [],
                "status": "altered",
                "superseded": False,
                "ellipsis": False,
                "citations": [
                    reply["findings"][0]["citations"][0]
                    | {
                        "document_id": "plain",
                        "version": version_of(PLAIN),
                        "start": start,
                        "end": start + 13,
                        "quote": "甲区为此配备12名指导员。",
                        "heading_path": ["一、做法的名称"],
                        "page": None,
                        "title": "甲区“三个一”做法",
                        "url": "https://example.org/plain",
                        "published": "2021-05-06",
                    }
                ],
                "differences": [
                    {"start": 6, "end": 8, "source_start": 6, "source_end": 8, "expected": "12", "found": "21"}
                ],
                "unsupported": ["21名"],
            }
        ],
    }


def test_a_true_quotation_names_the_document_that_the_text_means(client: TestClient) -> None:
    reply = client.post("/api/v1/verify", json={"text": TRUE}).json()
    assert [(f["kind"], f["status"], f["attributed_to"], f["named"]) for f in reply["findings"]] == [
        ("title", "verbatim", None, []),
        ("quotation", "verbatim", "《甲区“三个一”做法》", ["plain"]),
    ]
    citation = reply["findings"][1]["citations"][0]
    document = client.get(f"/api/v1/documents/plain?version={citation['version']}").json()
    assert document["text"][citation["start"] : citation["end"]] == citation["quote"] == "甲区为此配备12名指导员。"


@pytest.mark.parametrize(
    ("body", "parameter", "message"),
    [
        ({}, "text", "缺少这个参数"),
        ({"text": ""}, "text", "不能为空"),
        ({"text": "字" * 200_001}, "text", "不能超过 200000 个字符"),
        ({"text": 5}, "text", "不是文字"),
        ({"text": "字", "k": 1}, "k", "没有这个参数"),
    ],
)
def test_a_wrong_request_is_a_problem_that_names_the_field(
    client: TestClient, body: dict[str, object], parameter: str, message: str
) -> None:
    response = client.post("/api/v1/verify", json=body)
    details = response.json()
    assert (response.status_code, details["type"]) == (422, "/problems/invalid-parameter")
    assert response.headers["content-type"] == "application/problem+json"
    assert [(error["parameter"], error["message"]) for error in details["errors"]] == [(parameter, message)]


def test_a_text_of_the_greatest_length_is_checked(client: TestClient) -> None:
    text = (TRUE * (200_000 // len(TRUE) + 1))[:200_000]
    reply = client.post("/api/v1/verify", json={"text": text})
    assert reply.status_code == 200
    assert reply.json()["counts"]["verbatim"] > 10_000


def test_the_command_marks_the_difference_and_ends_with_1(corpus_data: Path, tmp_path: Path) -> None:
    handout = tmp_path / "讲稿.md"
    handout.write_text(
        "# 讲稿\n\n联建片的规定：“党员：发活动经费，标准是**每人每月**300元；”\n“两新”组织。\n", encoding="utf-8"
    )
    status, shown, said = yinju("verify", str(handout), "--data", str(corpus_data), COLUMNS="100")
    assert (status, said) == (1, "")
    assert shown == (
        "共 49 字，核对 2 处：逐字相同 1，有改动 1，出处不对 0，库中没有 0。\n"
        "\n"
        "有改动 第 3 行引文：\n"
        "  文中：党员：发活动经费，标准是  每人每【月】  300元【；】\n"
        "  库中：党员：发活动经费，标准是每人每【年】300元【。】\n"
        "  库中这段原文不能支持：每月  300元\n"
        "  湖里区联建片的机制与经费保障，2019-10-12 › 二、保障激励机制 › （一）固定的钱\n"
        "  出处：huli-mechanisms-funding 起止 466–487\n"
        "\n"
        "逐字相同 第 4 行名称：两新 ← chengdu-enterprises-social-organisations 25–27\n"
    )


def test_a_word_file_with_only_true_quotations_ends_with_0_and_prints_what_the_api_replies(
    corpus_data: Path, library: Library, tmp_path: Path
) -> None:
    handout = tmp_path / "讲稿.docx"
    document = docx.Document()
    document.add_paragraph("联建片的规定：“党员：发活动经费，标准是每人每年300元。”")
    document.save(str(handout))
    status, shown, said = yinju("verify", str(handout), "--json", "--data", str(corpus_data))
    expected = verify_reply(verify_text(library, "联建片的规定：“党员：发活动经费，标准是每人每年300元。”"))
    assert (status, said) == (0, "")
    assert json.loads(untimed(shown))["findings"] == json.loads(expected.model_dump_json())["findings"]
    assert [finding.status for finding in expected.findings] == ["verbatim"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("没有.txt", None, "无法打开文件"),
        ("图.psd", "x", "不支持的文件格式"),
        ("记录.jsonl", "{}", "多篇文字"),
        ("长.txt", "字" * 200_001, "超过了 200000 个"),
    ],
)
def test_a_file_that_cannot_be_checked_is_wrong_use(
    corpus_data: Path, tmp_path: Path, name: str, content: str | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    status, shown, said = yinju("verify", str(tmp_path / name), "--data", str(corpus_data))
    assert (status, shown) == (2, "")
    assert reason in said
