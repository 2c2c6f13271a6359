"""Whether a sentence keeps to a condition of the question: from how many to how many; where there is none of a thing.

Invariant: patterns alone, over folded text.
"""

import re

_HOW_MANY = "(?:多少|(?<![好这近前])几)"
_CHANGE = re.compile(rf"从[^，。]{{0,6}}{_HOW_MANY}[^，。]{{0,12}}[到至成为]了?{_HOW_MANY}")
_NUMBER = r"[\d一二三四五六七八九十百千万]"
# 从37个发展到74个 | 由一家增至五家 | 9点至12点 | 翻了一番
_CHANGED = re.compile(
    rf"{_NUMBER}[^，。；、]{{0,12}}[到至成为—-][^，。；、]{{0,8}}{_NUMBER}"
    "|翻(?:了?[一两]?番|倍)|[增减][加长至少到]|上升|提[高升]|下降|降[到至低]"
)

# 没有党员的企业, 未建支部的楼宇; not 有没有好的办法, 无锡的楼宇, 未来的社区
_WITHOUT = re.compile("(?<!有)(?:没有?|无(?!锡|线|障碍|偿|论|人[机驾])|未(?!来|成年|央))[^，。？?的]{1,8}的")
_NONE = re.compile("没|无|未|缺|空白|不[足够]")


def tells_change(asked: str, sentence: str) -> bool:
    """The sentence tells of a change; true where a folded question asks for none, too."""
    return not _CHANGE.search(asked) or bool(_CHANGED.search(sentence))


def tells_lack(asked: str, sentence: str) -> bool:
    """The sentence tells that something is lacking; true where a folded question is about no lack, too."""
    return not _WITHOUT.search(asked) or bool(_NONE.search(sentence))
