"""Why an answer is missing or incomplete, in words.

Invariant: a reason names only what was looked at: the question, and the documents found.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.script import fold
from service.agreement import agrees_throughout, in_place, in_year
from service.evidence import closeness
from service.question import Question
from service.sides import Side
from service.sources import Source
from service.wanted import Item, Wanted

NEAR = 0.5  # share of the question's words, by rarity, that a document has which is near
_UNSTATED = {
    Wanted.FIGURE: "没有写明所问的数字",
    Wanted.HOLDER: "没有写明这个职务由谁担任",
    Wanted.PERSON: "没有写明是谁",
    Wanted.WHICH: "没有写明是哪一个",
    Wanted.WHERE: "没有写明在哪里",
    Wanted.WHEN: "没有写明时间",
    Wanted.NAMED: "没有写明名称",
    Wanted.LIST: "没有逐项列出",
    Wanted.HOW: "没有写明怎么做",
}


def explain_refusal(question: Question, sources: Sequence[Source], weights: Mapping[str, float]) -> str:
    """Say why nothing was found: nothing near, another place or year, or mentioned without what was asked."""
    unnamed = [name for name in question.names if not any(_mentions(source, name) for source in sources)]
    if question.names and len(unnamed) == len(question.names):
        return f"库中没有提到{_quoted(unnamed)}。"
    near = [source for source in sources if _is_near(question, source, weights)]
    if not near:
        return "库中没有与这个问题相近的材料。"
    return _elsewhere(question, near) or _other_year(question, near) or _unstated(question, near)


def explain_gaps(items: Sequence[Item], sides: Sequence[Side]) -> str:
    """Say what of a question that was answered in part is missing."""
    missing = [item.focus if item.wanted is Wanted.MEANING else item.text.strip("？?") for item in items]
    missing += [f"{side.name}的材料" for side in sides]
    return f"库中没有找到：{'；'.join(missing)}。"


def as_typed(reason: str, typed: str) -> str:
    """The reason with the names as the question has them: “1+3+N”, of which folding made 1+3+n."""

    def typed_name(match: re.Match[str]) -> str:
        found = re.search(re.escape(match[1]), typed, re.IGNORECASE)
        return f"“{found[0]}”" if found else match[0]

    return re.sub("“([^“”]+)”", typed_name, reason)


def _mentions(source: Source, name: str) -> bool:
    return fold(name) in fold(f"{source.hit.facts.title}\n{source.text}")


def _is_near(question: Question, source: Source, weights: Mapping[str, float]) -> bool:
    """It has a name or locality of the question, or most of its words, be it of another place."""
    if any(_mentions(source, name) for name in question.names):
        return True
    if any(name[:2] in source.window for name in question.localities):
        return True
    named = "".join((*(fold(place.name) for place in question.places), *question.localities))
    elsewhere = replace(question, words=tuple(word for word in question.words if word not in named))
    return closeness(elsewhere, source, weights) >= NEAR and bool(elsewhere.words)


def _elsewhere(question: Question, near: Sequence[Source]) -> str | None:
    """“两带三同”是厦门湖里的做法，没有武汉的材料."""
    fitting = [s for s in near if agrees_throughout(question, s) and _any_place(question, s)]
    if fitting or not (question.places or question.localities):
        return None
    wanted = "、".join((*(place.name for place in question.places), *question.localities))
    known = list(dict.fromkeys(region for source in near for region in source.hit.facts.regions))[:3]
    where = "、".join(region.replace("/", "") for region in known)
    if where and question.names:
        return f"资料中{_quoted(question.names)}见于{where}的材料，没有{wanted}的材料。"
    return f"库中有{where}的相近材料，没有{wanted}的材料。" if where else f"库中有相近的材料，没有{wanted}的材料。"


def _any_place(question: Question, source: Source) -> bool:
    near = source.window
    return not question.places or any(in_place(place, source, source.start, near) for place in question.places)


def _other_year(question: Question, near: Sequence[Source]) -> str | None:
    if not question.years or any(
        in_year(year, source, source.end, source.window) for year in question.years for source in near
    ):
        return None
    return f"库中有相近的材料，但不是{'、'.join(question.years)}年的。"


def _unstated(question: Question, near: Sequence[Source]) -> str:
    wanted = question.items[0].wanted
    titles = f"《{near[0].hit.facts.title}》等材料" if len(near) > 1 else f"《{near[0].hit.facts.title}》"
    if wanted is Wanted.MEANING:
        return f"{titles}提到{_quoted(question.names)}，但没有说明它指什么。"
    return f"{titles}与问题相近，但{_UNSTATED.get(wanted, '没有一句话能作为依据')}。"


def _quoted(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
