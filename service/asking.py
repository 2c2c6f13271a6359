"""The words by which a query asks, as against those that say what it is about.

Invariant: what is left keeps its order, and something is always left.
"""

import re

_WHAT = (
    r"什么(?:是|样|时候|时间|地方|意思|名字)?|哪(?:些|里|儿|几|一)?[个项种条家年方类]?|谁是?|多少|几(?=[个项种条家年方类名级])"
    r"|怎么样?(?:[做办搞弄看])?|怎样|如何|为什么|为何|是否|有没有|能不能|可不可以|何时|何地"
)
# 两带三同〔是什么意思〕, 〔请问有哪些〕做法, 〔如何〕落实, 选派了〔多少〕名; 〔几〕家 but not 几乎
_ASKING = re.compile(
    rf"(?:请问|请介绍(?:一下)?|介绍一下|告诉我|说说)?(?:分别|具体|各自|一共|总共|主要|都|各|又)?(?:指的是|[是有指叫做]){{0,2}}(?:{_WHAT})(?:的|吗|呢)?"
    r"|^(?:请问|请介绍(?:一下)?|介绍一下|告诉我|说说)|(?:吗|呢)(?=[？?]?$)"
)


def drop_asking(folded: str) -> str:
    """The folded query with a blank in place of its question words; unchanged where nothing else is in it."""
    rest = _ASKING.sub(" ", folded)
    return rest if re.search(r"\w", rest) else folded
