"""The figures of a text: counts with their units, percentages, ordinals, dates, frequencies, numbers inside names.

Invariant: figures are compared by value, unit, bound and reckoning, never by how they are written: 三十一名 is 31名,
6.2万元 is 六万二千元, 百分之三十三 is 33%; 20余个 is not 20个, 最高300元 not 300元 and 每季度一次 not 每月两次.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from indexer.numerals import CHINESE, DIGITS, read_number
from indexer.script import fold, fold_width


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount with its unit at `[start:end)`; `bound` is made of ≥ ≤ > < ≈ 几, or "" (exactly).

    `amount` is None for what is no single number (三四名, 十四五); `unit` then begins with the wording itself.
    """

    start: int
    end: int
    amount: Fraction | None
    unit: str
    bound: str


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date at `[start:end)`; the parts that are not written are None."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None


@dataclass(frozen=True, slots=True)
class Frequency:
    """“per” at `[start:end)` (每月, 人均), or how an amount is reckoned (累计); `figure` follows in the same clause."""

    start: int
    end: int
    per: str
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one text, in reading order."""

    counts: tuple[Figure, ...]
    dates: tuple[CalendarDate, ...]
    frequencies: tuple[Frequency, ...]


_SAME_UNIT = {"名": "人", "位": "人", "平米": "平方米", "㎡": "平方米", "千米": "公里", "星期": "周", "礼拜": "周"}
_SAME_UNIT |= {"季": "季度", "年度": "年", "日": "天", "个月": "月", "点": "百分点", "个百分点": "百分点"}
_UNITS = (
    "平方公里 平方米 平米 ㎡ 公里 千米 公斤 人次 户次 场次 个百分点 百分点 小时 分钟 个月 季度 星期 工作日 年度 "
    "元 名 位 人 个 家 座 栋 幢 条 项 种 类 章 节 期 场 次 件 户 所 间 处 支 批 届 级 倍 岁 年 月 日 天 周 季 吨 亩 字 "
    "页 轮 层 块 份 套 篇 本 张 辆 台 米 面 面积 组 队 站 片 区 市 县 村 镇 街 成 分"
).split()
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
MEASURES = frozenset((*_UNITS, *_SAME_UNIT.values(), "%", "‰", "分之"))
# 一 counts only before these; elsewhere it is an article: 建立一个平台, 形成一套机制
_COUNTED_ONE = frozenset(
    "次 名 人 元 年 月 个月 季度 周 天 小时 分钟 期 场 届 轮 倍 岁 户 亩 公里 平方米 米 吨".split()
)
_NUMBER = rf"(?:{DIGITS})[百千万亿]*|[{CHINESE}]+"
_YEAR = "(?:19|20)\\d\\d|[一二][九零〇][零〇一二三四五六七八九]{2}"
_MONTH = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAY = "[12]\\d|3[01]|0?[1-9]|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九]"
# Words with a numeral that count nothing
_WORDS = (
    "十分(?!之)|百姓|千方百计|千家万户|四川|三亚|九江|六安|三明|万一|万众|万事|四处|四周|再三|[二三四五六七八九十]+是"
)

_TOKEN = re.compile(
    rf"(?P<word>{_WORDS})"
    r"|(?P<plus>[0-9a-z]+(?:\+[0-9a-z]+)+)"  # 1+3+n
    rf"|(?P<iso>(?<!\d)(?:19|20)\d\d(?P<dot>[-/.])\d{{1,2}}(?P=dot)\d{{1,2}}(?!\d))"  # 2019-01-24
    rf"|(?P<date>(?P<year>{_YEAR})年度?(?:(?P<month>{_MONTH})月份?(?:(?P<day>{_DAY})[日号])?)?"  # 2019年1月24日
    rf"|(?P<month_only>{_MONTH})月份?(?:(?P<day_of>{_DAY})[日号])?|(?P<day_only>{_DAY})日)"  # 10月底 | 24日
    rf"|(?P<share>百分之|千分之)(?P<shared>(?:{_NUMBER})(?:点[{CHINESE}]+)?)"  # 百分之三十三 | 百分之三点五
    rf"|(?P<whole>{_NUMBER})分之(?P<part>{_NUMBER})"  # 三分之一
    rf"|第(?P<ordinal>{_NUMBER})(?P<ordinal_unit>{_UNIT})?"  # 第三批
    rf"|首(?P<first>[次批个届家期轮座条项支])"  # 首批
    rf"|(?P<count>{_NUMBER})(?P<more>[余多几](?=[百千万亿 ]|{_UNIT}))?(?P<scale>[百千万亿]*)"  # 20余万平方米
    rf"(?P<unit>%|‰| ?(?:{_UNIT})|[一-鿿])?"
)
# Bounds that stand at the figure, or in its clause some words before it: 最高可补贴300元
_FAR_BOUNDS = {
    "≥": "不得少于 不少于 不得低于 不低于 至少 最少 最低 起码".split(),
    "≤": "不得超过 不超过 不得高于 不高于 不多于 至多 最多 最高 最长 上限".split(),
}
_NEAR_BOUNDS = {
    "≥": "下限 满".split(),
    "≤": "控制在".split(),
    ">": "超过 多于 高于 逾 超 突破".split(),
    "<": "不足 不到 少于 低于".split(),
    "≈": "大约 大概 大致 差不多 约 将近 接近 近".split(),
    "几": "几 数".split(),
}
_BOUND_OF = {word: bound for bounds in (_FAR_BOUNDS, _NEAR_BOUNDS) for bound, words in bounds.items() for word in words}
_FAR_WORDS = [word for words in _FAR_BOUNDS.values() for word in words]
_NEAR = re.compile(f"({'|'.join(sorted(_BOUND_OF, key=len, reverse=True))})[为有达在到可]?$")  # 不少于 | 最高可
_FAR = re.compile(  # 至少组织全体人员集中培训, not 最高法, 最高人民法院
    rf"({'|'.join(sorted(_FAR_WORDS, key=len, reverse=True))})(?!人民|法|检)[^\d，。；：！？,;\n]*$"
)
_AFTER = re.compile(
    "(?P<least>及?以上|起(?![来草诉步点到案]))|(?P<most>及?以[下内]|之内|内|封顶|为限|为上限)|(?P<about>左右|上下)|(?P<over>多)(?=[一-鿿])"
)
_AFTER_BOUNDS = {"least": "≥", "most": "≤", "about": "≈", "over": ">"}

_PERIOD = "半年|半个?月|季度|季|年度|年|月|星期|礼拜|周|工作日|天|日|小时"
_PER = re.compile(
    rf"每个?(?P<times>{_NUMBER})?个?(?P<per>{_PERIOD}|[一-鿿])"  # 每两个月 | 每人
    rf"|[按逐](?P<by>{_PERIOD})"  # 按月
    rf"|一个?(?P<one>{_PERIOD})(?=(?:{_NUMBER})[次期场回])"  # 一年两次
    r"|(?P<average>[年月日周人户]均|平均|累计|同比|环比|单[笔次日户])"  # 人均 | 累计
)
_CLAUSE_END = re.compile("[，,。；;：:！!？?、\n]")
_REACH = 16  # characters from “per” to its figure: 每季度至少组织全体网格员集中培训一次


@lru_cache(256)  # a paragraph is read for each claim that is compared with it
def read_figures(text: str) -> Figures:
    """Find the figures of a text in either script and any width; offsets are into `text`."""
    folded = fold(fold_width(text))
    found = [figure for token in _TOKEN.finditer(folded) for figure in _read_token(folded, token)]
    counts = tuple(figure for figure in found if isinstance(figure, Figure))
    dates = tuple(figure for figure in found if isinstance(figure, CalendarDate))
    return Figures(counts, dates, tuple(_frequencies(folded, counts)))


def bounds_before(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the bounds that end where a figure begins: 超过 of 超过60%, 最高可 of 最高可300元."""
    folded = fold(fold_width(text))
    starts = (count.start for count in read_figures(text).counts)
    return tuple(found.span() for start in starts if (found := _NEAR.search(folded, max(0, start - 8), start)))


def bounds_behind(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the bounds that begin where a figure ends: 以上 of 100平米以上."""
    folded = fold(fold_width(text))
    ends = (count.end for count in read_figures(text).counts)
    return tuple(found.span() for end in ends if (found := _AFTER.match(folded, end)))


def same_unit(unit: str) -> str:
    """The unit under which 名, 位 and 人, 季 and 季度 … are compared."""
    return _SAME_UNIT.get(unit, unit)


def _read_token(folded: str, token: re.Match[str]) -> Iterator[Figure | CalendarDate]:
    start, end = token.span()
    if token["plus"]:
        yield Figure(start, end, None, token["plus"], "")
    elif token["iso"]:
        yield CalendarDate(start, end, *(int(part) for part in re.split("[-/.]", token["iso"])))
    elif token["date"]:
        month, day = token["month"] or token["month_only"], token["day"] or token["day_of"] or token["day_only"]
        yield CalendarDate(start, end, _whole(token["year"]), _whole(month), _whole(day))
    elif token["share"]:
        yield _figure(folded, start, end, token["shared"], "%" if token["share"] == "百分之" else "‰")
    elif token["whole"]:
        whole, part = read_number(token["whole"]), read_number(token["part"])
        yield Figure(start, end, part / whole if whole and part is not None else None, "分之", "")
    elif token["ordinal"]:
        yield _figure(folded, start, end, token["ordinal"], f"第{same_unit(token['ordinal_unit'] or '')}")
    elif token["first"]:
        yield Figure(start, end, Fraction(1), f"第{same_unit(token['first'])}", "")
    elif token["count"]:
        yield from _count(folded, token)


def _count(folded: str, token: re.Match[str]) -> Iterator[Figure]:
    written, unit, start = token["count"], (token["unit"] or "").strip(), token.start()
    chinese = written[0] in CHINESE
    if chinese and (not unit or (written == "一" and not token["more"] and unit not in _COUNTED_ONE)):
        return  # （二）, 一、, 一个平台
    if chinese and len(written) == 2 and read_number(written) is None and not _adjacent(written):
        start, written = start + 1, written[1]  # 统一三项标准
    end = token.end()
    after = _AFTER.match(folded, end)  # 3年以上
    bound = ">" if token["more"] else _AFTER_BOUNDS[after.lastgroup] if after and after.lastgroup else ""
    yield _figure(folded, start, end, written + token["scale"], same_unit(unit), bound)


def _adjacent(written: str) -> bool:
    """三四 and 七八 are “three or four”, “seven or eight”; 一三 is not."""
    one, other = read_number(written[0]), read_number(written[1])
    return one is not None and other is not None and other - one == 1


def _figure(folded: str, start: int, end: int, written: str, unit: str, bound: str = "") -> Figure:
    bound = "".join(sorted({bound, _bound_before(folded, start)}))
    amount = read_number(written)
    if amount is None:  # 十四五规划 is compared as 十四五, 三四名 as 三四人
        return Figure(start, end, None, written + (unit if unit in MEASURES else ""), bound)
    return Figure(start, end, amount, unit, bound)


def _bound_before(folded: str, start: int) -> str:
    found = _NEAR.search(folded, max(0, start - 8), start) or _FAR.search(folded, max(0, start - _REACH), start)
    return _BOUND_OF[found[1]] if found else ""


def _whole(written: str | None) -> int | None:
    amount = read_number(written) if written else None
    return None if amount is None else int(amount)


def _frequencies(folded: str, counts: tuple[Figure, ...]) -> Iterator[Frequency]:
    starts = [count.start for count in counts]
    for found in _PER.finditer(folded):
        per = found["average"] or same_unit(found["per"] or found["by"] or found["one"])
        times = read_number(found["times"]) if found["times"] else None
        stop = _CLAUSE_END.search(folded, found.end(), found.end() + _REACH)
        limit = stop.start() if stop else found.end() + _REACH
        number = bisect_left(starts, found.end())
        figure = counts[number] if number < len(counts) and starts[number] < limit else None
        yield Frequency(*found.span(), per if times in (None, 1) else f"{times}{per}", figure)
