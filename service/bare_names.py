"""A shorthand looked up by itself: the passage that spells it out comes first.

Invariant: nothing but the order changes, and only for a query that is a shorthand and nothing else.
"""

import re

from indexer.script import fold
from indexer.store import StoredPassage
from service.expansion import end_of_list, find_expansions
from service.fusion import Scored
from service.library import Library

DEPTH = 30  # passages read for the place that spells the name out: 1 ms
LEADS = 3  # of them those that may lead to a list of their own: their documents are read, 1 ms each
_NUMERALS = "一二三四五六七八九十"
# Nothing but a shorthand, with or without quotation marks: 四服务一提升 | “六个一” | 1+3+n
_BARE_NAME = re.compile(r"[“\"「『《]?((?:[一二三四五六七八九十百两双\d]|[a-z\d]+\+)[一-鿿a-z\d+]{1,9})[”\"」』》]?")
# 非公企业和社会组织（以下简称“两新”组织）: nothing says more plainly what a name stands for.
_CALLED = r"(?:以下|下)?(?:简称|统称|合称|统称为|简称为)(?:为|：)?[“\"「『]?"


def spelled_out_first(library: Library, query: str, scored: Scored) -> Scored:
    """Raise the score of the passages, among the best DEPTH, that spell out the name which the query is.

    By 2 where it is introduced as the short form, by 1 where its members are told, there or in the list below.
    """
    name = _BARE_NAME.fullmatch(fold(query.strip()))
    if not name:
        return scored
    best = library.store.passages([number for number, _ in scored[:DEPTH]])
    raises = {one.number: _directness(one, name[1]) for one in best}
    silent = [one for one in best if not raises[one.number] and name[1] in fold(one.passage.text)]
    raises |= {one.number: int(_leads_to_list(library, one, name[1])) for one in silent[:LEADS]}
    raised = [(number, score + raises.get(number, 0)) for number, score in scored]
    return sorted(raised, key=lambda item: (-item[1], item[0]))


def _directness(stored: StoredPassage, name: str) -> int:
    text = stored.passage.text
    if re.search(_CALLED + re.escape(name), fold(text)):
        return 2
    return int(any(find_expansions(text, name, members=True)))


def _leads_to_list(library: Library, stored: StoredPassage, name: str) -> bool:
    """True where the paragraph with the name is followed by a list of as many items as the name counts.

    坚持“四看”原则。 / 一看… / 二看… / 三看… / 四看…, each a paragraph, so that no passage holds them all.
    """
    found = library.document(stored.passage.document_id, stored.passage.version)
    counted = _NUMERALS.find(name[0]) + 1
    if found is None or counted < 2:
        return False
    folded = fold(found.document.text)
    mentions = re.finditer(re.escape(name), folded[: stored.passage.end])
    return any(_items_below(folded, m.end()) == counted for m in mentions if m.start() >= stored.passage.start)


def _items_below(folded: str, position: int) -> int:
    """How many list items follow the line in which the position is."""
    line_end = folded.find("\n", position)
    items = folded[line_end : end_of_list(folded, line_end)] if line_end >= 0 else ""
    return sum(bool(item.strip()) for item in items.splitlines())
