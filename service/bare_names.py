"""A shorthand looked up by itself: the passage that spells it out comes first.

Invariant: nothing but the order changes, and only for a query that is a shorthand and nothing else.
"""

import re

from indexer.script import fold
from service.expansion import find_expansions
from service.fusion import Scored
from service.library import Library

DEPTH = 30  # passages read for the place that spells the name out: 1 ms
# Nothing but a shorthand, with or without quotation marks: 四服务一提升 | “六个一” | 1+3+n
_BARE_NAME = re.compile(r"[“\"「『《]?((?:[一二三四五六七八九十百两双\d]|[a-z\d]+\+)[一-鿿a-z\d+]{1,9})[”\"」』》]?")


def spelled_out_first(library: Library, query: str, scored: Scored) -> Scored:
    """Raise by 1 the score of the passages, among the best DEPTH, that spell out the name which the query is."""
    name = _BARE_NAME.fullmatch(fold(query.strip()))
    if not name:
        return scored
    best = library.store.passages([number for number, _ in scored[:DEPTH]])
    telling = {s.number for s in best if any(find_expansions(s.passage.text, name[1], members=True))}
    raised = [(number, score + (number in telling)) for number, score in scored]
    return sorted(raised, key=lambda item: (-item[1], item[0]))
