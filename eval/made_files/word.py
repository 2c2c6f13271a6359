"""Word files with what is not in the running text: automatic numbers, merged cells, notes, boxes, tracked changes."""

from pathlib import Path

from eval.made_files import word_package as word
from eval.made_files.made_file import MadeFile
from eval.made_files.wording import NOTICE, TABLE

_OFFICIAL = (
    ("chineseCounting", "%1、", "nothing"),
    ("chineseCounting", "（%2）", "nothing"),
    ("decimal", "%3.", "space"),
    ("decimal", "（%4）", "nothing"),
    ("decimalEnclosedCircleChinese", "%5", "nothing"),
)
_CHAPTERS = (("chineseCountingThousand", "第%1章", "tab"), ("chineseCountingThousand", "第%2条", "tab"))
_POINTS = (("decimal", "%1.", "tab"), ("decimal", "%1.%2", "tab"), ("lowerLetter", "%3)", "tab"))
_MARKED = (("bullet", "\uf0b7", "tab"),)
# Text, list and level of each paragraph, and the label that it shows.
_NESTED = (
    ("总体要求", 1, 0, "一、"),
    ("工作原则", 1, 1, "（一）"),
    ("坚持需求导向，每年走访企业不少于200家。", 1, 2, "1. "),
    ("坚持共建共享，每个商圈至少建成1个服务站。", 1, 2, "2. "),
    ("工作目标", 1, 1, "（二）"),
    ("三年内实现重点楼宇全覆盖。", 1, 2, "1. "),
    ("主要任务", 1, 0, "二、"),
    ("建强服务队伍", 1, 1, "（一）"),
    ("专职人员由街道统一招聘。", 1, 3, "（1）"),
    ("志愿者每月服务不少于4小时。", 1, 4, "①"),
    ("商圈经理兼任联络员。", 1, 4, "②"),
    ("总则", 2, 0, "第一章 "),
    ("为了规范服务站管理，制定本办法。", 2, 1, "第一条 "),
    ("本办法适用于全区各类服务站。", 2, 1, "第二条 "),
    ("设立和撤销", 2, 0, "第二章 "),
    ("设立服务站应当有不少于80平方米的场地。", 2, 1, "第一条 "),
    ("编制说明", 3, 0, "1. "),
    ("数据来源", 3, 1, "1.1 "),
    ("年度统计报表", 3, 2, "a) "),
    ("实地调查", 3, 2, "b) "),
    ("数据处理", 3, 1, "1.2 "),
    ("另起一组的事项", 5, 0, "1. "),
    ("统一标识", 4, 0, "● "),
    ("统一台账", 4, 0, "● "),
)


def _write_nested(path: Path) -> None:
    body = "".join(word.paragraph(text, number=(number, level)) for text, number, level, _ in _NESTED)
    lists = word.numbering(_OFFICIAL, _CHAPTERS, _POINTS, _MARKED, restarted={5: 3})
    word.write_package(path, body, {"numbering": lists})


def _write_headings(path: Path) -> None:
    """Headings numbered by their styles, contents above them, a running head; the numbers stand nowhere in the text."""
    titles, body = {"一、": "1", "二、": "1", "三、": "1", "（一）": "2", "（二）": "2"}, ""
    for line in NOTICE[1:]:
        label = next((label for label in titles if line.startswith(label)), "")
        style = f"H{titles[label]}" if label else "N"
        body += word.paragraph(line.removeprefix(label), style)
    contents = word.paragraph("总体要求\t1", "C") + word.paragraph("主要任务\t1", "C")
    parts = {
        "styles": word.styles(
            ("N", "Normal", ""),
            ("T", "Title", ""),
            ("H1", "heading 1", '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>'),
            ("H2", "heading 2", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/>'),
            ("C", "toc 1", ""),
        ),
        "numbering": word.numbering(_OFFICIAL),
        "header1": word.header("内部资料　注意保存"),
    }
    word.write_package(path, word.paragraph(NOTICE[0], "T") + contents + body, parts)


def _write_table(path: Path) -> None:
    head, *rows = TABLE
    grid = [
        [word.cell("服务站办理事项一览", span=3)],
        [word.cell(text) for text in head],
        [word.cell(rows[0][0]), word.cell(rows[0][1]), word.cell(rows[0][2], merge="restart")],
        [word.cell(rows[1][0]), word.cell(rows[1][1]), word.cell("", merge="continue")],
        [word.cell(rows[2][0]), word.cell(rows[2][1] + "（材料齐全）", span=2)],
    ]
    word.write_package(path, word.paragraph(NOTICE[4]) + word.table(grid) + word.paragraph(NOTICE[7]))


_TABLE_LINES = (
    NOTICE[4],
    "服务站办理事项一览",
    "服务事项 | 办理时限 | 责任单位",
    "社保咨询 | 当场答复 | 街道便民中心",
    "工会入会 | 3个工作日 | ",
    "党组织关系转接 | 5个工作日（材料齐全） | ",
    NOTICE[7],
)


def _write_changes(path: Path) -> None:
    staff = word.run("每个站配备专职人员") + word.deleted("1") + word.inserted("2") + word.run("名")
    body = word.paragraph(staff + word.note_reference(1) + word.run("，由街道考核。"))
    body += word.paragraph(
        word.run("服务站自评结果") + word.run("（草稿批注）", "<w:vanish/>") + word.run("按季度公布。")
    )
    body += word.paragraph(word.text_box("联系电话公布在服务站门口") + word.run("来访群众可以电话预约。"))
    ending = '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr>'
    body += ending + word.run("合并前是两段，") + "</w:p>" + word.paragraph("合并后是一段。")
    word.write_package(path, body, {"footnotes": word.footnotes("专职人员指与街道签订劳动合同的人员。")})


_CHANGED_LINES = (
    "每个站配备专职人员2名，由街道考核。",
    "[1] 专职人员指与街道签订劳动合同的人员。",
    "服务站自评结果按季度公布。",
    "来访群众可以电话预约。",
    "联系电话公布在服务站门口",
    "合并前是两段，合并后是一段。",
)

FILES = (
    MadeFile(
        "DOCX", "Word 多级自动编号", ".docx", _write_nested, tuple(f"{label}{text}" for text, _, _, label in _NESTED)
    ),
    MadeFile(
        "DOCX",
        "Word 标题样式编号、目录、页眉",
        ".docx",
        _write_headings,
        NOTICE,
        headings=(
            (NOTICE[0], 1),
            *((line, 1) for line in NOTICE if line[1] == "、"),
            *((line, 2) for line in NOTICE if line[0] == "（"),
        ),
    ),
    MadeFile("DOCX", "Word 合并单元格", ".docx", _write_table, _TABLE_LINES),
    MadeFile("DOCX", "Word 修订、脚注、文本框", ".docx", _write_changes, _CHANGED_LINES),
)
