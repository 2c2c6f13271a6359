"""Sections partition the text and carry the heading path that a reader would give them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.structure import split_sections
from indexer.types import HeadingMark, Section

NUMBERED = (
    "第一章　总则",
    "第二条　",
    "一、背景",
    "二、做法。",
    "（一）",
    "(二)建强组织。",
    "1.",
    "2．",
    "1.1 范围",
    "（1）",
    "①",
    "3.5亿元",
)
SPOKEN = ("●", "——", "一是", "二是", "三看", "一方面，", "另一方面，", "首先，", "其次，", "第一，", "第二，")
LINES = (
    "附件",
    "附件：名单",
    "某区做法",
    "2024年5月6日",
    "（此件公开）",
    "各区：",
    "区县 | 经费",
    "\t",
    "片区每月议事，记录在册。",
    "；",
)
PIECES = st.sampled_from((*NUMBERED, *SPOKEN, *LINES, "\n", "\n", "\n", "　　", "——", "：", "办" * 50))
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text()
MARKS = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 30), st.integers(1, 6)), max_size=5)

BODY = "各街道每月召开一次联席会议，通报进展、交办问题，并在下次会议上逐项回看办理结果。"
LONG = BODY * 2


def paths(
    text: str, headings: tuple[HeadingMark, ...] = (), title: str | None = None
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the beginning of each section with its path."""
    sections = split_sections(text, headings, title)
    return [(text[section.start : section.end].strip()[:6], section.path) for section in sections]


def mark(text: str, line: str, level: int) -> HeadingMark:
    start = text.index(line)
    return HeadingMark(start, start + len(line), level)


@given(TEXTS, MARKS, st.none() | st.text(max_size=8) | PIECES)
def test_sections_partition_every_text(text: str, spans: list[tuple[int, int, int]], title: str | None) -> None:
    marks = tuple(HeadingMark(start, min(start + length, len(text)), level) for start, length, level in spans)
    marks = tuple(heading for heading in marks if heading.start < heading.end)
    sections = split_sections(text, marks, title)
    assert "".join(text[section.start : section.end] for section in sections) == text
    assert [section for section in sections if section.start >= section.end] == []
    assert sections == split_sections(text, marks, title)


@given(TEXTS)
def test_headings_are_one_line_of_at_most_40_characters(text: str) -> None:
    labels = {label for section in split_sections(text) for label in section.path}
    assert {label for label in labels if not 0 < len(label) <= 40 or "\n" in label or label != label.strip()} == set()


def test_a_bullet_before_mere_marks_makes_no_heading() -> None:
    text = "●——\n第一章\u3000总则\n街道统筹全部工作。"
    assert [section.path for section in split_sections(text)] == [(), ("第一章 总则",)]


def test_an_empty_text_has_no_section_and_a_plain_one_has_one() -> None:
    assert split_sections("") == ()
    assert split_sections(" \n") == (Section(0, 2, ()),)
    assert split_sections(BODY + "\n" + BODY) == (Section(0, 2 * len(BODY) + 1, ()),)


def test_the_official_numbering_nests_by_rank_and_a_parent_shares_the_section_of_its_first_child() -> None:
    second = f"二、做法\n（一）建强组织。{BODY}\n（二）整合资源\n1.统筹经费。{BODY}\n2.统筹阵地。{BODY}"
    text = f"一、背景\n{BODY}\n{second}\n三、成效\n{BODY}"
    assert paths(text) == [
        ("一、背景\n各", ("一、背景",)),
        ("二、做法\n（", ("二、做法", "（一）建强组织")),
        ("（二）整合资", ("二、做法", "（二）整合资源", "1.统筹经费")),
        ("2.统筹阵地", ("二、做法", "（二）整合资源", "2.统筹阵地")),
        ("三、成效\n各", ("三、成效",)),
    ]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("二、主要做法", "二、主要做法"),
        ("十二．主要做法", "十二．主要做法"),
        ("(三)健全机制。" + BODY, "(三)健全机制"),
        ("（三）健全机制：" + BODY, "（三）健全机制"),
        ("（三）健全“一月一议。一季一评”机制。" + BODY, "（三）健全“一月一议。一季一评”机制"),
        ("三）健全机制——" + BODY, "三）健全机制"),
        ("1、突出引领。" + BODY, "1、突出引领"),
        ("1．突出引领。" + BODY, "1．突出引领"),
        ("1.2.3　突出引领。" + BODY, "1.2.3 突出引领"),
        ("（1）突出引领。" + BODY, "（1）突出引领"),
        ("①突出引领。" + BODY, "①突出引领"),
        ("㈢突出引领。" + BODY, "㈢突出引领"),
        ("⒊突出引领。" + BODY, "⒊突出引领"),
        ("⑶突出引领。" + BODY, "⑶突出引领"),
        ("第3章　总则", "第3章 总则"),
        ("第12条　" + BODY, "第12条"),
        ("第二款　" + BODY, "第二款"),
        ("第三章　总　　则", "第三章 总则"),
        ("第二部分　任务分工", "第二部分 任务分工"),
        ("第七条　" + BODY, "第七条"),
        ("第七条之一【适用范围】" + BODY, "第七条之一【适用范围】"),
        (
            "（一）" + "支持符合条件的区县先行试点，" * 4 + BODY,
            "（一）支持符合条件的区县先行试点，支持符合条件的区县先行试点",
        ),
        ("（一）" + "支" * 60 + "。" + BODY, "（一）" + "支" * 36 + "…"),
    ],
)
def test_every_notation_makes_a_heading_named_up_to_its_first_stop(line: str, label: str) -> None:
    assert [path for _, path in paths(f"{line}\n{BODY}")] == [(label,)]


@pytest.mark.parametrize(
    "line",
    [
        "3.14万人参加了培训，" + BODY,
        "2024.5月起执行，" + BODY,
        "一、二类场所分开管理，" + BODY,
        "一个街道一个品牌，" + BODY,
        "第三条规定的程序照旧执行，" + BODY,
        "第3条规定的程序照旧执行，" + BODY,
        "第一款规定的程序照旧执行，" + BODY,
        "一方面，" + BODY,
        "首先，" + BODY,
        "一是" + BODY,
        "22:07分散会，" + BODY,
    ],
)
def test_lines_that_only_look_numbered_are_no_headings(line: str) -> None:
    assert [path for _, path in paths(f"{BODY}\n{line}\n{BODY}")] == [()]


def test_points_without_a_rank_nest_under_whatever_is_open_and_close_at_the_next_rank() -> None:
    first = f"（一）建好片区。{BODY}\n一是健全机构。{BODY}\n二是划好片区。{BODY}"
    text = f"{first}\n（二）选好牵头人。{BODY}\n一看意愿。{BODY}\n二看能力。{BODY}"
    assert [path for _, path in paths(text)] == [
        ("（一）建好片区",),
        ("（一）建好片区", "一是健全机构"),
        ("（一）建好片区", "二是划好片区"),
        ("（二）选好牵头人",),
        ("（二）选好牵头人", "一看意愿"),
        ("（二）选好牵头人", "二看能力"),
    ]


def test_bullets_nest_under_one_hand_and_other_hand_and_lose_their_sign() -> None:
    one, other = f"●分类施策——{BODY}\n●规范建设——{BODY}", f"●整合力量——{BODY}"
    text = f"园区党建——做到“三个同步”\n{BODY}\n一方面，织密组织。\n{one}\n另一方面，做优服务。\n{other}"
    top = "园区党建——做到“三个同步”"
    assert [path for _, path in paths(text)] == [
        (top,),
        (top, "一方面，织密组织", "分类施策"),
        (top, "一方面，织密组织", "规范建设"),
        (top, "另一方面，做优服务", "整合力量"),
    ]


def test_the_paragraphs_of_an_article_are_its_children_when_they_are_numbered() -> None:
    text = f"第一章　总则\n第一条　{BODY}\n第一款　{BODY}\n第二款　{BODY}\n第二条　{BODY}"
    assert [path for _, path in paths(text)] == [
        ("第一章 总则", "第一条"),
        ("第一章 总则", "第一条", "第一款"),
        ("第一章 总则", "第一条", "第二款"),
        ("第一章 总则", "第二条"),
    ]


def test_old_single_characters_nest_as_the_marks_that_they_stand_for() -> None:
    text = f"一、做法\n㈠建机制。{BODY}\n⒈定期议事。{BODY}\n⒉分类交办。{BODY}\n㈡强保障。{BODY}"
    assert [path for _, path in paths(text)] == [
        ("一、做法", "㈠建机制"),
        ("一、做法", "㈠建机制", "⒈定期议事"),
        ("一、做法", "㈠建机制", "⒉分类交办"),
        ("一、做法", "㈡强保障"),
    ]


def test_a_count_that_begins_under_a_point_belongs_to_it() -> None:
    text = f"一、做法\n一是健全机制。{BODY}\n1.议事机制。{BODY}{BODY}\n2.走访机制。{BODY}{BODY}\n二是压实责任。{BODY}"
    assert [path for _, path in paths(text)] == [
        ("一、做法", "一是健全机制"),
        ("一、做法", "一是健全机制", "1.议事机制"),
        ("一、做法", "一是健全机制", "2.走访机制"),
        ("一、做法", "二是压实责任"),
    ]


def test_a_rank_that_begins_with_two_closes_the_points_before_it() -> None:
    text = f"一、做法\n一是健全机制。{BODY}\n二是压实责任。{BODY}\n（二）强化保障。{BODY}"
    assert paths(text)[-1] == ("（二）强化保", ("一、做法", "（二）强化保障"))


def test_a_heading_without_text_among_siblings_with_text_keeps_a_section_of_its_own() -> None:
    text = f"（一）建机制\n{BODY}\n（二）定事项\n（三）强保障\n{BODY}\n（四）抓落实\n{BODY}"
    assert [path for _, path in paths(text)] == [
        ("（一）建机制",),
        ("（二）定事项",),
        ("（三）强保障",),
        ("（四）抓落实",),
    ]


def test_points_inside_one_paragraph_stay_in_one_section() -> None:
    text = f"二、做法\n{BODY}一是健全机制。{BODY}二是压实责任。{BODY}"
    assert [path for _, path in paths(text)] == [("二、做法",)]


def test_text_after_a_run_of_single_paragraphs_goes_back_to_what_holds_the_run() -> None:
    text = f"一、成效\n一是组织巩固。{LONG}\n二是党员提升。{LONG}\n三是作用发挥。{LONG}\n{BODY}"
    assert paths(text)[-2:] == [("三是作用发挥", ("一、成效", "三是作用发挥")), ("各街道每月召", ("一、成效",))]


def test_short_lines_over_text_are_headings_and_two_in_a_row_are_parent_and_child() -> None:
    first = f"强化引领 增强认同\n办好“先锋课堂”\n{BODY}\n用好“先锋驿站”\n{BODY}"
    text = f"基本思路\n{BODY}\n{first}\n夯实基础 补齐短板\n选好带头人\n{BODY}"
    assert [path for _, path in paths(text)] == [
        ("基本思路",),
        ("强化引领 增强认同", "办好“先锋课堂”"),
        ("强化引领 增强认同", "用好“先锋驿站”"),
        ("夯实基础 补齐短板", "选好带头人"),
    ]


def test_a_single_short_line_written_like_the_parent_is_a_parent() -> None:
    text = f"强化引领 增强认同\n办好课堂\n{BODY}\n夯实基础 补齐短板\n{BODY}"
    assert [path for _, path in paths(text)] == [("强化引领 增强认同", "办好课堂"), ("夯实基础 补齐短板",)]


def test_where_one_two_three_count_through_a_short_line_does_not_hold_them() -> None:
    text = f"下载打印\n{BODY}\n一、背景\n{BODY}\n二、做法\n{BODY}"
    assert [path for _, path in paths(text)] == [("下载打印",), ("一、背景",), ("二、做法",)]


def test_a_by_line_over_the_first_heading_shares_its_section_and_is_no_heading() -> None:
    text = f"某区委组织部\n一、背景\n{BODY}\n二、做法\n{BODY}"
    assert paths(text) == [("某区委组织部", ("一、背景",)), ("二、做法\n各", ("二、做法",))]


def test_a_count_does_not_begin_under_the_last_of_a_run_of_paragraphs() -> None:
    run = f"——增长平稳。{LONG}\n——结构优化。{LONG}\n——民生改善。{LONG}"
    text = f"一、回顾\n{BODY}\n{run}\n（一）落实政策。{BODY}\n（二）激活动能。{BODY}"
    assert paths(text)[-2:] == [
        ("（一）落实政", ("一、回顾", "（一）落实政策")),
        ("（二）激活动", ("一、回顾", "（二）激活动能")),
    ]


def test_where_the_count_begins_anew_short_lines_hold_it() -> None:
    text = f"东街经验\n一、背景\n{BODY}\n二、做法\n{BODY}\n西街经验\n一、背景\n{BODY}"
    assert [path for _, path in paths(text)] == [
        ("东街经验", "一、背景"),
        ("东街经验", "二、做法"),
        ("西街经验", "一、背景"),
    ]


def test_title_front_matter_salutation_and_signature_are_no_headings() -> None:
    text = (
        "某市关于推进片区党建\n工作的意见\n某委发〔2024〕5号\n各区委，市直各单位：\n"
        f"{BODY}\n一、总体要求\n{BODY}\n二、工作任务\n{BODY}\n某市委员会\n2024年5月6日\n（此件公开发布）"
    )
    expected = [
        ("某市关于推进", ()),
        ("一、总体要求", ("一、总体要求",)),
        ("二、工作任务", ("二、工作任务",)),
        ("某市委员会\n", ()),
    ]
    assert paths(text, title="某市关于推进片区党建工作的意见") == expected
    assert paths(text) == expected


def test_a_title_directly_over_a_heading_shares_its_section() -> None:
    assert paths(f"片区党建经验\n一、背景\n{BODY}", title="片区党建经验") == [("片区党建经验", ("一、背景",))]


def test_an_annex_and_a_forwarded_document_begin_anew() -> None:
    text = (
        f"关于印发工作规则的通知\n各区：\n{BODY}\n附件：1.名单\n2.式样\n某市办公室\n2024年5月6日\n"
        f"片区议事规则\n（某年某月某次会议通过）\n一、参加人\n{BODY}\n二、程序\n{BODY}\n附件2\n报名表\n一、说明\n{BODY}"
    )
    assert [path for _, path in paths(text)] == [
        (),
        ("片区议事规则",),
        ("片区议事规则", "一、参加人"),
        ("片区议事规则", "二、程序"),
        ("附件2 报名表", "一、说明"),
    ]
    assert [path for _, path in paths(text, title="关于印发片区议事规则的通知")] == [
        (),
        (),
        ("一、参加人",),
        ("二、程序",),
        ("附件2 报名表", "一、说明"),
    ]


def test_articles_are_sections_and_what_is_numbered_inside_them_is_their_list() -> None:
    second = "第二条　申请人应当提交：\n（一）登记证书；\n（二）年度决算。"
    text = f"第一章　总则\n第一条　{BODY}\n{second}\n第二章　附则\n第三条　自印发之日起施行。"
    assert [path for _, path in paths(text)] == [
        ("第一章 总则", "第一条"),
        ("第一章 总则", "第二条"),
        ("第二章 附则", "第三条"),
    ]


def test_named_items_of_an_article_are_its_list_too() -> None:
    text = (
        f"第六条　个人所得的范围：\n（一）工资所得，是指薪金。{LONG}\n（二）劳务所得，是指报酬。{LONG}\n第七条　{BODY}"
    )
    assert [path for _, path in paths(text)] == [("第六条",), ("第七条",)]


def test_a_table_of_contents_stands_under_its_own_name_and_gives_no_structure() -> None:
    text = f"目录\n1　总则\n1.1　目的\n2　职责\n1　总则\n1.1　目的\n{BODY}\n2　职责\n{BODY}"
    assert [path for _, path in paths(text)] == [("目录",), ("1 总则", "1.1 目的"), ("2 职责",)]


@pytest.mark.parametrize(
    "items",
    [
        ["1.登记证书；", "2.年度决算；", "3.党组织的意见。"],
        ["1.东街办好老年食堂。", "2.西街开通社区巴士。", "3.南街修好便民道路。"],
        ["1.宣讲：进园区、进楼宇。", "2.培训：新任书记全员轮训。", "3.参会：推荐书记参加会议。"],
        ["（1）" + "有与业务相适应的专职工作人员和固定场所，" * 3 + "合格；", "（2）" + "有稳定经费，" * 9 + "合格。"],
    ],
)
def test_lists_stay_in_the_section_of_their_heading(items: list[str]) -> None:
    text = "\n".join(["一、范围", BODY, "二、条件", "应当具备下列条件：", *items, "三、期限", BODY])
    assert [path for _, path in paths(text)] == [("一、范围",), ("二、条件",), ("三、期限",)]


def test_what_is_numbered_under_a_list_item_belongs_to_the_list() -> None:
    items = "1.有规范的名称。\n2.有五十名以上成员。\n3.法人还应具备：\n（1）固定场所。" + LONG
    text = f"一、保留\n{BODY}\n{items}\n二、撤销\n{BODY}"
    assert [path for _, path in paths(text)] == [("一、保留",), ("二、撤销",)]


def test_three_short_lines_in_a_row_are_a_list() -> None:
    assert [path for _, path in paths(f"{BODY}\n东街片区\n西街片区\n南街片区\n{BODY}")] == [()]


def test_table_cells_names_and_captions_are_no_headings() -> None:
    names, cells, rows = (
        "组　长：甲　某　　副主任\n乙　某　　部长",
        "一级指标\n\t\n一、质量\n\t",
        "区县 | 经费\n甲区 | 3万元",
    )
    text = f"{BODY}\n{names}\n{BODY}\n{cells}\n{BODY}\n{rows}\n{BODY}\n图为活动现场\n{BODY}"
    assert [path for _, path in paths(text)] == [()]


def test_a_line_within_a_broken_sentence_is_no_heading() -> None:
    assert [path for _, path in paths(f"{BODY}\n全市先后出台了\n《片区议事规则》\n，各区随后细化。{BODY}")] == [()]
    assert [path for _, path in paths(f"{BODY}随后出台的办法里最要紧的是\n片区议事规则\n{BODY}")] == [()]


def test_headings_that_the_source_marks_come_before_guesses() -> None:
    start = f"片区党建\n起步\n{BODY}\n不是标题的短行\n{BODY}"
    text = f"{start}\n展开\n（一）建机制。{BODY}\n（二）强保障。{BODY}\n收尾\n{BODY}"
    marks = (mark(text, "起步", 2), mark(text, "展开", 2), mark(text, "收尾", 3))
    assert [path for _, path in paths(text, marks, "片区党建")] == [
        ("起步",),
        ("展开", "（一）建机制"),
        ("展开", "（二）强保障"),
        ("展开", "收尾"),
    ]


def test_a_marked_numbered_heading_keeps_its_rank_among_unmarked_ones() -> None:
    text = f"一、背景\n{BODY}\n二、做法\n（一）建机制。{BODY}\n三、成效\n{BODY}"
    assert [path for _, path in paths(text, (mark(text, "一、背景", 2), mark(text, "二、做法", 2)))] == [
        ("一、背景",),
        ("二、做法", "（一）建机制"),
        ("三、成效",),
    ]
