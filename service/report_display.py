"""What an indexing run did, as a person reads it at the end of `yinju index`.

Invariant: what a run changed, could not read, or decided between two files is named; nothing is only counted away.
"""

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.text import Text

from indexer.types import Failure, IndexReport, RuleCount
from service.disclosure import doubt_label
from service.display import duration
from service.layout import print_block, printable
from service.rules import rule_label


def show_report(console: Console, report: IndexReport) -> None:
    """Print what an indexing run did; what there is none of is left out, outcomes and times aside."""
    outcomes = f"新增 {report.new}，变更 {report.changed}，未变 {report.unchanged}，移除 {report.removed}"
    older = f"，另有旧版本 {report.older}（只供查阅）" if report.older else ""
    print_block(console, Text(f"文献：{outcomes}，失败 {len(report.failures)}{older}。"))
    if report.repairs:
        print_block(console, Text(f"清理：{_list(report.repairs, rule_label)}。"))
    if report.doubts:
        print_block(
            console, Text(f"存疑：{_list(report.doubts, doubt_label)}。查看某一份：yinju documents --check 编号")
        )
    if report.copies:
        print_block(console, Text(f"重复：{report.copies} 份与别的文献全文相同，每种只检索一份，出处都列出。"))
    if report.reprint_groups:
        print_block(console, Text(f"相近：{report.reprints} 份归为 {report.reprint_groups} 组，各自检索，互相注明。"))
    print_block(console, Text(f"段落：可检索 {report.passages}，本次新生成向量 {report.embedded}。"))
    print_block(console, Text(f"用时：{duration(report.seconds)}。"))
    if report.remarks:
        print_block(console, Text("请留意："))
    for remark in report.remarks:
        print_block(console, Text(f"- {printable(remark.source)}：{printable(remark.text)}"), hanging=2)


def _list(counts: Sequence[RuleCount], label: Callable[[str], str]) -> str:
    return "；".join(f"{label(one.rule)} {one.count} 处（{one.documents} 份）" for one in counts)


def show_failures(console: Console, failures: Sequence[Failure]) -> None:
    """Print each file that was not read, with the reason."""
    if failures:
        print_block(console, Text(f"有 {len(failures)} 个文件（或记录）未能收入，其余已入库："))
    for failure in failures:
        print_block(console, Text(f"- {printable(failure.source)}：{printable(failure.reason)}"), hanging=2)
