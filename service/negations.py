"""The negations of a text, and where a claim turns round what its quotations say.

Invariant: polarity is compared at the words negated, in the best matching place: 不再召开大会 is neither 召开大会 nor
不得召开大会, and it stays apart from 召开座谈会 in the same quotation.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.script import fold

# Words that negate, by what they say; within each, those that are borne out by one another
_KINDS = {
    "forbidden": "不得 不准 不许 不可 不能 禁止 严禁 杜绝 切勿 请勿 勿",
    "absent": "没有 没 尚未 未曾 从未 并未 未 毫无 无 并非 非",
    "no longer": "不再",
    "stopped": "取消 停止 终止 废止 撤销 暂停 中止 停办",
    "not": "不予 不会 不必 不用 不需 无需 无须 决不 绝不 从不 并不 不",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
# Words that hold such a character and negate nothing; bounds of figures (不少于) are compared with the figure
_AFFIRMATIVE = (
    "不得不 无不 不无 不断 不仅 不但 不只 不光 不单 不得少于 不得超过 不少于 不低于 不超过 不高于 不多于 不少 不同 "
    "不久 不过 不论 不管 不料 不妨 不愧 不一 无非 无论 无锡 无数 有无 未来 非常 非但 除非 莫非 是不是 能不能 会不会"
).split()
_NEGATION = re.compile(
    f"(?P<affirmative>{'|'.join(sorted(_AFFIRMATIVE, key=len, reverse=True))})"
    f"|(?P<negator>{'|'.join(sorted(_KIND_OF, key=len, reverse=True))})"
)
_MARKS = re.compile(r"[^0-9a-z\u3400-\u4dbf\u4e00-\u9fff]")
_CONTEXT = 40  # characters by which the best matching place is told
_HEAD = 2  # characters that tell which word is negated


@dataclass(frozen=True, slots=True)
class Negation:
    """A negating word at `[start:end)`; what it negates begins at `end`."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """A folded text with every mark as “|”, and the kind of negation by the offset of what is negated."""

    text: str
    length: int
    negated: dict[int, Negation]

    def occurrences(self, head: str) -> list[int]:
        """Offsets at which the text reads so."""
        found = re.finditer(f"(?={re.escape(head)})", self.text)
        return [match.start() for match in found if match.start() <= self.length]

    def polarity(self, offset: int) -> str:
        """The kind of negation that bears on the words at the offset; "" for none."""
        negation = self.negated.get(offset)
        return negation.kind if negation else ""


def read_negations(text: str) -> tuple[Negation, ...]:
    """Find the negating words of a text in either script, in reading order."""
    return tuple(
        Negation(*found.span(), _KIND_OF[found["negator"]])
        for found in _NEGATION.finditer(fold(text))
        if found["negator"]
    )


def look_alikes(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the words that only look like negations: 不断, 未来, 不少."""
    return tuple(found.span() for found in _NEGATION.finditer(fold(text)) if found["affirmative"])


def reversed_in(claim: str, quotes: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Spans of the claim that negate what no quotation negates in this way, or affirm what the quotations negate."""
    said, told = _read(claim), [_read(quote) for quote in quotes]
    heads = {reading.text[offset : offset + _HEAD] for reading in (said, *told) for offset in reading.negated}
    spans = []
    for head in sorted(heads):
        places = [(reading, place) for reading in told for place in reading.occurrences(head)]
        for offset in said.occurrences(head):
            if _differs(said, offset, places, told):
                negation = said.negated.get(offset)
                spans.append((negation.start if negation else offset, min(offset + _HEAD, said.length)))
    return tuple(sorted(spans))


def _read(text: str) -> _Reading:
    marked = _MARKS.sub("|", fold(text)) + "|" * _HEAD
    return _Reading(marked, len(text), {negation.end: negation for negation in read_negations(text)})


def _differs(said: _Reading, offset: int, places: Sequence[tuple[_Reading, int]], told: Sequence[_Reading]) -> bool:
    """Compare polarity with the places of the quotations that go on as the claim does, as far as any of them."""
    polarity = said.polarity(offset)
    if said.text[offset] == "|":  # 没有。 negates nothing that stands behind it
        return bool(polarity) and not any(polarity == n.kind for reading in told for n in reading.negated.values())
    following = said.text[offset : min(offset + _CONTEXT, said.length)]
    longest, polarities = 0, set[str]()
    for reading, place in places:
        common = _common(following, reading.text[place : place + _CONTEXT])
        if common > longest:
            longest, polarities = common, set()
        if common == longest:
            polarities.add(reading.polarity(place))
    return polarity not in polarities if polarities else bool(polarity)


def _common(one: str, other: str) -> int:
    """How many characters two texts share from their beginnings on."""
    for length, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return length
    return min(len(one), len(other))
