"""The one place where what goes wrong becomes an HTTP status: RFC 9457 problem details, worded for users in Chinese.

Invariant: every reply that is not a success has a documented `type`, and none shows a trace or an internal message.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One documented kind of failure: its name in the `type` URI, its status, what it means and how to mend it."""

    name: str
    status: int
    title: str
    meaning: str

    @property
    def type(self) -> str:
        """The `type` URI, which opens the documentation of this kind."""
        return f"/problems/{self.name}"


INVALID_PARAMETER = ProblemKind(
    "invalid-parameter",
    422,
    "参数不正确",
    "请求中的参数缺失或取值不在允许范围内。errors 逐个列出参数名、错在哪里和允许的取值。",
)
MALFORMED_BODY = ProblemKind(
    "malformed-body",
    400,
    "请求体不是有效的 JSON",
    "请求体应为 UTF-8 编码的 JSON 对象，并带 Content-Type: application/json。",
)
UNKNOWN_DOCUMENT = ProblemKind(
    "unknown-document",
    404,
    "没有这篇文献",
    "资料库中没有这个编号的文献，或该文献没有这个版本。编号见 /api/v1/documents。",
)
UNKNOWN_PASSAGE = ProblemKind(
    "unknown-passage", 404, "没有这个段落", "资料库中没有这个编号的段落。段落编号来自检索结果的 passage.id。"
)
UNKNOWN_PATH = ProblemKind("unknown-path", 404, "没有这个地址", "服务没有这个地址。可用的接口见 /docs。")
METHOD_NOT_ALLOWED = ProblemKind(
    "method-not-allowed", 405, "不支持这种请求方法", "该地址不接受所用的请求方法；允许的方法列在响应头 Allow 中。"
)
NOT_READY = ProblemKind(
    "not-ready", 503, "资料库尚未就绪", "没有可用的索引，或索引与当前模型不符。detail 说明如何建立或重建索引。"
)
INTERNAL_ERROR = ProblemKind(
    "internal-error",
    500,
    "服务内部出错",
    "服务遇到未预料的错误，细节已写入服务日志。请稍后重试；若反复出现，请联系管理员。",
)
KINDS = (
    INVALID_PARAMETER,
    MALFORMED_BODY,
    UNKNOWN_DOCUMENT,
    UNKNOWN_PASSAGE,
    UNKNOWN_PATH,
    METHOD_NOT_ALLOWED,
    NOT_READY,
    INTERNAL_ERROR,
)
_BY_STATUS = {400: MALFORMED_BODY, 404: UNKNOWN_PATH, 405: METHOD_NOT_ALLOWED}


class ParameterError(BaseModel):
    """One parameter that is wrong."""

    model_config = ConfigDict(frozen=True)

    parameter: str = Field(description="参数名；请求体内的字段以点号连接", examples=["k"])
    message: str = Field(description="错在哪里", examples=["不能大于 100"])
    allowed: str = Field(description="允许的取值", examples=["1 到 100 的整数，缺省 10"])


class ProblemBody(BaseModel):
    """RFC 9457 problem details."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(description="问题类型（URI，打开即是说明）", examples=[INVALID_PARAMETER.type])
    title: str = Field(description="问题类型的名称", examples=[INVALID_PARAMETER.title])
    status: int = Field(description="HTTP 状态码", examples=[INVALID_PARAMETER.status])
    detail: str = Field(
        description="这一次错在哪里、如何改正",
        examples=["参数不正确：k 不能大于 100（允许：1 到 100 的整数，缺省 10）。"],
    )
    instance: str = Field(description="出问题的请求路径", examples=["/api/v1/search"])
    errors: tuple[ParameterError, ...] | None = Field(default=None, description="仅 422：逐个列出不正确的参数")


class ProblemError(Exception):
    """Raised by an endpoint to answer with a problem; `detail` is for the user, in Chinese."""

    def __init__(
        self,
        kind: ProblemKind,
        detail: str,
        errors: tuple[ParameterError, ...] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = errors
        self.headers = headers


def example(kind: ProblemKind) -> dict[str, Any]:
    """What a reply of this kind looks like, for the documentation."""
    problem = ProblemError(kind, kind.meaning)
    if kind is INVALID_PARAMETER:
        problem = parameter_problem("k", "不能大于 100", "1 到 100 的整数，缺省 10")
    return _body(problem, "/api/v1/search").model_dump(exclude_none=True)


Respond = Callable[[Request, ProblemError], Response]


def json_response(request: Request, problem: ProblemError) -> Response:
    """Answer with the problem as `application/problem+json`."""
    return JSONResponse(
        _body(problem, request.url.path).model_dump(exclude_none=True),
        problem.kind.status,
        headers=problem.headers,
        media_type=MEDIA_TYPE,
    )


def _body(problem: ProblemError, instance: str) -> ProblemBody:
    return ProblemBody(
        type=problem.kind.type,
        title=problem.kind.title,
        status=problem.kind.status,
        detail=problem.detail,
        instance=instance,
        errors=problem.errors,
    )


def parameter_problem(parameter: str, message: str, allowed: str) -> ProblemError:
    """The problem of one wrong parameter that only the search itself could notice."""
    return _parameters_problem((ParameterError(parameter=parameter, message=message, allowed=allowed),))


def install(app: FastAPI, respond: Respond, allowed: Mapping[str, str], unready: Sequence[type[Exception]]) -> None:
    """Route every failure of the app through `respond`.

    `allowed` says in Chinese what each parameter may be; `unready` are the exceptions, with a message for the
    user, by which the library says that there is no usable index.
    """

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, ProblemError)
        return respond(request, error)

    async def on_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return respond(request, _validation_problem(error.errors(), allowed))

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return respond(request, _http_problem(error, request))

    async def on_unready(request: Request, error: Exception) -> Response:
        return respond(request, ProblemError(NOT_READY, str(error)))

    async def on_error(request: Request, error: Exception) -> Response:
        return respond(request, ProblemError(INTERNAL_ERROR, INTERNAL_ERROR.meaning))

    app.add_exception_handler(ProblemError, on_problem)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)
    for kind in unready:
        app.add_exception_handler(kind, on_unready)
    app.add_exception_handler(Exception, on_error)


def _http_problem(error: HTTPException, request: Request) -> ProblemError:
    path = request.scope["path"]
    kind = _BY_STATUS.get(error.status_code, INTERNAL_ERROR)
    if kind is METHOD_NOT_ALLOWED:
        allow = (error.headers or {}).get("Allow", "")
        return ProblemError(kind, f"{path} 不接受 {request.method}，只接受 {allow}。", headers=error.headers)
    if kind is UNKNOWN_PATH:
        return ProblemError(kind, f"没有 {path} 这个地址。可用的接口见 /docs。", headers=error.headers)
    return ProblemError(kind, kind.meaning, headers=error.headers)


def _validation_problem(errors: Sequence[Any], allowed: Mapping[str, str]) -> ProblemError:
    if any(error["type"] == "json_invalid" for error in errors):
        position = next(error["loc"][-1] for error in errors if error["type"] == "json_invalid")
        return ProblemError(MALFORMED_BODY, f"第 {position} 个字符附近不是有效的 JSON。{MALFORMED_BODY.meaning}")
    if any(error["loc"] == ("body",) for error in errors):
        return ProblemError(MALFORMED_BODY, f"没有收到 JSON 对象。{MALFORMED_BODY.meaning}")
    return _parameters_problem(tuple(_parameter_error(error, allowed) for error in errors))


def _parameters_problem(errors: tuple[ParameterError, ...]) -> ProblemError:
    described = "；".join(f"{error.parameter} {error.message}（允许：{error.allowed}）" for error in errors)
    return ProblemError(INVALID_PARAMETER, f"参数不正确：{described}。", errors)


def _parameter_error(error: Mapping[str, Any], allowed: Mapping[str, str]) -> ParameterError:
    path = [str(part) for part in error["loc"][1:]]
    return ParameterError(
        parameter=".".join(path), message=_message(error), allowed=allowed.get(path[-1], "/docs 中列出的参数")
    )


def _message(error: Mapping[str, Any]) -> str:
    """Say in Chinese what pydantic found wrong; its error types are listed at https://docs.pydantic.dev/latest/errors/."""
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return "缺少这个参数"
        case "string_too_short":
            return "不能为空"
        case "string_too_long":
            return f"不能超过 {context['max_length']} 个字符"
        case "greater_than_equal":
            return f"不能小于 {context['ge']}"
        case "less_than_equal":
            return f"不能大于 {context['le']}"
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return "不是整数"
        case "string_type":
            return "不是文字"
        case "string_unicode":
            return "含有无效的 Unicode 字符"
        case "extra_forbidden":
            return "没有这个参数"
        case _:
            return "取值不符合要求"
