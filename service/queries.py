"""What a caller may ask for, checked in one place for the API and the page.

Invariant: a filter that is left blank means unrestricted, as an empty field of a form does.
"""

from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from indexer.types import Filters, StoredDocument
from service.answer import Supported, find_support
from service.generator import Generator
from service.library import Library
from service.problems import UNKNOWN_DOCUMENT, ProblemError, parameter_problem
from service.quotations import TEXT_LIMIT
from service.schema import QUERY_LIMIT
from service.search import search_documents
from service.types import Answer, DocumentResult
from service.understanding import understand
from service.wording import word_answer

PAGE_SIZE = 10
OFFSET_LIMIT = 10_000
# What each parameter may be, in the words of the API documentation and of the error messages.
ALLOWED = {
    "q": f"不超过 {QUERY_LIMIT} 个字符的非空文字",
    "question": f"不超过 {QUERY_LIMIT} 个字符的非空文字",
    "text": f"1 到 {TEXT_LIMIT} 个字符的文字",
    "k": f"1 到 100 的整数，缺省 {PAGE_SIZE}",
    "offset": f"0 到 {OFFSET_LIMIT} 的整数，缺省 0",
    "as_typed": "true 或 false，缺省 false；true 表示照原样检索，不改正检索词",
    "region": "地区路径（湖北省/武汉市）或地名（武汉），含其下级",
    "year": "1900 到 2100 的整数",
    "genre": "文种名称，如 案例",
    "publisher": "来源名称，如 长江日报",
    "filters": "只含 region、year、genre、publisher 的对象",
    "version": "该文献一个版本的 SHA-256",
    "start": "不小于 0 的整数",
    "end": "不小于 0 的整数",
}


def blank_to_none(value: object) -> object:
    """Take an empty form field as not filled in, and drop blanks around a value."""
    return (value.strip() or None) if isinstance(value, str) else value


Restriction = Annotated[str | None, BeforeValidator(blank_to_none)]


Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=QUERY_LIMIT)]


class SearchQuery(BaseModel):
    """The query string of a search; `k` hits are asked for, from `offset`."""

    model_config = ConfigDict(frozen=True)

    q: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=QUERY_LIMIT)] = Field(
        description=f"检索词或问题，{ALLOWED['q']}", examples=["两带三同"]
    )
    k: int = Field(default=PAGE_SIZE, ge=1, le=100, description=f"取多少篇，{ALLOWED['k']}")
    offset: int = Field(default=0, ge=0, le=OFFSET_LIMIT, description=f"跳过前多少篇，{ALLOWED['offset']}")
    region: Restriction = Field(default=None, description=ALLOWED["region"], examples=["福建省/厦门市/湖里区"])
    year: Annotated[int | None, BeforeValidator(blank_to_none)] = Field(
        default=None, ge=1900, le=2100, description=f"发布年份，{ALLOWED['year']}", examples=[2019]
    )
    genre: Restriction = Field(default=None, description=ALLOWED["genre"], examples=["整理稿"])
    publisher: Restriction = Field(default=None, description=ALLOWED["publisher"], examples=["人民网-中国共产党新闻网"])

    as_typed: bool = Field(default=False, description=ALLOWED["as_typed"])

    def filters(self) -> Filters:
        """The restrictions that apply before ranking."""
        return Filters(region=self.region, year=self.year, genre=self.genre, publisher=self.publisher)


def _library(request: Request) -> Library:
    library = request.app.state.library
    assert isinstance(library, Library)
    return library


# The library that the application serves, as a parameter of an endpoint.
Served = Annotated[Library, Depends(_library)]


def _generator(request: Request) -> Generator | None:
    generator = request.app.state.generator
    assert generator is None or isinstance(generator, Generator)
    return generator


# The model that words the application's answers, if one is set, as a parameter of an endpoint.
Wording = Annotated[Generator | None, Depends(_generator)]


def run_search(library: Library, query: SearchQuery) -> DocumentResult:
    """Search, and report a query in which nothing can be searched for as a wrong `q`."""
    try:
        understood = understand(library, query.q, as_typed=query.as_typed)
        return search_documents(library, understood, k=query.k, offset=query.offset, filters=query.filters())
    except ValueError as error:
        raise parameter_problem("q", str(error), ALLOWED["q"]) from error


def run_answer(library: Library, question: str, filters: Filters, generator: Generator | None) -> Answer:
    """Answer, in the words of the generator where they hold; a wrong question is a problem for the caller."""
    return word_answer(library, support_answer(library, question, filters), generator)


def support_answer(library: Library, question: str, filters: Filters) -> Supported:
    """Answer in quotations, and report a question in which nothing can be searched for as a wrong `question`."""
    try:
        return find_support(library, question, filters=filters)
    except ValueError as error:
        raise parameter_problem("question", str(error), ALLOWED["question"]) from error


def find_document(library: Library, document_id: str, version: str | None) -> StoredDocument:
    """The document in this version, else the searchable one; an unknown one is a problem for the caller."""
    found = library.document(document_id, version)
    if found is None:
        named = f"编号为 {document_id}" + (f"、版本为 {version}" if version else "")
        raise ProblemError(UNKNOWN_DOCUMENT, f"资料库中没有{named} 的文献。")
    return found
