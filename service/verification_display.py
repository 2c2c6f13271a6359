"""The findings of a check as a person reads them in a terminal.

Invariant: everything printed goes through `service.layout`; what is not verbatim shows the words of the text beside
those of the source, with the difference marked in both.
"""

from rich.console import Console
from rich.text import Text

from service.display import headings_line, place_line
from service.findings import Finding, Standing, Verification
from service.layout import has_colour, marked, print_block, printable
from service.quotations import Kind
from service.types import Citation

STANDINGS = {
    Standing.VERBATIM: "逐字相同",
    Standing.ALTERED: "有改动",
    Standing.MISATTRIBUTED: "出处不对",
    Standing.NOT_FOUND: "库中没有",
}
_KINDS = {Kind.QUOTATION: "引文", Kind.SENTENCE: "含数字的句子", Kind.TITLE: "题名", Kind.TERM: "名称"}
_STYLES = {
    Standing.VERBATIM: "green",
    Standing.ALTERED: "red",
    Standing.MISATTRIBUTED: "red",
    Standing.NOT_FOUND: "yellow",
}


def show_verification(console: Console, text: str, verification: Verification) -> None:
    """Print what was counted, then each finding that is not verbatim, then in one line each those that are."""
    counts = "，".join(f"{STANDINGS[standing]} {count}" for standing, count in verification.counts.items())
    print_block(console, Text(f"共 {verification.characters} 字，核对 {len(verification.findings)} 处：{counts}。"))
    if not verification.findings:
        print_block(console, Text("文中没有引文、题名，也没有含数字的句子。"))
    for finding in verification.findings:
        if finding.standing is not Standing.VERBATIM:
            console.print()
            _show_problem(console, text, finding)
    rest = [finding for finding in verification.findings if finding.standing is Standing.VERBATIM]
    if rest:
        console.print()
    for finding in rest:
        _print_head(console, text, finding)


def _print_head(console: Console, text: str, finding: Finding) -> None:
    piece = finding.piece
    line = text.count("\n", 0, piece.start) + 1
    head = Text.assemble(
        (STANDINGS[finding.standing], _STYLES[finding.standing]), f" 第 {line} 行{_KINDS[piece.kind]}："
    )
    if finding.standing is not Standing.ALTERED:  # whose words stand beside those of the source
        head.append(printable(" ".join(piece.text.split())))
    print_block(console, head.append(_remarks(finding)), hanging=2)


def _remarks(finding: Finding) -> str:
    parts = (
        "（只见于已被取代或移除的版本）" if finding.superseded else "",
        "（含省略号，各段依次相同）" if finding.ellipsis else "",
    )
    source = "，".join(dict.fromkeys(f"{c.document_id} {c.start}–{c.end}" for c in finding.citations))
    return "".join(parts) + (f" ← {printable(source)}" if finding.standing is Standing.VERBATIM else "")


def _show_problem(console: Console, text: str, finding: Finding) -> None:
    _print_head(console, text, finding)
    if finding.standing is Standing.MISATTRIBUTED and finding.piece.attribution:
        told = "其中没有这些字句" if finding.named else "库中没有这份文献"
        print_block(
            console,
            Text(f"文中写的出处是 {printable(finding.piece.attribution.wording)}，{told}；实际见于："),
            indent=2,
        )
    if finding.standing is Standing.ALTERED:
        _print_comparison(console, finding)
    for citation in finding.citations:
        _print_source(console, citation)


def _print_comparison(console: Console, finding: Finding) -> None:
    """The words of the text above those of the source, or of the title that the library holds."""
    styled = has_colour(console)
    citation = finding.citations[0]
    here = [(d.start, d.end) for d in finding.differences if d.start < d.end]
    there = [(d.source_start, d.source_end) for d in finding.differences if d.source_start < d.source_end]
    source = citation.title if finding.piece.kind is Kind.TITLE else citation.quote
    for label, words, spans in (("文中：", finding.piece.text, here), ("库中：", source, there)):
        print_block(console, Text(label).append_text(marked(words, spans, styled=styled)), indent=2, hanging=6)
    if finding.unsupported:
        print_block(console, Text(f"库中这段原文不能支持：{printable('、'.join(finding.unsupported))}"), indent=2)
    elif finding.piece.kind is Kind.SENTENCE:
        print_block(console, Text("数字、地名和否定都与这段原文相符，但不是原话。"), indent=2)


def _print_source(console: Console, citation: Citation) -> None:
    published = f"，{citation.published.isoformat()}" if citation.published else ""
    headings = f" › {headings_line(citation.heading_path)}" if citation.heading_path else ""
    print_block(console, Text(f"{printable(citation.title)}{published}{headings}", "dim"), indent=2)
    place = place_line(citation.document_id, citation.start, citation.end, citation.page)
    print_block(console, Text(place, "dim"), indent=2)
