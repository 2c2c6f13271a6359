"""Search results as a person reads them in a terminal: how the query was read, then one entry a document.

Invariant: everything printed goes through `service.layout`, which wraps it and disarms what a document may contain.
"""

from rich.console import Console
from rich.text import Text

from service.display import facts_line, print_hit
from service.highlights import below_headings
from service.layout import print_block, printable
from service.notices import describe_corrections, describe_requirements
from service.quoting import set_off
from service.types import DocumentHit, DocumentResult, Understanding

OPENING = 60  # characters shown of a document's further passages


def show_search(console: Console, result: DocumentResult) -> None:
    """Print how the query was read, then the documents of one page with rank, headings, best passage and place."""
    print_understanding(console, result.understood)
    if not result.hits:
        return
    first, last = result.hits[0].best.rank, result.hits[-1].best.rank
    counts = f"排出 {result.total} 篇、{result.passages} 段，显示第 {first}–{last} 篇（{result.took_ms:.0f} 毫秒）"
    print_block(console, Text(f"{printable(set_off(result.understood.text))}：{counts}", "dim"))
    for hit in result.hits:
        print_hit(console, hit.best)
        print_others(console, hit)
    if last < result.total:
        console.print()
        print_block(console, Text(f"还有 {result.total - last} 篇，加 --offset {last} 接着看。", "dim"))


def print_understanding(console: Console, understood: Understanding) -> None:
    """Print how the query was read; one taken as typed prints nothing."""
    put_right = describe_corrections(understood.corrections)
    if put_right:
        print_block(console, Text(printable(f"{put_right}要照原样检索，请加 --as-typed。"), "yellow"))
    if understood.suggestions:
        print_block(console, Text(printable(f"您是不是要找：{'、'.join(understood.suggestions)}"), "yellow"))
    for notice in describe_requirements(understood):
        print_block(console, Text(printable(notice), "dim"))


def print_others(console: Console, hit: DocumentHit) -> None:
    """Print a document's next best passages by their beginnings, then its reprints; none prints nothing."""
    indent = len(f"{hit.best.rank}. ")
    if hit.others:
        print_block(console, Text(f"本篇排出 {hit.passages} 段，其次是：", "dim"), indent=indent)
    for other in hit.others:
        passage = other.passage
        text, _ = below_headings(passage.text, passage.heading_path, ())
        opening = " ".join(text.split())
        cut = opening[:OPENING] + ("…" if len(opening) > OPENING else "")
        print_block(
            console, Text(f"· {printable(cut)}（{passage.start}–{passage.end}）", "dim"), hanging=2, indent=indent
        )
    if hit.reprints:
        print_block(console, Text(f"相近文本另有 {len(hit.reprints)} 篇：", "dim"), indent=indent)
    for reprint in hit.reprints:
        line = f"· {reprint.facts.title}（{facts_line(reprint.facts)}；{reprint.passage.document_id}）"
        print_block(console, Text(printable(line), "dim"), hanging=2, indent=indent)
