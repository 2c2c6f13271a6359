"""What closes a document stands under no heading; what ends a section stays in it."""

from indexer.structure import split_sections

BODY = "各街道每月召开一次联席会议，通报进展、交办问题，并在下次会议上逐项回看办理结果。"
CLOSING = "各区要结合实际制定细则，年底前将落实情况报送市委。"


def paths(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[s.start : s.end].strip()[:4], s.path) for s in split_sections(text)]


def test_a_paragraph_behind_the_last_of_all_clauses_closes_the_document() -> None:
    first = f"一、组织\n（一）建强支部。{BODY}\n（二）选好书记。{BODY}"
    text = f"{first}\n二、保障\n（三）经费保障。{BODY}\n（四）阵地保障。{BODY}\n{CLOSING}\n某市委员会\n2024年5月6日"
    assert paths(text)[-2:] == [("（四）阵", ("二、保障", "（四）阵地保障")), ("各区要结", ())]


def test_where_other_clauses_go_on_below_their_line_the_last_one_does_too() -> None:
    first = f"一、组织\n（一）建强支部。{BODY}\n{BODY}\n（二）选好书记。{BODY}"
    text = f"{first}\n二、保障\n（三）经费保障。{BODY}\n（四）阵地保障。{BODY}\n{CLOSING}"
    assert paths(text)[-1] == ("（四）阵", ("二、保障", "（四）阵地保障"))


def test_a_heading_line_keeps_the_paragraph_below_it() -> None:
    first = f"一、组织\n（一）建强支部。\n{BODY}\n（二）选好书记。\n{BODY}"
    text = f"{first}\n二、保障\n（三）经费保障。\n{BODY}\n（四）阵地保障。\n{CLOSING}"
    assert paths(text)[-1] == ("（四）阵", ("二、保障", "（四）阵地保障"))


def test_the_signature_of_an_annex_stands_under_the_annex() -> None:
    text = f"一、安排\n{BODY}\n附件\n工作方案\n一、目标\n{BODY}\n二、步骤\n{BODY}\n某市民政局\n二〇二四年五月六日"
    assert paths(text)[-1] == ("某市民政", ("附件 工作方案",))


def test_a_date_without_an_office_above_it_signs_nothing() -> None:
    text = f"一、安排\n{BODY}\n二、步骤\n{BODY}\n2024年5月6日"
    assert paths(text)[-1] == ("二、步骤", ("二、步骤",))


def test_clauses_that_count_on_under_the_next_heading_are_sections_without_a_name() -> None:
    clause = "转制单位应当在三个月内办理登记，并按规定处理资产、债权和债务，妥善安置人员。"
    text = f"一、登记\n（一）{clause}\n（二）{clause}\n二、资产\n（三）{clause}\n（四）{clause}"
    label = "转制单位应当在三个月内办理登记，并按规定处理资产、债权和债务，妥善安置人员"
    assert [path for _, path in paths(text)] == [
        ("一、登记", f"（一）{label}"),
        ("一、登记", f"（二）{label}"),
        ("二、资产", f"（三）{label}"),
        ("二、资产", f"（四）{label}"),
    ]


def test_sentences_under_decimal_numbers_are_sections() -> None:
    text = f"4　响应\n4.1　启动\n4.1.1　出现险情时，由指挥部在两小时内决定启动，{BODY}\n4.1.2　启动后，{BODY}"
    assert [path for _, path in paths(text)] == [
        ("4 响应", "4.1 启动", "4.1.1 出现险情时，由指挥部在两小时内决定启动，各街道每月召开一次联席会议"),
        ("4 响应", "4.1 启动", "4.1.2 启动后，各街道每月召开一次联席会议，通报进展、交办问题"),
    ]


def test_the_title_of_a_list_of_names_at_the_end_leaves_the_last_section() -> None:
    names = "召集人：张三　　副区长\n成　员：李四　　民政局局长\n　　　　王五　　财政局副局长"
    text = f"一、职能\n{BODY}\n二、规则\n{BODY}\n联席会议成员名单\n{names}"
    assert paths(text)[-1] == ("联席会议", ("联席会议成员名单",))
