"""Claims from evidence: a short answer in front of the quotation that carries it.

Invariant: a claim's text is the quotation, a clause of it, or the names of the members of the list that it quotes; a
clause is taken only where nothing in the rest of the sentence denies, plans or limits what it says.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.script import fold
from indexer.types import StoredDocument
from service.citations import cite
from service.evidence import Evidence
from service.guards import missing_from
from service.outlines import label_of
from service.question import Question
from service.sides import side_of
from service.sources import OPENING
from service.types import Claim
from service.wanted import Wanted
from service.weight import weigh_source

# What must not be left out of a sentence when a clause of it is quoted alone.
_QUALIFIES = re.compile(r"不|没|未|无|非|除|仅|只|若|如果|计划|拟|预计|力争|将|争取|据|约定|曾|原|但|其中")
_BOUNDARY = re.compile(r"[，；。：！？\n]")
_SHORT = (Wanted.FIGURE, Wanted.HOLDER, Wanted.PERSON, Wanted.WHICH, Wanted.WHERE, Wanted.WHEN, Wanted.NAMED)
LONGEST_CLAUSE = 60
LONGEST_LIST = 300  # characters of a list that is quoted in one piece
LONGEST_JOINED = 3  # sentences that follow each other and are quoted as one


def make_claims(question: Question, chosen: Sequence[Evidence]) -> tuple[Claim, ...]:
    """One claim for each stretch of text, in the order given, in a comparison side by side as the question names them;
    sentences that follow each other are one stretch, where they are about one side.
    """
    runs = _runs([(side_of(question, evidence.item, evidence.sentence), evidence) for evidence in chosen])
    found = list(dict.fromkeys(side for side, _ in runs))
    named = {side: question.text.find(fold(side)) % (len(question.text) + 1) for side in found}  # -1: behind all
    return tuple(
        _claim(side, run) for side, run in sorted(runs, key=lambda pair: (named[pair[0]], found.index(pair[0])))
    )


def _runs(chosen: Sequence[tuple[str, Evidence]]) -> list[tuple[str, list[Evidence]]]:
    runs: list[tuple[str, list[Evidence]]] = []
    for side, evidence in chosen:
        for of, run in runs:
            if (
                side == of
                and not run[0].sentence.members
                and not evidence.sentence.members
                and len(run) < LONGEST_JOINED
                and (_follows(run[-1], evidence) or _follows(evidence, run[0]))
            ):
                run.append(evidence)
                run.sort(key=lambda one: one.start)
                break
        else:
            runs.append((side, [evidence]))
    return runs


def _follows(first: Evidence, second: Evidence) -> bool:
    """Nothing but blanks lies between the end of the first and the start of the second."""
    same = first.document == second.document and first.end <= second.start
    return same and not first.sentence.source.text[first.end : second.start].strip()


def _claim(side: str, run: Sequence[Evidence]) -> Claim:
    if len(run) == 1 and run[0].sentence.members:
        return _list_claim(side, run[0])
    stored = run[0].sentence.source.stored
    citation = cite(stored, run[0].start, run[-1].end)
    text = _short_text(run[0]) if len(run) == 1 else citation.quote
    if missing_from(text, (citation.quote,)):
        text = citation.quote
    return Claim(text, (replace(citation, weight=_weigh(stored, citation.quote)),), side)


def _list_claim(side: str, evidence: Evidence) -> Claim:
    """The names of a list's members, and the list: as one quotation where it is short, else a quotation of each."""
    stored, members = evidence.sentence.source.stored, evidence.sentence.members
    spans = ((members[0][0], members[-1][1]),) if members[-1][1] - members[0][0] <= LONGEST_LIST else members
    citations = tuple(cite(stored, *span) for span in spans)
    quotes = tuple(citation.quote for citation in citations)
    names = "；".join(label_of(stored.document.text[slice(*member)]) for member in members)
    text = "\n".join(quotes) if len(members) == 1 or missing_from(names, quotes) else names
    return Claim(text, tuple(replace(one, weight=_weigh(stored, one.quote)) for one in citations), side)


def _weigh(stored: StoredDocument, quote: str) -> str | None:
    return weigh_source(stored.document.facts, stored.document.text[:OPENING], quote)


def _short_text(evidence: Evidence) -> str:
    """The clause that shows what was asked; the whole quotation where the clause would say something else, or not of
    what: 书记：每月300元.
    """
    quote = evidence.text
    if evidence.item.wanted not in _SHORT or evidence.together:
        return quote
    start, end = evidence.shown[0]
    first = max((match.end() for match in _BOUNDARY.finditer(quote, 0, start)), default=0)
    last = next((match.start() for match in _BOUNDARY.finditer(quote, end)), len(quote))
    clause = quote[first:last].strip()
    rest = quote[:first] + quote[last:]
    nameless = "：" in quote[:first] or not any(word in fold(clause) for word in evidence.item.words)
    unbalanced = any(clause.count(one) != clause.count(other) for one, other in ("“”", "《》", "（）", "()"))
    if nameless or _QUALIFIES.search(rest) or unbalanced or len(clause) > LONGEST_CLAUSE:
        return quote
    return clause
