"""Places of a text that no repair can vouch for: figures taken out, names masked, characters lost, repairs guessed.

Invariant: a doubt changes nothing; it says where a reader should look at the source before quoting.
"""

import re
from collections.abc import Iterator, Sequence

from indexer.edits import OffsetMap
from indexer.mojibake import find_lost_bytes
from indexer.types import Doubt, Edit

# The figures of 年月日 第十届…, 国发〔〕号, 第次会议, 增长% are gone. In 72,059 clean texts, 56,708 of them statutes,
# 年月日 without figures is always the name of a form field (出生年月日); the others do not occur.
_MISSING_DIGITS = tuple(  # with what must be in a text that holds one: most texts are spared the search
    (sign, re.compile(pattern))
    for sign, pattern in (
        (
            "年月日",
            r"年月日(?<![\d０-９一二三四五六七八九十〇○零X×xＸ*＊_＿.．…、的]年月日)(?<!(?:出生|生产|注明|填写|签署)年月日)",
        ),
        ("〕", r"[〔［]\s*[〕］]\s*第?\d*号"),
        ("第", r"第[届次条章期款号]"),
        ("%", r"%(?<=[长降低为占达约过率]%)"),
        ("％", r"％(?<=[长降低为占达约过率]％)"),
    )
)
_MASKS = "XＸ×*＊"
# X年X月X日, ××××年××月, 20XX年5月, 每年X月X日; not 花滑**2022**年
_MASKED_DATE = re.compile(
    rf"(?<![A-Za-z*\d])(?:20|19)?[{_MASKS}]{{1,4}}年(?:[{_MASKS}\d]{{1,2}}月(?:[{_MASKS}\d]{{1,2}}日)?)?"
    rf"|(?<![{_MASKS}A-Za-z\d])[{_MASKS}]{{1,2}}月[{_MASKS}\d]{{1,2}}日"
)
# 138****5678, 第X次会议, XXX万元; not the model 91XX
_MASKED_FIGURE = re.compile(
    rf"(?<=\d)[*＊]{{3,}}(?=\d)|第[{_MASKS}]{{1,3}}[届次条章号期]|(?<![A-Za-z\d])[XＸ×]{{2,4}}(?=[万亿]?[元名个家户件次])"
)
# A star glued before a word, which is no bold of Markdown: *市信访条例
_MASKED_NAME = re.compile(r"(?<![*＊])[*＊](?=[\u4e00-\u9fff])(?![注附备])")
UNREADABLE = "\ufffd"
# U+FFFD, what it reads as in GBK, and a character of private use between two Han; one behind a mark is an icon.
_UNREADABLE = re.compile(
    f"{UNREADABLE}+|锟斤拷|[\ue000-\uf8ff](?<=[\u3400-\u9fff].)[\ue000-\uf8ff]*(?=[\u3400-\u9fff])"
)
_GUESS = "_guess"


def find_doubts(text: str, edits: Sequence[Edit]) -> tuple[Doubt, ...]:
    """Return the doubts of a canonical text in order; `edits` are those that made it.

    Rules: `missing_digits`, `masked`, `unreadable`, `lost_byte` (not restored), and that of each repair
    which context chose (`…_guess`).
    """
    return tuple(sorted((*_patterns(text), *_guesses(edits)), key=lambda doubt: (doubt.start, doubt.end)))


def _patterns(text: str) -> Iterator[Doubt]:
    missing = (match for sign, pattern in _MISSING_DIGITS if sign in text for match in pattern.finditer(text))
    yield from (Doubt(start, end, "lost_byte") for start, end in find_lost_bytes(text))
    named = (("masked", _masked(text)), ("missing_digits", missing), ("unreadable", _UNREADABLE.finditer(text)))
    for rule, found in named:
        yield from (Doubt(match.start(), match.end(), rule) for match in found)


def _masked(text: str) -> list[re.Match[str]]:
    if not any(mask in text for mask in _MASKS):
        return []
    masked = [*_MASKED_DATE.finditer(text), *_MASKED_FIGURE.finditer(text)]
    # A lone star is a footnote or a bullet unless the text masks other things.
    return [*masked, *_MASKED_NAME.finditer(text)] if masked else []


def _guesses(edits: Sequence[Edit]) -> Iterator[Doubt]:
    offsets = OffsetMap.of(edits).canonical
    for start, end, edit in zip(offsets.starts, offsets.ends, edits, strict=True):
        rules = [rule for rule in edit.rule.split("+") if rule.endswith(_GUESS)]
        if rules and start < end:
            yield Doubt(start, end, rules[0])
