"""Endpoints that fail, hang or point elsewhere, and settings that cannot work: the answer stays, with the reason."""

import subprocess
import sys
import time
from importlib.util import find_spec

import pytest

from service.answer import answer_question, find_support
from service.disclosure import describe_wording
from service.generator import Generator, GeneratorUnavailable, open_generator
from service.library import Library
from service.settings import GeneratorSettings, read_generator_settings
from service.wording import word_answer
from tests.endpoint import Script, claims, scripted
from tests.processes import PATIENCE, ROOT, environment, yinju
from tests.wordings import ASKED, GOOD, QUOTE, ask, generator_for, outcome, texts

if find_spec("openai") is None:
    pytest.skip("the extra llm (openai) is not installed", allow_module_level=True)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (Script(lambda evidence: "补贴是800元。"), "模型没有按格式作答"),
        (Script(lambda evidence: ""), "模型没有按格式作答"),
        (Script(lambda evidence: '{"claims": ['), "模型的回答不完整"),
        (Script(lambda evidence: '{"claims": [' + '{"a":' * 3000), "模型的回答不完整"),
        (Script(lambda evidence: "很" * 20_001, piece=1000), "模型的回答过长"),
        (Script(status=500), "模型服务回应了错误 500"),
        (Script(status=401), "模型服务回应了错误 401"),
        (Script(raw=b"<html>nginx</html>"), "模型没有按格式作答"),
        (Script(raw=b"data: {]\n\n"), "模型服务的回应格式不对"),
        (Script(raw=b'data: {"choices": null}\n\n'), "模型服务的回应格式不对"),
        (Script(raw=b""), "模型没有按格式作答"),
    ],
)
def test_an_endpoint_that_fails_leaves_the_extractive_answer_with_the_reason(
    three_towns: Library, script: Script, reason: str
) -> None:
    plain = answer_question(three_towns, ASKED)
    answer = ask(three_towns, script)
    assert outcome(answer) == (texts(plain), False, 0, reason)
    assert (answer.status, answer.claims, answer.hits) == (plain.status, plain.claims, plain.hits)
    assert describe_wording(answer) == f"模型未能表述（{reason}）。以下为原文摘录。"


@pytest.mark.parametrize(
    "script",
    [
        Script(pause_s=5.0),
        Script(claims(*[(GOOD, [9])] * 20), gap_s=0.05, piece=3),
        Script(claims((GOOD, [1])), gap_s=0.05, comments=100),
        # Each wait is shorter than the limit, their sum is not.
        Script(claims((GOOD, [1])), pause_s=0.25, gap_s=0.25, piece=8),
    ],
)
def test_an_endpoint_that_is_slow_or_trickles_is_given_up(three_towns: Library, script: Script) -> None:
    plain, support = answer_question(three_towns, ASKED), find_support(three_towns, ASKED)
    with generator_for(script, timeout_s=0.3) as generator:
        started = time.monotonic()
        answer = word_answer(three_towns, support, generator)
        waited = time.monotonic() - started
    assert (answer.fallback, answer.claims) == ("模型服务没有在 0.3 秒内答完", plain.claims)
    assert waited < 2  # the quickest of these endpoints would take that long


def test_a_reply_is_not_looked_for_where_the_endpoint_points_to(three_towns: Library) -> None:
    elsewhere = Script(claims((GOOD, [1])))
    with scripted(elsewhere) as url:
        answer = ask(three_towns, Script(redirect=f"{url}/chat/completions"))
    assert (answer.fallback, answer.generated, elsewhere.requests) == ("模型服务回应了错误 307", False, [])


def test_an_endpoint_that_is_not_there_is_named_so(three_towns: Library) -> None:
    with scripted(Script()) as url:
        pass
    generator = Generator(GeneratorSettings(url, "scripted"))
    answer = word_answer(three_towns, find_support(three_towns, ASKED), generator)
    generator.close()
    assert (answer.fallback, answer.generated) == ("连不上模型服务", False)
    assert answer.claims == answer_question(three_towns, ASKED).claims


NAMES = ("YINJU_LLM_URL", "YINJU_LLM_MODEL", "YINJU_LLM_KEY", "YINJU_LLM_TIMEOUT")


def set_environment(monkeypatch: pytest.MonkeyPatch, *values: str) -> None:
    for name, value in zip(NAMES, values, strict=True):
        monkeypatch.setenv(name, value)


def test_no_url_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    set_environment(monkeypatch, " ", "qwen3", "key", "3")
    assert read_generator_settings() is None
    assert open_generator(None) is None


def test_the_settings_are_read_and_the_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    set_environment(monkeypatch, "http://127.0.0.1:11434/v1", "qwen3", "hidden", "")
    settings = read_generator_settings()
    assert settings == GeneratorSettings("http://127.0.0.1:11434/v1", "qwen3", "hidden", 20.0)
    assert "hidden" not in repr(settings)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (("127.0.0.1:11434", "qwen3", "", ""), "http://"),
        (("http://", "qwen3", "", ""), "http://"),
        (("http://[", "qwen3", "", ""), "http://"),
        (("http://a/v1", "", "", ""), "YINJU_LLM_MODEL"),
        (("http://a/v1", "m", "密钥", ""), "YINJU_LLM_KEY"),
        (("http://a/v1", "m", "", "快"), "YINJU_LLM_TIMEOUT"),
        (("http://a/v1", "m", "", "0"), "YINJU_LLM_TIMEOUT"),
        (("http://a/v1", "m", "", "nan"), "YINJU_LLM_TIMEOUT"),
    ],
)
def test_a_setting_that_cannot_work_is_named(
    monkeypatch: pytest.MonkeyPatch, values: tuple[str, ...], message: str
) -> None:
    set_environment(monkeypatch, *values)
    with pytest.raises(ValueError, match=message):
        read_generator_settings()


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(GeneratorUnavailable, match=r"pip install -e '\.\[llm\]'"):
        open_generator(GeneratorSettings("http://127.0.0.1:9/v1", "m"))


def test_the_command_line_uses_the_model_that_is_set_and_says_so(three_towns: Library) -> None:
    script = Script(claims((GOOD, [1]), ("武汉市网格员每人每月补贴900元", [1])))
    with scripted(script) as url:
        model = {"YINJU_LLM_URL": url, "YINJU_LLM_MODEL": "scripted"}
        status, out, _ = yinju("ask", ASKED, "--data", str(three_towns.data), **model)
    assert (status, script.keys) == (0, ["Bearer none"])
    assert "表述：由模型表述，已逐条核对；1 条未通过核对，已略去。" in out
    assert f"1. {GOOD} [1]" in out
    assert f"原文[1]：{QUOTE}" in out


def test_a_setting_that_cannot_work_is_wrong_use_of_the_command_line(three_towns: Library) -> None:
    status, out, err = yinju("ask", ASKED, "--data", str(three_towns.data), YINJU_LLM_URL="http://127.0.0.1:9/v1")
    assert (status, out) == (2, "")
    assert "YINJU_LLM_MODEL" in err


def test_without_a_model_neither_the_client_nor_its_http_library_is_loaded() -> None:
    code = "import sys, service.wording, service.cli; print([n for n in ('openai', 'httpx2') if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=PATIENCE
    )
    assert (done.returncode, done.stdout) == (0, "[]\n")
