"""What a claim must share with its quotations: figures in any spelling, dates, frequencies, negations."""

import random
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.numerals import read_number
from service.figures import CalendarDate, Figure, read_figures
from service.guards import missing_from

DIGITS = "零一二三四五六七八九"
MARKS = "一二三四五十百千万两零〇0123456789余多几不未无非没再得第每月年日次名人个元家区级半均首近约%.,+-，。；、 \n"
WORDS = """
召开 大会 没有 取消 禁止 不得 不再 网格员 每季度 百分之 分之 以上 至少 不少于 第三批 2019年1月24日 １２ 網格 1+3+N
""".split()
PIECES = st.lists(st.sampled_from([*MARKS, *WORDS]), max_size=30).map("".join)


def in_chinese(number: int) -> str:
    """Write a number below 100 million in Chinese, the way it is read out."""
    if number >= 10_000:
        rest = number % 10_000
        return (
            in_chinese(number // 10_000) + "万" + ("零" if 0 < rest < 1000 else "") + (in_chinese(rest) if rest else "")
        )
    written = ""
    for scale, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = number // scale % 10, number % scale
        if digit:
            written += DIGITS[digit] + unit
        elif written and rest and not written.endswith("零"):
            written += "零"
    return written or "零"


@given(st.integers(0, 99_999_999))
def test_a_number_has_one_value_in_digits_in_groups_and_in_chinese(number: int) -> None:
    assert read_number(str(number)) == read_number(f"{number:,}") == read_number(in_chinese(number)) == number


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("6.2万", Fraction(62_000)),
        ("二〇一九", Fraction(2019)),
        ("十", Fraction(10)),
        ("两千三百零五", Fraction(2305)),
        ("1.5万亿", Fraction(1_500_000_000_000)),
        ("万", Fraction(10_000)),
        ("三四", None),
        ("十四五", None),
        ("", None),
        ("甲", None),
    ],
)
def test_numbers_are_read_as_people_write_them(written: str, value: Fraction | None) -> None:
    assert read_number(written) == value


def test_the_figures_of_a_sentence_are_found_with_unit_bound_and_place() -> None:
    text = "至少3名，20余万平方米，百分之三十三，第二批，建立一个平台"
    assert read_figures(text).counts == (
        Figure(2, 4, Fraction(3), "人", "≥"),
        Figure(5, 12, Fraction(200_000), "平方米", ">"),
        Figure(13, 19, Fraction(33), "%", ""),
        Figure(20, 23, Fraction(2), "第批", ""),
    )
    assert read_figures("2019年1月24日，二〇一八年三月").dates == (
        CalendarDate(0, 10, 2019, 1, 24),
        CalendarDate(11, 18, 2018, 3, None),
    )


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("三十一名", "31名"),
        ("1041名", "1 041名"),
        ("１０４１名", "1,041名"),
        ("六万二千元", "6.2万元"),
        ("百分之三十三", "33%"),
        ("33％", "百分之三十三"),
        ("33.5%", "百分之三十三点五"),
        ("选派31人", "选派31名"),
        ("二〇一九年一月二十四日", "2019年1月24日"),
        ("2019年1月", "2019年1月24日"),
        ("2019-01-24", "2019年1月24日"),
        ("第3批", "第三批"),
        ("首批", "第一批"),
        ("每季一次", "每季度集中培训一次"),
        ("不少于3名", "至少3名"),
        ("最高补贴300元", "补贴不超过300元"),
        ("最高人民法院发布3件", "最高法发布3件"),
        ("300元以内", "最多300元"),
        ("禁止收费", "不得收费"),
        ("沒有金額", "没有金额"),
        ("召开座谈会", "不再召开年度大会，召开座谈会"),
        ("形成一套机制", "形成机制"),
        ("网格员", ""),
        ("", "31名"),
    ],
)
def test_what_says_the_same_is_borne_out(claim: str, quote: str) -> None:
    assert missing_from(claim, [quote]) == ()


@pytest.mark.parametrize(
    ("claim", "quote", "missing"),
    [
        ("选派1041名指导员", "选派1401名指导员", ("1041名",)),
        ("31名", "31家", ("31名",)),
        ("6.2万元", "6.2元", ("6.2万元",)),
        ("33%", "33个百分点", ("33%",)),
        ("33%", "百分之三十三点五", ("33%",)),
        ("20个工业园区", "20余个工业园区", ("20个",)),
        ("补贴300元", "补贴最高300元", ("300元",)),
        ("最高补贴300元", "补贴300元", ("300元",)),
        ("补贴300元", "最高可给予补贴300元", ("300元",)),
        ("约300元以上", "300元以上", ("300元",)),
        ("补贴300元", "每人补贴300元", ("300元",)),
        ("补贴300元", "累计补贴300元", ("300元",)),
        ("增长5%", "同比增长5%", ("5%",)),
        ("至少3名", "3名", ("3名",)),
        ("第三批", "三批", ("第三批",)),
        ("2019年1月24日", "1月24日", ("2019年1月24日",)),
        ("2019年", "2018年", ("2019年",)),
        ("每季度一次", "每月两次", ("每季度一次",)),
        ("每月一次", "每月两次，每季度一次", ("每月一次",)),
        ("每人每年300元", "每人每月300元", ("每年300元",)),
        ("人均6万元", "年均6万元", ("人均6万元",)),
        ("四服务一提升", "五服务一提升", ("四服",)),
        ("1+3+N", "1+4", ("1+3+N",)),
        ("十四五规划", "十三五规划", ("十四五规",)),
        ("召开年度大会", "不再召开年度大会", ("召开",)),
        ("不再召开年度大会", "召开年度大会", ("不再召开",)),
        ("不得召开年度大会", "不再召开年度大会", ("不得召开",)),
        ("不再召开座谈会", "不再召开年度大会，召开座谈会", ("不再召开",)),
        ("收费", "禁止收费", ("收费",)),
        ("年度大会照开", "取消年度大会", ("年度",)),
        ("金额没有写", "金额写明", ("没有写",)),
        ("党员31名", "非党员31名", ("党员",)),
    ],
)
def test_what_says_otherwise_is_missing(claim: str, quote: str, missing: tuple[str, ...]) -> None:
    assert missing_from(claim, [quote]) == missing


def test_a_claim_may_draw_on_several_quotations_but_not_mix_their_frequencies() -> None:
    quotes = ["每月补贴800元。", "每年培训2次。"]
    assert missing_from("每月补贴800元，每年培训两次", quotes) == ()
    assert missing_from("每年补贴800元", quotes) == ("每年补贴800元",)
    assert missing_from("31名党员不得收费", []) == ("31名", "不得收费")


@given(PIECES)
def test_a_claim_that_quotes_whole_is_borne_out(text: str) -> None:
    assert missing_from(text, [text]) == ()
    assert missing_from(text, ["另有99名。", text]) == ()


@given(st.integers(1, 99_999), st.integers(1, 99_999), st.sampled_from("名家个次元年户%"))
def test_another_number_is_never_borne_out(one: int, other: int, unit: str) -> None:
    assume(one != other)
    # Nobody writes the year 1900 as 1,900年: that is a number of years, and the guard tells the two apart.
    grouped = () if unit == "年" else (f"共有{one:,}{unit}",)
    for claim in (f"共有{one}{unit}", *grouped):
        assert missing_from(claim, [f"共有{other}{unit}"]) != ()
        assert missing_from(claim, [f"共有{one}{unit}"]) == ()


@given(st.integers(2, 99_999), st.sampled_from("名家个次元户"))
def test_digits_and_chinese_numerals_bear_each_other_out(number: int, unit: str) -> None:
    assert missing_from(f"共有{in_chinese(number)}{unit}", [f"共有{number}{unit}"]) == ()
    assert missing_from(f"共有{number}{unit}", [f"共有{in_chinese(number)}{unit}"]) == ()


PERIODS = ("日", "周", "月", "季度", "半年", "年")


@given(st.sampled_from(PERIODS), st.sampled_from(PERIODS), st.integers(1, 9), st.integers(1, 9))
def test_a_frequency_is_borne_out_by_the_same_period_and_count_only(
    period: str, other: str, count: int, counted: int
) -> None:
    same = (period, count) == (other, counted)
    assert (missing_from(f"每{period}{count}次", [f"每{other}开展{DIGITS[counted]}次"]) == ()) == same


BOUNDS_BEFORE = ("最高", "最低", "不超过", "不少于", "至少", "至多", "超过", "不足", "约", "近", "上限为", "逾")
BOUNDS_BEHIND = ("以上", "以下", "以内", "左右", "封顶", "起")
RECKONED = ("人均", "户均", "累计", "平均", "同比", "每人", "每月", "每户每年", "每次", "按年")


@given(st.integers(2, 99_999), st.sampled_from("名家个次元户亩"), st.data())
def test_a_bound_or_reckoning_lost_or_added_is_missing(number: int, unit: str, data: st.DataObject) -> None:
    before = data.draw(st.sampled_from((*BOUNDS_BEFORE, *RECKONED, "")))
    behind = data.draw(st.sampled_from(BOUNDS_BEHIND if not before else ("",)))
    told, plain = f"街道落实{before}{number}{unit}{behind}。", f"街道落实{number}{unit}。"
    assert missing_from(plain, [told]) != ()
    assert missing_from(told, [plain]) != ()
    assert missing_from(told, [told]) == missing_from(plain, [plain]) == ()


NEGATORS = ("不再", "不得", "没有", "未", "禁止", "取消", "不予", "尚未", "严禁", "停止")
VERBS = ("召开大会", "收取费用", "发放补贴", "列入计划", "组织培训")


@given(st.sampled_from(NEGATORS), st.sampled_from(VERBS), st.randoms(use_true_random=False))
def test_a_negation_lost_or_added_is_missing(negator: str, verb: str, chance: random.Random) -> None:
    other = chance.choice([v for v in VERBS if v != verb])
    negated, affirmed = f"街道{negator}{verb}，{other}。", f"街道{verb}，{other}。"
    assert missing_from(negated, [affirmed]) != ()
    assert missing_from(affirmed, [negated]) != ()
    assert missing_from(negated, [negated]) == missing_from(affirmed, [affirmed]) == ()
