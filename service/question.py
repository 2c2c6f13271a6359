"""What a question asks for: its content words, the places and years it is about, and what an answer must show.

Invariant: analysis looks at the question alone, never at the library.
"""

import re
from dataclasses import dataclass
from enum import Enum

from indexer.regions import Place, find_places
from indexer.script import fold
from indexer.words import Segmenter

# What a question is made of rather than what it is about; “的”, “了” and other single function words as well.
_QUESTION_WORDS = frozenset(
    """
    什么 怎么 怎样 怎么样 如何 哪些 哪个 哪里 哪儿 哪几 哪家 哪种 哪一 哪一年 哪年 多少 几个 几家 几名 几种
    几条 几项 几年 多大 为什么 为何 是否 有没有 可以 能不能 请问 介绍 一下 告诉 列出 说明 简述 指的是 是指 分别
    包括 包含 具体 意思 含义 一共 总共 有哪些 是什么 什么样 以及 或者 还是 我们 他们 这个 那个 这些 那些 主要
    进行 叫什么 名字 各是 代表 每个 各有 一样 区别 不同 的 了 吗 呢 是 在 有 和 与 及 把 被 给 由 用 从 对 向
    按 为 里 中 上 下 都 也 就 要 会 能 去 来 做 搞 讲 说 叫 各 哪 几 谁 指 个 名 家
    """.split()
)
_QUOTED = re.compile(r"[“\"「『‘《]([^“”\"「」『』‘’《》]{2,40})[”\"」』’》]")  # “六个一”, 《两新办法》
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年)")
_MEASURES = "名位人家个座栋条项种类章期场次件户所间处支批届级倍元岁天年月日分吨亩字页"
_HOW_MANY = re.compile(rf"(?:多少|几|第几)([{_MEASURES}]?)")  # 多少名 | 几条 | 占比是多少
_AMOUNT = re.compile(r"(?:标准|比例|比重|占比|面积|经费|补贴|收入|数量|人数|金额|费用)(?:各?是多少|是什么|[？?]?$)")
_MONEY = re.compile(r"多少钱|(?:工资|薪酬|补贴|经费|费用|收费|花销)")
_MEANING = re.compile(
    r"(?:是|指|由)(?:的是)?(?:哪[几一二三四五六七八九十两]|什么(?:意思|$|[？?]))|什么是|指什么|含义|代表什么"
    r"|[看干送]什么[？?]?$|包括(?:什么|哪)|各是(?:谁|什么)|各代表|分别指"
)
_NAME = re.compile(r"(?=.{3})[一二三四五六七八九十两双百\d].*|.*\+.*")  # 四服务一提升 | 三联模式 | 1+3+n
_NO_NAME = re.compile(r"(?:19|20)\d\d|第?[一二三四五六七八九十\d]+[个名项级条种类年月日]?")
_OFFICE = re.compile(r"书记|主任|部长|局长|区长|市长|负责人|队长|委员|校长|院长|会长")


class Wanted(Enum):
    """What an answering sentence must show."""

    STATEMENT = "statement"
    FIGURE = "figure"
    MEANING = "meaning"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, folded; `words` are what it is about, `names` the names whose meaning it may ask for.

    `unit` is the measure word asked for (名 in 多少名), 元 for money, the office whose holder is asked for, "" for any.
    """

    text: str
    words: tuple[str, ...]
    names: tuple[str, ...]
    places: tuple[Place, ...]
    years: tuple[str, ...]
    wanted: Wanted
    unit: str


def analyse(question: str, segmenter: Segmenter) -> Question:
    """Read a question in either script and any width; a blank one has no words."""
    text = fold(question)
    words = tuple(word for word in segmenter.cut(text) if word not in _QUESTION_WORDS)
    names = _names(text, words)
    wanted, unit = _wanted(text, names)
    return Question(text, words, names, _outermost_dropped(find_places(text)), tuple(_YEAR.findall(text)), wanted, unit)


def _names(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """What stands in quotation marks, else the words that look like a numeric shorthand."""
    return tuple(_QUOTED.findall(text)) or tuple(filter(is_shorthand, words))


def is_shorthand(word: str) -> bool:
    """True for a name made of numerals and what they count: 四服务一提升, 三联模式, 1+3+n; not for 三级 or 2019."""
    return bool(_NAME.fullmatch(word)) and not _NO_NAME.fullmatch(word)


def _wanted(text: str, names: tuple[str, ...]) -> tuple[Wanted, str]:
    if names and _MEANING.search(text):
        return Wanted.MEANING, ""
    office = _OFFICE.search(text)
    if office and re.search(r"谁|叫什么名字|姓名", text):
        return Wanted.HOLDER, office.group()
    how_many = _HOW_MANY.search(text)
    if how_many or _AMOUNT.search(text):
        return Wanted.FIGURE, "元" if _MONEY.search(text) else how_many.group(1) if how_many else ""
    return Wanted.STATEMENT, ""


def _outermost_dropped(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """厦门市思明区 is one place: a place that another one lies in is dropped."""
    return tuple(
        place
        for place in places
        if not any(
            other is not place and inner[: len(outer)] == outer and len(inner) > len(outer)
            for other in places
            for inner in other.paths
            for outer in place.paths
        )
    )
