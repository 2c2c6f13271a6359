"""Passages are slices of the text, lose nothing, and end where a reader would pause."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.passages import cut_passages, embedding_text
from indexer.sentences import split_sentences
from indexer.structure import split_sections
from indexer.types import Document, Facts, PageStart, Passage, Section

NUMBERED = ("一、总体要求\n", "（一）健全机制。", "1.明确分工。", "●试点先行——", "第三条　", "附件\n", "主要做法\n")
SENTENCES = ("各街道要选派专职指导员联系片区", "经费由市、区两级财政分担，", "他说“好。”", "办" * 90, "x" * 130)
MARKS = ("。", "；\n", "：", "一是", "二是", "“", "”", "（", "）", "\n", "\n\n", "　　")
ROWS = ("区县 | 人数 | 经费\n", "甲区\t12\t3.5万元\n", " | ", "\t", "2024年5月6日\n")
POLICY_PIECES = st.sampled_from((*NUMBERED, *SENTENCES, *MARKS, *ROWS))
TEXTS = st.lists(POLICY_PIECES, max_size=80).map("".join) | st.text()


def make_document(text: str, pages: tuple[PageStart, ...] = ()) -> Document:
    return Document("d", "0123456789abcdef", "d.txt", Facts("标题"), text, (), text, pages)


def cut(text: str) -> tuple[Passage, ...]:
    return cut_passages(make_document(text), split_sections(text))


@given(TEXTS)
def test_every_visible_character_is_in_exactly_one_passage(text: str) -> None:
    covered = Counter(position for passage in cut(text) for position in range(passage.start, passage.end))
    assert [position for position, times in covered.items() if times > 1] == []
    assert [
        text[position] for position in range(len(text)) if position not in covered and not text[position].isspace()
    ] == []


@given(TEXTS)
def test_passages_are_trimmed_slices_within_one_section_in_order(text: str) -> None:
    sections = split_sections(text)
    passages = cut_passages(make_document(text), sections)
    for passage in passages:
        assert passage.text == text[passage.start : passage.end] == passage.text.strip() != ""
        holding = [section for section in sections if section.start <= passage.start and passage.end <= section.end]
        assert [section.path for section in holding] == [passage.heading_path]
        assert passage.id == f"d.01234567.{passage.start}-{passage.end}"
    assert list(passages) == sorted(passages, key=lambda passage: passage.start)
    assert passages == cut_passages(make_document(text), sections)


@given(TEXTS)
def test_passages_begin_and_end_with_sentences_or_points_unless_a_sentence_is_over_600(text: str) -> None:
    ends = {len(text[:end].rstrip()) for _, end in split_sentences(text)}
    points = {len(text[: found.start()].rstrip()) for found in re.finditer(r"(?<=[：:])[一二]是", text)}
    overlong = [(start, end) for start, end in split_sentences(text) if len(text[start:end].strip()) > 600]
    for passage in cut(text):
        inside_overlong = any(start <= passage.end <= end for start, end in overlong)
        assert passage.end in ends | points or inside_overlong


@given(TEXTS)
def test_no_passage_is_longer_than_600_characters(text: str) -> None:
    assert [passage for passage in cut(text) if len(passage.text) > 600] == []


def test_a_text_without_visible_characters_has_no_passage() -> None:
    assert cut("") == ()
    assert cut(" \n　\n") == ()


def test_a_tiny_rest_is_merged_with_what_stands_before_it() -> None:
    text = "指导员每季度到片区走访一次并把问题登记在册。" * 16 + "请遵照执行。"
    assert [len(passage.text) for passage in cut(text)] == [358]
    assert [len(passage.text) for passage in cut("每季度走访，" * 73 + "登记。\n请照办。")] == [446]


def test_paragraph_ends_are_preferred_to_sentence_ends() -> None:
    first = "片区党组织按楼栋设立，书记由物业负责人兼任。" * 11
    second = "经费按每个组织每年两千元安排，由区里统筹。" * 12
    assert [passage.text for passage in cut(f"{first}\n{second}")] == [first, second]


def test_points_within_a_paragraph_are_cut_before_the_point() -> None:
    point = "建立走访台账，按月更新。" * 20
    text = f"主要做法如下：一是健全机制。{point}二是压实责任。{point}三是强化保障。{point}"
    assert [passage.text[:6] for passage in cut(text)] == ["主要做法如下", "二是压实责任", "三是强化保障"]


def test_prose_with_a_tab_or_a_bar_in_it_is_cut_at_sentence_ends() -> None:
    sentence = "指导员每季度到片区走访一次，听取意见，并把问题登记在册。"
    passages = [passage.text for passage in cut(f"{sentence * 15}\t{sentence * 15} | 相关阅读")]
    assert len(passages) > 2
    assert [text for text in passages if not text.startswith("指导员每季度")] == []


def test_a_lead_in_stays_with_what_it_leads_in() -> None:
    before = "符合条件的社会组织可以申请补助，申请全年受理。" * 15
    after = "申请时提交登记证书、上一年度的决算和党组织的意见。" * 16
    assert [passage.text for passage in cut(f"{before}\n有关要求：\n{after}")] == [before, f"有关要求：\n{after}"]


def test_the_items_of_a_list_stay_together_where_they_fit() -> None:
    before = "符合条件的社会组织可以申请补助，申请全年受理。" * 9
    items = "\n".join(
        f"（{number}）{'有与业务相适应的专职工作人员和固定的活动场所，' * 3}合格。" for number in "一二三四"
    )
    assert [passage.text for passage in cut(f"{before}\n{items}")] == [before, items]


def test_table_rows_are_never_cut_inside() -> None:
    rows = [f"第{number}片区 | 指导员{number}名。另有志愿者。 | 每月{number}00元；按季发放" for number in range(10, 60)]
    text = "\n".join(rows)
    lines = {line for passage in cut(text) for line in passage.text.split("\n")}
    assert lines == set(rows)


def test_a_sentence_over_600_characters_is_cut_at_commas_and_lastly_at_length() -> None:
    with_commas = "走访企业，" * 160 + "走访完毕。"
    assert [(len(passage.text), passage.text[-1]) for passage in cut(with_commas)] == [(400, "，"), (405, "。")]
    assert [len(passage.text) for passage in cut("办" * 1000)] == [400, 600]


def test_the_page_of_a_passage_is_the_one_it_starts_on() -> None:
    first, second, third = ("街道每月召开一次联席会议，通报进展。" * 17 for _ in range(3))
    text = f"{first}\n{second}\n{third}"
    pages = (PageStart(3, 0), PageStart(4, len(first) + 50), PageStart(5, len(first) + len(second) + 2))
    passages = cut_passages(make_document(text, pages), (Section(0, len(text), ()),))
    assert [passage.page for passage in passages] == [3, 3, 5]
    assert [passage.page for passage in cut(text)] == [None, None, None]


def make_passage(text: str, *path: str) -> Passage:
    return Passage("p", "d", "v", 0, len(text), text, path, None)


@pytest.mark.parametrize(
    ("passage", "embedded"),
    [
        (
            make_passage("片区每月议事。", "二、做法", "（一）建好片区"),
            "某区经验\n二、做法\n（一）建好片区\n片区每月议事。",
        ),
        (
            make_passage("二、做法\n（一）建好片区。片区每月议事。", "二、做法", "（一）建好片区"),
            "某区经验\n二、做法\n（一）建好片区。片区每月议事。",
        ),
        (
            make_passage("（一）建好片区。片区议事。", "二、做法", "（一）建好片区"),
            "某区经验\n二、做法\n（一）建好片区。片区议事。",
        ),
        (make_passage("●建好片区——片区议事。", "做法", "建好片区"), "某区经验\n做法\n●建好片区——片区议事。"),
        (make_passage("某区经验\n本文讲片区。"), "某区经验\n本文讲片区。"),
        (make_passage("本文讲片区。"), "某区经验\n本文讲片区。"),
    ],
)
def test_what_is_embedded_is_title_path_and_text_without_repeating_what_the_text_begins_with(
    passage: Passage, embedded: str
) -> None:
    assert embedding_text("某区经验", passage) == embedded


def test_what_is_embedded_without_a_title_is_path_and_text() -> None:
    assert embedding_text("", make_passage("片区每月议事。", "二、做法")) == "二、做法\n片区每月议事。"
