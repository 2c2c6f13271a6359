"""Where sources disagree or fall short: a name with several meanings, members missing, figures that differ.

Invariant: nothing is merged or decided here; what differs is named, with place and date.
"""

from collections.abc import Sequence

from service.evidence import Evidence
from service.figures import Figure, read_figures
from service.members import list_members, promised_members
from service.question import Question
from service.sides import sides_of
from service.wanted import Wanted


def explain_ambiguity(question: Question, chosen: Sequence[Evidence]) -> str:
    """Ask which place is meant, naming those that use the name differently."""
    regions = dict.fromkeys(region.replace("/", "") for e in chosen for region in e.sentence.source.hit.facts.regions)
    names = "、".join(f"“{item.focus}”" for item in question.items if item.wanted is Wanted.MEANING)
    return f"{names}在{'、'.join(regions)}各有所指。请说明问的是哪里的。"


def explain_shortfall(chosen: Sequence[Evidence]) -> str | None:
    """Say which name promises more members than the quotations list; None where none does."""
    for evidence in chosen:
        name = evidence.item.focus
        if evidence.item.wanted is Wanted.MEANING and (promised := promised_members(name)):
            told = [e for e in chosen if e.item is evidence.item]
            listed = max(len(e.sentence.members) or len(list_members(e.text, name)) for e in told)
            if listed < promised:
                return f"“{name}”按名称应有{promised}项，原文只列出{listed}项，其余库中未见。"
    return None


def explain_dispute(question: Question, chosen: Sequence[Evidence]) -> str | None:
    """Say that documents state different figures for the same thing, with their titles and dates; None otherwise.

    Different figures of the places or years that a question compares are no dispute.
    """
    stated: dict[str, Figure] = {}
    for evidence in chosen:
        if evidence.item.wanted is Wanted.FIGURE and evidence.item is chosen[0].item and not sides_of(question):
            figure = _shown_figure(evidence)
            if figure:
                stated.setdefault(evidence.document, figure)
    if len({(figure.amount, figure.unit, figure.bound) for figure in stated.values()}) < 2:
        return None
    first = {e.document: e for e in reversed(chosen)}
    told = (_attributed(first[document], figure) for document, figure in stated.items())
    return f"几份材料的数字不同，并列于此，未作取舍：{'；'.join(told)}。"


def _shown_figure(evidence: Evidence) -> Figure | None:
    start, end = evidence.shown[0]
    counts = read_figures(evidence.sentence.text).counts
    return next((one for one in counts if one.start < end and start < one.end), None)


def _attributed(evidence: Evidence, figure: Figure) -> str:
    facts = evidence.sentence.source.hit.facts
    return f"{evidence.text[figure.start : figure.end]}（《{facts.title}》，{facts.published or '日期不详'}）"
