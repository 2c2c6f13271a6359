"""Raw text → canonical text by named rules, each yielding edits.

Invariant: the canonical text is the raw text with the edits applied, and clean text gets no edit.
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.doubts import find_doubts
from indexer.edits import Draft, OffsetMap, changed_runs, matches
from indexer.furniture import remove_furniture
from indexer.insertions import remove_advertisements, remove_symbols
from indexer.misread import repair_misread
from indexer.mojibake import repair_lost_bytes
from indexer.script import fold_width, to_simplified, traditional_share
from indexer.spacing import close_blanks, join_lines
from indexer.types import Doubt, Edit, HeadingMark, Origin, PageStart, RawText, StatedFact

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# 各​级 with U+200B between the characters, or a byte order mark in mid-text
_ZERO_WIDTH = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]+")
# 党建&nbsp;引领, &ldquo;两新&rdquo;, &#8220;, what is left of a blank (&sp; or &nbsp without its semicolon),
# and what was escaped twice: &amp;ldquo;
_ENTITY = re.compile(r"&nbsp(?!;)|&(?:amp;)?(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TONE_MARKS = dict(zip("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvnnnm", strict=True))
# 現(xiàn)有: a Han character, then its reading in brackets
_ANNOTATION = re.compile(rf"(?<=[{_HAN}])[(（]([a-z{''.join(_TONE_MARKS)}ü]{{1,6}})[)）]")
# Initials and finals of Mandarin; with exactly one tone mark this tells (xiàn) from (café) and (digital).
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkh]|[zcs]h?|r)?(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ie|iao|iu|ian|in|iang|ing|ia"
    r"|u|ua|uo|uai|ui|uan|un|uang|v|ve|ue|er)|[jqx](?:i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ue|uan|un|v|ve|van|vn)"
    r"|y(?:a|o|e|ao|ou|an|in|ang|ing|ong|i|u|ue|uan|un)|w(?:u|a|o|ai|ei|an|en|ang|eng)|n|m|ng"
)
_FEWEST_ANNOTATIONS = 3

# Share of Han characters that are traditional only: real traditional pages 0.39–0.42, simplified ones below 0.001.
_TRADITIONAL_SHARE = 0.02

# 干部,群众 or “一盘棋”,统筹 or 70%,武汉; not 1,000 or 22:07 or http:
_CHINESE_SIDE = rf"{_HAN}”’》）】」』、。"
_HALF_WIDTH = re.compile(
    rf"[,;:?!](?:(?<=[{_CHINESE_SIDE}].)|(?<=[)\]\d%A-Za-z].)(?=[{_HAN}“‘《「『])|(?<=[)\]].)$)", re.MULTILINE
)
_FULL_WIDTH = re.compile(r"[，；：？！]")
_TO_FULL = str.maketrans(",;:?!", "，；：？！")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The canonical text with the edits that make it; pages, headings and doubts are canonical.

    `credits` are the facts (publisher, published, author, editor) that removed credit lines state, with raw origins.
    """

    edits: tuple[Edit, ...]
    text: str
    pages: tuple[PageStart, ...]
    headings: tuple[HeadingMark, ...]
    credits: tuple[StatedFact, ...]
    doubts: tuple[Doubt, ...] = ()


def clean(raw: RawText) -> Cleaned:
    """Apply the reader's removals and then every rule in turn; a text without damage comes back with no edit."""
    draft = Draft.of(raw.text, raw.removals)
    for rule in _RULES:
        draft = draft.revise(rule(draft.text))
    removals, credits = remove_furniture(draft.text)
    raw_credits = _raw_origins(credits, OffsetMap.of(draft.edits))
    draft = draft.revise(removals)
    offsets = OffsetMap.of(draft.edits)
    pages = tuple(PageStart(page.number, offsets.to_canonical(page.start, page.start)[0]) for page in raw.pages)
    doubts = (*_canonical_doubts(raw, offsets), *find_doubts(draft.text, draft.edits))
    return Cleaned(draft.edits, draft.text, pages, _canonical_headings(raw, offsets), raw_credits, doubts)


def _raw_origins(credits: Sequence[StatedFact], offsets: OffsetMap) -> tuple[StatedFact, ...]:
    origins = (offsets.to_raw(fact.origin.start or 0, fact.origin.end or 0) for fact in credits)
    pairs = zip(credits, origins, strict=True)
    return tuple(StatedFact(fact.name, fact.value, Origin(fact.origin.source, *span)) for fact, span in pairs)


def _canonical_headings(raw: RawText, offsets: OffsetMap) -> tuple[HeadingMark, ...]:
    """Move the marks to the canonical text; a heading that was removed as a whole is no longer one."""
    spans = ((*offsets.to_canonical(mark.start, mark.end), mark.level) for mark in raw.headings)
    return tuple(HeadingMark(start, end, level) for start, end, level in spans if start < end)


def _canonical_doubts(raw: RawText, offsets: OffsetMap) -> tuple[Doubt, ...]:
    """Move the reader's doubts to the canonical text; one about what was removed is settled."""
    moved = (Doubt(*offsets.to_canonical(doubt.start, doubt.end), doubt.rule, doubt.note) for doubt in raw.doubts)
    return tuple(doubt for doubt in moved if doubt.start < doubt.end)


def _line_ends(text: str) -> tuple[Edit, ...]:
    return matches(_LINE_ENDS, text, "line_end", "\n")


def _zero_width(text: str) -> tuple[Edit, ...]:
    return matches(_ZERO_WIDTH, text, "zero_width")


def _entities(text: str) -> tuple[Edit, ...]:
    if "&" not in text:
        return ()
    found = ((m, _plain(m[0])) for m in _ENTITY.finditer(text))
    return tuple(Edit(m.start(), m.end(), plain, "entity") for m, plain in found if plain is not None)


def _plain(entity: str) -> str | None:
    """The character that the entity stands for; None where there is none, as with &unknown;."""
    if entity == "&sp;":
        return " "
    plain = html.unescape(html.unescape(entity)).replace("\xa0", " ")
    return None if plain.startswith("&") and plain != "&" else plain


def _pinyin(text: str) -> tuple[Edit, ...]:
    """Take out the readings glued after characters, where a text has at least three of them."""
    found = [m for m in _ANNOTATION.finditer(text) if _is_reading(m[1])]
    if len(found) < _FEWEST_ANNOTATIONS:
        return ()
    return tuple(Edit(m.start(), m.end(), "", "pinyin") for m in found)


def _is_reading(letters: str) -> bool:
    plain = "".join(_TONE_MARKS.get(letter, letter) for letter in letters).replace("ü", "v")
    marks = sum(letter in _TONE_MARKS for letter in letters)
    return marks == 1 and _SYLLABLE.fullmatch(plain) is not None


def _simplified(text: str) -> tuple[Edit, ...]:
    """Convert a text in which more than 2 % of the Han characters are traditional."""
    if traditional_share(text) <= _TRADITIONAL_SHARE:
        return ()
    return changed_runs(text, to_simplified(text), "simplified")


def _width(text: str) -> tuple[Edit, ...]:
    return changed_runs(text, fold_width(text), "width")


def _punctuation(text: str) -> tuple[Edit, ...]:
    """Widen ASCII punctuation between Chinese where it is the rule of the text, as on width-normalised pages."""
    narrow = list(_HALF_WIDTH.finditer(text))
    if len(narrow) <= len(_FULL_WIDTH.findall(text)):
        return ()
    return tuple(Edit(m.start(), m.end(), m[0].translate(_TO_FULL), "punctuation") for m in narrow)


# Lost bytes come before pinyin and script: in `缎袠I(yè)` the reading follows a damaged character, and what was
# damaged is the traditional encoding.
_RULES: tuple[Callable[[str], tuple[Edit, ...]], ...] = (
    _line_ends,
    repair_misread,
    join_lines,
    _zero_width,
    _entities,
    repair_lost_bytes,
    _pinyin,
    _simplified,
    close_blanks,
    remove_symbols,
    remove_advertisements,
    _width,
    _punctuation,
)
