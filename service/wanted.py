"""What a part of a question asks for, and what an answering sentence must show: a figure with its unit, a person, …

Invariant: an item asks for one thing; what it does not say of it is empty.
"""

import re
from dataclasses import dataclass
from enum import Enum

ASKS = re.compile(
    r"什么|哪|谁|多少|(?<![好这近前头])几(?![十百千万乎])|第几|多大|多长|多久|怎么|怎样|如何|何时|何地|是否|是不是|有没有|能不能|能否|吗[？?]?$"
)
EITHER_OR = r"([一-鿿])[不没]\1"  # 受不受, 有没有
# What sets things against each other: 有什么区别, 各有什么不同, 一样吗
COMPARES = re.compile(r"区别|不同|差别|差异|异同|不一样|一样吗|相比|比较|有何不")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
HEADS = (
    (re.compile(r"(?:时间|日期|日子)$"), "when"),
    (
        re.compile(
            r"(?:结果|名单|排名|名次|成绩|类型|全称|口号|主题|学历|职务|性质|期限|电话|号码|编号|网址|国家|举办国|路线|对手|队伍|判决"
            r"|教练|主角|女主角|男主角|[^大]奖|金牌|四强|平台|词汇|吉祥物|电视剧)$"
        ),
        "statement",
    ),
    (re.compile(r"(?:地点|地址|举办地|起点|终点|位置|所在地|出发地)$"), "where"),
    (
        re.compile(
            r"(?:导演|主演|冠军|亚军|得主|作者|编剧|主持人|扮演者|主席|总统|总理|首相|首席执行官|董事长|总裁|创始人|航天员|代言人)$"
        ),
        "holder",
    ),
    (
        re.compile(
            r"(?:人数|数量|总数|总量|产量|吞吐量|保有量|规模|售价|价格|票房|营收|利润|净利润|席位|震级|[率额价]|(?<![质力])量|增速|人次|奖金|点数|[^次]数|次数|金额|收入|费用|经费|年限|字数)$"
        ),
        "figure",
    ),
)


class Wanted(Enum):
    """What an answering sentence must show."""

    STATEMENT = "statement"
    FIGURE = "figure"
    MEANING = "meaning"
    HOLDER = "holder"
    PERSON = "person"
    WHICH = "which"
    WHERE = "where"
    WHEN = "when"
    NAMED = "named"
    LIST = "list"
    HOW = "how"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked: `text` is its clause, `words` what the clause is about.

    `units` are the measure words asked for (元 for money, % for a share, 第届 for an ordinal, 点 for a time of day; ()
    for any figure or time); `focus` is the office, the kind of thing or person (街道 in 哪个街道), the head of a phrase
    or the name to be spelled out; `count` the number of members, 0 if open; of the `anchors`, the words beside what
    asks, one must stand beside what is shown.
    """

    text: str
    words: tuple[str, ...]
    wanted: Wanted
    units: tuple[str, ...] = ()
    focus: str = ""
    count: int = 0
    anchors: tuple[str, ...] = ()


def asks_for_itself(item: Item) -> bool:
    """A statement is asked for by its very name, which it must have: 投票结果, 应急预案是什么."""
    named = any(pattern.search(item.focus) for pattern, wanted in HEADS if wanted == "statement")
    return (
        item.wanted is Wanted.STATEMENT and bool(item.focus) and (named or bool(re.search("是什么[？?]?$", item.text)))
    )


def read_count(numeral: str) -> int:
    """五 → 5, 12 → 12, 十二 → 12; 0 for "" and what is no number up to 99."""
    if numeral.isdigit():
        return int(numeral)
    if not numeral or any(c not in _DIGITS for c in numeral):
        return 0
    tens, mark, ones = numeral.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if mark else 0) + _DIGITS.get(ones, 0)
