"""The command line: index, search, ask, verify, documents, serve.

Invariant: results go to standard output and messages to standard error; the process ends with 0, with 1 when nothing
was found, or not everything is verbatim or could be read, with 2 for wrong use. `--json` prints what the API replies.
"""

import signal
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from indexer.formats import list_formats
from indexer.types import Filters
from service.opening import build_index, ensure_index, has_record, open_endpoint, open_library, say
from service.settings import Settings, read_settings
from service.usage import ChineseCommand, ChineseGroup, WrongUse

if TYPE_CHECKING:
    from pydantic import BaseModel


# The same limits as in the HTTP interface, so that both take the same requests.
QUERY_LIMIT, HIT_LIMIT, OFFSET_LIMIT = 500, 100, 10_000
FIRST_YEAR, LAST_YEAR = 1900, 2100

app = typer.Typer(
    cls=ChineseGroup,
    help="引据：中文政策文件与案例的资料库。检索，回答，逐字引用。",
    add_completion=False,
    pretty_exceptions_enable=False,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
)


def check_query(query: str) -> str:
    """Strip the query; a blank one, one over the limit, or one that is not text is wrong use."""
    stripped = query.strip()
    if not stripped:
        raise typer.BadParameter("内容是空的，请写出要找的词语或问题。")
    if len(stripped) > QUERY_LIMIT:
        raise typer.BadParameter(f"共 {len(stripped)} 个字符，超过了 {QUERY_LIMIT} 个，请缩短。")
    if any("\ud800" <= character <= "\udfff" for character in stripped):
        raise typer.BadParameter("含有不是文字的字节，请检查终端的编码（应为 UTF-8）。")
    return stripped


Data = Annotated[Path | None, typer.Option(metavar="目录", help="数据目录（默认 $YINJU_DATA，否则 ./data）")]
AsJson = Annotated[bool, typer.Option("--json", help="输出与 HTTP 接口相同的 JSON")]
Region = Annotated[str | None, typer.Option(metavar="地区", help="只看此地区及其下级，如 武汉 或 湖北省/武汉市")]
Year = Annotated[int | None, typer.Option(metavar="年份", min=FIRST_YEAR, max=LAST_YEAR, help="只看此年发布的文献")]
Genre = Annotated[str | None, typer.Option(metavar="文种", help="只看此文种，如 政策文件、案例、整理稿")]
Publisher = Annotated[str | None, typer.Option(metavar="来源", help="只看此来源（发布单位）")]


@app.command(cls=ChineseCommand, options_metavar="[选项]")
def index(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="路径",
            help=f"文件或文件夹，可以有多个；不写就不读文件，只按现在的程序重建索引。{list_formats()}",
        ),
    ] = None,
    data: Data = None,
    model: Annotated[str | None, typer.Option(metavar="名称", help="向量模型的名称或路径（默认用自带的）")] = None,
) -> None:
    """把文件收入资料库，或更新已经收入的文件。"""
    settings = read_settings(data, model)
    if not paths and not has_record(settings.data):
        raise WrongUse(f"{settings.data} 里还没有收入过文件。请写出要收入的文件或文件夹，如：yinju index 我的材料/")
    report = build_index(paths or [], settings)
    if report.failures:
        raise typer.Exit(1)


@app.command(cls=ChineseCommand, options_metavar="[选项]")
def search(
    query: Annotated[str, typer.Argument(metavar="检索词", help="词语、简称或一句话", callback=check_query)],
    k: Annotated[int, typer.Option("-k", metavar="篇数", min=1, max=HIT_LIMIT, help="显示几篇")] = 10,
    offset: Annotated[int, typer.Option(metavar="篇数", min=0, max=OFFSET_LIMIT, help="跳过前几篇")] = 0,
    as_typed: Annotated[bool, typer.Option("--as-typed", help="照原样检索，不改正拼音和错字")] = False,
    region: Region = None,
    year: Year = None,
    genre: Genre = None,
    publisher: Publisher = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """按词语和意思检索，一篇文献一条；引号中的文字必须一字不差。"""
    filters = make_filters(region, year, genre, publisher)
    with open_library(read_settings(data)) as library:
        from service.search import search_documents
        from service.understanding import understand

        try:
            understood = understand(library, query, as_typed=as_typed)
        except ValueError as error:
            raise WrongUse(str(error)) from error
        result = search_documents(library, understood, k=k, offset=offset, filters=filters)
        held = library.generation.meta.documents
    if as_json:
        from service.search_schema import search_reply

        print_json(search_reply(result))
    else:
        from service.display import open_console
        from service.search_display import show_search

        show_search(open_console(), result)
    if not result.hits:
        say(f"共 {result.total} 篇，第 {offset} 篇之后没有了。" if result.total else "没有找到相符的段落。")
        if understood.quoted:
            say("检索词里有引号，其中的文字必须一字不差；去掉引号可以扩大范围。")
        suggest(held, filters)
        raise typer.Exit(1)


@app.command(cls=ChineseCommand, options_metavar="[选项]")
def ask(
    question: Annotated[str, typer.Argument(metavar="问题", help="一句完整的问话", callback=check_query)],
    region: Region = None,
    year: Year = None,
    genre: Genre = None,
    publisher: Publisher = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """回答问题，每一条都附原文引文；库中没有依据就说没有。"""
    filters = make_filters(region, year, genre, publisher)
    generator = open_endpoint()
    with open_library(read_settings(data)) as library:
        from service.answer import find_support
        from service.wording import word_answer

        answer = word_answer(library, find_support(library, question, filters=filters), generator)
        held = library.generation.meta.documents
    if as_json:
        from service.schema import answer_reply

        print_json(answer_reply(answer))
    else:
        from service.display import open_console, show_answer

        show_answer(open_console(), answer)
    if not answer.claims:
        suggest(held, filters)
        raise typer.Exit(1)


@app.command(cls=ChineseCommand, options_metavar="[选项]")
def verify(
    file: Annotated[Path, typer.Argument(metavar="文件", help="讲稿或网页：txt、md、docx、html、pdf")],
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """核对文件中的引文、数字和题名是否与资料库逐字相同。"""
    from indexer.readers import UnreadableFile
    from service.handouts import read_handout

    try:
        text = read_handout(file)
    except UnreadableFile as error:
        raise WrongUse(str(error)) from error
    with open_library(read_settings(data)) as library:
        from service.verification import verify_text

        verification = verify_text(library, text)
    if as_json:
        from service.verification_schema import verify_reply

        print_json(verify_reply(verification))
    else:
        from service.display import open_console
        from service.verification_display import show_verification

        show_verification(open_console(), text, verification)
    if not verification.passed:
        raise typer.Exit(1)


@app.command(cls=ChineseCommand, options_metavar="[选项]")
def documents(
    check: Annotated[
        str | None, typer.Option(metavar="编号", help="查看一篇：信息出处、清理前后、目录、版本、重复与相近")
    ] = None,
    version: Annotated[str | None, typer.Option(metavar="版本", help="与 --check 同用，查看它的旧版本")] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """列出资料库中的文献，或查看一篇文献是怎样读出来的。"""
    if check is not None:
        check_document(check, version, read_settings(data), as_json=as_json)
        return
    if version is not None:
        raise WrongUse("--version 要与 --check 编号 同用。")
    with open_library(read_settings(data)) as library:
        summaries = library.documents()
    if as_json:
        from service.document_schema import documents_reply

        print_json(documents_reply(summaries))
    else:
        from service.display import open_console, show_documents

        show_documents(open_console(), summaries)
    if not summaries:
        suggest(len(summaries), Filters())
        raise typer.Exit(1)


@app.command(cls=ChineseCommand, options_metavar="[选项]")
def serve(
    host: Annotated[str, typer.Option(metavar="地址", help="监听的地址；0.0.0.0 让其他电脑也能访问")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="端口", min=0, max=65535, help="监听的端口；0 为任选空闲的")] = 8000,
    data: Data = None,
) -> None:
    """启动网页和 HTTP 接口；还没有索引时，先用自带的资料建立。"""
    from service.serving import bind, serve_library

    settings, generator = read_settings(data), open_endpoint()
    before = signal.signal(signal.SIGTERM, end_process)
    try:
        with bind(host, port) as listening:
            ensure_index(settings)
            with open_library(settings) as library:
                serve_library(library, listening, generator)
    except KeyboardInterrupt:
        say("已停止。")
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def check_document(document_id: str, version: str | None, settings: Settings, *, as_json: bool) -> None:
    """Show how one document was read; an unknown one ends with 1."""
    with open_library(settings) as library:
        from service.inspection import inspect_document

        stored = library.document(document_id, version)
        inspection = inspect_document(library, stored) if stored else None
    if inspection is None:
        named = f"编号为 {document_id}" + (f"、版本为 {version}" if version else "")
        say(f"资料库中没有{named} 的文献。列出编号请用：yinju documents")
        raise typer.Exit(1)
    if as_json:
        from service.document_schema import document_reply

        print_json(document_reply(inspection))
    else:
        from service.display import open_console
        from service.inspection_display import show_inspection

        show_inspection(open_console(), inspection)


def end_process(number: int, frame: FrameType | None) -> None:
    """End the process with status 0, closing what is open: for a service, to be told to stop is no failure."""
    raise SystemExit(0)


def make_filters(region: str | None, year: int | None, genre: str | None, publisher: str | None) -> Filters:
    """Make the filters of a search; a blank one restricts nothing, as in the HTTP interface."""
    return Filters(region=stripped(region), year=year, genre=stripped(genre), publisher=stripped(publisher))


def stripped(value: str | None) -> str | None:
    """The value without spaces around it; blank is None."""
    return (value or "").strip() or None


def suggest(held: int, filters: Filters) -> None:
    """Where nothing was found, say what may be the matter: a library that holds no document, filters too narrow."""
    if not held:
        say("资料库是空的。收入文件请用：yinju index 文件或文件夹")
    names = ("region", "year", "genre", "publisher")
    used = [f"--{name} {getattr(filters, name)}" for name in names if getattr(filters, name) is not None]
    if used:
        say(f"检索限于 {' '.join(used)}；去掉筛选可以扩大范围。")


def print_json(reply: "BaseModel") -> None:
    """Print the reply as JSON in UTF-8, whatever the terminal's encoding."""
    typer.echo(reply.model_dump_json().encode())
