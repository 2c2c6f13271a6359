"""Cleaning: each rule repairs its damage, says so in an edit, and leaves clean text alone."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.reading import REAL_PAGE, read_runs, repair_runs
from indexer.cleaning import clean
from indexer.edits import apply_edits
from indexer.readers import read_file
from indexer.script import to_simplified
from indexer.types import Edit, HeadingMark, PageStart, RawText

CLEAN = (
    "社区党组织书记每月召开一次例会(试行)，研究（TOD项目区）的难题：2019年解决41件，占43%，比上年多1,000元。\n"
    "一、目标\n会上有人问：怎么办？！大家说！可以找“红色管家”（café、APP、xiamen）；又说：“行吗？”“行！”\n"
    "下载资料见附件。来源可靠，作者署名。上一篇文章已印发。\n"
)


def cleaned(text: str) -> tuple[str, Counter[str]]:
    """The canonical text and how many edits each rule made."""
    result = clean(RawText("", "", text))
    assert apply_edits(text, result.edits) == result.text
    return result.text, Counter(edit.rule for edit in result.edits)


def test_clean_text_gets_no_edit() -> None:
    result = clean(RawText("", "", CLEAN))
    assert (result.text, result.edits, result.credits) == (CLEAN, (), ())


@pytest.mark.parametrize(
    ("raw", "expected", "rules"),
    [
        ("甲。\r\n乙。\r丙。", "甲。\n乙。\n丙。", {"line_end": 2}),
        ("党\u200b建\ufeff引\u200b\u200b领。", "党建引领。", {"zero_width": 3}),
        (
            "党建&nbsp;&ldquo;两新&rdquo;&#8212;&amp;&sp;好&nbsp好&amp;ldquo;甲&amp;nbsp;&amp;lt;&unknown;",
            "党建 “两新”—& 好 好“甲 <&unknown;",
            {"entity": 10},
        ),
        ("全区有６４１个，占４３％，推行１＋Ｘ。", "全区有641个，占43%，推行1+X。", {"width": 3}),
        (
            "干部,群众:都来;行吗?行!共1,000人,22:07开始",
            "干部，群众：都来；行吗？行！共1,000人，22:07开始",
            {"punctuation": 6},
        ),
        ("街道(jiē)社區(qū)建設(shè)，（xiàn）", "街道社区建设，（xiàn）", {"pinyin": 3, "simplified": 2}),
        ("兩次(liǎng)以上(café)", "两次(liǎng)以上(café)", {"simplified": 1}),
    ],
)
def test_each_kind_of_damage_is_repaired_under_its_name(raw: str, expected: str, rules: dict[str, int]) -> None:
    text, found = cleaned(raw)
    assert text == expected
    assert all(
        sum(n for names, n in found.items() if rule in names.split("+")) == count for rule, count in rules.items()
    )


def lose_byte(text: str, stop: int) -> str:
    """Lose the first byte of the character at `stop`, as a GBK stream does: what follows is paired one byte off."""
    before, after = text[:stop], text[stop:].encode("gb18030")
    return before + "?" + after[1:].decode("gb18030", errors="replace").replace("\ufffd", "?")


@pytest.mark.parametrize(
    "text",
    [
        "問題一出，大家都來解決。”市委組織部的幹部說。",
        "服務機制正在形成。《武漢市社區治理規定》已經印發。",
        "帶來了很大的變化。“社區裡的事情有人管了。”",
    ],
)
def test_a_lost_byte_is_restored_and_named(text: str) -> None:
    damaged = lose_byte(text, text.index("。"))
    assert damaged != text
    repaired, rules = cleaned(damaged)
    assert repaired == to_simplified(text)
    assert sum(count for rule, count in rules.items() if "lost_byte" in rule) == 1


def test_a_run_that_ends_in_half_a_character_is_restored_up_to_it_and_doubted() -> None:
    text = "居民都说这样办得好。“停车的难题两个月就解决了，大家都愿意出一份力。”\n下一段说明经费。\n"
    damaged = lose_byte(text, text.index("。")).replace("?下一段", "?\n下一段")
    result = clean(RawText("", "", damaged))
    assert (result.text, [edit.rule for edit in result.edits]) == (text, ["lost_byte_guess"])
    assert [doubt.rule for doubt in result.doubts] == ["lost_byte_guess"]
    cut = clean(RawText("", "", lose_byte("居民都说这样办得好。“停车的难题两个月就解决了", 9)))
    assert cut.text == "居民都说这样办得好。“停车的难题两个月就解决\ufffd"
    assert [doubt.rule for doubt in cut.doubts] == ["lost_byte_guess", "unreadable"]


def test_closing_quote_and_character_chosen_by_context_are_marked_as_guesses() -> None:
    text, rules = cleaned("居民办起了“四点半学?！?，都说好。他说：“这样才有号召力?！?/p>\n下一段。")
    assert text == "居民办起了“四点半学校”，都说好。他说：“这样才有号召力。”\n下一段。"
    assert rules == Counter({"lost_byte_guess": 2})


def test_text_that_is_only_partly_traditional_is_left_alone() -> None:
    text = "台北故宫藏有《江山臥遊圖》，" + "本文介绍了该画的流传经过和研究成果，供读者参考。" * 20
    assert cleaned(text) == (text, Counter())


def test_furniture_at_head_and_tail_goes_and_credits_are_read() -> None:
    body = "社区党群服务中心全天开放，居民可以随时来办事。\n下载\n第二段说明怎样预约，以及每月开放的时间安排。\n"
    raw = RawText(
        "",
        "",
        f"楼宇党建有了新办法\n2021-03-04 10:20 来源：示例日报 【字号：大 中 小】\n打印\n{body}"
        "【编辑：张三】\n(作者：李四)\n为你推荐\n热门新闻\n某市某会议\n",
    )
    result = clean(raw)
    assert result.text == f"楼宇党建有了新办法\n{body}"
    assert [edit.rule for edit in result.edits] == ["credits", "furniture", "furniture"]
    assert [(fact.name, fact.value) for fact in result.credits] == [
        ("published", "2021-03-04"),
        ("publisher", "示例日报"),
        ("editor", "张三"),
        ("author", "李四"),
    ]
    assert [raw.text[fact.origin.start : fact.origin.end] for fact in result.credits] == [
        "2021-03-04",
        "示例日报",
        "张三",
        "李四",
    ]


def test_tail_marker_with_sentences_behind_it_stays() -> None:
    text = "正文第一段在这里。\n相关链接\n《示例条例》规定，街道应当设立服务站。\n"
    assert cleaned(text) == (text, Counter())


def test_reader_removals_pages_and_headings_move_to_the_canonical_text() -> None:
    raw = RawText(
        key="",
        digest="",
        text="页眉\n１、目標\n發展黨員４１名。\n页眉\n第二頁的內容。\n",
        pages=(PageStart(1, 0), PageStart(2, 18)),
        headings=(HeadingMark(0, 2, 1), HeadingMark(3, 7, 2)),
        removals=(Edit(0, 3, "", "pdf_running_head"), Edit(17, 20, "", "pdf_running_head")),
    )
    result = clean(raw)
    assert result.text == "1、目标\n发展党员41名。\n第二页的内容。\n"
    assert result.pages == (PageStart(1, 0), PageStart(2, 14))
    assert result.headings == (HeadingMark(0, 4, 2),)


@given(st.text(st.sampled_from("甲漢語黨。，,:?！“”（）()xiànＡ１+&nbsp;\r\n\u200b来源：打印 "), max_size=60))
def test_edits_always_make_the_canonical_text_and_never_touch_equal_characters(text: str) -> None:
    result = clean(RawText("", "", text))
    assert apply_edits(text, result.edits) == result.text
    assert all(text[edit.start : edit.end] != edit.replacement for edit in result.edits)


@given(st.text(st.sampled_from("甲乙漢語黨建。，,:?！“”（）()xiànＡ１ \n来源：打印"), max_size=60))
def test_a_text_of_clean_chinese_with_any_tail_keeps_its_clean_part(tail: str) -> None:
    assert clean(RawText("", "", CLEAN + tail)).text.startswith(CLEAN[:60])


def test_the_nine_damaged_places_of_the_real_page_are_restored(seeds: Path) -> None:
    (path,) = seeds.glob(REAL_PAGE)
    outcomes = repair_runs(path, read_runs())
    assert [one.repaired for one in outcomes] == [one.run.expected for one in outcomes]
    (raw,) = read_file(path)
    assert isinstance(raw, RawText)
    assert "?" not in clean(raw).text


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_real_pages_come_out_readable(seeds: Path, number: str) -> None:
    (path,) = seeds.glob(f"{number}*")
    (raw,) = read_file(path)
    assert isinstance(raw, RawText)
    result = clean(raw)
    assert apply_edits(raw.text, result.edits) == result.text
    assert to_simplified(result.text) == result.text
    for furniture in (
        "为你推荐",
        "热点推荐",
        "即时新闻",
        "相关专题",
        "上一篇",
        "下一篇",
        "扫一扫",
        "编辑:",
        "编辑：",
        "来源:",
        "来源：",
        "By -",
    ):
        assert furniture not in result.text
    assert not any(mark in result.text for mark in "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ")


@pytest.mark.parametrize(
    "kind", ["s2t_pinyin_light", "s2t_pinyin_heavy", "zero_width", "page_chrome", "fullwidth_digits"]
)
def test_damaged_statutes_are_restored_exactly(dirt: Path, kind: str) -> None:
    lines = (dirt / "dirt_fixtures.jsonl").read_text(encoding="utf-8").splitlines()
    pairs = [pair for pair in map(json.loads, lines) if pair["kind"] == kind]
    wrong = [p["_id"] for p in pairs if cleaned(p["dirty"])[0].strip() != p["clean"].replace("\u200b", "").strip()]
    assert len(pairs) == 30
    assert wrong == []


def test_clean_statutes_get_no_edit_but_for_zero_width_characters_that_are_really_there(dirt: Path) -> None:
    lines = (dirt / "dirt_fixtures.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {pair["clean"] for pair in map(json.loads, lines)}
    rules = Counter(edit.rule for text in texts for edit in clean(RawText("", "", text)).edits)
    assert rules == Counter({"zero_width": sum(text.count("\u200b") for text in texts)})
