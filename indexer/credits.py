"""Credit lines of web pages: 2019-01-24 22:07 来源：长江日报, 【编辑：祝洁】, 发布时间：2020年3月1日.

Invariant: a line counts as credits only when nothing else stands on it.
"""

import re

from indexer.dates import DATE, date_of
from indexer.types import Origin, StatedFact

_LABELS = {
    "来源": "publisher", "信息来源": "publisher", "文章来源": "publisher", "稿源": "publisher", "转自": "publisher",
    "作者": "author", "By": "author", "记者": "author", "编辑": "editor", "责任编辑": "editor", "责编": "editor",
}  # fmt: skip
# Every token of: 2019年10月12日15:17 来源：人民网-中国共产党新闻网 作者：宋磊 【字号：大 中 小】
_TOKENS = re.compile(
    r"[\s|｜【】\[\]（）()]*(?:"
    rf"(?:(?P<date_label>发布时间|发布日期|发表时间|时间|日期)\s*[:：]?\s*)?{DATE}"
    r"|(?P<size>[【\[]?\s*字[号体]\s*[:：]?[\s大中小加还原减]*[】\]]?)"
    r"|(?P<label>信息来源|文章来源|来源|稿源|转自|作者|责任编辑|责编|编辑|记者|浏览次数|点击数|阅读|浏览|By)"
    r"\s*[:：-]\s*(?P<value>[^\s|｜【】\[\]（）()，,。；;：:]{0,30}?)"
    r")(?=[\s|｜【】\[\]（）()]|$)[\s|｜【】\[\]（）()]*"
)
# Behind the last sentence of a text, on the same line: …办好了。（来源：示例日报） or …办好了。责任编辑：张三
_TRAILING = re.compile(
    r"(?:[（(【\[]\s*(?P<label>来源|稿源|文章来源|责任编辑|责编|编辑)\s*[:：]\s*(?P<value>[^\s）)】\]，。；：:]{2,20})"
    r"(?:\s[A-Z]{2}\d+)?\s*[）)】\]]"
    r"|(?<=[。！？”）)\s])(?P<bare>来源|稿源|责任编辑|责编|编辑)[:：]\s*(?P<name>[^\s，。；：:（）()！？“”]{2,14}))\s*$"
)
_TRAILING_LENGTH = 60


def read_credits(line: str, start: int = 0) -> tuple[StatedFact, ...] | None:
    """Return publisher, published, author and editor of a credit line; None when the line is something else.

    `start` is where the line begins in its text. A line of nothing but a date is no credit line: in official documents
    it is the date of issue.
    """
    facts: list[StatedFact] = []
    start, line = start + len(line) - len(line.lstrip()), line.strip()
    position, labelled = 0, False
    while position < len(line):
        match = _TOKENS.match(line, position)
        if match is None:
            return None
        position = match.end()
        labelled = labelled or match["year"] is None or match["date_label"] is not None
        facts += _facts_of(match, start)
    return tuple(facts) if labelled else None


def read_trailing_credit(text: str, end: int) -> StatedFact | None:
    """Return what a credit says that stands right before `end`, behind a sentence; its origin is the whole credit."""
    start = max(0, end - _TRAILING_LENGTH)
    match = _TRAILING.search(text[start:end])
    if match is None:
        return None
    origin = Origin("credits", start + match.start(), end)
    return StatedFact(_LABELS[match["label"] or match["bare"]], match["value"] or match["name"], origin)


def _facts_of(match: re.Match[str], start: int) -> list[StatedFact]:
    if match["year"] is not None:
        found = date_of(match)
        origin = Origin("credits", start + match.start("year"), start + match.end("day"))
        return [StatedFact("published", found.isoformat(), origin)] if found else []
    name = _LABELS.get(match["label"])
    origin = Origin("credits", start + match.start("value"), start + match.end("value"))
    return [StatedFact(name, match["value"], origin)] if name and match["value"] else []
