"""Page furniture in plain text: credit lines, share buttons, recommendation lists, previous and next page.

Invariant: only the head and the tail of a text lose anything: whole lines, a label before the first one, and what a
portal wrote behind the last sentence; between them nothing is touched.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.credits import read_credits, read_trailing_credit
from indexer.types import Edit, StatedFact

# Lines that are furniture by themselves, at the head or the tail.
_BUTTON = re.compile(
    r"(?:下载|打印(?:本页|本文)?|全屏|首页|[>»›＞|｜×]{1,2}|加大|还原|减小|收藏|复制链接|朋友圈|微信|微博|QQ空间|】|分享(?:到|至)?[:：]?|大|中|小"
    r"|[【\[]?字[号体][:：]?[\s大中小]*[】\]]?|点击右上角微信好友|请使用浏览器分享功能进行分享|扫一扫.{0,20}"
    r"|.{0,4}微信.{0,2}扫一扫.{0,24}|用微信扫描二维码.{0,20}|分享(?:至|到|给|让).{1,14}|关闭(?:窗口|本页)|(?:当前|您(?:当前|现在)?的?)位置[:：][^。！？]{0,60}"
    r"|首页\s*[>》»/][^。！？]{0,60}|[》>]{2}点击.{0,20}|返回(?:首页|顶部|列表|搜狐).{0,8}|查看更多|点击查看.{0,8}|手机(?:看新闻|阅读|版).{0,6})"
)
# Lines after which only furniture follows.
_TAIL_MARKER = re.compile(
    r"[\s·•*]*(?:上一[篇条页][:：]|下一[篇条页][:：]|(?:相关|延伸|推荐|热门|精彩|最新)(?:专题|阅读|新闻|链接|附件|文档|推荐|文章|报道|稿件)\s*(?:[|:：]|>>)?\s*$"
    r"|为[你您]推荐|猜你喜欢|热点(?:推荐|新闻)|(?:热门|图片|即时|滚动)新闻\s*$|公益播报|网站地图|版权所有|Copyright"
    r"|[（(【\[]?\s*(?:责任编辑|责编|编辑|作者|来源|稿源|初审|审核|校对)\s*[:：].{0,40}$|.{0,12}ICP备)"
)
# 首页 / > / 本地要闻, one to a line
_CRUMB = re.compile(r"[>»›＞]{1,2}")
_CRUMB_LENGTH = 12
_ORIGINAL_TITLE = re.compile(r"\s*原标题[:：]\s*")
# What portals write behind the last sentence, on the same line. Half of 2,152 news pages end with the first of them.
_PORTAL = re.compile(
    r"\s*(?:返回(?:搜狐|首页)[，,]\s*查看更多|责任编辑[:：]|分享让更多人看到|更多精彩内容请进入.{2,6}新闻"
    r"|新闻线索报料通道[:：].{0,60}|[*＊]\S{0,8}独家稿件，转载请注明出处。?)\s*$"
)
_PORTAL_LENGTH = 100
_SENTENCE_END = tuple("。！？；!?;")
_HEAD_LINES = 12
_TAIL_LINE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  # behind the line break
    text: str


def remove_furniture(text: str) -> tuple[tuple[Edit, ...], tuple[StatedFact, ...]]:
    """Return the removals (`credits`, `furniture`) and the facts that the removed credits state, in order."""
    lines = [line for line in _split_lines(text) if line.text]
    tail = _tail(lines)
    tail_start = tail[0].start if tail else len(text)
    head = [(line, rule) for line, rule in _head_removals(lines[:_HEAD_LINES]) if line.start < tail_start]
    edits = [Edit(line.start, line.end, "", rule) for line, rule in head] or _label(text)
    trailing, stated = _trailing_removals(text, edits[-1].end if edits else 0, tail_start)
    edits += [*trailing, *([Edit(tail_start, len(text), "", "furniture")] if tail else [])]
    facts = [*_credited(text, [line for line, _ in head]), *stated, *_credited(text, tail)]
    return tuple(edits), tuple(facts)


def _credited(text: str, lines: Sequence[_Line]) -> Iterator[StatedFact]:
    for line in lines:
        yield from read_credits(text[line.start : line.end], line.start) or ()


def _label(text: str) -> list[Edit]:
    """The label that portals write before the title under which a text first appeared."""
    match = _ORIGINAL_TITLE.match(text)
    return [Edit(match.start(), match.end(), "", "furniture")] if match else []


def _trailing_removals(text: str, start: int, end: int) -> tuple[list[Edit], list[StatedFact]]:
    """Take portal lines and credits from behind the last sentence, from the end on, in the order of the text."""
    edits: list[Edit] = []
    facts: list[StatedFact] = []
    while True:
        offset = max(start, end - _PORTAL_LENGTH)
        if portal := _PORTAL.search(text[offset:end]):
            edits.insert(0, Edit(offset + portal.start(), end, "", "furniture"))
        elif (credit := read_trailing_credit(text, end)) and (credit.origin.start or 0) >= start:
            edits.insert(0, Edit(credit.origin.start or 0, end, "", "credits"))
            facts.insert(0, credit)
        else:
            return edits, facts
        end = edits[0].start


def _split_lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for line in text.splitlines(keepends=True):
        lines.append(_Line(start, start + len(line), line.strip()))
        start += len(line)
    return lines


def _head_removals(lines: Sequence[_Line]) -> list[tuple[_Line, str]]:
    """Choose the lines to go among the first ones; the first sentence ends the head of the page."""
    removals = []
    crumb = False
    for line in lines:
        if read_credits(line.text) is not None:
            removals.append((line, "credits"))
        elif _BUTTON.fullmatch(line.text) or (crumb and len(line.text) <= _CRUMB_LENGTH):
            removals.append((line, "furniture"))
        elif line.text.endswith(_SENTENCE_END):
            break
        crumb = _CRUMB.fullmatch(line.text) is not None
    return removals


def _tail(lines: Sequence[_Line]) -> Sequence[_Line]:
    """The lines from the first marker on that has nothing behind it but short lines that end no sentence; or none."""
    first = len(lines)
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if len(line.text) > _TAIL_LINE_LENGTH or line.text.endswith(_SENTENCE_END):
            break
        if _TAIL_MARKER.match(line.text) or _BUTTON.fullmatch(line.text) or read_credits(line.text) is not None:
            first = place
    return lines[first:]
