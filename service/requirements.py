"""Whether a sentence shows what an item asks for: a figure in its unit, who holds an office, the name of a street.

Invariant: what is shown is a span of the sentence itself; a sentence that shows nothing of the kind is no evidence.
"""

import re
from collections.abc import Callable, Iterator

from indexer.regions import find_places
from service.everyday import official_words
from service.kinds import KINDS
from service.people import find_people
from service.wanted import Item, Wanted

Span = tuple[int, int]

# What a text says of itself (本文比较四地的队伍。) answers at most when it was written and who did.
_ANNOUNCES = re.compile(
    r"[^。]{0,6}(?:本[文篇]|以下|下文|下面)[^。]{0,30}(?:比较|整理|介绍|归纳|分析|放在一起|说明|如下)"
)
# 二是年份不明：四份材料都没有日期。可以同另一条放在一起看。 answers at most what is asked of the material
_OF_SOURCES = re.compile(
    r"^(?:材料|报道|原文)[里中]?没有|年份不明|来源共|没有(?:注明|标明|写明)(?:发布|日期|来源|出处)|都没有日期"
    r"|(?:放在一起|对照着?|合起来)看"
)
_ASKED_OF_SOURCES = re.compile(r"材料|来源|出处|日期|年份|发布|引用")
_OF_THE_TEXT = (Wanted.WHEN, Wanted.PERSON)
FEWEST_NEW = 4  # characters that a sentence must have beyond the question's words
OFFICE_REACH = 22  # characters between a name and its office: 王某，某街道第一联建片牵头党组织书记
_HAN_NUMBER = (
    r"(?<!“)(?!两[新委会岸学代]|一[^二三四五六七八九十百千万]|[千万百十]{1,2}[一-鿿])[一二三四五六七八九十百千万两]+"
)
# 1041名 | 近30万元 | 80余件 | 4.1万户 | 410多个 | 三百二十户 | 6—10家
_FIGURE = rf"(?:\d[\d,]*(?:\.\d+)?(?:[—–~～-]+\d+(?:\.\d+)?)?|{_HAN_NUMBER})(?:[余多]?[百千万亿]{{0,2}}[余多]?)"
_ALIKE = (
    frozenset("名人位"),
    frozenset("个家座处所支间"),
    frozenset("个项条"),
    frozenset("件起次场桩"),
    frozenset("次回遍趟"),
    frozenset("期批轮次"),
    frozenset("级层"),
)
_OF_ANY = {"个": "件起桩名人位户"}  # 多少个问题: 问题80余件, at its very noun
_UNIT_PATTERNS = {
    "元": r"(?:美元|[元块])",
    "%": r"(?:%|成(?!立|为|员|果|功))",
    "面积": r"(?:平方米|平方公里|平米|㎡|亩|公顷)",
    "岁": r"周?岁",
    "年": r"年(?!级|度|代)",
    "时长": r"(?:年(?!级|度|代)|个?月|周|天|日(?!\d)|个?小时|分钟|个?工作日)",
}
_SHARE = re.compile(
    r"\d[\d.]*%|百分之[一二三四五六七八九十\d]+|[一二三四五六七八九十]分之[一二三四五六七八九十]|[一二三四五六七八九]成(?!立|为|员|果|功)|过半|半数"
)
_ORDINAL = r"第(?:\d+|[一二三四五六七八九十百]+)"
_NO_AMOUNT = r"(?:年|月|日|时(?!间)|点(?!\d)|号|岁|楼|路|届|[一-鿿]?(?:届)|[、）)．]|\.\D)"
_DATE = re.compile(
    r"(?:19|20)\d{2}年|\d{1,2}月(?:\d{1,2}日|份|底|初|中旬|上旬|下旬)?|[一二三四五六七八九十]{1,2}月|\d{1,2}[日号]|\d{1,2}[:：]\d{2}"
    r"|(?<!第)(?<![\d.])(?:\d{1,2}|[一二三四五六七八九十]{1,2})点(?:钟|半|整|(?=[到至—开关前后左起，。]))"
)
METHOD = re.compile(
    r"通过|采取|采用|坚持|明确|制定|开展|组织(?!生活|部)|设立|成立|配备|选派|召开|走访|整合|落实|实施|给予|讲清|摸清|依托|借助|按照?|根据|以[^，。]{2,12}为|建立|实行|推行|推动|鼓励|发挥|搭建|由[^，。]{2,14}[牵负担]|为[^，。]{2,20}颁发|机制|模式|办法"
)
_EVERY = re.compile(r"每个?(?:半年|季度?|月|周|天|日|年|学期)")  # 多久一次 is answered by 每季度, too
_FIVE_YEARS = re.compile("十[一二三四五]五")  # a plan: 十五五
_MODIFIERS = re.compile(r"人均|年均|日均|同比|环比|单日|季度|预计|力争|增幅|涨幅|上年同期|去年同期")
_YEAR_WILL_DO = re.compile(r"哪一?年|成立|建立|设立|组建|出台|印发|颁布|实施|启动")
_QUOTED = re.compile(r"[“「『《]([^“”「」『』《》]{2,30})[”」』》]")
_DOC_NUMBER = re.compile(r"〔\d{4}〕\s*\d+号|\[\d{4}\]\s*\d+号")
_NAMING = re.compile(r"(?:名为|名叫|叫做|取名|命名为|起名)([一-鿿a-z\d]{2,12})")
_ORGANISATION = re.compile(
    r"[一-鿿”]{2,12}?(?:党委|支部|总支|工委|街道|社区|公司|集团|中心|法院|医院|学校|协会|联合会|局|委员会|办事处|工作室|服务队|政府|部|机构|机关|领导小组|联席会议|工作组|专班|联建片)+"
)  # 青松社区党委
# 由分管教育工作的副秘书长担任: an office, whoever holds it
_BY_WHOM = re.compile(r"(?<=由)[^，。；由]{2,30}?(?=担任|兼任|负责|承担|牵头|主持|来?评[判价选定]|带领|带队|出资)")
_NO_NAME = re.compile(r"[这那该各每某全本两几多]")  # 这个街道, 各社区
_SITE = re.compile(r"[一-鿿]{2,10}(?:[省市区县镇乡村]|街道|社区|中心|园|馆|站|广场|大厦|学校|基地|高新区|开发区)")
_VALUE = r"[“《「：:，]?[^，。；“]{0,2}(?:是(?!否)|为|在于?|有[一二三四五六七八九\d]|叫|包括|即|：|——|“|《)"
# 靠的是三套机制。 ends before it lists anything
_PROMISES = re.compile(
    r"(?:的是|有|分为?|采取了?|推出了?|建立了?|形成了?|以下|如下)[一二三四五六七八九十两\d]+[一-鿿][^，。；：]{0,8}。?$"
)
_COMPOUND = "[站点队员区台所处部室业日商]|中心"  # 服务 in 服务站 is no 服务
_BETWEEN = r"、|(?<=[一-鿿])(?:和|以及)(?=[一-鿿])"  # 甲、乙和丙
_MEMBER_MARK = re.compile(
    r"；?\n\s*[（(]?[一二三四五六七八九\d]+[）)、.．]|、|；|[一二三四五六七八九]是|第[一二三四五六七八九][，、是级]"
)


# 用来干什么, 花在哪些方面, 有什么用
_PURPOSE_ASKED = re.compile(
    r"(?:用来|用于|用在|花在|用去)(?:干|做)?(?:什么|哪|何)|有(?:什么|何)(?:用处|作用|用途)|[干做]什么用"
)
_PURPOSE = re.compile(r"用于|用来|用作|用在|花在|列支|为了|旨在|目的|作用|发挥|帮助|方便|解决|提供")
# 被处分了吗: what has happened must be told; a 吗 alone may be answered by the contrary
_HAPPENED_ASKED = re.compile(r"[了过](?:吗|没有?)[？?]?$")
# “街道-社区-网格”三级体系
_CHAIN = re.compile(r"[一-鿿]{2,8}(?:[-—–－→+][一-鿿]{2,8})+")


def find_shown(item: Item, sentence: str, asked: str, headings: str = "") -> tuple[Span, ...]:
    """Spans of the folded sentence that show what the item asks; () when it shows nothing of the kind.

    `asked` is the whole question: what stands there already is no answer. `headings` are those above the sentence.
    """
    if not may_tell(item, sentence):
        return ()
    if item.wanted is Wanted.STATEMENT and item.focus and item.focus in headings and re.search("[：、]", sentence):
        return ((0, len(sentence)),)
    return tuple(_READERS[item.wanted](item, sentence, asked))


def may_tell(item: Item, sentence: str) -> bool:
    """The sentence is no question, says more than the question does, and more than what the text is about."""
    announces = item.wanted not in _OF_THE_TEXT and _ANNOUNCES.match(sentence)
    if _OF_SOURCES.search(sentence) and not _ASKED_OF_SOURCES.search(item.text):
        return False
    return not announces and not sentence.endswith(("？", "?")) and says_more(sentence, item.words)


def says_more(sentence: str, words: tuple[str, ...]) -> bool:
    """True when the sentence goes beyond the given words: “三是‘暖心五送’。” tells nothing about 暖心五送."""
    rest = sentence
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(re.findall(r"[一-鿿\da-z]", rest)) >= FEWEST_NEW


def find_figures(sentence: str, unit: str) -> Iterator[Span]:
    """Figures with the unit; "" for any amount, which a date, a clock time or a list number is not."""
    if unit == "%":
        yield from (match.span() for match in _SHARE.finditer(sentence))
        return
    if unit == "时长":
        yield from (match.span() for match in _EVERY.finditer(sentence))
    if unit.startswith("第"):
        yield from (match.span() for match in re.finditer(_ORDINAL + re.escape(unit[1:]), sentence))
        return
    alike = "".join(sorted({unit, *_OF_ANY.get(unit, "")}.union(*(group for group in _ALIKE if unit in group))))
    pattern = _UNIT_PATTERNS.get(unit) or (f"[{alike}]" if unit else rf"(?!{_NO_AMOUNT}|\d)(?=[一-鿿%])")
    for match in re.finditer(rf"(?<![\d第.a-z+]){_FIGURE}{pattern}", sentence):
        plan = _FIVE_YEARS.search(sentence, max(0, match.start() - 2), match.end() + 1)
        year = unit in ("年", "时长") and re.match(r"(?:19|20)\d{2}年", match.group())
        if not plan and not year:
            yield match.span()


def is_in_like_unit(shown: str, units: tuple[str, ...]) -> bool:
    """The figure is counted by another measure word than those asked for: 25个 for 多少家."""
    alike = [unit for unit in units if any(unit in group for group in _ALIKE)]
    return bool(alike) and not shown.endswith(units)


def _figure(item: Item, sentence: str, asked: str) -> Iterator[Span]:
    units = item.units or ("",)
    found = {unit: tuple(find_figures(sentence, unit)) for unit in units}
    if all(found.values()):
        for spans in found.values():
            yield from (s for s in spans if sentence[slice(*s)] not in asked and not _other_measure(sentence, s, asked))


def _other_measure(sentence: str, span: Span, asked: str) -> bool:
    """The clause before the figure makes it another measure than the one asked for: 人均, 同比, 预计."""
    clause = re.split("[，。；]", sentence[: span[0]])[-1]
    return any(word not in asked for word in _MODIFIERS.findall(clause))


def _holder(item: Item, sentence: str, asked: str) -> Iterator[Span]:
    for start, end in find_people(sentence):
        near = re.sub(r"[ \u3000]", "", sentence[max(0, start - OFFICE_REACH) : end + OFFICE_REACH])
        if re.search(f"{'' if '副' in asked else '(?<!副)'}{re.escape(item.focus)}", near):
            yield start, end


def _person(item: Item, sentence: str, asked: str) -> Iterator[Span]:
    """With a verb (谁组建了…) the doer stands before it; 谁 may be an organisation, 哪位同志 not."""
    does = re.search("(?<!由)谁(?!的|是|[？?]?$)", asked)
    last = max((sentence.rfind(word) for word in item.anchors if does and word in sentence), default=len(sentence))
    others = () if item.focus else (*_new(_ORGANISATION, sentence, asked), *_new(_BY_WHOM, sentence, asked))
    for start, end in (*find_people(sentence), *others):
        if end <= last and sentence[start:end] not in asked:
            yield start, end


def _which(item: Item, sentence: str, asked: str) -> Iterator[Span]:
    """An own name before the kind of thing: 青松社区 for 哪个社区; for other kinds one in quotation marks will do."""
    kind = KINDS.get(item.focus, re.escape(item.focus))
    named = _new(re.compile(rf"[一-鿿a-z\d“”]{{2,8}}?(?:{kind or '(?!)'})"), sentence, asked)
    yield from (span for span in named if not _NO_NAME.match(sentence, span[0]))
    if item.focus not in KINDS:
        yield from _new(_QUOTED, sentence, asked)


def _where(item: Item, sentence: str, asked: str) -> Iterator[Span]:
    for place in find_places(sentence):
        if place.name not in asked:
            start = sentence.index(place.name)
            yield start, start + len(place.name)
    yield from _new(_SITE, sentence, asked)


def _when(item: Item, sentence: str, asked: str) -> Iterator[Span]:
    """A bare year will do only where a year is asked for, or when something was set up or issued; for a time of day
    only a time of day.
    """
    for start, end in _new(_DATE, sentence, asked):
        if item.units and not re.search("[点:：]", sentence[start:end]):
            continue
        if re.search("[月日号点:：]", sentence[start:end]) or _YEAR_WILL_DO.search(asked):
            yield start, end


def _named(item: Item, sentence: str, asked: str) -> Iterator[Span]:
    if item.focus == "文号":
        yield from (match.span() for match in _DOC_NUMBER.finditer(sentence))
        return
    for pattern in (_QUOTED, _NAMING):
        yield from (match.span(1) for match in pattern.finditer(sentence) if match.group(1) not in asked)


def _list(item: Item, sentence: str, asked: str) -> Iterator[Span]:
    # 优秀党务工作者称号 for 哪些称号; not 解难题的平台 for 哪些难题
    own = rf"(?!{re.escape(asked[:2])})[^的个了这那些一几，。、“”：]{{4}}{re.escape(item.focus)}(?!的|{_COMPOUND})"
    named = not item.count and bool(item.focus) and re.search(own, sentence)
    if item.count and _PROMISES.search(sentence):
        return
    if named or count_members(sentence, item.focus if item.count else "") >= max(2, item.count):
        yield 0, len(sentence)


def count_members(sentence: str, noun: str = "") -> int:
    """How many things a folded sentence enumerates at most: by 、 or ；, by numbers, dashes, quotation marks.

    Of names in quotation marks only those that end with the noun count: “居家服务” for five 服务.
    """
    clauses = re.split(r"[，。；：（）()]", sentence)
    runs = (len(re.findall(_BETWEEN, clause)) + 1 if "、" in clause else 1 for clause in clauses)
    chained = max((len(re.split("[-—–－→+]+", match)) for match in _CHAIN.findall(sentence)), default=1)
    quoted = len([match for match in _QUOTED.finditer(sentence) if match.group(1).endswith(noun)])
    listed = [clause for clause in re.split("[，；]", sentence.rpartition("：")[2]) if "、" in clause]
    announced = sum(clause.count("、") + 1 for clause in listed) if "：" in sentence else 0
    return max(
        *runs,
        chained,
        quoted,
        announced,
        len(_MEMBER_MARK.findall(sentence)) if "是" in sentence or "\n" in sentence else 0,
        1,
    )


def _whole(item: Item, sentence: str, asked: str) -> Iterator[Span]:
    yield 0, len(sentence)


def _statement(item: Item, sentence: str, asked: str) -> Iterator[Span]:
    """A phrase that asks for its head needs the head with a value: 原则有三条, 按“应换尽换”要求; 是什么 needs a 是."""
    if _PURPOSE_ASKED.search(asked) and not _PURPOSE.search(sentence):
        return
    told = [word for word in item.words if re.fullmatch("[一-鿿]{2,}", word)][-1:]
    if _HAPPENED_ASKED.search(asked) and not all(_has_piece(word, sentence) for word in told):
        return
    being = re.search(r"是什么([^的？?，]{2,4})", asked)
    if being and not re.search(rf"[是为][^，。]{{0,20}}{re.escape(being.group(1))}", sentence):
        return
    if not item.focus or re.search(
        rf"{re.escape(item.focus)}(?:{_VALUE})|[”》」][^，。；]{{0,4}}{re.escape(item.focus)}", sentence
    ):
        yield 0, len(sentence)


def _has_piece(word: str, sentence: str) -> bool:
    """The sentence has a pair of the word's characters, or an official word that says the same."""
    pairs = (word[i : i + 2] for i in range(len(word) - 1))
    return any(piece in sentence for piece in (*pairs, *official_words(word)))


def _method(item: Item, sentence: str, asked: str) -> Iterator[Span]:
    """A sentence that says by what means: 通过…, 坚持…, 由…负责; or that has the very deed asked about."""
    if METHOD.search(sentence) or any(word in sentence for word in item.anchors):
        yield 0, len(sentence)


def _new(pattern: re.Pattern[str], sentence: str, asked: str) -> Iterator[Span]:
    return (match.span() for match in pattern.finditer(sentence) if match.group() not in asked)


_READERS: dict[Wanted, Callable[[Item, str, str], Iterator[Span]]] = {
    Wanted.STATEMENT: _statement,
    Wanted.MEANING: _whole,
    Wanted.HOW: _method,
    Wanted.FIGURE: _figure,
    Wanted.HOLDER: _holder,
    Wanted.PERSON: _person,
    Wanted.WHICH: _which,
    Wanted.WHERE: _where,
    Wanted.WHEN: _when,
    Wanted.NAMED: _named,
    Wanted.LIST: _list,
}
