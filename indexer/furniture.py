"""Page furniture in plain text: credit lines, share buttons, recommendation lists, previous and next page.

Invariant: only whole lines at the head or the tail of a text go; between them nothing is touched.
"""

import re
from dataclasses import dataclass

from indexer.credits import read_credits
from indexer.types import Edit, StatedFact

# Lines that are furniture by themselves, at the head or the tail.
_BUTTON = re.compile(
    r"(?:下载|打印(?:本页|本文)?|加大|还原|减小|收藏|复制链接|朋友圈|微信|微博|QQ空间|】|分享(?:到|至)?[:：]?|大|中|小"
    r"|[【\[]?字[号体][:：]?[\s大中小]*[】\]]?|点击右上角微信好友|请使用浏览器分享功能进行分享|扫一扫.{0,20}"
    r"|.{0,4}微信.{0,2}扫一扫.{0,24}|用微信扫描二维码.{0,20}|分享(?:至|到|给|让).{1,14}|关闭(?:窗口|本页)|(?:当前|您(?:当前|现在)?的?)位置[:：].*"
    r"|首页\s*(?:[>》»/].*)|返回(?:首页|顶部|列表|搜狐).{0,8}|查看更多|点击查看.{0,8}|手机(?:看新闻|阅读|版).{0,6})"
)
# Lines after which only furniture follows.
_TAIL_MARKER = re.compile(
    r"[\s·•*]*(?:上一[篇条页][:：]|下一[篇条页][:：]|(?:相关|延伸|推荐|热门|精彩|最新)(?:专题|阅读|新闻|链接|推荐|文章|报道|稿件)\s*[|:：]?\s*$"
    r"|为[你您]推荐|猜你喜欢|热点(?:推荐|新闻)|(?:热门|图片|即时|滚动)新闻\s*$|公益播报|网站地图|版权所有|Copyright"
    r"|[（(【\[]?\s*(?:责任编辑|责编|编辑|作者|来源|稿源|初审|审核|校对)\s*[:：].{0,40}$|.{0,12}ICP备)"
)
_SENTENCE_END = tuple("。！？；!?;")
_HEAD_LINES = 12
_TAIL_LINE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  # behind the line break
    text: str


def remove_furniture(text: str) -> tuple[tuple[Edit, ...], tuple[StatedFact, ...]]:
    """Return the removals (`credits`, `furniture`) and the facts that the removed credit lines state, in order."""
    lines = [line for line in _split_lines(text) if line.text]
    head = _head_removals(lines[:_HEAD_LINES])
    tail_start = _tail_start(lines)
    edits = [Edit(line.start, line.end, "", rule) for line, rule in head if line.start < tail_start]
    if tail_start < len(text):
        edits.append(Edit(tail_start, len(text), "", "furniture"))
    credited = [line for line, _ in head] + [line for line in lines if line.start >= tail_start]
    facts = [fact for line in credited for fact in read_credits(text[line.start : line.end], line.start) or ()]
    return tuple(edits), tuple(facts)


def _split_lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for line in text.splitlines(keepends=True):
        lines.append(_Line(start, start + len(line), line.strip()))
        start += len(line)
    return lines


def _head_removals(lines: list[_Line]) -> list[tuple[_Line, str]]:
    """Choose the lines to go among the first ones; the first sentence ends the head of the page."""
    removals = []
    for line in lines:
        if read_credits(line.text) is not None:
            removals.append((line, "credits"))
        elif _BUTTON.fullmatch(line.text):
            removals.append((line, "furniture"))
        elif line.text.endswith(_SENTENCE_END):
            break
    return removals


def _tail_start(lines: list[_Line]) -> int:
    """Find where the tail begins: a marker with nothing behind it but short lines that end no sentence."""
    start = lines[-1].end if lines else 0
    for line in reversed(lines):
        if len(line.text) > _TAIL_LINE_LENGTH or line.text.endswith(_SENTENCE_END):
            break
        if _TAIL_MARKER.match(line.text) or _BUTTON.fullmatch(line.text) or read_credits(line.text) is not None:
            start = line.start
    return start
