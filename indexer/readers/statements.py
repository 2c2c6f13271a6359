"""Facts that a person states beside a text: front matter at its head, or a side file next to it, in YAML or JSON.

Invariant: what cannot be used is named with its line, and costs nothing of the rest.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from indexer.dates import parse_date
from indexer.decoding import has_halves
from indexer.types import Origin, StatedFact

_FACTS = {
    "id": "编号", "title": "标题", "issuer": "发文机关", "doc_number": "发文字号", "publisher": "来源",
    "author": "作者", "issued": "成文日期", "published": "发布日期", "region": "地区", "genre": "文种", "url": "网址",
}  # fmt: skip
_NAMES = {chinese: name for name, chinese in _FACTS.items()} | {name: name for name in _FACTS} | {"regions": "region"}
_AVAILABLE = "、".join(f"{name}（{chinese}）" for name, chinese in _FACTS.items())
_DATES = ("issued", "published")
_NOTES = frozenset(("source",))  # what a digest was made from: for readers of the file
_NULL = "tag:yaml.org,2002:null"
# ---⏎title: 标题⏎---⏎
FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Statements:
    """What was stated, and in the user's language what could not be used, with its line."""

    facts: tuple[StatedFact, ...]
    problems: tuple[str, ...] = ()


NOTHING = Statements(())


def read_front_matter(text: str) -> tuple[Statements, int]:
    """Read the front matter at the head of a text, and where the text begins behind it; nothing and 0 without one.

    Raises ValueError, with the reason in the user's language, when it is no mapping of names to values.
    """
    front = FRONT_MATTER.match(text)
    if front is None:
        return NOTHING, 0
    shift = front.start(1)
    return read_statements(
        front[1], lambda start, end: Origin("front_matter", shift + start, shift + end), 2
    ), front.end()


def read_statements(source: str, origin: Callable[[int, int], Origin], first_line: int = 1) -> Statements:
    """Read a mapping of names (English or Chinese) to values; `origin` says where a value at `[start:end)` stands.

    Raises ValueError, with the reason in the user's language, when it is no such mapping. Empty values state nothing.
    """
    root = _compose(source, first_line)
    if root is None:
        return NOTHING
    if not isinstance(root, MappingNode):
        raise ValueError(f"第{first_line}行起不是“名称: 值”的形式，请每行写一项，冒号后空一格")
    facts: list[StatedFact] = []
    problems: list[str] = []
    stated: set[str] = set()
    for key, value in root.value:
        line = f"第{first_line + key.start_mark.line}行"
        name = _NAMES.get(str(key.value))
        if str(key.value) in _NOTES:
            continue
        if name is None:
            problems.append(f"{line}：不认识“{key.value}”这一项，没有采用；可用的有 {_AVAILABLE}")
        elif name in stated:
            problems.append(f"{line}：“{key.value}”写了两次，只用了第一次的")
        else:
            stated.add(name)
            facts += _read_values(name, value, origin, problems, first_line)
    return Statements(tuple(facts), tuple(problems))


def _compose(source: str, first_line: int) -> Node | None:
    try:
        node: Node | None = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"第{first_line + mark.line}行" if mark else "内容"
        raise ValueError(f"{line}写法有误，应为“名称: 值”，冒号后空一格，含冒号或引号的值用单引号括起") from error
    except yaml.YAMLError as error:
        raise ValueError("内容无法解析，请检查是否有控制字符") from error
    return node


def _read_values(
    name: str, value: Node, origin: Callable[[int, int], Origin], problems: list[str], first_line: int
) -> Iterator[StatedFact]:
    nodes = value.value if isinstance(value, SequenceNode) and name == "region" else [value]
    for node in nodes:
        line = f"第{first_line + node.start_mark.line}行"
        if not isinstance(node, ScalarNode):
            problems.append(f"{line}：“{_FACTS[name]}”应是一个值，没有采用")
        elif node.tag != _NULL and (text := str(node.value).strip()):
            if has_halves(text):
                problems.append(f"{line}：“{_FACTS[name]}”含有残缺的转义字符，没有采用")
            elif name in _DATES and parse_date(text) is None:
                problems.append(f"{line}：“{_FACTS[name]}”不是有效的日期：{text}，应如 2019-01-24，没有采用")
            else:
                yield StatedFact(name, text, origin(node.start_mark.index, node.end_mark.index))
