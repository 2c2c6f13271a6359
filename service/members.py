"""How many members a name promises, and which a text lists: “四服务一提升” promises five.

Invariant: an open name (1+3+N) promises nothing, so that nothing can be missing from it.
"""

import re

from indexer.script import fold
from service.wanted import read_count

REACH = 6  # characters between a name and its list: “三会”办法（…）
_PART = re.compile(r"([一二三四五六七八九十两]+)(个一)?")
_TOLD = re.compile(r"：|（|\(|(?:是指|指的是|指|即|就是|包括|分别是|分为|——)")  # what follows lists the members
_SEPARATOR = re.compile(r"[、，；。\n]|(?<=[一-鿿])(?:和|以及)(?=[一-鿿])")


def promised_members(name: str) -> int:
    """四服务一提升 → 5, 六个一 → 6, 一单一诺一书 → 3; 0 for 1+3+N, names without numerals, and above thirty."""
    folded = fold(name)
    if re.search(r"[\da-z+]", folded):
        return 0
    numbers = [read_count(part) for part, _ in _PART.findall(folded)]
    return sum(numbers) if all(numbers) and sum(numbers) <= 30 else 0


def list_members(text: str, name: str) -> tuple[str, ...]:
    """What a text that spells out the name lists, in order; pieces of two characters and more."""
    folded = fold(text)
    before, _, after = folded.partition(fold(name))
    told = _TOLD.search(after)
    listed = after[told.end() :] if told else before or after
    return tuple(piece for piece in (part.strip(' “”"）)') for part in _SEPARATOR.split(listed)) if len(piece) >= 2)


def lists_completely(text: str, name: str) -> bool:
    """True where the list follows the name at once and has all the members that the name promises."""
    after = fold(text).partition(fold(name))[2]
    told = _TOLD.search(after)
    promised = promised_members(name)
    return told is not None and told.start() <= REACH and 1 < promised <= len(list_members(text, name))


def same_meaning(one: str, other: str, name: str) -> bool:
    """True when at least half of the members of the shorter list are in the other text as well."""
    lists = sorted((list_members(one, name), list_members(other, name)), key=len)
    texts = {list_members(one, name): fold(one), list_members(other, name): fold(other)}
    shared = [member for member in lists[0] if member in texts[lists[1]]]
    return not lists[0] or 2 * len(shared) >= len(lists[0])
