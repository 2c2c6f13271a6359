"""The web page, rendered on the server: search, answers, the list of documents, the reader.

Invariant: everything works without JavaScript; what comes from users and documents is escaped by the template engine.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from importlib.resources import files
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import BeforeValidator, Field
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from indexer.types import DocumentSummary
from service import links, reader
from service.disclosure import describe_doubts, describe_wording
from service.document_schema import file_name
from service.highlights import below_headings
from service.inspection import EXAMPLES, inspect_document
from service.notices import describe_corrections, describe_requirements
from service.problems import KINDS, UNKNOWN_PATH, ProblemError
from service.queries import SearchQuery, Served, Text, Wording, blank_to_none, find_document, run_search, support_answer
from service.quoting import set_off
from service.rules import shown
from service.schema import region_label
from service.types import Status
from service.wording import Telling

DOCUMENTS_A_PAGE = 50
EXAMPLE_QUERIES = 8
# 湖里区“1+X”联建片党建模式, 武汉市“四服务一提升”
_SHORTHAND = re.compile("“(?=[^“”]{2,9}”)([^“”]*[0-9一二三四五六七八九十两][^“”]+)”")

STATUS_LABELS = {
    Status.ANSWERED: "资料库中有依据",
    Status.PARTIAL: "只有部分依据",
    Status.NOT_FOUND: "资料库中没有找到依据",
    Status.AMBIGUOUS: "同一说法有不同含义，请指明地区或文件",
}

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


class PageQuery(SearchQuery):
    """A search from the page's form, in which the search box may be empty."""

    q: Text = Field(default="")


class ListQuery(SearchQuery):
    """The list of documents, narrowed to titles that contain `q`."""

    q: Text = Field(default="")
    k: int = Field(default=DOCUMENTS_A_PAGE, ge=1, le=100)


Optional = Annotated[int | None, BeforeValidator(blank_to_none), Field(ge=0)]


def mount(app: FastAPI) -> None:
    """Add the page, its assets and the offline API documentation to the application."""
    app.include_router(router)
    # Swagger UI's script and style sheet come from the package that bundles them, so that /docs needs no network.
    app.mount("/static/swagger", StaticFiles(packages=[("fastapi_offline", "static")]), name="swagger")
    app.mount("/static", StaticFiles(packages=[("service", "static")]), name="static")
    app.state.templates = _templates()


def marked_lines(text: str, highlights: Sequence[tuple[int, int]] = ()) -> tuple[tuple[tuple[str, bool], ...], ...]:
    """Cut a text into its lines, and each into (piece, is marked); blank lines are left out."""
    cuts = sorted({0, len(text), *(cut for span in highlights for cut in span)})
    lines: list[list[tuple[str, bool]]] = [[]]
    for start, end in pairwise(cuts):
        is_marked = any(first <= start < last for first, last in highlights)
        first, *rest = text[start:end].split("\n")
        lines[-1].append((first, is_marked))
        lines += [[(line, is_marked)] for line in rest]
    return tuple(tuple(line) for line in lines if any(piece.strip() for piece, _ in line))


def example_queries(summaries: Iterable[DocumentSummary]) -> tuple[str, ...]:
    """Shorthands that the titles of the library put in quotation marks, one a title: what one can look up here."""
    names = (next(iter(_SHORTHAND.findall(summary.facts.title)), None) for summary in summaries)
    return tuple(name for name in dict.fromkeys(names) if name)[:EXAMPLE_QUERIES]


def _templates() -> Jinja2Templates:
    environment = Environment(
        loader=PackageLoader("service"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "below_headings": below_headings,
        "marked_lines": marked_lines,
        "region": region_label,
        "shown": shown,
        "file_name": file_name,
        "doubts": describe_doubts,
        "set_off": set_off,
        "wording": describe_wording,
        "web_url": links.web_url,
    }
    environment.globals |= {
        "reader_url": links.reader_url,
        "filter_names": links.FILTER_NAMES,
        "status_labels": STATUS_LABELS,
        "assets": _assets_digest(),
    }
    return Jinja2Templates(env=environment)


def _assets_digest() -> str:
    """Changes when a style sheet or script does, so that a browser never keeps an old one."""
    digest = hashlib.sha256()
    folder = FilePath(str(files("service"))) / "static"
    for path in sorted(folder.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _render(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    templates = request.app.state.templates
    assert isinstance(templates, Jinja2Templates)
    return templates.TemplateResponse(request, template, values, status)


@router.get("/")
def home(request: Request, library: Served) -> Response:
    """The search box, with names to look up and what the library holds."""
    summaries = library.documents()
    return _render(
        request,
        "home.html",
        documents=len(summaries),
        passages=sum(summary.passages for summary in summaries),
        examples=example_queries(summaries),
    )


@router.get("/search")
def show_search(request: Request, query: Annotated[PageQuery, Query()], library: Served) -> Response:
    """Hits with their headings and highlights, the facets as links, and the pager."""
    if not query.q:
        return _render(request, "search.html", query=query, result=None, examples=example_queries(library.documents()))
    result = run_search(library, query)
    understood = result.understood
    return _render(
        request,
        "search.html",
        query=query,
        result=result,
        groups=links.facet_groups("/search", query, result.facets),
        filters=links.active_filters("/search", query),
        pager=links.pager("/search", query, len(result.hits), result.total),
        unfiltered_url=links.search_url("/search", query, offset=None, **dict.fromkeys(links.FILTER_NAMES)),
        first_page_url=links.search_url("/search", query, offset=None),
        ask_url=links.search_url("/ask", query, offset=None, k=None),
        put_right=describe_corrections(understood.corrections),
        as_typed_url=links.search_url("/search", query, offset=None, as_typed="true"),
        suggestions=links.suggestions("/search", query, understood.suggestions),
        notices=describe_requirements(understood),
        unquoted_url=links.unquoted_url("/search", query) if understood.quoted else None,
    )


@router.get("/ask")
def show_answer(
    request: Request, query: Annotated[PageQuery, Query()], library: Served, generator: Wording
) -> Response:
    """The answer with its quotations, or leads where the library holds no evidence.

    The page is sent as it comes into being: each claim that a model words is shown once it has passed the checks.
    """
    if not query.q:
        return _render(request, "ask.html", query=query, answer=None, examples=example_queries(library.documents()))
    supported = support_answer(library, query.q, query.filters())
    page = request.app.state.templates.env.get_template("ask.html").generate(
        request=request,
        query=query,
        answer=supported.answer,
        telling=Telling(library, supported, generator),
        filters=links.active_filters("/ask", query),
        search_url=links.search_url("/search", query),
    )
    return StreamingResponse(page, media_type="text/html")


@router.get("/documents")
def show_documents(request: Request, query: Annotated[ListQuery, Query()], library: Served) -> Response:
    """The searchable documents, fifty a page, narrowed by a part of the title."""
    everything = library.documents()
    found = tuple(summary for summary in everything if query.q.lower() in summary.facts.title.lower())
    shown = found[query.offset : query.offset + query.k]
    return _render(
        request,
        "documents.html",
        query=query,
        documents=shown,
        found=len(found),
        total=len(everything),
        pager=links.pager("/documents", query, len(shown), len(found)),
    )


@router.get("/documents/{document_id:path}")
def show_document(
    request: Request,
    document_id: str,
    library: Served,
    version: Annotated[str | None, BeforeValidator(blank_to_none)] = None,
    start: Optional = None,
    end: Optional = None,
) -> Response:
    """The reader: one version of a text, with the range `[start:end)` marked."""
    stored = find_document(library, document_id, version)
    document = stored.document
    return _render(
        request,
        "document.html",
        stored=stored,
        document=document,
        paragraphs=reader.paragraphs(stored, (start or 0, end or 0)),
        contents=reader.contents(stored),
        inspection=inspect_document(library, stored),
        examples=EXAMPLES,
    )


@router.get("/docs")
def show_docs(request: Request) -> Response:
    """The API documentation, drawn by Swagger UI from the OpenAPI schema."""
    return _render(request, "docs.html")


@router.get("/problems/{name}")
def show_problem_kind(request: Request, name: str) -> Response:
    """What a problem `type` means and how to mend it."""
    for kind in KINDS:
        if kind.name == name:
            return _render(request, "problem_kind.html", kind=kind)
    raise ProblemError(UNKNOWN_PATH, f"没有名为 {name} 的问题类型。")


def problem_page(request: Request, problem: ProblemError) -> Response:
    """Show a problem to a person."""
    return _render(request, "problem.html", status=problem.kind.status, problem=problem)
