"""Quotations made false in one place each, and true ones spelled otherwise, to try the verification on.

Invariant: a corrupted quotation stands nowhere in the library, or leaves out a negation or bound at its edge; one that
happens to be true all the same is not made.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.script import to_traditional
from indexer.sentences import split_sentences
from service.library import Library

Corrupt = Callable[[random.Random, str], str | None]  # None where the quotation has nothing of the kind

SHORTEST = 10  # characters of a sentence that is quoted
_ATTEMPTS = 100  # for each corruption wanted
_NEGATION = re.compile("不再|不得|没有|尚未|禁止|取消|不能|未|无|不")
_PREDICATE = re.compile("召开|开展|推行|建立|组织|安排|选派|列入|实行|承担|负责|发放|写|设|建|有|是|由")
_BOUND = re.compile(
    r"(?:最高|最低|不超过|不少于|不低于|至少|超过|不足|累计|人均|每人|每月|每年|约|近)(?=\d)|(?<=[\d元名个家人])(?:以上|以下|以内|左右)|(?<=\d)余"
)
_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?=[%一-鿿])")
_UNIT = re.compile(r"(?<=\d)(?:[名个家元期场件条栋年月日人次项]|%|万|亿)")
_UNITS = tuple("名个家元期场件条栋年月日人次项%万亿")
_WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%+()"}
_NARROW = {ord(wide): ord(wide) - 0xFEE0 for wide in "，：；！？（）％"}
_MARKS = ("「」『』", "‘’“”", "''''")
_BLANKS = (" ", "\u3000", "\n", "\u00a0", "  ")


@dataclass(frozen=True, slots=True)
class Quotable:
    """The sentences of a library that may be quoted, by document, and each document's text without blanks."""

    sentences: tuple[tuple[str, str], ...]
    texts: Mapping[str, str]


def quotable_sentences(library: Library) -> Quotable:
    """The sentences of ten characters and more in the searchable documents; none that has an ellipsis itself."""
    sentences, texts = [], {}
    for summary in library.documents():
        stored = library.document(summary.id)
        text = stored.document.text if stored else ""
        texts[summary.id] = _squeezed(text)
        found = (text[start:end].strip() for start, end in split_sentences(text))
        sentences += [(summary.id, s) for s in found if len(s) >= SHORTEST and not re.search(r"…|\.{3}", s)]
    return Quotable(tuple(sentences), texts)


def corrupted_quotations(
    quotable: Quotable, chance: random.Random, wanted: int, corrupt: Corrupt
) -> Iterator[tuple[str, str]]:
    """Pairs (document id, corrupted sentence). Raises ValueError where so many cannot be made."""
    made = 0
    for _ in range(_ATTEMPTS * wanted):
        id, sentence = chance.choice(quotable.sentences)
        corrupted = corrupt(chance, sentence)
        if corrupted is None or _stands(corrupted, quotable):
            continue
        yield id, corrupted
        made += 1
        if made == wanted:
            return
    raise ValueError(f"只能造出 {made} 条（要 {wanted} 条）：资料里带数字、否定词或界限词的句子太少。")


def change_digit(chance: random.Random, quote: str) -> str | None:
    """1041名 → 1047名."""
    digits = [i for i, character in enumerate(quote) if character in "0123456789"]
    if not digits:
        return None
    at = chance.choice(digits)
    return quote[:at] + chance.choice([d for d in "0123456789" if d != quote[at]]) + quote[at + 1 :]


def lose_negation(chance: random.Random, quote: str) -> str | None:
    """不再召开 → 召开."""
    return _without(chance, quote, _NEGATION)


def add_negation(chance: random.Random, quote: str) -> str | None:
    """召开 → 不再召开."""
    return _inserted(chance, quote, _PREDICATE, ("不", "未", "没有", "不得", "不再"))


def lose_bound(chance: random.Random, quote: str) -> str | None:
    """最高300元 → 300元, 每人每月300元 → 每人300元, 20余场 → 20场."""
    return _without(chance, quote, _BOUND)


def add_bound(chance: random.Random, quote: str) -> str | None:
    """300元 → 最高300元."""
    return _inserted(chance, quote, _FIGURE, ("最高", "不超过", "至少", "约", "累计", "人均", "近"))


def change_unit(chance: random.Random, quote: str) -> str | None:
    """31名 → 31家, 6.2万元 → 6.2亿元."""
    found = list(_UNIT.finditer(quote))
    if not found:
        return None
    one = chance.choice(found)
    return quote[: one.start()] + chance.choice([u for u in _UNITS if u != one[0]]) + quote[one.end() :]


def join_with(quotable: Quotable) -> Corrupt:
    """Put the beginning of a sentence before the end of another."""

    def join(chance: random.Random, quote: str) -> str:
        other = chance.choice(quotable.sentences)[1]
        return quote[: chance.randint(5, len(quote))] + other[-chance.randint(5, len(other)) :]

    return join


def respell(chance: random.Random, quote: str) -> str:
    """Change blanks, script, width and quotation marks, each or not: the quotation stays true."""
    if chance.random() < 0.5:
        quote = to_traditional(quote)
    if chance.random() < 0.5:
        quote = quote.translate(chance.choice([_WIDE, _NARROW]))
    if chance.random() < 0.5:
        quote = quote.translate(str.maketrans("“”‘’", chance.choice(_MARKS)))
    if chance.random() < 0.5:
        quote = _squeezed(quote)
    for _ in range(chance.choice((0, 1, 2, 3, 4))):
        at = chance.randint(0, len(quote))
        quote = quote[:at] + chance.choice(_BLANKS) + quote[at:]
    return quote


def enclose(quote: str) -> str:
    """Put a quotation into marks of which it has none itself."""
    pairs = ("「」", "“”", "『』", "‘’")
    one = next(pair for pair in pairs if not any(mark in quote for mark in pair))
    return f"{one[0]}{quote}{one[1]}"


def holds(quotable: Quotable, document_id: str, quote: str) -> bool:
    """The document reads so, blanks aside."""
    return _squeezed(quote) in quotable.texts[document_id]


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _stands(corrupted: str, quotable: Quotable) -> bool:
    """The library says so after all (one sentence made into another), without a negation or bound left out before."""
    form = _squeezed(corrupted)
    return any(form in text and not _cut_off(form, text) for text in quotable.texts.values())


def _cut_off(form: str, text: str) -> bool:
    start = text.find(form)
    before, behind = text[:start][-4:], text[start + len(form) :][:4]
    edge = form[:1].isdigit() and re.search(r"(?:最高|最低|不超过|不少于|至少|超过|不足|约|近)$", before)
    left = re.search(r"[\d元名个家人]$", form) and re.match("以上|以下|以内|左右|余", behind)
    return bool(re.search(f"(?:{_NEGATION.pattern})$", before) or edge or left)


def _without(chance: random.Random, quote: str, pattern: re.Pattern[str]) -> str | None:
    found = list(pattern.finditer(quote))
    if not found:
        return None
    one = chance.choice(found)
    return quote[: one.start()] + quote[one.end() :]


def _inserted(chance: random.Random, quote: str, before: re.Pattern[str], words: Sequence[str]) -> str | None:
    found = list(before.finditer(quote))
    if not found:
        return None
    at = chance.choice(found).start()
    return quote[:at] + chance.choice(words) + quote[at:]
