"""Whatever damage a text has, its canonical form leads back to the raw one; a text without damage is left alone."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.edits import OffsetMap, apply_edits
from indexer.types import RawText

CLAUSES = (
    "社区党组织书记每月召开一次例会",
    "研究解决居民反映的41件难题",
    "街道按季度通报办理情况（试行）",
    "占比43%，比上年多1,000元",
    "由“红色管家”负责落实",
    "依照《某市社区治理办法》第三条办理",
    "服务时间为9:00至17:30",
    "推行1+3+N工作法",
    "2024年3月5日起施行",
    "（TOD项目区）党群服务站免费开放",
    "企业职工可以就近参加组织生活",
    "经费列入年度预算，不得挪作他用",
)
HEADINGS = ("一、工作目标\n", "（一）组织领导\n", "第一章  总则\n", "1.健全制度\n", "附件：任务分工表\n", "\n")
SENTENCES = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4).map("，".join).map("{}。".format)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(lambda sentences: "".join(sentences) + "\n")
TEXTS = st.lists(PARAGRAPHS | st.sampled_from(HEADINGS), min_size=2, max_size=12).map("".join)

DAMAGES: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("组织", "组\u200b织"),
    lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    lambda text: text.replace("“", "&ldquo;").replace("”", "&rdquo;"),
    lambda text: text.encode("utf-8").decode("gbk", errors="replace"),
    lambda text: text.encode("utf-8").decode("latin-1"),
    lambda text: "\n".join(text[start : start + 24] for start in range(0, len(text), 24)),
    lambda text: (
        text.replace("居民", "居 民").replace("街道", "街 道").replace("社区", "社 区").replace("组织", "组 织")
    ),
    lambda text: text.replace("，", "◆★，").replace("。", "■●■。"),
    lambda text: text.replace("。\n", "。广告 三天就能学会！ ×\n"),
    lambda text: text.replace("。“", "?！"),
    lambda text: f"下载\n打印\n{text}上一篇：另一个社区\n责任编辑：张三\n",
    lambda text: text.replace("社区", "社區(qū)").replace("组织", "組織(zhī)").replace("党", "黨(dǎng)"),
)


@settings(deadline=None, max_examples=50)
@given(TEXTS)
def test_a_text_without_damage_gets_no_edit_and_no_doubt(text: str) -> None:
    result = clean(RawText("", "", text))
    assert (result.text, result.edits, result.doubts) == (text, (), ())


@settings(deadline=None, max_examples=50)
@given(TEXTS, st.lists(st.sampled_from(DAMAGES), min_size=1, max_size=3, unique=True))
def test_every_character_that_no_edit_made_leads_back_to_itself(text: str, damages: list[Callable[[str], str]]) -> None:
    raw = text
    for damage in damages:
        raw = damage(raw)
    result = clean(RawText("", "", raw))
    assert apply_edits(raw, result.edits) == result.text
    offsets, edited = OffsetMap.of(result.edits), bytearray(len(raw))
    for edit in result.edits:
        edited[edit.start : edit.end] = b"\1" * (edit.end - edit.start)
    returned = 0
    for place in range(len(result.text)):
        start, end = offsets.to_raw(place, place + 1)
        if end == start + 1 and not edited[start]:
            assert raw[start] == result.text[place]
            assert offsets.to_canonical(start, end) == (place, place + 1)
            returned += 1
    assert returned == edited.count(0)


@settings(deadline=None, max_examples=50)
@given(TEXTS, st.sampled_from(DAMAGES))
def test_cleaning_what_is_clean_already_changes_nothing_more(text: str, damage: Callable[[str], str]) -> None:
    once = clean(RawText("", "", damage(text))).text
    assert clean(RawText("", "", once)).text == once
