"""How one document was read, as a person reads it in a terminal: facts, repairs, doubts, outline, versions, kin.

Invariant: what is shortened says how much was left out, and where the whole is.
"""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from service import reader
from service.display import facts_line
from service.inspection import EXAMPLES, FactLine, Inspection, RepairGroup, Shown
from service.layout import print_block, printable
from service.rules import shown as visible

_STYLES = {"title": "bold", "place": "dim", "gone": "red", "new": "green"}


def show_inspection(console: Console, inspection: Inspection) -> None:
    """Print all that is known of the version besides its text."""
    document = inspection.stored.document
    print_block(console, Text(printable(document.facts.title), _STYLES["title"]))
    state = "旧版本，已不再检索" if inspection.stored.superseded else "现行版本"
    if inspection.original:
        state = f"与 {inspection.original.id} 全文相同，检索时以它为准"
    print_block(console, Text(printable(f"{document.id} · {state} · 版本 {document.version}")))
    print_block(console, Text(printable(f"出自 {document.source}"), _STYLES["place"]))
    _show_facts(console, inspection.facts)
    _show_repairs(console, inspection.repairs)
    _show_doubts(console, inspection)
    _show_outline(console, inspection)
    _show_versions(console, inspection)
    _show_kin(console, inspection)


def _heading(console: Console, text: str) -> None:
    console.print()
    print_block(console, Text(text, _STYLES["title"]))


def _show_facts(console: Console, facts: Sequence[FactLine]) -> None:
    _heading(console, "信息及出处")
    for fact in facts:
        print_block(console, Text(printable(f"{fact.label}：{fact.value}")), indent=2, hanging=2)
        print_block(console, _place(fact), indent=4)


def _place(fact: FactLine) -> Text:
    place = fact.place or "未记出处"
    if fact.shown is None:
        return Text(printable(place), _STYLES["place"])
    told = Text(printable(f"{place} 原文 {fact.shown.start}–{fact.shown.end} "), _STYLES["place"])
    return told.append_text(_in_context(fact.shown))


def _in_context(shown: Shown) -> Text:
    """…what stands before【what it is】what follows…, and what was put in its place."""
    told = Text(f"…{visible(shown.before)}【")
    told.append(visible(shown.original), "" if shown.replacement is None else _STYLES["gone"])
    if shown.replacement is not None:
        told.append(" → ")
        told.append(visible(shown.replacement) if shown.replacement else "（删去）", _STYLES["new"])
    return told.append(f"】{visible(shown.after)}…")


def _show_repairs(console: Console, repairs: Sequence[RepairGroup]) -> None:
    total = sum(len(group.changes) for group in repairs)
    _heading(console, f"清理 {total} 处" if total else "清理：没有改动，正文即来源原文")
    for group in repairs:
        print_block(console, Text(f"{group.label} {len(group.changes)} 处"), indent=2)
        for change in group.changes[:EXAMPLES]:
            print_block(console, _in_context(change), indent=4, hanging=2)
        _say_rest(console, len(group.changes))


def _say_rest(console: Console, count: int) -> None:
    if count > EXAMPLES:
        print_block(console, Text(f"其余 {count - EXAMPLES} 处见 --json", _STYLES["place"]), indent=4)


def _show_doubts(console: Console, inspection: Inspection) -> None:
    if inspection.doubts:
        _heading(console, "存疑，引用前请对照原件")
    for group in inspection.doubts:
        print_block(console, Text(f"{group.label} {len(group.places)} 处"), indent=2)
        for shown, note in group.places[:EXAMPLES]:
            line = Text(f"{shown.start}–{shown.end} ", _STYLES["place"]).append_text(_in_context(shown))
            print_block(console, line.append(f" {printable(note)}" if note else ""), indent=4, hanging=2)
        _say_rest(console, len(group.places))


def _show_outline(console: Console, inspection: Inspection) -> None:
    entries = reader.contents(inspection.stored)
    _heading(console, f"目录 {len(entries)} 条" if entries else "目录：没有认出标题")
    for entry in entries:
        print_block(console, Text(printable(entry.label)), indent=2 * entry.level, hanging=2)


def _show_versions(console: Console, inspection: Inspection) -> None:
    if len(inspection.versions) > 1:
        _heading(console, f"版本 {len(inspection.versions)} 个")
        for version in inspection.versions:
            stored = version.indexed.astimezone().strftime("%Y-%m-%d %H:%M")
            state = "已被取代" if version.superseded else "现行"
            line = f"{version.version} {stored} {version.characters} 字 {state} {version.source}"
            print_block(console, Text(printable(line)), indent=2, hanging=2)


def _show_kin(console: Console, inspection: Inspection) -> None:
    if inspection.copies:
        _heading(console, f"全文相同的另有 {len(inspection.copies)} 份")
    for copy in inspection.copies:
        print_block(console, Text(printable(f"{copy.id} {facts_line(copy.facts)} {copy.source}")), indent=2, hanging=2)
    if inspection.relatives:
        _heading(console, f"文字相近的另有 {len(inspection.relatives)} 份")
    for relative in inspection.relatives:
        kind = "转载或改写" if relative.reprint else "相近而不同"
        line = f"{relative.similarity:.2f} {kind} {relative.id} 《{relative.facts.title}》 {facts_line(relative.facts)}"
        print_block(console, Text(printable(line)), indent=2, hanging=2)
