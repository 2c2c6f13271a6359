"""The HTTP API, version 1, and the application that carries it and the page.

Invariant: endpoints hold no rule of their own; they check parameters, call the service and return its reply.
"""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Path, Query, Request
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field
from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indexer.generation import DamagedGeneration
from service import page, problems
from service.document_schema import (
    DocumentReply,
    DocumentsReply,
    PassageReply,
    document_reply,
    documents_reply,
    passage_reply,
)
from service.generator import Generator
from service.inspection import inspect_document
from service.library import IndexMismatch, Library, NoIndex
from service.problems import ProblemBody, ProblemError, ProblemKind
from service.queries import ALLOWED, SearchQuery, Served, Wording, find_document, run_answer, run_search
from service.schema import (
    AnswerReply,
    AnswerRequest,
    answer_reply,
    filters_of,
)
from service.search_schema import SearchReply, search_reply
from service.streaming import EXAMPLE, SupportedAnswer, stream_answer
from service.verification import verify_text
from service.verification_schema import VerifyReply, VerifyRequest, verify_reply

API_VERSION = "1.0"  # of the contract, not of the program
SECURITY_HEADERS = {
    # data: is for the icons inside Swagger UI's style sheet.
    "content-security-policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
DESCRIPTION = """检索政策文件与案例，回答问题，引文逐字可核对。

- `start`、`end` 是在该版本正文（`GET /api/v1/documents/{document_id}?version=` 的 `text`）中的偏移，按 Unicode 字符计；
  `text[start:end]` 与引文逐字相同。
- 资料库中没有依据时，`POST /api/v1/answer` 的 `status` 是 `not_found`：这是回答，不是错误。
- 出错时返回 RFC 9457 的 `application/problem+json`，其 `type` 是说明页的地址。
"""


def _responses(*kinds: ProblemKind) -> dict[int | str, dict[str, Any]]:
    return {
        kind.status: {
            "model": ProblemBody,
            "description": kind.title,
            "content": {"application/json": {"example": problems.example(kind)}},
        }
        for kind in kinds
    }


router = APIRouter(responses=_responses(problems.INTERNAL_ERROR))


class Health(BaseModel):
    """What the probes answer."""

    status: str = Field(description="ok 或 ready", examples=["ok"])


@router.get(
    "/api/v1/search",
    tags=["检索"],
    summary="检索",
    responses=_responses(problems.INVALID_PARAMETER, problems.NOT_READY),
)
def get_search(query: Annotated[SearchQuery, Query()], library: Served) -> SearchReply:
    """按词语和语义检索，先筛选后排序，一篇文献一条；facets 是排出的全部文献的分类计数。没有命中时 hits 为空。

    引号、书名号中的文字必须一字不差；检索词中可以写“地区:武汉”“年份:2019”“文种:案例”“来源:长江日报”。
    怎样理解了检索词，见 understood。
    """
    return search_reply(run_search(library, query))


@router.post(
    "/api/v1/answer",
    tags=["问答"],
    summary="回答问题",
    responses=_responses(problems.MALFORMED_BODY, problems.INVALID_PARAMETER, problems.NOT_READY),
)
def post_answer(body: AnswerRequest, library: Served, generator: Wording) -> AnswerReply:
    """答案由引文构成，每条论断至少有一条可核对的引文；依据不足时 status 为 not_found，hits 仅作线索。"""
    return answer_reply(run_answer(library, body.question, filters_of(body.filters), generator))


@router.post(
    "/api/v1/answer/stream",
    tags=["问答"],
    summary="回答问题，逐条送出",
    response_class=EventSourceResponse,
    responses={
        200: {"content": {"text/event-stream": {"example": EXAMPLE}}},
        **_responses(problems.MALFORMED_BODY, problems.INVALID_PARAMETER, problems.NOT_READY),
    },
)
def post_answer_stream(supported: SupportedAnswer, library: Served, generator: Wording) -> Iterator[ServerSentEvent]:
    """服务器推送事件：先是 hits（相关段落），再是若干 claim（逐条论断，核对之后才送出），最后是 done（status 等）。

    各事件的 data 是 JSON，字段与 `POST /api/v1/answer` 的同名字段相同；没有 done 就断开，表示答案不完整。
    """
    yield from stream_answer(library, supported, generator)


@router.post(
    "/api/v1/verify",
    tags=["核对"],
    summary="核对引文和数字",
    responses=_responses(problems.MALFORMED_BODY, problems.INVALID_PARAMETER, problems.NOT_READY),
)
def post_verify(body: VerifyRequest, library: Served) -> VerifyReply:
    """逐处核对文中的引文、含数字的句子、题名和引号中的名称。空白、换行、繁简、全半角和引号样式不计，其余一字不差才算相同。"""
    return verify_reply(verify_text(library, body.text))


@router.get("/api/v1/documents", tags=["文献"], summary="列出文献", responses=_responses(problems.NOT_READY))
def get_documents(library: Served) -> DocumentsReply:
    """全部可检索的文献；已被取代的版本不在其中。"""
    return documents_reply(library.documents())


@router.get(
    "/api/v1/documents/{document_id:path}",
    tags=["文献"],
    summary="读一篇文献",
    responses=_responses(problems.INVALID_PARAMETER, problems.UNKNOWN_DOCUMENT, problems.NOT_READY),
)
def get_document(
    document_id: Annotated[str, Path(description="文献编号", examples=["huli-one-plus-x"])],
    library: Served,
    version: Annotated[str | None, Query(description=f"{ALLOWED['version']}；缺省为现行版本")] = None,
) -> DocumentReply:
    """一个版本的正文、章节、清洗时对来源原文的全部改动，以及全文相同、文字相近的文献和各版本。旧版本始终可读。"""
    return document_reply(inspect_document(library, find_document(library, document_id, version)))


@router.get(
    "/api/v1/passages/{passage_id:path}",
    tags=["文献"],
    summary="读一个段落",
    responses=_responses(problems.INVALID_PARAMETER, problems.UNKNOWN_PASSAGE, problems.NOT_READY),
)
def get_passage(
    passage_id: Annotated[str, Path(description="段落编号，来自检索结果的 passage.id")], library: Served
) -> PassageReply:
    """一个段落及其所在文献；所在版本已被取代时 superseded 为 true。"""
    found = library.passage(passage_id)
    if found is None:
        raise ProblemError(problems.UNKNOWN_PASSAGE, f"资料库中没有编号为 {passage_id} 的段落。")
    return passage_reply(found.passage, found.facts, library.is_superseded(found.passage))


@router.get("/healthz", tags=["运行"], summary="进程是否在运行")
async def get_health() -> Health:
    """进程能应答即为 ok，不检查索引。"""
    return Health(status="ok")


@router.get("/readyz", tags=["运行"], summary="能否检索", responses=_responses(problems.NOT_READY))
def get_ready(library: Served) -> Health:
    """有可用的索引即为 ready，否则 503。"""
    library.documents()
    return Health(status="ready")


class SecurityHeaders:
    """Adds the headers that keep a page from loading or running anything that this service did not send."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to whatever answers it."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def create_app(library: Library, generator: Generator | None = None) -> FastAPI:
    """Build the application that serves this library: API, page, documentation and probes.

    A generator words the answers where one is given. The caller keeps the library open while the application runs
    and closes it afterwards.
    """
    app = FastAPI(
        title="引据 Yinju",
        version=API_VERSION,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
    )
    app.state.library = library
    app.state.generator = generator
    app.include_router(router)
    page.mount(app)
    problems.install(app, _respond, ALLOWED, (NoIndex, IndexMismatch, DamagedGeneration))
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(SecurityHeaders)
    _describe_replies(app.openapi())
    return app


def _respond(request: Request, problem: ProblemError) -> Response:
    """Show a problem as a page to who asked for a page, and as problem details to everybody else."""
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")
    respond = page.problem_page if wants_page else problems.json_response
    response = respond(request, problem)
    # A reply to an unexpected error does not pass through the middleware.
    response.headers.update(SECURITY_HEADERS)
    return response


def _describe_replies(schema: dict[str, Any]) -> None:
    """Correct FastAPI's cached schema: problems have a media type of their own, success is named in Chinese."""
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"]["200"]["description"] = "成功"
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    response["content"] = {problems.MEDIA_TYPE: response["content"]["application/json"]}
