"""Whether one quotation bears out a claim that somebody else worded: a stricter test than for its own clauses.

Invariant: pure functions; a claim may select, shorten, reorder and join what its quotation says, in other small words,
but every content word, figure and negation comes from there, and no word that limits the quotation is left out.
"""

import re
from collections.abc import Iterator, Sequence

from indexer.script import fold
from service.figures import read_figures
from service.guards import displaced_figures, missing_from

# Words that join and point, and say nothing by themselves. Left out on purpose: words that change how much, when or
# whether (都 全部 只 已 应 可 最), and 通过 介绍 提到 做法 内容: with these, 57 instead of 31 held of 2,806 claims in
# which one word was replaced by another of the genre (most of the 31 by a joining word: 这些, 包括).
_JOINING_WORDS = """
    的 地 得 了 着 和 与 及 以及 并 并且 而 且 或 在 于 从 由 对 向 为 是 即 指 是指 有 其 其中 该 这 这些 它 它们 此
    此外 另外 同时 还 也 则 分别 包括 根据 依据 资料 材料 原文 等 里 中 内 把 被 给 用 以 之 所 标准为
""".split()
_JOINING = re.compile("|".join(sorted(_JOINING_WORDS, key=len, reverse=True)))
# What must not be left out of a sentence that is told in other words: 计划建成 is not 建成. Bounds that read_figures
# compares (约, 至少, 以内) are not among them.
_LIMITS = re.compile(
    r"计划|规划|拟(?![人定稿])|预计|力争|争取|目标|下一步|将(?=[在于会要建新对把]|[^，。]{0,6}[建完推启])"  # 拟建
    r"|如果|若(?!干)|一般|原则上|试点|除(?=[^，。；]{1,14}外)|仅|只(?!要)|曾|原有|据[^，。]{0,8}[称说]"  # 除社区外
    r"|建议|可以|尚|暂|最高|最多|上限"
)
_SENTENCE = re.compile(r"[^。！？；\n]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_PLAIN = re.compile(r"[a-z0-9][a-z0-9.+-]*")


def is_borne_out(claim: str, quote: str, context: Sequence[str]) -> bool:
    """True when the one quotation bears out all of the claim; `context` (title, headings, regions) may only name
    what it speaks of. A blank claim is not borne out.
    """
    return bool(claim.strip()) and not (
        missing_from(claim, (quote,))
        or displaced_figures(claim, quote)
        or foreign_words(claim, (quote, *context))
        or omitted_limits(claim, quote)
    )


def foreign_words(claim: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Words of the claim that none of the texts has, in reading order; joining words and figures aside.

    A character is borne out as part of a pair, with a mark where it stands alone (甲、乙), or of a joining word;
    figures are compared elsewhere, by value.
    """
    said, told = fold(claim), "\n".join(fold(text) for text in texts)
    checked = _figure_positions(claim)
    pieces = [said[start:end] for start, end in _uncovered(said, told, checked)]
    known = set(_PLAIN.findall(told))
    latin = [
        match[0]
        for match in _PLAIN.finditer(said)
        if match[0] not in known and not checked.issuperset(range(*match.span()))
    ]
    return tuple(dict.fromkeys((*pieces, *latin)))


def omitted_limits(claim: str, quote: str) -> tuple[str, ...]:
    """Words that limit the sentences of the quotation that the claim draws on, and that the claim lacks.

    A clause of the claim draws on the sentence with which it shares the most pairs of characters.
    """
    said = fold(claim)
    sentences = [match[0] for match in _SENTENCE.finditer(fold(quote))]
    drawn = {max(sentences, key=lambda s: _shared(clause, s)) for clause in re.split(r"[，。；\n]", said) if sentences}
    limits = (match[0] for sentence in sentences if sentence in drawn for match in _LIMITS.finditer(sentence))
    return tuple(dict.fromkeys(limit for limit in limits if limit not in said))


def _shared(clause: str, sentence: str) -> int:
    return sum(clause[i : i + 2] in sentence for i in range(len(clause) - 1))


def _figure_positions(claim: str) -> frozenset[int]:
    figures = read_figures(claim)
    spans = [(one.start, one.end) for one in figures.counts] + [(one.start, one.end) for one in figures.dates]
    return frozenset(position for start, end in spans for position in range(start, end))


def _uncovered(said: str, told: str, checked: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Stretches of Han characters that neither a pair found in the texts, a figure nor joining words account for."""
    for run in _HAN.finditer(said):
        covered = set(checked)
        for i in range(max(0, run.start() - 1), run.end()):
            pair = said[i : i + 2]
            if pair in told and (pair.isalnum() or len(run[0]) == 1) and len(pair) == 2:
                covered.update((i, i + 1))
        for stretch in _stretches([i for i in range(*run.span()) if i not in covered]):
            if _JOINING.sub("", said[stretch[0] : stretch[1]]):
                yield stretch


def _stretches(positions: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs of positions that follow each other, as `[start, end)`."""
    start = None
    for i, position in enumerate(positions):
        start = position if start is None else start
        if i + 1 == len(positions) or positions[i + 1] != position + 1:
            yield start, position + 1
            start = None
