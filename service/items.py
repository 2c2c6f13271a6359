"""Reads the parts of a question: what each asks for, in which unit, of what.

Invariant: every part that asks something is one item; clauses that ask nothing give their words to all items.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from service.everyday import official_words
from service.kinds import kind_of
from service.wanted import ASKS, COMPARES, EITHER_OR, HEADS, Item, Wanted, read_count

_EARLIER = re.compile(r"(?:之后|以后|之前|以前|的?时候?)$")  # 通报几起事故之后 asks nothing
_CLAUSE = re.compile(r"[^，,；;。？?！!、]+")
_MEASURES = (
    "名位人家个座栋条项种类章期场次件户所间处支批届级倍岁天年月日分吨亩字页份组对辆台套部门轮步集堂节本篇层片班例笔宗根"
)
_CLOCK = r"几点(?:钟|半|(?=[，、]|[开关上下到起结营]|[？?]?$))"  # 几点开门; not 几点要求
_DAY = r"几[月号](?![楼线院店])"  # 几号启动的
_AREAS = "平方米|平方公里|平米|公顷|亩"
_MONEYS = "[万亿]*(?:元|块)"
# 多少名 | 几条 | 第几届 | 多少平方米
_HOW_MANY = re.compile(
    rf"(?!{_CLOCK}|{_DAY})(第?)(?:多少|(?<![好这近前头])几)(?:种)?({_AREAS}|{_MONEYS}|[{_MEASURES}]?)"
)
_AMOUNT = re.compile(
    r"(?:标准|面积|经费|补贴|补助|收入|数量|人数|总数|金额|费用|营收|票房|年龄|任期)(?:有?多少|各?是多少|是什么|有?多大|[？?]?$)"
    r"|(?:年龄|人数|面积)上?限?$|上限|下限"
)
# What asks is no word to look for: 几届, 多大面积, 哪五项
_ASKED = re.compile(
    rf"{_CLOCK}|多少(?:{_AREAS}|{_MONEYS})|(?:是?从)?哪一?[年天]|多长时间|多久|(?:需?要|应当?|可以?|能够?|会|将)?(?:达到|建成|建)?(?=多少|几)(?:多少|几)[{_MEASURES}类条]?|第?几[{_MEASURES}类条]?|多少[{_MEASURES}]?|有?多大|哪[一二三四五六七八九十两]?[{_MEASURES}类方]?|什么样的?|怎么样?|如何|怎样|靠什么|什么|提了|叫什么|谁|(?<![组创新扩])[建办搞划设][了成]"
)
_MONEY = re.compile(r"多少钱|(?:工资|薪酬|补贴|补助|经费|资金|费用|收费|花销|票房|营收|奖金|租金)|收入.*多少|多少收入")
_SHARE = re.compile(r"比例|比重|占比|百分之几|增长率|占.{0,12}多少$|[率]是多少|[费利税]率[^，]{0,8}多少|率$")
_PROGRESS = re.compile(r"什么程度|进展如何|进展怎么样|效果如何|成效如何|多大成效")
_SIZE = re.compile(r"(?:占地|场地|房子|屋子|活动室|服务站|驿站|中心)有?多大|多大(?:地方|场地)")
_AREA = re.compile(rf"面积|{_SIZE.pattern}")
_LONG = re.compile(r"多久|多长时间|时长")
_AGE = re.compile(r"年龄|多大岁数|几岁")
_MEANING = re.compile(
    r"(?:是|指|由)(?:的是)?(?:哪[几一二三四五六七八九十两](?![年天月])|什么(?:意思|$|[？?]))|什么是|指什么|含义|代表什么"
    r"|[看干送讲]什么[？?]?$|包括(?:什么|哪)|各是(?:谁|什么)(?=[？?]?$)|各?代表|分别指|怎么解释|怎么回事|指(?:的是)?哪些|什么内容|内容是什么|哪[“\"]?[一二三四五六七八九十两]+个?[一-鿿]{1,3}[”\"]?[？?、]?$"
)
_OFFICE = re.compile(
    r"第一书记|党委书记|支部书记|书记|主任|部长|局长|区长|市长|县长|镇长|负责人|队长|委员长|校长|院长|会长|站长|所长|组长|片长|科长|理事长|秘书长|董事长|总经理|经理|店长|楼长|楼栋长|网格长|村长|社长|厂长|创始人|发起人|民警|医生|老师|校医"
)
# The office is asked for, not who does something to it: 书记是谁, 由谁担任; not 书记由谁任命, 谁帮书记
_HOLDS = re.compile(r"叫什么|名字|姓名|是谁(?!.{0,2}[帮让给把])|谁(?:是|担任|兼任|任(?!命)|当|做)|谁[？?]?$")
# The object of a deed may be anybody: 到底服务谁
_FOR_WHOM = re.compile(r"(?:服务|帮助?|面向|针对|奖励?|补贴|覆盖|照顾|培训|考核|评价|监督|管)(?:的是?|了)?谁[？?]?$")
_WHEN = re.compile(rf"{_CLOCK}|{_DAY}|什么时候|何时|什么时间|哪一?年|哪一?天|(?:时间|日期)(?:是[^，]{{0,4}})?[？?]?$")
_WHERE = re.compile(
    r"(?<!从)哪里(?!来)|从哪里(?!来|出(?!发))|哪儿(?!来|出(?!发))|哪个地方|何地|何处|什么地方|什么位置|在哪(?![个家些几种条级类一二三四五六七八九十])"
)
_COUNTED = re.compile(
    rf"哪(?:几|((?!一)[一二三四五六七八九十两\d]+))([{_MEASURES}大方]?)|([二三四五六七八九十两\d]{{1,2}})([个大条项种类方级份章支位])[^，]{{1,12}}?"
    r"(?:有哪些|分别|各?是什么(?=[？?]?$)|叫什么|是哪|都有|各[^，]{0,3}哪[一个])"
)  # 哪五项服务 | 6类管理模式有哪些
_LIST = re.compile(r"哪些|包括什么|包括哪|^列出|[有些]什么[^，]{0,8}些|些什么")
_OPEN_LIST = re.compile(
    r"哪些([一-鿿]{2,5}?)(?:组成|构成|参加|参与|牵头|负责|承担|担任|[？?]?$)"
)  # 称号 in 获得过哪些称号, 单位 in 由哪些单位组成
_WHETHER = re.compile(rf"是否|{EITHER_OR}|可不可以|能否|可否|吗[？?]?$")
_NAMED = re.compile(r"叫什么|叫做什么|名字|名称是|命名|取名|文号")
_WHICH = re.compile(
    r"(?:哪一?[个家支所名位座条处部款本首届艘级]|哪种|哪类|哪(?![里儿]))([一-鿿]{1,8})|什么(党组织|企业|公司|单位|部门|社区|街道)"
)
_PERSONS = re.compile(
    r"[一-鿿]{0,3}?(?:党员|居民|村民|同志|干部|老师|教师|书记|委员|选手|医生|队员|志愿者|老人|人|领导|嘉宾|专家|代表)(?!大会|会|区|委|组)"
)
_DEED = re.compile(r"(?:怎么|怎样|如何|咋)(?:去|来)?([一-鿿]{2,4})")  # 怎么收费
# Deeds that any sentence about a method tells of, in these words or in others
_ANY_DEED = re.compile(
    r"解决|处理|应对|开展|推进|推动|落实|实施|保障|保证|进行|组织|管理|加强|操作|运行|运作|做到|实现|发挥|提升|提高|服务|建设|打造|吸引|介绍|避免|防止|规定|要求|安排|理解|看待|[弄搞]清楚?|."
)
_HOW = re.compile(r"(?:靠|通过|凭|用)什么|怎么(?!回事)|怎样|如何|什么办法|什么方式|什么措施|做法")


# What a noun phrase asks for by its last word, with or without “是多少” behind it: 某市党员人数, 某片的导演是谁
_TAIL = re.compile(
    r"(?:分别)?(?:各)?(?:是|为|在|有|叫)?(?:多少|什么|哪里|哪儿|谁|哪些|几|怎样的|什么样的?)?(?:名字)?(?:(?:是否)?(?:一样|相同)吗|有?(?:什么|哪些|何)?(?:区别|不同|差别))?[？?]?$"
)


def read_items(text: str, names: tuple[str, ...], words_in: Callable[[str], tuple[str, ...]]) -> tuple[Item, ...]:
    """Split a folded question into what it asks, in order; a text that asks nothing is one statement."""
    if (
        names
        and not _counts_others(text, names)
        and not _inside(text, names)
        and (_MEANING.search(text) or (len(names) > 1 and COMPARES.search(text)))
    ):
        return tuple(Item(text, words_in(text), Wanted.MEANING, focus=name) for name in names)

    def words_of(clause: str) -> tuple[str, ...]:
        return words_in(_ASKED.sub(" ", clause))

    clauses = _merged(_CLAUSE.findall(text))
    asking = [clause for clause in clauses if ASKS.search(clause)]
    asking = [clause for clause in asking if not _EARLIER.search(clause)] or asking
    if len(asking) < 2:
        return (_with_anchors(_read(text, words_of(text)), words_of),)
    shared = tuple(word for clause in clauses if clause not in asking for word in words_of(clause))
    items = (_with_anchors(_read(clause, words_of(clause)), words_of) for clause in asking)
    return tuple(_with_words(item, shared, words_of(asking[0])) for item in items)


def asks_meaning(text: str) -> bool:
    """A folded question asks what a name stands for."""
    return bool(_MEANING.search(text))


def _inside(text: str, names: tuple[str, ...]) -> bool:
    """What stands in or on the thing is asked, not what its name stands for: “爱心地图”上标的是什么."""
    return any(re.search(rf"{re.escape(name)}[”」』\"]?[上里中内](?!的)", text) for name in names)


def _counts_others(text: str, names: tuple[str, ...]) -> bool:
    """哪三项要求 of a name without a number in it asks for a list, not for what the name stands for."""
    counted = _COUNTED.search(text)
    return bool(counted and read_count(counted.group(1) or "") > 1) and not any(
        _NUMBERED.search(name) for name in names
    )


_NUMBERED = re.compile(r"[一二三四五六七八九十两\d]")
_WITH_ANCHORS = (Wanted.FIGURE, Wanted.WHEN, Wanted.WHERE, Wanted.PERSON, Wanted.NAMED)
_ASKING = re.compile(
    rf"第?(?:多少|几)[{_MEASURES}类条]?|多久|多长时间|谁|在?(?:哪里|哪儿|哪一?[位名]|哪)|什么时候|何时|什么时间|哪一?[年天]|多大|叫做?什么|什么名"
)
# Words for an amount in general: beside a figure it need not say “人数” again.
_GENERAL = re.compile(
    r"时间|日期|地点|地址|人数|数量|总数|数|比例|比重|占比|金额|标准|总共|目前|现在|时候|实际|面积|年龄|开始|需要|达到|上限|下限|限额|额度|最高|最低|至少|起码|最多|一[回次遍趟]|[万亿]+人?"
    r"|准备|计划|打算|预计|合计|共计|累计|加起来|本来|原来|原先|后来|最后|最终|末了|当初|早上|早晨|上午|中午|下午|晚上|一个月|一年到头|前前后后|头一回|[那这][一-鿿]|."
)


def _with_anchors(item: Item, words_of: Callable[[str], tuple[str, ...]]) -> Item:
    """网格 in 多少个网格, 参加 in 多少人参加; where nothing follows, the last word before: 公众号 in 公众号有多少人."""
    if item.wanted not in _WITH_ANCHORS:
        return item
    if _PROGRESS.search(item.text) or set(item.units) & {"%", "面积", "岁"}:
        return item
    parts = _ASKING.split(item.text.rstrip("？?"))
    after = tuple(w for w in words_of(parts[-1]) if _tells(w)) if len(parts) > 1 else ()
    if item.wanted is Wanted.PERSON:  # 哪位同志讲的: whoever it is need not be called so
        after = tuple(w for w in after if not _PERSONS.fullmatch(w))
    before = tuple(w for w in words_of(_TAIL.sub("", parts[0])) if _tells(w))
    # 投了多少钱: the verb of the text may be another one
    return replace(item, anchors=after or before[-2 if _ASPECT.search("".join(before[-1:])) else -1 :])


_ASPECT = re.compile(r"^各|[了过着]$")


def _tells(word: str) -> bool:
    """No word for an amount in general, nor a single character, but for an everyday one: 贴."""
    return not _GENERAL.fullmatch(word) or bool(official_words(word))


def _merged(clauses: list[str]) -> list[str]:
    """An enumeration without a question of its own stays with what follows: 武汉、济南的指导员各是多少."""
    merged: list[str] = []
    for clause in clauses:
        if merged and not ASKS.search(merged[-1]) and ASKS.search(clause) and len(merged[-1]) <= 4:
            merged[-1] += clause
        else:
            merged.append(clause)
    return merged


def _with_words(item: Item, shared: tuple[str, ...], first: tuple[str, ...]) -> Item:
    """An item without words of its own (有多大面积, 多少人) is about what the first one is about."""
    bare = all(_GENERAL.fullmatch(word) for word in item.words)
    words = tuple(dict.fromkeys((*item.words, *shared, *(first if bare else ()))))
    anchors = item.anchors or (words[-1:] if item.wanted in _WITH_ANCHORS and "面积" not in item.units else ())
    return replace(item, words=words, anchors=anchors)


def _read(text: str, words: tuple[str, ...]) -> Item:
    for reader in (_read_head, _read_person, _read_figure, _read_circumstance, _read_list, _read_which):
        item = reader(text, words)
        if item:
            return item
    if _NAMED.search(text):
        return Item(text, words, Wanted.NAMED, focus="文号" if "文号" in text else "")
    if _HOW.search(text):
        told = re.search(r"什么([^的？?，]{2,4})", text)
        deed = _DEED.search(text)
        done = tuple(w for w in words if deed and deed.group(1).startswith(w) and not _ANY_DEED.fullmatch(w))
        return Item(text, (*words, *(w for w in words if told and w in told.group(1))), Wanted.HOW, anchors=done)
    head = (
        None
        if _WHETHER.search(text) or COMPARES.search(text)
        else re.search(r"(?<!样)的([^的？?，来去]{2,5})$", _TAIL.sub("", text))
    )
    told = re.search(r"什么(?!人)(?:样的)?([^的？?，]{2,12})", text)
    weighty = next((w for w in words if told and w in told.group(1)), "")
    if weighty:
        words = (*words, weighty)
    defined = words[-1] if words and re.search(r"是什么[？?]?$", text) else ""
    return Item(text, words, Wanted.STATEMENT, focus=head.group(1) if head else defined)


def _read_head(text: str, words: tuple[str, ...]) -> Item | None:
    """A noun phrase that says by its head what it asks for."""
    stem = _TAIL.sub("", text)
    for pattern, wanted in HEADS:
        found = pattern.search(stem)
        if found and wanted == "statement" and ASKS.search(stem):
            continue
        if found and wanted == "figure":
            return _read_figure(text, words) or Item(text, words, Wanted.FIGURE)
        if found:
            return Item(text, words, Wanted(wanted), focus="" if wanted in ("when", "where") else found.group())
    return None


def _read_person(text: str, words: tuple[str, ...]) -> Item | None:
    office = _OFFICE.search(text)
    if office and _HOLDS.search(text):
        return Item(text, words, Wanted.HOLDER, focus=office.group())
    return Item(text, words, Wanted.PERSON) if "谁" in text and not _FOR_WHOM.search(text) else None


def _read_figure(text: str, words: tuple[str, ...]) -> Item | None:
    if re.search(r"哪[几一二三四五六七八九十两\d]", text):
        return None
    asked = _HOW_MANY.findall(text)
    if not asked and _WHETHER.search(text):
        return None
    if not asked and not any(pattern.search(text) for pattern in (_AMOUNT, _SHARE, _AGE, _PROGRESS, _LONG, _SIZE)):
        return None
    units = [_unit(ordinal, unit) for ordinal, unit in asked if unit]
    for pattern, unit in ((_SHARE, "%"), (_AREA, "面积"), (_AGE, "岁"), (_LONG, "时长"), (_MONEY, "元")):
        if pattern.search(text) and not units:
            units = [unit]
    return Item(text, words, Wanted.FIGURE, tuple(dict.fromkeys(units)))


def _unit(ordinal: str, unit: str) -> str:
    """第届, 面积 for 平方米, 元 for 万元."""
    if re.fullmatch(_AREAS, unit):
        return "面积"
    return "元" if re.fullmatch(_MONEYS, unit) else ordinal + unit


def _read_circumstance(text: str, words: tuple[str, ...]) -> Item | None:
    if _WHEN.search(text):
        return Item(text, words, Wanted.WHEN, ("点",) if re.search(_CLOCK, text) else ())
    return Item(text, words, Wanted.WHERE) if _WHERE.search(text) else None


def _read_list(text: str, words: tuple[str, ...]) -> Item | None:
    found = _COUNTED.search(text)
    if not found:
        noun = _OPEN_LIST.search(text)
        return Item(text, words, Wanted.LIST, focus=noun.group(1) if noun else "") if _LIST.search(text) else None
    numeral = found.group(1) or found.group(3) or ""
    counted = numeral + (found.group(2) or found.group(4) or "")
    words = (*words, counted) if len(counted) > 1 else words
    return Item(text, words, Wanted.LIST, focus=_listed_noun(text, found), count=read_count(numeral))


def _listed_noun(text: str, found: re.Match[str]) -> str:
    """服务 in 哪五项服务; "" where the noun does not follow at once."""
    after = re.compile(r"([一-鿿]{2,6})[？?]?$").match(text, found.end()) if found.group(1) else None
    return after.group(1) if after else ""


def _read_which(text: str, words: tuple[str, ...]) -> Item | None:
    found = _WHICH.search(text)
    if not found:
        return None
    following = found.group(1) or found.group(2)
    person = _PERSONS.match(following)
    if person:
        return Item(text, words, Wanted.PERSON, focus=person.group())
    focus = kind_of(following) or next((w for w in words if following.startswith(w)), "")
    return Item(text, words, Wanted.WHICH, focus=focus)
