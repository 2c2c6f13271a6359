"""Script and width: traditional → simplified, full-width → half-width, and the fold used for searching.

Invariant: every function keeps the length of its text, so an offset into the result is an offset into the input.
"""

import re
import unicodedata
from functools import cache, lru_cache

import opencc

# Full-width forms that stay even when searching: in Chinese text these are the proper punctuation.
_CHINESE_PUNCTUATION = "！（），：；？"

# CJK Radicals Supplement that PDF fonts put in place of the character; NFKC leaves these (unlike U+2F00–2FDF).
_RADICALS = "⺁⺄⺇⺈⺊⺚⺜⺝⺟⺠⺡⺣⺧⺩⺪⺫⺬⺮⺯⺱⺶⺷⺻⺽⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⻊"
_RADICALS_AS_HAN = (
    "厂乙几刀卜无日月母民水火牛王疋目示竹糸网羊羊聿臼虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟足"
)

# Small, vertical and half-width forms of marks, as pages from Hong Kong and Taiwan have them: 除此之外﹐ 注︰ 3﹪
_MARK_FORMS = "﹐﹑﹔﹕﹖﹗﹙﹚﹪︰︵︶｡｢｣､"
_MARKS = "，、；：？！（）%：（）。「」、"

# After t2s every 著 that is not "write" or "notable" is the particle 着 (隨著 → 随著 → 随着). Kept: 显著成效, 编著,
# 著名, 著有《…》; not kept although they look like it: 彰显着, 讨论着, 配合着, 翻译着.
_PARTICLE = re.compile(
    r"(?<![名卓编专原土巨遗拙昭所撰])(?<!(?<![彰凸突])显)(?<!(?<![讨议争谈评辩])论)"
    r"(?<!(?<![配结融混])合)(?<!(?<!翻)译)著(?![名称作述书录者])(?!有《)"
)

# Inside figures and shorthands only: １，４９７．５ and 1＋Ｎ and １００％; 党员＋调解员 and 人民网－江苏 stay.
_FIGURE_POINT = re.compile(r"(?<=[０-９])[．，](?=[０-９])")
_FIGURE_SIGN = re.compile(r"(?<=[0-9A-Za-z])[＋％／]|[＋／](?=[0-9A-Za-z])")
_WIDE = re.compile(rf"[０-９Ａ-Ｚａ-ｚ＋％／\u2e80-\u2fdf\uf900-\ufaff{_MARK_FORMS}]")

_SHORT = 100  # a search folds its query five times, at up to 0.07 ms after other work

# What the converter changes in some words alone (沈默, 瞭解): all that any pair of 12,305 common characters shows, and
# any of 61,722 words of OpenCC's published lists. Compatibility forms and characters beyond 0xFFFF are left to it, too.
_CHANGED_TOGETHER = "哩坏沈牴甦瞭藉衹覆"
_RARE = "\uf900-\ufaff\U00020000-\U0003ffff"

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_COMPATIBILITY_HAN = (range(0x2F00, 0x2FD6), range(0xF900, 0xFB00))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _reverse_converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


@cache
def _width_table() -> dict[int, int]:
    """Single characters only: what NFKC would expand or reinterpret (①, …, ㎡, ²) is not in the table."""
    table = {point: point - 0xFEE0 for point in _FULL_WIDTH if chr(point - 0xFEE0).isalnum()}
    for points in _COMPATIBILITY_HAN:
        for point in points:
            normal = unicodedata.normalize("NFKC", chr(point))
            if len(normal) == 1 and normal != chr(point):
                table[point] = ord(normal)
    forms = zip(_RADICALS + _MARK_FORMS, _RADICALS_AS_HAN + _MARKS, strict=True)
    return table | {ord(form): ord(plain) for form, plain in forms}


@cache
def _search_table() -> dict[int, int]:
    signs = {point: point - 0xFEE0 for point in _FULL_WIDTH if chr(point) not in _CHINESE_PUNCTUATION}
    lower = {point: point + 32 for point in range(ord("A"), ord("Z") + 1)}
    wide_lower = {point + 0xFEE0: point + 32 for point in lower}
    return signs | _width_table() | lower | wide_lower | {0x3000: 0x20, 0xA0: 0x20}


def to_simplified(text: str) -> str:
    """Turn traditional characters into simplified ones at phrase level (乾隆 stays, 頭髮 → 头发); length kept.

    Already simplified text comes back as it was, except a particle 著, which becomes 着.
    """
    converted: str = _converter().convert(text) if _convertible().search(text) else text
    return _PARTICLE.sub("着", converted) if "著" in converted else converted


def to_traditional(text: str) -> str:
    """Turn simplified characters into traditional ones at phrase level; length kept. Not the inverse: 干 has four."""
    converted: str = _reverse_converter().convert(text)
    return converted


@cache
def _traditional_only() -> re.Pattern[str]:
    """Match the characters that simplified text never has."""
    return re.compile(f"[{_changed_alone()}]")


@cache
def _convertible() -> re.Pattern[str]:
    """Match the characters without which the converter changes nothing: a sixth of its time, where there is none."""
    return re.compile(f"[{_changed_alone()}{_CHANGED_TOGETHER}{_RARE}]")


@cache
def _changed_alone() -> str:
    """The 3,761 of the common blocks that are turned into another one even when they stand alone."""
    han = "".join(map(chr, (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))))
    return "".join(old for old, new in zip(han, _converter().convert(han), strict=True) if old != new)


def traditional_share(text: str) -> float:
    """Return which share of the Han characters is traditional only (0–1); 0 for a text without any."""
    found = len(_traditional_only().findall(text))
    return found / len(_HAN.findall(text)) if found else 0.0


def fold_width(text: str) -> str:
    """Turn full-width digits and letters, the signs in figures (１＋Ｎ, ５％) and radicals (⼀, ⻓) into the plain one.

    Length kept. Chinese punctuation, ①, …, ㎡ and the ideographic space stay as they are.
    """
    if _WIDE.search(text) is None:
        return text
    points_plain = _FIGURE_POINT.sub(_narrow, text)
    return _FIGURE_SIGN.sub(_narrow, points_plain.translate(_width_table()))


def _narrow(match: re.Match[str]) -> str:
    return chr(ord(match[0]) - 0xFEE0)


def fold(text: str) -> str:
    """Return the form in which text and queries are compared: plain width, simplified, ASCII in lower case.

    Length kept: `fold(text)[a:b]` folds `text[a:b]`'s characters, so offsets of a match hold in the original.
    """
    return _fold_once(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    # Most passages have none of these characters; translating one takes as long as all the rest of folding it.
    return to_simplified(text.translate(_search_table()) if _foldable().search(text) else text)


@cache
def _foldable() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(map(chr, _search_table())))}]")


_fold_once = lru_cache(maxsize=1024)(_fold)
