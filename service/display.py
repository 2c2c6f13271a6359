"""Search results, answers and the list of documents as a person reads them in a terminal.

Invariant: everything printed goes through `service.layout`, which wraps it and disarms what a document may contain.
"""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from indexer.types import DocumentSummary, Doubt, Facts
from service.disclosure import describe_doubts, describe_wording
from service.highlights import below_headings
from service.layout import has_colour, marked, print_block, printable
from service.types import Answer, Citation, Hit, Status

HEADING_SEPARATOR = " › "
# What a table of documents needs beside the identifiers: date, genre and count 32 cells, title and region 20 each.
TABLE_WIDTH = 72
# The nearest passages that are shown when the library has no answer.
LEADS = 3

STATUS_WORDS = {
    Status.ANSWERED: "库中有依据。以下每一条都附原文出处。",
    Status.PARTIAL: "库中只有部分依据。以下几条有原文出处，问题的其余部分库中未见。",
    Status.AMBIGUOUS: "同一名称在库中有不同所指。以下分别列出，请按来源和地区分辨。",
    Status.NOT_FOUND: "库中没有找到依据，因此不作回答。这只表示本库未收录，不表示事情不存在。",
}


def open_console(*, stderr: bool = False) -> Console:
    """Make a console for results, or for messages on standard error: its width, and colour where it has colour."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def show_answer(console: Console, answer: Answer) -> None:
    """Print the status in words, then claims with quotations and sources, or leads where there is no answer."""
    print_block(console, Text.assemble(("问题：", "bold"), printable(answer.question)))
    print_block(console, Text.assemble(("结论：", "bold"), STATUS_WORDS[answer.status]))
    if answer.reason:
        print_block(console, Text.assemble(("说明：", "bold"), printable(answer.reason)))
    wording = describe_wording(answer)
    if wording:
        print_block(console, Text.assemble(("表述：", "bold"), printable(wording)))
    citations = distinct(citation for claim in answer.claims for citation in claim.citations)
    for number, claim in enumerate(answer.claims, start=1):
        references = "".join(f"[{citations.index(citation) + 1}]" for citation in claim.citations)
        console.print()
        side = f"{printable(claim.side)}：" if claim.side else ""
        print_block(console, Text(f"{number}. {side}{printable(claim.text)} {references}"), hanging=3)
        for citation in claim.citations:
            if citation.quote != claim.text:
                reference = citations.index(citation) + 1
                print_block(console, Text(f"原文[{reference}]：{printable(citation.quote)}", "dim"), indent=3)
    print_sources(console, citations)
    if answer.status is Status.NOT_FOUND:
        print_leads(console, answer.hits[:LEADS])


def show_documents(console: Console, documents: Sequence[DocumentSummary]) -> None:
    """Print the documents as a table, or one below the other in a narrow terminal; an empty list prints nothing."""
    if not documents:
        return
    if console.width >= TABLE_WIDTH + max(len(document.id) for document in documents):
        console.print(document_table(documents))
    else:
        for document in documents:
            print_block(console, Text(printable(document.facts.title), "bold"))
            print_block(console, Text(facts_line(document.facts)), indent=2)
            print_block(console, Text(f"{document.id} · {document.passages} 段", "dim"), indent=2)
    passages = sum(document.passages for document in documents)
    print_block(console, Text(f"共 {len(documents)} 份文献，{passages} 段。"))


def print_hit(console: Console, hit: Hit) -> None:
    """Print one ranked passage after a blank line; what follows the title is indented under it."""
    number = f"{hit.rank}. "
    indent = len(number)
    passage = hit.passage
    console.print()
    print_block(console, Text.assemble((number, "bold"), (printable(hit.facts.title), "bold")), hanging=indent)
    print_block(console, Text(facts_line(hit.facts), "dim"), indent=indent)
    if passage.heading_path:
        print_block(console, Text(headings_line(passage.heading_path), "cyan"), indent=indent)
    text, highlights = below_headings(passage.text, passage.heading_path, hit.highlights)
    print_block(console, marked(text, highlights, styled=has_colour(console)), indent=indent)
    print_doubts(console, passage.doubts, indent)
    place = place_line(passage.document_id, passage.start, passage.end, passage.page)
    print_block(console, Text(place, "dim"), indent=indent)


def print_sources(console: Console, citations: Sequence[Citation]) -> None:
    """Print the numbered list of sources after the claims; none prints nothing."""
    if not citations:
        return
    console.print()
    print_block(console, Text("来源", "bold"))
    for number, citation in enumerate(citations, start=1):
        reference = f"[{number}] "
        indent = len(reference)
        published = f"，{citation.published.isoformat()}" if citation.published else ""
        weight = f"（{citation.weight}）" if citation.weight else ""
        print_block(console, Text(f"{reference}{printable(citation.title)}{published}{weight}"), hanging=indent)
        if citation.heading_path:
            print_block(console, Text(headings_line(citation.heading_path), "cyan"), indent=indent)
        print_doubts(console, citation.doubts, indent)
        place = place_line(citation.document_id, citation.start, citation.end, citation.page)
        print_block(console, Text(place, "dim"), indent=indent)
        if citation.url:
            print_block(console, Text(printable(citation.url), "dim"), indent=indent)


def print_doubts(console: Console, doubts: Sequence[Doubt], indent: int) -> None:
    """Print what is doubtful in what stands above; nothing doubtful prints nothing."""
    told = describe_doubts(doubts)
    if told:
        print_block(console, Text(printable(told), "yellow"), indent=indent)


def print_leads(console: Console, hits: Sequence[Hit]) -> None:
    """Print the nearest passages, named as leads and not as an answer."""
    if not hits:
        return
    console.print()
    print_block(console, Text("线索（字面或意思相近的段落，不是回答，请自行核对）", "bold"))
    for hit in hits:
        print_hit(console, hit)


def document_table(documents: Sequence[DocumentSummary]) -> Table:
    """Lay out one row for each document, in the order given; identifiers stay whole, so that they can be copied."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("编号", "日期", "文种", "段"):
        table.add_column(heading, no_wrap=True, justify="right" if heading == "段" else "left")
    table.add_column("标题", overflow="fold")
    table.add_column("地区", overflow="fold")
    for document in documents:
        facts = document.facts
        cells = (document.id, iso(facts), facts.genre, str(document.passages), facts.title, "；".join(facts.regions))
        table.add_row(*(Text(printable(cell or "")) for cell in cells))
    return table


def facts_line(facts: Facts) -> str:
    """Join publisher, date, regions and genre; what is unknown is left out."""
    known = (facts.publisher, iso(facts), "；".join(facts.regions), facts.genre)
    return printable(" · ".join(fact for fact in known if fact)) or "来源、日期、地区不详"


def headings_line(path: Sequence[str]) -> str:
    """Join the headings, outermost first."""
    return printable(HEADING_SEPARATOR.join(path))


def place_line(document_id: str, start: int, end: int, page: int | None) -> str:
    """Say where a quotation stands: the document and the offsets that the API gives, and the page if there is one."""
    return f"出处：{printable(document_id)} 起止 {start}–{end}" + (f" 第 {page} 页" if page else "")


def iso(facts: Facts) -> str:
    """Write the date of publication as 2024-05-01; unknown is the empty string."""
    return facts.published.isoformat() if facts.published else ""


def duration(seconds: float) -> str:
    """Write a duration as people say it: 3.2 秒, 4 分 05 秒, 1 小时 02 分."""
    if seconds < 59.95:
        return f"{seconds:.1f} 秒"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} 分 {rest:02d} 秒"
    return f"{minutes // 60} 小时 {minutes % 60:02d} 分"


def distinct(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Keep each citation once, in the order of first use."""
    return tuple(dict.fromkeys(citations))
