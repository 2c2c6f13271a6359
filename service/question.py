"""What a question asks for: its parts, what each must show, and the places, localities, names and years it is about.

Invariant: analysis looks at the question alone (and at place names it is told), never at the library.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.regions import Place, find_places, region_aliases
from indexer.script import fold
from indexer.words import Segmenter
from service.everyday import everyday_words_in
from service.items import asks_meaning, read_items
from service.wanted import ASKS, EITHER_OR, Item

# What a question is made of rather than what it is about; “的”, “了” and other single function words as well.
_QUESTION_WORDS = frozenset(
    """
    什么 怎么 怎样 怎么样 如何 哪些 哪个 哪里 哪儿 哪几 哪家 哪种 哪一 哪一年 哪年 多少 几个 几家 几名 几种
    几条 几项 几年 几点 多长时间 多大 为什么 为何 是否 有没有 可以 能不能 请问 介绍 一下 告诉 列出 说明 简述 指的是 是指
    分别 包括 包含 具体 意思 含义 一共 总共 有哪些 是什么 什么样 以及 或者 还是 我们 他们 这个 那个 这些 那些 主要
    进行 叫什么 名字 各是 代表 每个 各有 一样 区别 不同 的 了 吗 呢 是 在 有 和 与 及 把 被 给 由 用 从 对 向
    按 为 里 中 上 下 都 也 就 要 会 能 去 来 做 搞 讲 说 叫 各 哪 几 谁 指 个 名 家 得 着 过 到 时 时候 有个 哪几类
    多 两 一 二 三 四 五 六 七 八 九 十 第 位 项 种 类 条 份 户 人 年 月 件 场 次 级 届 后 前 内 以后 之后 之前
    才 让 使 靠 起来 些 难是 当 钱 多少钱 元 块 大概 大约 差不多 到底 究竟 已经 目前 现在 如今 至今 各自 不 一样吗
    不一样 差别 差异 异同 相同 相比 相比之下 比较 比起 是从 要建 是不是 哪儿 哪里有 哪一天 一天 一年 材料里
    起 起到 那边 这边 那儿 这儿 咱们 自己 现成 里头 有点 这样 那样 想 想要 希望 想让 方面 好的 比如 例如 别的 别人 请
    """.split()
)
_QUOTED = re.compile(r"[“\"「『‘《]([^“”\"「」『』‘’《》]{2,40})[”\"」』’》]")  # “六个一”, 《两新办法》
_EXPLAINED = re.compile(
    r"^(?:请问)?([^，,的]{2,8}?)(?:都|各|分别)*(?:是什么意思|是指什么|指的?是?什么)|什么[是叫]([^，,的？?]{2,8})[？?]?$"
)  # 三勤是什么意思
_SEVERAL = re.compile(r"分别|各[是指]")  # 两带三同和四有目标分别指什么: each is a name of its own
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年|[^\d]|$)")
# 四看, where it is asked what that is; not 三级 or 四项
_SHORT_NAME = re.compile(r"[二三四五六七八九十两](?![个名项级条种类年月日方层次张份步期天位家间座人])[一-鿿]")
_NAME = re.compile(r"(?=.{3})[一二三四五六七八九十两双百\d].*|.*\+.*")  # 四服务一提升 | 三联模式 | 1+3+n
# Counts, and numerals that have become part of a word: 两新组织 and 三农 are things, not names of practices
_NO_NAME = re.compile(
    r"(?:19|20)\d\d|\d+|[一二三四五六七八九十百千万]+分之.*|.*几.*|第?[一二三四五六七八九十\d]+[个名项级条种类年月日]?"
    r"|一[节句场次轮条项名位个件份座家支队段本张][一-鿿]?|[一-鿿]{2}[区县市]|十?[一二三四五六七八九十]大|十[一二三四五]五"
    r"|(?:两新|两委|两会|两岸|三农|三峡|四川|百姓|千方百计).*"
)
_HAVING = re.compile("有(?=哪些|什么|多少)")
_INTERROGATIVE = re.compile("哪|什么|怎么|多少")  # 哪些地方; not 几级, which says that there are levels
# 青松街道, 向阳村, 白石边境派出所; group 1 is the two characters that name it
_LOCALITY = re.compile(
    r"([一-鿿]{2})((?:边境|交警|森林)?派出所|街道|社区|小区|新村|村|镇|乡|花园|华庭|新区|开发区|商圈|园区|大厦|广场)"
)
# 老旧小区, 哪个街道, 各个社区, 智慧社区 name nothing
_NO_LOCALITY = re.compile(
    r"[哪某各每个几些这那该本全的在有给对由和与种家类]|老旧|农村|[么让时后中上下了]|乡村|城市|住宅|智慧|示范|试点|商务|幸福|边境|集中|美丽|行政|基层|居民"
    r"|[我你咱他]|农$|未来|国际|完整|相关|物业|封闭|开放|楼宇|\d"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, folded; `words` are what it is about, `names` what stands in quotation marks or is a shorthand.

    `localities` are below a district (street, community, village), each from the two characters that tell it from
    others: 青松社区.
    """

    text: str
    words: tuple[str, ...]
    names: tuple[str, ...]
    places: tuple[Place, ...]
    localities: tuple[str, ...]
    years: tuple[str, ...]
    items: tuple[Item, ...]


def analyse(question: str, segmenter: Segmenter, regions: Iterable[str] = ()) -> Question:
    """Read a question in either script and any width; a blank one has no words.

    `regions` are paths (福建省/厦门市/湖里区) whose short names (湖里) may stand in the question.
    """
    text = fold(question)
    words = _content_words(text, segmenter)
    names = _names(text, words)
    places = find_asked_places(text, regions)
    items = read_items(text, names, lambda clause: _content_words(clause, segmenter))
    return Question(text, words, names, places, _localities(text, places), tuple(_YEAR.findall(text)), items)


def _content_words(text: str, segmenter: Segmenter) -> tuple[str, ...]:
    """Everyday words are kept whole (发钱), so that they can be recognised in official ones; 批 for 批不批.

    The 有 of 有哪些 joins no word: 党建有哪些做法 is not cut into 建有.
    """
    text = _HAVING.sub(" ", re.sub(EITHER_OR, r"\1", text))
    everyday = everyday_words_in(text)
    words = (word for word in segmenter.cut(text) if word not in _QUESTION_WORDS and not _INTERROGATIVE.match(word))
    kept = (*(word for word in words if not any(word in phrase for phrase in everyday)), *everyday)
    return tuple(sorted(kept, key=text.find)) if everyday else kept


def _names(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """What stands in quotation marks, else what is asked to be explained, else words that look like a shorthand."""
    explained = tuple(one or other for one, other in _EXPLAINED.findall(text))
    meant = asks_meaning(text)
    named = tuple(word for word in words if is_shorthand(word) or (meant and _SHORT_NAME.fullmatch(word)))
    if _SEVERAL.search(text) and len(named) > 1:
        explained = named
    return tuple(_QUOTED.findall(text)) or explained or named


def is_shorthand(word: str) -> bool:
    """True for a name made of numerals and what they count: 四服务一提升, 三联模式, 1+3+n; not for 三级 or 2019."""
    return bool(_NAME.fullmatch(word)) and not _NO_NAME.fullmatch(word)


def find_asked_places(text: str, regions: Iterable[str]) -> tuple[Place, ...]:
    """The places that a folded text names, by the gazetteer or by the short name of one of the regions."""
    found = find_places(text)
    covered = "".join(place.name for place in found)
    short: dict[str, set[tuple[str, ...]]] = {}
    for region in regions:
        path = tuple(region.split("/"))
        for alias in region_aliases(region)[1:]:
            if len(alias) >= 2 and alias in text and alias not in covered and "/" not in alias:
                depth = next(i for i, level in enumerate(path) if level.startswith(alias))
                short.setdefault(alias, set()).add(path[: depth + 1])
    added = (Place(name, tuple(sorted(paths))) for name, paths in short.items())
    return _outermost_dropped((*found, *added))


def _localities(text: str, places: tuple[Place, ...]) -> tuple[str, ...]:
    named = tuple(place.name for place in places)
    return tuple(
        dict.fromkeys(
            match.group()
            for match in _LOCALITY.finditer(text)
            if not _NO_LOCALITY.search(match.group(1))
            and not ASKS.search(match.group())
            and not match.group().startswith(named or ("\n",))
        )
    )


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
