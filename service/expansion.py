"""Where a passage spells out a name: what “四服务一提升” stands for.

Invariant: an expansion is reported only where the text itself ties the words to the name; a list that merely stands
near the name does not count.
"""

import re
from collections.abc import Iterator

from indexer.numbering import read_marker
from indexer.script import fold
from indexer.sentences import split_sentences
from service.members import promised_members

_CLOSE = '[”"」』’》]?'
_SENTENCE = "[^。！？；\\n]"
# “两带三同”指老带新… | “四有”目标包括：… | “一单一诺一书”机制（行业党建…清单、…） | “四全”服务机制，即…
_POINTS = "指(?!什么|哪|导|定|标|挥|引|数|南|出|示|向|派|令|责)"  # not 党建指导员
_AFTER = re.compile(
    rf"{_CLOSE}(?:{_SENTENCE}{{0,12}}?(?:是指|指的是|，?{_POINTS}|即|就是|包括|包含|分别是|分为"
    r"|有[一二三四五六七八九十\d]+[个项类条种方级]：|[（(]|，[^，。]{0,4}是(?=[^，。]*、))"
    rf"|{_SENTENCE}{{0,4}}?(?:：|——)|。(?:{_POINTS}|即)"
    rf"|{_SENTENCE}{{13,40}}?：(?=一[看是]))"  # “四看”原则用来挑选牵头党组织：一看…，二看…
)
_ENUMERATES = re.compile(r"[^、；。]{2,}[、；]|[“\"]1[”\"]|一[是看].*二[是看]|第一|^[（(]?(?:一|1)[、）).．]")
_DEFINES = re.compile(r"(?:指|即|指的是)$")
# “红领沙龙”是把……的方式 | “书记话振兴”活动是……的实践
_IS = re.compile(rf"{_CLOSE}[一-鿿]{{0,4}}(?<![不还就都也才只这那便要总但可])是(?!否|不|以|由|在|哪|什么)")
_GLOSS = re.compile(rf"{_CLOSE}[一-鿿]{{0,4}}[（(][^）)]{{6,}}[）)]")  # “双师型”教师（既教书又下车间的教师）
# “七化”具体是哪七项，所据材料没有列出
_UNSAID = re.compile(rf"{_CLOSE}{_SENTENCE}{{0,20}}(?:没有|未)(?:逐一|具体|再)?(?:说明|写明|展开|解释|列出|列明|交代)")
_AND_MORE = re.compile(rf"{_CLOSE}[与和及、]")  # 三张清单与活动互认: the list below is not of the name alone
_LINE = re.compile(r"[^\n]*")
_REST_OF_SENTENCE = re.compile(r"[^。\n]*")
_ITEM = re.compile(r"\s*(?:[●·\-—]|[（(]?[\d一二三四五六七八九十]+[、.．）)是看])")  # ●基础保障 | 1. 人员 | 一看出资人
# “老带新、强带弱，党员同管”的“两带三同”举措
_BEFORE = re.compile(r"[“「][^。；\n”]{2,12}(?:、[^。；\n”]{2,30}){1,8}[”」](?:的|等)?[^。；，、\n“”]{0,4}[“「]?$")
# 这便是……的“四服务一提升”工作法
_SUMMED_UP = re.compile(
    r"(?:这[便就]?是|以下(?:统|简|合|并)?称为?|概括为|归纳(?:集成)?为|简称|称为|称作|叫做)[^。\n]{0,30}?[“「]?$"
)
_BELOW_ALL = 1000  # rank of a bullet: any number stands above it
_REACH = 160  # characters before a name in which the words that it sums up may stand


def find_expansions(text: str, name: str, *, members: bool) -> Iterator[tuple[int, int]]:
    """Spans of `text`, in whole sentences, that spell out `name`; not what states that it is not spelled out.

    With `members` a mere “X是……” does not count: a numeric shorthand has members to be named. Script, width and
    quotation marks make no difference.
    """
    folded = fold(text)
    sentences = split_sentences(text)
    for match in re.finditer(re.escape(fold(name)), folded):
        span = _expansion_at(folded, match.start(), match.end(), members)
        if span:
            inside = [(a, b) for a, b in sentences if a < span[1] and b > span[0]]
            yield inside[0][0], inside[-1][1]


def _expansion_at(folded: str, start: int, end: int, members: bool) -> tuple[int, int] | None:
    if _UNSAID.match(folded, end):
        return None
    after = _AFTER.match(folded, end)
    if after:
        stop = _end(_REST_OF_SENTENCE, folded, after.end())
        told = folded[after.end() : stop]
        if len(told) >= 4 and (_ENUMERATES.search(told) or _DEFINES.search(after.group())):
            return start, stop
        if after.group().endswith("：") and _ENUMERATES.match(folded[after.end() :].lstrip()):
            return start, end_of_list(folded, after.end())
    found = None if members else _IS.match(folded, end) or _GLOSS.match(folded, end)
    if found and len(folded) - found.end() >= 4:
        return start, found.end()
    return _below_heading(folded, start, end) or _expansion_before(folded, start, end)


def _below_heading(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """A line that begins with the name and goes on to enumerate, or a heading with the name and a list below it.

    （一）“四色服务队”。…分工有四项：…、… | 一、“四看”是哪四条 / 一看出资人… / 二看…
    """
    line_end = _end(_LINE, folded, end)
    if "。" not in folded[end:line_end]:
        if _AND_MORE.match(folded, end) or _is_item(folded, start, line_end):
            return None
        stop = end_of_list(folded, line_end)
        items = sum(bool(line.strip()) for line in folded[line_end:stop].split("\n"))
        return (start, stop) if items > 1 and promised_members(folded[start:end]) in (0, items) else None
    before = folded[folded.rfind("\n", 0, start) + 1 : start]
    heads = re.fullmatch(r"\s*[（(]?[\d一二三四五六七八九十]+[）)、.．]\s*[“「]?", before)
    closed = re.compile(rf"{_CLOSE}。").match(folded, end)
    if not heads or not closed:
        return None
    return (start, line_end) if _ENUMERATES.search(folded, closed.end(), line_end) else None


def _is_item(folded: str, start: int, line_end: int) -> bool:
    """The line is itself one of the items that follow: it is numbered like the next."""
    line = folded[folded.rfind("\n", 0, start) + 1 : line_end].strip()
    following = _LINE.match(folded, len(folded) - len(folded[line_end:].lstrip()))
    own, other = read_marker(line), read_marker(following.group()) if following else None
    return own is not None and other is not None and own.kind == other.kind


def _expansion_before(folded: str, start: int, end: int) -> tuple[int, int] | None:
    window = max(0, start - _REACH)
    summed = _SUMMED_UP.search(folded[window:start])
    if summed:
        first = window + summed.start()
        return max(folded.rfind(mark, 0, max(0, first - 1)) for mark in "。\n") + 1, end
    listed = _BEFORE.search(folded[window:start])
    return (window + listed.start(), end) if listed else None


def end_of_list(folded: str, position: int) -> int:
    """Where the run of lines ends that begin like list items (1. … | ●… | 一是…) from `position` on.

    A line that is numbered above the first one (（四） after 1.), or out of turn, is a heading and ends the list.
    """
    end, rank, ordinal = position, 0, 0
    for line in re.compile(r"\n*[^\n]+").finditer(folded, position):
        if line.start() != end or not _ITEM.match(line.group()):
            break
        marker = read_marker(line.group().lstrip())
        own = _BELOW_ALL if marker is None or marker.rank is None else marker.rank
        number = (marker.ordinal if marker else None) or 0
        rank = rank or own
        if own < rank or (own == rank and number and ordinal and number != ordinal + 1):
            break
        ordinal = number if own == rank else ordinal
        end = line.end()
    return end


def _end(pattern: re.Pattern[str], folded: str, position: int) -> int:
    match = pattern.match(folded, position)
    return match.end() if match else position
