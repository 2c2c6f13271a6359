"""Whether a source speaks of the places, localities, names and years that a question is about.

Invariant: what is told of another city, street or year is no evidence, however alike the words are.
"""

import re
from collections.abc import Sequence

from indexer.filtering import document_terms
from indexer.regions import Place, find_places
from indexer.script import fold
from service.question import Question
from service.sources import Source
from service.stretches import Sentence

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年|[./-]\d)")
# 从2012年起: the year in which something began is not that of what is told next
_SINCE = re.compile(r"(?:19|20)\d{2}年(?:以来|起|开始|至今|以前|之前|后)")
_SEVERAL = re.compile(r"和|与|、|跟|及")


def agrees_throughout(question: Question, source: Source) -> bool:
    """The source names the localities asked about, and one of the quoted names."""
    told = source.window + source.head
    bare = re.sub(r"[“”\"「」『』‘’]", "", told)
    localities = [name[:2] in told for name in question.localities]
    all_or_one = any if len(localities) > 1 and _SEVERAL.search(question.text) else all
    names = [re.sub(r"[“”\"「」『』‘’]", "", name) in bare for name in question.names]
    return all_or_one(localities) and (any(names) or not names)


def in_place(place: Place, source: Source, position: int, near: str) -> bool:
    """The place is named near by, in title, opening or headings, or the whole document is about it.

    `near` is the folded sentence with its neighbours. A document on several places is about none throughout.
    """
    name = fold(place.name)
    if name in near or name in source.head or name in source.headings(position):
        return True
    facts = source.hit.facts
    terms = document_terms(facts)["region"] if len(facts.regions) == 1 else ()
    return any(fold("/".join(path)) in terms for path in place.paths)


def may_be_in(place: Place, source: Source) -> bool:
    """Nothing speaks against it: the document's regions hold the place or lie in it, or are unknown."""
    paths = [tuple(region.split("/")) for region in source.hit.facts.regions]
    return not contradicts((place,), source.head) and (
        not paths or any(one[: len(p)] == p or p[: len(one)] == one for p in paths for one in place.paths)
    )


def contradicts(places: tuple[Place, ...], sentence: str) -> bool:
    """The sentence names places, and none of them can be, hold or lie in a place asked about."""
    told = [place for place in find_places(sentence) if _is_evident(place)] if places else []
    return bool(told) and not any(
        one[: len(other)] == other or other[: len(one)] == one
        for place in places
        for one in place.paths
        for mentioned in told
        for other in mentioned.paths
    )


def _is_evident(place: Place) -> bool:
    """Not a mere pair of characters that also names a district: 和平 in 经济和平台."""
    districts = ("区", "县", "旗")
    return place.name.endswith(districts) or not any(path[-1].endswith(districts) for path in place.paths)


_STAGE = re.compile(
    r"(?<!\d)\d{1,2}月(?:\d{1,2}日)?|第[一二三四五六七八九十\d]+[届任期艘次批轮]|[一二三四1-4]季度|[上下]半年|[一二三四五六七八九十]+号"
)


def in_stage(asked: str, near: str) -> bool:
    """Every month, quarter, half-year and ordinal of the question stands near by: 8月, 一季度, 首届 for 第一届."""
    return all(stage in near or stage.replace("第一", "首") in near for stage in _STAGE.findall(asked))


# Whom money, a term or a rule is meant for.
_ROLE = re.compile(
    r"指导员|联络员|网格员|观察员|监督员|辅导员|书记|委员|党员|干部|社工|工作者|志愿者|骑手|快递员|司机|职工|居民|村民|教师|医生|学生|老人"
)


def tells_of_other_roles(asked: str, sentence: str, near: str) -> bool:
    """The sentence names who it is about, and that is none of those asked about, who do not stand near by either."""
    roles, told = set(_ROLE.findall(asked)), set(_ROLE.findall(sentence))
    return bool(roles and told) and not any(role in near for role in roles)


def in_year(year: str, source: Source, start: int, sentence: str) -> bool:
    """The sentence states the year, or none and headings, title or what stands before it do; else the date decides."""
    stated: list[str] = _YEAR.findall(sentence)
    if stated:
        return year in stated
    before: list[str] = _YEAR.findall(_SINCE.sub("", source.before(start)))
    if year in source.hit.facts.title or year in source.headings(start) or before[-1:] == [year]:
        return True
    published = source.hit.facts.published
    return not before and published is not None and str(published.year) == year


def in_year_of(year: str, sentence: Sentence) -> bool:
    """The sentence speaks of the year."""
    return in_year(year, sentence.source, sentence.start, sentence.text)


def in_place_of(place: Place, sentence: Sentence, localities: Sequence[str] = ()) -> bool:
    """The sentence speaks of the place; where a street or village agrees, it is enough that nothing speaks against."""
    if contradicts((place,), sentence.text):
        return False
    source = sentence.source
    return in_place(place, source, sentence.start, sentence.near) or bool(localities and may_be_in(place, source))
