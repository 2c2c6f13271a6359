"""What `yinju index` prints at its end."""

from dataclasses import replace

import pytest

from indexer.types import Failure, IndexReport, Remark, RuleCount
from service.report_display import show_failures, show_report
from tests.screen import Screen, cells

PLAIN = IndexReport(
    new=1,
    changed=2,
    unchanged=3,
    removed=4,
    older=0,
    failures=(),
    remarks=(),
    repairs=(),
    doubts=(),
    copies=0,
    reprints=0,
    reprint_groups=0,
    passages=210,
    embedded=20,
    seconds=75.2,
)
FULL = replace(
    PLAIN,
    older=1,
    failures=(Failure("目录/a.pdf", "文件已加密"),),
    remarks=(Remark("目录/乙.html", "与 目录/甲.html 网址相同，是一份文献的两个版本。"),),
    repairs=(RuleCount("pinyin", 34, 2), RuleCount("simplified", 7, 1)),
    doubts=(RuleCount("ocr", 4, 1), RuleCount("masked", 1, 1)),
    copies=3,
    reprints=7,
    reprint_groups=2,
)


def test_a_report_without_repairs_duplicates_or_failures_is_three_lines() -> None:
    screen = Screen()
    show_report(screen, PLAIN)
    show_failures(screen, PLAIN.failures)
    assert screen.text == (
        "文献：新增 1，变更 2，未变 3，移除 4，失败 0。\n段落：可检索 210，本次新生成向量 20。\n用时：1 分 15 秒。\n"
    )


def test_a_report_names_repairs_duplicates_remarks_and_each_failure() -> None:
    screen = Screen(120)
    show_report(screen, FULL)
    show_failures(screen, FULL.failures)
    assert screen.text == (
        "文献：新增 1，变更 2，未变 3，移除 4，失败 1，另有旧版本 1（只供查阅）。\n"
        "清理：去除夹注拼音 34 处（2 份）；繁体转简体 7 处（1 份）。\n"
        "存疑：识别存疑 4 处（1 份）；有隐去 1 处（1 份）。查看某一份：yinju documents --check 编号\n"
        "重复：3 份与别的文献全文相同，每种只检索一份，出处都列出。\n"
        "相近：7 份归为 2 组，各自检索，互相注明。\n"
        "段落：可检索 210，本次新生成向量 20。\n"
        "用时：1 分 15 秒。\n"
        "请留意：\n"
        "- 目录/乙.html：与 目录/甲.html 网址相同，是一份文献的两个版本。\n"
        "有 1 个文件（或记录）未能收入，其余已入库：\n"
        "- 目录/a.pdf：文件已加密\n"
    )


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_of_a_report_is_wider_than_the_terminal(width: int) -> None:
    screen = Screen(width)
    show_report(screen, replace(FULL, remarks=(Remark("长" * 90, "文字不同" * 30),)))
    show_failures(screen, (Failure("长" * 90, "读不了" * 30),))
    assert [line for line in screen.text.splitlines() if cells(line) > width] == []
