"""How one document was read: facts with their places, changes in their context, doubts, versions, kin."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from indexer.relations import Relative
from indexer.types import (
    Document,
    DocumentSummary,
    Doubt,
    Edit,
    Facts,
    Found,
    Origin,
    Section,
    StoredDocument,
    VersionSummary,
)
from service.inspection import (
    DoubtGroup,
    FactLine,
    Inspection,
    RepairGroup,
    Shown,
    describe_place,
    group_repairs,
    inspect_document,
)
from service.inspection_display import show_inspection
from service.library import Library
from tests.screen import Screen, cells

RAW = "甲区停車(chē)辦(bàn)法\n每月[模糊]補(bǔ)助。"
EDITS = (
    Edit(3, 4, "车", "simplified"),
    Edit(4, 9, "", "pinyin"),
    Edit(9, 10, "办", "simplified"),
    Edit(10, 15, "", "pinyin"),
)


def test_changes_are_grouped_by_rule_each_with_what_stands_around_it() -> None:
    assert group_repairs(EDITS[:3], "甲区停車(chē)辦法") == (
        RepairGroup(
            "simplified",
            "繁体转简体",
            (Shown(3, 4, "甲区停", "車", "(chē)辦法", "车"), Shown(9, 10, "甲区停車(chē)", "辦", "法", "办")),
        ),
        RepairGroup("pinyin", "去除夹注拼音", (Shown(4, 9, "甲区停車", "(chē)", "辦法", ""),)),
    )
    assert group_repairs((), RAW) == ()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("text", "正文"),
        ("meta:PubDate", "网页标签 PubDate"),
        ("link:canonical", "网页所标的地址"),
        ("side_file:甲.html.yaml", "旁注文件 甲.html.yaml"),
        ("record:title", "记录字段 title"),
        ("telegram:7", "telegram:7"),
    ],
)
def test_the_place_of_a_fact_is_said_in_chinese(source: str, words: str) -> None:
    assert describe_place(source) == words


def test_a_stored_document_is_inspected_with_facts_versions_and_changes(small: Library) -> None:
    stored = small.document("replaced")
    assert stored is not None
    inspection = inspect_document(small, stored)
    assert [(fact.label, fact.value) for fact in inspection.facts] == [
        ("标题", "乙市经费办法"),
        ("来源", "乙市日报"),
        ("发布日期", "2020-01-02"),
        ("地区", "福建省/厦门市"),
        ("文种", "工作方案"),
    ]
    assert [version.superseded for version in inspection.versions] == [True, False]
    assert [(group.rule, len(group.changes)) for group in inspection.repairs] == [("front_matter", 1)]
    assert (inspection.original, inspection.copies, inspection.relatives) == (None, (), ())


def inspection() -> Inspection:
    document = Document(
        "d",
        "ab" * 32,
        "/资料/甲.html",
        Facts("甲区停车办法", publisher="甲报", published=date(2024, 5, 6), genre="案例"),
        RAW,
        EDITS,
        "甲区停车办法\n每月[模糊]补助。",
        found=(Found("title", Origin("text", 0, 16)), Found("published", Origin("meta:PubDate"))),
        doubts=(Doubt(9, 13, "ocr", "把握 0.61"),),
    )
    stored = StoredDocument(document, (Section(0, 18, ("甲区停车办法",)),), datetime(2026, 1, 2, tzinfo=UTC), False)
    return Inspection(
        stored,
        (
            FactLine("标题", "甲区停车办法", "正文", Shown(0, 16, "", RAW[:16], "每月[模糊]")),
            FactLine("发布日期", "2024-05-06", "网页标签 PubDate", None),
            FactLine("文种", "案例", None, None),
        ),
        group_repairs(EDITS, RAW),
        (DoubtGroup("识别存疑", ((Shown(9, 13, "每月", "[模糊]", "补助。"), "把握 0.61"),)),),
        None,
        (DocumentSummary("e", "cd" * 32, "/资料/乙.html", Facts("甲区停车办法", publisher="乙报"), 17, 1),),
        (Relative("f", Facts("丙区停车办法", publisher="丙报"), 0.71, False),),
        (
            VersionSummary("00" * 32, "/资料/甲.html", datetime(2025, 1, 2, tzinfo=UTC), 12, True),
            VersionSummary("ab" * 32, "/资料/甲.html", datetime(2026, 1, 2, tzinfo=UTC), 17, False),
        ),
    )


def test_an_inspection_is_printed_with_everything_it_found() -> None:
    screen = Screen(100)
    show_inspection(screen, inspection())
    for line in (
        "甲区停车办法",
        f"d · 现行版本 · 版本 {'ab' * 32}",
        "  标题：甲区停车办法",
        "    网页标签 PubDate",
        "    未记出处",
        "清理 4 处",
        "  繁体转简体 2 处",
        "    …甲区停【車 → 车】(chē)辦(bàn)法↵每月[…",
        "    …甲区停車【(chē) → （删去）】辦(bàn)法↵每月[模糊]補(…",
        "存疑，引用前请对照原件",
        "    9–13 …每月【[模糊]】补助。… 把握 0.61",
        "目录 1 条",
        "版本 2 个",
        "全文相同的另有 1 份",
        "  e 乙报 /资料/乙.html",
        "文字相近的另有 1 份",
        "  0.71 相近而不同 f 《丙区停车办法》 丙报",
    ):
        assert line in screen.text.splitlines()


def test_of_many_changes_the_first_are_printed_and_the_rest_counted() -> None:
    screen = Screen()
    many = group_repairs([Edit(n, n + 1, "车", "simplified") for n in range(8)], "車" * 8)
    show_inspection(screen, replace(inspection(), repairs=many))
    assert "  繁体转简体 8 处" in screen.text.splitlines()
    assert "    其余 3 处见 --json" in screen.text.splitlines()


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_of_an_inspection_is_wider_than_the_terminal(width: int) -> None:
    screen = Screen(width)
    show_inspection(screen, inspection())
    assert [line for line in screen.text.splitlines() if cells(line) > width] == []


def test_a_document_without_changes_says_so() -> None:
    screen = Screen()
    show_inspection(screen, replace(inspection(), repairs=(), doubts=(), copies=(), relatives=(), versions=()))
    assert "清理：没有改动，正文即来源原文" in screen.text.splitlines()
