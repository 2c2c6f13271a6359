"""Broad questions for practice (楼宇党建怎么做, 外地怎么解决经费): what is done about a topic, document by document.

Invariant: only a question without name, locality, year and figure is broad; what is quoted says by what means, and
speaks of the place if the question has one.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.script import fold
from indexer.words import Segmenter, bigrams
from service.agreement import in_place_of
from service.choice import overlap
from service.conditions import tells_lack
from service.coverage import share_of
from service.evidence import HEAD_SHARE, HEADING_SHARE, NEIGHBOUR_SHARE, Evidence
from service.likeness import Likeness
from service.question import Question
from service.requirements import METHOD, may_tell
from service.sides import sides_of
from service.sources import Source
from service.stretches import Sentence, sentences_for
from service.types import Claim
from service.wanted import Item, Wanted

NOTE = "问题问的是做法，下面摘自与问题相近的材料，不是全部。"
PRACTICES = 5  # documents quoted at most
ALONE = 2  # sentences of a document that is the only one
# Of the support and of the likeness in it. Of 60 questions of this kind on corpus/ and on articles whose topic the
# library has and 30 whose topic it has not, half were looked at when these were chosen; see eval/README.md for both.
NEEDED, ALIKE = 0.5, 0.2
TOPIC_SHARE, MEANING_SHARE = 0.6, 0.4
NEAR = 0.85  # of the best support, below which another document is not quoted
SHORTEST, LONGEST = 16, 160  # characters of a sentence that tells of a practice
CONCRETE = 0.03  # added for a figure or a name in quotation marks and for each of two means, taken off twice for talk
RETOLD = 0.5  # of the pairs of characters of the shorter sentence, from which on two say the same

_KINDS = "做法|经验|举措|措施|办法|探索|案例|典型|模式|路子|招数?|高招|法子|亮点|创新"
# Deeds that are asked about in general: 怎么抓, 怎样发展; of others (怎么补办, 怎么分摊) one text says how it is done.
_DEEDS = (
    "做|抓|搞|[建管治干联]|选(?!举)|[配育防]|办(?![？?]?$)|开展|推[进动广]|落[实地]|压实|加强|强化|发展|壮大|解决|破解|化解|提[高升]|优化|规范"
    "|调动|激发|吸引|留住|凝聚|带动?|发挥|服务|帮|让|监督|引导|保障|减|增|用好|联系|覆盖"
)
_ASKED = re.compile(
    # 有哪些好做法, 有什么成熟的经验, 好的做法有哪些, 有没有好办法
    rf"(?:哪些|什么|有没有|有无)[^，。？?]{{0,12}}?(?:{_KINDS})|(?:{_KINDS})(?:都|主要)?有?(?:哪些|什么)"
    rf"|(?:怎么|怎样|如何)(?:去|来|才能?|能|更?好地?|有效|真正|在[^，。？?]{{2,6}})?(?:{_DEEDS})"
    # 哪些地方做得好, 谁做得好; 外地怎么…
    r"|(?:哪些?|谁|什么)[^，。？?]{0,8}[做搞抓干办][得的](?:比较|最|更)?(?:好|不错|成功|出色|有特色)"
    r"|(?:外地|各地|别的地方|其他地方|别处|兄弟)[^，。？?]*(?:怎么|怎样|如何)"
    r"|(?:经费|资金)[^，。？?]{0,6}(?:从?哪里?儿?来|从何而来|怎么(?:来|筹)|谁(?:来出|出))"
)
_EXACT = (Wanted.FIGURE, Wanted.WHEN, Wanted.HOLDER, Wanted.NAMED, Wanted.MEANING)
# What every such question says and no topic is.
_NO_TOPIC = re.compile(
    rf"{_KINDS}|外地|各地|其[他它]|别[的处]|兄弟|人家|地方|地区|城市|单位|做[好得]?|抓好?|搞好?|办好?|解决|破解|开展|推进|推动|加强|落实"
    r"|好|不错|成功|出色|特色|成熟|借鉴|参考|有效|工作|方面|问题|难题|学习|值得|一些|可以|能够|比较|真正|起来|.得好"
)
_TALK = re.compile("目标|旨在|力争|强调|指出|表示|希望|下一步|记者")
# What is only urged or to come: 区委领导强调，要…; 下一步，社区将…
_URGES = re.compile(
    "(?:强调|指出|表示|希望|要求|提出)[，：“]{0,2}(?:[^，。]{0,10}[，、])?(?:要|必须|务必|应当?)"
    "|(?:未来|下一步|接下来|今后|下阶段)[^。]{0,20}[将要]"
)


@dataclass(frozen=True, slots=True)
class Practices:
    """`asked` is the question as one for the practices of its topic; `told` the sentences of them, best first."""

    asked: Question
    told: tuple[Evidence, ...]

    def placed(self, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """The claims, each with the place of its document (湖北省武汉市) as its side, where that is known."""
        regions = {one.document: one.sentence.source.hit.facts.regions for one in self.told}
        return tuple(
            replace(claim, side="、".join(one.replace("/", "") for one in regions[claim.citations[0].document_id]))
            for claim in claims
        )


def asks_for_practice(question: Question) -> bool:
    """Whether the question asks in general how something is done, or who does it well; not where it compares."""
    bound = question.localities or question.names or question.years or sides_of(question)
    exact = any(item.wanted in _EXACT and not _ASKED.search(item.text) for item in question.items)
    return not bound and not exact and bool(_ASKED.search(question.text))


def find_practices(
    question: Question,
    sources: Sequence[Source],
    segmenter: Segmenter,
    rarity: Callable[[str], float],
    likeness: Likeness,
    stricter: float = 0.0,
) -> Practices:
    """The best sentence of each document that tells of one; of an only one two. None where no document does.

    `rarity` weighs a word; `stricter` is how much more support than usual is asked for.
    """
    named = {fold(place.name) for place in question.places}
    told = [word for word in question.words if not _NO_TOPIC.fullmatch(word) and word not in named]
    topic = [word for word in told if len(word) > 1] or told  # 员 of 快递员, cut in two, is rare and says nothing
    words = tuple(dict.fromkeys(piece for word in topic for piece in _pieces(word, segmenter)))
    item = Item(question.text, words, Wanted.HOW)
    asked = replace(question, words=words, items=(item,))
    weights = {word: rarity(word) for word in words}
    found = [one for source in sources if words for one in _told_in(source, asked, weights, likeness)]
    ranked = sorted((one for one in found if one.support >= NEEDED + stricter), key=lambda one: -one.support)
    first: list[Evidence] = []
    for one in ranked:
        near = one.support >= NEAR * ranked[0].support
        if near and not any(one.document == other.document or _retells(one, other) for other in first):
            first.append(one)
    if len(first) == 1:
        more = [one for one in ranked if one.document == first[0].document and not _retells(one, first[0])]
        first += more[: ALONE - 1]
    return Practices(asked, tuple(first[:PRACTICES]))


def _pieces(word: str, segmenter: Segmenter) -> tuple[str, ...]:
    """楼宇, 党建 for 楼宇党建, where pieces of two characters make up the word; else the word."""
    parts = tuple(part for part in segmenter.query_tokens(word).words if part != word and len(part) == 2)
    return parts if len(word) > 3 and "".join(parts) == word else (word,)


def _told_in(source: Source, asked: Question, weights: Mapping[str, float], likeness: Likeness) -> Iterator[Evidence]:
    (item,) = asked.items
    for sentence in sentences_for(item, source):
        if not SHORTEST <= len(sentence.text) <= LONGEST or not METHOD.search(sentence.text):
            continue
        if _URGES.search(sentence.text) or not may_tell(item, sentence.text) or not _in_place(asked, sentence):
            continue
        if not tells_lack(asked.text, sentence.text):
            continue
        coverage, near = share_of(item.words, weights, _places(sentence)), likeness.expected(sentence)
        support = TOPIC_SHARE * coverage + MEANING_SHARE * near + _concrete(sentence.text)
        if near >= ALIKE:
            yield Evidence(sentence, item, ((0, len(sentence.text)),), coverage, coverage, near, support)


def _in_place(asked: Question, sentence: Sentence) -> bool:
    return not asked.places or any(in_place_of(place, sentence) for place in asked.places)


def _places(sentence: Sentence) -> tuple[tuple[str, float], ...]:
    source = sentence.source
    headings = source.headings(sentence.start)
    return (
        (sentence.text, 1.0),
        (headings, HEADING_SHARE),
        (sentence.near, NEIGHBOUR_SHARE),
        (source.head, HEAD_SHARE),
    )


def _concrete(text: str) -> float:
    exact, means, talk = re.search(r"\d|[“《]", text), len(METHOD.findall(text)), _TALK.search(text)
    return CONCRETE * (bool(exact) + min(2, means) - 2 * bool(talk))


def _retells(one: Evidence, other: Evidence) -> bool:
    """The same words of a document, or what another text says in much the same words."""
    pairs, others = set(bigrams(one.sentence.text)), set(bigrams(other.sentence.text))
    return overlap(one, other) or len(pairs & others) >= RETOLD * min(len(pairs), len(others))
