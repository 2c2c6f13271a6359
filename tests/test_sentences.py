"""Sentences partition the text, and end where a reader of Chinese would end them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.sentences import split_sentences

WORDS = ("各街道要", "选派指导员", "一是", "3.14", "1,000", "22:07", "http://a.cn/?id=3", "&nbsp;", "\n", "　　", " ")
MARKS = tuple("。；，：？!…;.“”‘’《》（）()「」")
POLICY_PIECES = st.sampled_from((*WORDS, *MARKS))


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@given(st.lists(POLICY_PIECES, max_size=60).map("".join) | st.text())
def test_sentences_partition_every_text(text: str) -> None:
    assert "".join(cut(text)) == text
    assert all(cut(text))


@given(st.lists(POLICY_PIECES, max_size=60).map("".join) | st.text())
def test_no_sentence_begins_with_a_blank_or_reaches_over_a_line_break(text: str) -> None:
    sentences = cut(text)
    assert [sentence for sentence in sentences[1:] if sentence[0].isspace()] == []
    assert [sentence for sentence in sentences if "\n" in sentence.strip()] == []


@given(st.lists(POLICY_PIECES, max_size=60).map("".join))
def test_cutting_a_sentence_again_changes_nothing(text: str) -> None:
    once = cut(text)
    assert once == cut(text)
    assert "".join(piece for sentence in once for piece in cut(sentence)) == text


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        (" \n ", [" \n "]),
        ("先建组织。再扩覆盖！能行吗？能行；", ["先建组织。", "再扩覆盖！", "能行吗？", "能行；"]),
        ("先建组织. 再扩覆盖!能行吗?能行;", ["先建组织. ", "再扩覆盖!", "能行吗?", "能行;"]),
        ("第一段没有句号\n　　第二段。", ["第一段没有句号\n　　", "第二段。"]),
        ("等等……然后呢。", ["等等……", "然后呢。"]),
    ],
)
def test_marks_and_line_breaks_end_sentences(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "圆周率是3.14,人口有1,000,到22:07为止",
        "见http://a.cn/?id=3;v=2与www.gov.cn两处",
        "参加&nbsp;培训的人",
        "1.总体要求",
        "《谁来服务？谁来管理？》一书讲清了办法",
        "打出“谁来办？我来办！”的横幅",
        "实施办法（含附则。另行解释）同时印发",
        "称“一表通办。一次办结”，群众叫好",
    ],
)
def test_what_is_no_sentence_end_is_not_cut(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("他说：“大家都来了。”会就开了。", ["他说：“大家都来了。”", "会就开了。"]),
        ("他问：“来了吗？”没人答。", ["他问：“来了吗？”", "没人答。"]),
        ("（本办法由民政部门解释。）另行通知。", ["（本办法由民政部门解释。）", "另行通知。"]),
        ("办好登记。（民政部门负责）加强监管。", ["办好登记。（民政部门负责）", "加强监管。"]),
        ("明确范围。（二）健全机构。", ["明确范围。", "（二）健全机构。"]),
    ],
)
def test_closing_marks_and_remarks_in_brackets_stay_with_their_sentence(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_a_quotation_that_is_never_closed_does_not_swallow_the_paragraph() -> None:
    assert cut("群众说：“很方便。以后常来。我们记下了。") == ["群众说：“很方便。", "以后常来。", "我们记下了。"]


def test_a_quotation_of_over_300_characters_is_cut_inside() -> None:
    sentences = cut("“" + "办实事。" * 80 + "”")
    assert sentences[:2] == ["“办实事。", "办实事。"]
    assert len(sentences) == 80


def test_unbalanced_brackets_take_no_more_than_a_moment() -> None:
    text = "（“《(" * 5000
    assert cut(text) == [text]
