"""Facts: taken where a document states them, unknown where it does not."""

from datetime import date

import pytest

from indexer.cleaning import clean
from indexer.credits import read_credits
from indexer.dates import parse_date
from indexer.facts import find_facts
from indexer.official import Letterhead, Signature, Wording, read_date_line, read_letterhead, read_signature
from indexer.regions import find_regions, region_aliases
from indexer.types import Facts, HeadingMark, Origin, RawText, StatedFact

BODY = "街道党工委统筹辖区资源，建立楼宇党群服务站。\n" * 3

NOTICE = f"""示例市人民政府办公室关于
印发楼宇服务实施办法的通知
示政办发[2020] 12 号
各街道办事处：
{BODY}示例市人民政府办公室
二〇二〇年十一月三日
附件
楼宇服务实施办法
示例市住建局
2020年10月1日
"""


def stated(name: str, value: str) -> StatedFact:
    return StatedFact(name, value, Origin("meta"))


def facts_of(text: str, *facts: StatedFact, headings: tuple[HeadingMark, ...] = ()) -> Facts:
    raw = RawText("", "", text, headings=headings, facts=facts)
    return find_facts(raw, clean(raw))[0]


def origins_of(text: str, *facts: StatedFact) -> dict[str, list[tuple[str, str | None]]]:
    """Field → the source of each origin, and the raw text there."""
    raw = RawText("", "", text, facts=facts)
    found: dict[str, list[tuple[str, str | None]]] = {}
    for one in find_facts(raw, clean(raw))[1]:
        where = None if one.origin.start is None else text[one.origin.start : one.origin.end]
        found.setdefault(one.field, []).append((one.origin.source, where))
    return found


def test_official_document_states_title_number_issuer_and_first_date_of_issue() -> None:
    assert facts_of(NOTICE) == Facts(
        title="示例市人民政府办公室关于印发楼宇服务实施办法的通知",
        issuer="示例市人民政府办公室",
        doc_number="示政办发〔2020〕12号",
        issued=date(2020, 11, 3),
        published=date(2020, 11, 3),
        genre="政策文件",
    )


def test_letterhead_with_the_number_above_the_title() -> None:
    lines = ("中共示例区委组织部文件", "示组发〔2018〕5号", "关于选派党建指导员的", "工作方案", "各街道党工委：")
    title, number = Wording("关于选派党建指导员的工作方案", 2, 3), Wording("示组发〔2018〕5号", 1, 1)
    assert read_letterhead(lines) == Letterhead(title, number, None)


def test_decree_takes_its_number_from_the_head_and_its_title_from_below_the_signature() -> None:
    lines = (
        "中华人民共和国国务院令",
        "第 3 号",
        "现公布《示例条例》。",
        "总理　　张三",
        "2018年12月18日",
        "示例条例",
        "第一条 正文。",
    )
    title, number = Wording("示例条例", 5, 5), Wording("国务院令第3号", 0, 1)
    assert read_letterhead(lines) == Letterhead(title, number, Wording("国务院", 0, 0))
    assert read_signature(lines) == Signature(None, date(2018, 12, 18), 4)


def test_number_and_date_inside_sentences_are_not_the_document_s_own() -> None:
    facts = facts_of(f"楼宇党建见成效\n根据示政发〔2019〕3号文件，2019年5月6日启动试点。\n{BODY}")
    assert facts == Facts(title="楼宇党建见成效")


def test_titles_over_several_lines_are_joined_and_spaced_titles_closed_up() -> None:
    assert (
        facts_of(f"示例市委关于加强\n楼 宇 党 建 的 意 见\n示发〔2021〕1号\n{BODY}").title
        == "示例市委关于加强楼宇党建的意见"
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"楼宇党建见成效\n2020-01-02 来源：示例日报\n{BODY}", "楼宇党建见成效"),
        (f"原标题：楼宇党建见成效\n{BODY}", "楼宇党建见成效"),
        (f"中共示例区委组织部\n一、背景\n{BODY}", "街道党工委统筹辖区资源，建立楼宇党群服务站"),
        (f"基本思路\n{BODY}强化引领 增强认同\n{BODY}", "强化引领 增强认同"),
        ("甲。", "甲"),
        ("一、", "一、"),
        ("很长的一句话" * 30, "很长的一句话" * 6 + "很长的一…"),
    ],
)
def test_a_document_without_a_marked_title_gets_the_best_line_it_has(text: str, title: str) -> None:
    assert facts_of(text).title == title


def test_marked_heading_outranks_the_first_line_and_stated_title_outranks_both() -> None:
    text = f"某某网\n楼宇党建见成效\n{BODY}"
    mark = HeadingMark(4, 11, 1)
    assert facts_of(text, headings=(mark,)).title == "楼宇党建见成效"
    assert facts_of(text, stated("title", "另一个标题"), headings=(mark,)).title == "另一个标题"
    assert facts_of(text, stated("page_title", "网页标题")).title == "网页标题"


def test_stated_facts_outrank_what_the_text_says() -> None:
    given = (
        stated("published", "2022-02-03"),
        stated("issuer", "另一机关"),
        stated("genre", "整理稿"),
        stated("region", "湖北省/武汉市"),
        stated("region", "四川省/成都市"),
        stated("url", "https://example.org/1"),
    )
    facts = facts_of(NOTICE, *given)
    assert (facts.published, facts.issuer, facts.genre) == (date(2022, 2, 3), "另一机关", "整理稿")
    assert (facts.regions, facts.url) == (("湖北省/武汉市", "四川省/成都市"), "https://example.org/1")
    assert facts.doc_number == "示政办发〔2020〕12号"


def test_credit_lines_feed_publisher_and_date() -> None:
    facts = facts_of(f"楼宇党建见成效\n2020年1月2日08:30 来源：示例日报\n示例日报讯（记者张三）{BODY}")
    assert (facts.publisher, facts.published, facts.genre) == ("示例日报", date(2020, 1, 2), "新闻")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "来源：市委组织部 时间：2020-3-4 09:01 【字号：大 中 小】",
            (("publisher", "市委组织部"), ("published", "2020-03-04")),
        ),
        ("【编辑:张三】", (("editor", "张三"),)),
        ("(作者：李四)", (("author", "李四"),)),
        ("责任编辑：", ()),
        ("发布时间：2021-13-44 来源：示例社", (("publisher", "示例社"),)),
        ("来源可靠的经费", None),
        ("作者：张三在会上说，经费已经落实", None),
        ("2019年1月27日", None),
        ("", None),
    ],
)
def test_credit_lines_hold_nothing_but_credits(line: str, expected: tuple[tuple[str, str], ...] | None) -> None:
    facts = read_credits(line)
    assert (None if facts is None else tuple((fact.name, fact.value) for fact in facts)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-01-24 22:07", date(2019, 1, 24)),
        ("2019年1月4日", date(2019, 1, 4)),
        ("2019/1/4", date(2019, 1, 4)),
        ("2019.01.04", date(2019, 1, 4)),
        ("２０１９年１月４日", date(2019, 1, 4)),
        ("二〇一九年一月四日", date(2019, 1, 4)),
        ("二○一九年十二月三十一日印发", date(2019, 12, 31)),
        ("20190104", date(2019, 1, 4)),
        ("编号120190104", None),
        ("2019年1月", None),
        ("2010-04-47，2010-04-27", date(2010, 4, 27)),
        ("2010-02-30", None),
        ("没有日期", None),
    ],
)
def test_dates_are_read_in_their_notations_and_checked(text: str, expected: date | None) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("二〇〇四年八月十二日", date(2004, 8, 12)),
        ("二○○四年十月二十日", date(2004, 10, 20)),
        ("一九九六年十一月三十一日", None),
        ("一九九六年元月三十日", date(1996, 1, 30)),
        ("（2019年1月27日）", date(2019, 1, 27)),
        ("2019年1月27日通过", None),
    ],
)
def test_date_lines_are_read_in_digits_and_in_numerals(line: str, expected: date | None) -> None:
    assert read_date_line(line) == expected


@pytest.mark.parametrize(
    ("title", "issuer", "text", "expected"),
    [
        ("楼宇党建", "中共厦门市湖里区委员会组织部", "", ("福建省/厦门市/湖里区",)),
        ("武汉楼宇党建", None, "武汉市委组织部介绍了做法。", ("湖北省/武汉市",)),
        ("朝阳区楼宇党建", None, "北京市正在推广。", ("北京市/朝阳区",)),
        ("朝阳区楼宇党建", None, "没有说是哪个市。", ()),
        ("楼宇党建", None, "济南市作为山东省的省会，近年来推进楼宇党建。济南市有楼宇50座。", ("山东省/济南市",)),
        ("楼宇党建", None, "考察组先后到过武汉市、成都市、济南市。", ()),
        ("楼宇党建", None, "社会长治久安，来宾满意，阿里巴巴参与，居民安康，新城区面貌一新。", ()),
        ("四川省楼宇党建", "国务院办公厅", "四川省人民政府", ()),
        ("内蒙古和海南的楼宇", None, "", ("内蒙古自治区", "海南省")),
        ("楼宇党建", None, "全市统一部署。" * 30 + "武汉有楼宇50座，推动武汉楼宇学会建设。", ("湖北省/武汉市",)),
        ("楼宇党建", None, "全国统一部署。" * 30 + "武汉有楼宇50座，推动武汉楼宇学会建设。", ()),
        ("楼宇党建", None, "全市统一部署。" * 30 + "武汉有楼宇50座，学武汉，也学济南。", ()),
        ("楼宇党建", None, "全市统一部署。" * 30 + "弘扬延安精神，牢记延安时期的作风。", ()),
    ],
)
def test_a_place_counts_only_where_it_is_evidently_the_document_s_own(
    title: str, issuer: str | None, text: str, expected: tuple[str, ...]
) -> None:
    assert tuple(region.path for region in find_regions(title, issuer, None, text)) == expected


@pytest.mark.parametrize(
    ("path", "aliases"),
    [
        ("湖北省/武汉市", ("湖北省", "湖北", "湖北省/武汉市", "武汉市", "武汉")),
        ("北京市/朝阳区", ("北京市", "北京", "北京市/朝阳区", "朝阳区", "朝阳")),
        ("内蒙古自治区", ("内蒙古自治区", "内蒙古")),
        ("河北省/沧州市/沧县", ("河北省", "河北", "河北省/沧州市", "沧州市", "沧州", "河北省/沧州市/沧县", "沧县")),
        (
            "湖北省/恩施土家族苗族自治州",
            ("湖北省", "湖北", "湖北省/恩施土家族苗族自治州", "恩施土家族苗族自治州", "恩施"),
        ),
        (
            "湖北省/武汉市/某高新区",
            ("湖北省", "湖北", "湖北省/武汉市", "武汉市", "武汉", "湖北省/武汉市/某高新区", "某高新区", "某高新"),
        ),
        ("", ()),
    ],
)
def test_a_region_answers_to_its_names_and_to_those_above_it(path: str, aliases: tuple[str, ...]) -> None:
    assert region_aliases(path) == aliases


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("楼宇党建工作方案", "工作方案"),
        ("示例市楼宇管理条例", "政策文件"),
        ("楼宇党建典型案例", "案例"),
        ("楼宇党建的路径研究", "研究"),
        ("领导到楼宇调查研究楼宇党建", None),
        ("楼宇党建见成效", None),
    ],
)
def test_genre_is_named_where_the_title_shows_it(title: str, genre: str | None) -> None:
    assert facts_of(f"{title}\n{BODY}").genre == genre


def test_every_known_fact_says_where_it_was_found() -> None:
    assert origins_of(NOTICE) == {
        "title": [("text", "示例市人民政府办公室关于\n印发楼宇服务实施办法的通知")],
        "issuer": [("text", "示例市人民政府办公室")],
        "doc_number": [("text", "示政办发[2020] 12 号")],
        "issued": [("text", "二〇二〇年十一月三日")],
        "published": [("text", "二〇二〇年十一月三日")],
        "genre": [("text", "示政办发[2020] 12 号")],
    }


def test_origins_are_raw_though_the_facts_are_read_from_the_clean_text() -> None:
    text = f"武漢樓(lóu)宇黨(dǎng)建(jiàn)見成效\n2020年1月2日 来源：示例日报\n武漢市{BODY}"
    assert origins_of(text) == {
        "title": [("text", "武漢樓(lóu)宇黨(dǎng)建(jiàn)見成效")],
        "publisher": [("credits", "示例日报")],
        "published": [("credits", "2020年1月2")],
        "regions": [("text", "武漢樓(lóu)宇黨(dǎng)建(jiàn)見成效")],
    }


def test_a_stated_fact_keeps_the_origin_that_its_reader_gave_it() -> None:
    assert origins_of(f"楼宇党建见成效\n{BODY}", stated("region", "湖北省"), stated("region", "山东省")) == {
        "title": [("text", "楼宇党建见成效")],
        "regions": [("meta", None), ("meta", None)],
    }


def test_a_reporter_named_in_the_dateline_is_the_author() -> None:
    facts = facts_of(f"楼宇党建见成效\n示例日报讯（记者张三 通讯员李四）{BODY}")
    assert (facts.author, facts.genre) == ("张三 通讯员李四", "新闻")
