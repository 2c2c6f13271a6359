"""Where a sentence shows what is asked, tied to the words that ask, and how far it falls short of showing it.

Invariant: a figure, the meaning of a name and a person are shown beside the words that ask or not at all.
"""

import re

from service.causes import gives_cause, gives_ground
from service.conditions import tells_change, tells_lack
from service.coverage import clauses_around, word_in
from service.requirements import Span, find_shown, may_tell
from service.stretches import Sentence
from service.wanted import Item, Wanted, asks_for_itself

# Taken off the support where nothing in the sentence shows the kind of thing asked for, or only far from the words that
# ask. Of 424 questions on corpus/, news articles and State Council documents 0.15 and 0.08 answered five more rightly
# and three fewer wrongly, but of 300 on news of all kinds (reject) without their answers seven more, so that fewer than
# three in four were refused.
UNSHOWN, ASIDE = 0.25, 0.15
UNCAUSED = 0.08  # why is asked and no cause named: 0.25 lost four right answers of 578, of which this loses one
# A figure of something else is wrong, and so is another name's meaning, another's office or deed.
EXACT = (Wanted.FIGURE, Wanted.MEANING, Wanted.HOLDER, Wanted.PERSON)
# Only the kind of thing itself will do, be it far from the words that ask.
OF_KIND = (Wanted.WHERE, Wanted.WHEN, Wanted.NAMED)
ANCHORED = 0.5  # of a word's pairs of characters
_NEXT_CLAUSE = re.compile(r"[^，；。]*[，；]?[^，；。]*")
_ENDS = re.compile("结束|截止|闭幕|到期|到(?:几[号点月]|什么时候|何时|哪[天年一])")  # 开展至8月25日
_OWN_NOUN = re.compile("[一-鿿]{2}")  # behind a figure with its measure word: 3个|村的


def shown_in(sentence: Sentence, item: Item, asked: str) -> tuple[tuple[Span, ...], float]:
    """The spans that show what is asked, beside the words that ask if there are such, and what they fall short of it;
    () where it is no evidence.
    """
    whole = ((0, len(sentence.text)),)
    headings = sentence.source.headings(sentence.start)
    shown = whole if sentence.members else find_shown(item, sentence.text, asked, headings)
    others = item.wanted is Wanted.HOW and not tells_lack(item.text, sentence.text)
    if others or not (tells_change(item.text, sentence.text) and gives_ground(item.text, sentence.text)):
        return (), 0.0
    beside = tuple(span for span in shown if _anchored(item, sentence, span))
    if beside or item.wanted in EXACT:
        return beside, 0.0 if gives_cause(item.text, sentence.text) else UNCAUSED
    if shown:
        return shown, ASIDE
    of_kind = item.wanted in OF_KIND or item.count or asks_for_itself(item)
    return ((), 0.0) if of_kind or not may_tell(item, sentence.text) else (whole, UNSHOWN)


def _anchored(item: Item, sentence: Sentence, span: Span) -> bool:
    """One of the words beside what asks stands beside what is shown: in its clause or the one before.

    Not in the one before where the figure counts a thing of its own: …设立驿站，周边3个村…
    """
    clause, before = (text for text, _ in clauses_around(sentence.text, span)[:2])
    counts_others = item.wanted is Wanted.FIGURE and _OWN_NOUN.match(sentence.text, span[1])
    near = clause if counts_others else clause + before
    if item.wanted is Wanted.HOW:
        near += sentence.source.headings(sentence.start)
    if item.wanted is Wanted.WHEN and _ENDS.search(item.text) and re.search("[至到]$", sentence.text[: span[0]]):
        return True
    if item.wanted is Wanted.WHEN and not re.search("[，；。]", sentence.text[: span[0]]):
        near += "".join(
            _NEXT_CLAUSE.findall(sentence.text, span[1])[:1]
        )  # 2012年，某市…: a date at the head dates what follows
    return not item.anchors or any(word_in(word, near) >= ANCHORED for word in item.anchors)
