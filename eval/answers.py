"""Are the answers right, are their quotations true, and is what the library does not hold refused.

Invariant: a right answer is judged by its verified quotations alone, never by the wording of its claims.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.beir import Qrel
from eval.failures import NamingCase
from eval.measures import measure_queries
from eval.questions import Question
from eval.statistics import Estimate, bootstrap_mean, wilson_share
from eval.summaries import CategorySummary, summarise_categories
from indexer.types import StoredDocument
from service.types import Answer, Citation, Status

ANSWERS_GIVEN = (Status.ANSWERED, Status.PARTIAL)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is being evaluated, as three functions.

    `answer` answers a question, `rank` gives document names for it (best first), `stored` finds a document version.
    `names` maps document ids to the names that questions use.
    """

    answer: Callable[[str], Answer]
    rank: Callable[[str], tuple[str, ...]]
    stored: Callable[[str, str], StoredDocument | None]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A citation as judged: the name of its document, and whether the cited version reads exactly so there."""

    document: str
    text: str
    verbatim: bool


@dataclass(frozen=True, slots=True)
class AnswerOutcome:
    """What one case got; `ranking` is document names, best first."""

    case: "AnswerCase"
    status: Status
    quotations: tuple[Quotation, ...]
    ranking: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The expected strings that occur in no verbatim quotation from an admitted document."""
        question = self.case.question
        admitted = [
            quotation.text
            for quotation in self.quotations
            if quotation.verbatim and (not question.complete or quotation.document in question.documents)
        ]
        return tuple(text for text in question.expected if not any(text in quote for quote in admitted))

    @property
    def uncited(self) -> tuple[str, ...]:
        """The documents that had to be cited, all of them, and were not; () where one of them is enough."""
        question = self.case.question
        cited = {quotation.document for quotation in self.quotations if quotation.verbatim}
        return tuple(name for name in question.documents if question.all_documents and name not in cited)

    @property
    def refused(self) -> bool:
        """True when the library said that it does not hold the answer."""
        return self.status is Status.NOT_FOUND

    @property
    def right(self) -> bool:
        """True when an answerable question was answered with all it must show, or an unanswerable one refused."""
        if not self.case.question.answerable:
            return self.refused
        return self.status in ANSWERS_GIVEN and not self.missing and not self.uncited

    def diagnose(self) -> str:
        """Say what a person would see: the status, what is missing, what was quoted, where the documents ranked."""
        question = self.case.question
        lines = [f"{question.id}（{question.category}）{question.text}", f"  结论 {self.status}"]
        if question.answerable:
            lines += [f"  引文中没有：{text}" for text in self.missing]
            lines += [f"  没有引用：{name}" for name in self.uncited]
            lines += [f"  {name} 检索得第 {self._rank(name)} 位" for name in question.documents]
        else:
            lines.append("  库中没有答案，应当说没有")
        lines += [f"  引了 {q.document}：{'' if q.verbatim else '（与原文不符）'}{q.text}" for q in self.quotations]
        return "\n".join(lines)

    def _rank(self, name: str) -> str:
        return str(self.ranking.index(name) + 1) if name in self.ranking else f"{len(self.ranking)} 以后"


@dataclass(frozen=True, slots=True)
class AnswerCase:
    """A question to be put to a subject."""

    question: Question

    def run_against(self, subject: Subject) -> AnswerOutcome:
        """Ask, and check every quotation against the stored version it cites.

        What the subject raises passes on, with the question named in a note.
        """
        with NamingCase(self.question.id, self.question.text):
            answer = subject.answer(self.question.text)
            ranking = subject.rank(self.question.text)
        quotations = tuple(_judge(citation, subject) for claim in answer.claims for citation in claim.citations)
        return AnswerOutcome(self, answer.status, quotations, ranking)


def _judge(citation: Citation, subject: Subject) -> Quotation:
    stored = subject.stored(citation.document_id, citation.version)
    verbatim = (
        stored is not None
        and 0 <= citation.start < citation.end
        and stored.document.text[citation.start : citation.end] == citation.quote
    )
    return Quotation(subject.names.get(citation.document_id, citation.document_id), citation.quote, verbatim)


# Names in floors.json and in the JSON report, with what the table calls them; all are higher-is-better.
MEASURES = {
    "correct": "答对",
    "coverage": "未误拒",
    "refusal_recall": "该拒已拒",
    "refusal_precision": "拒得对",
    "verbatim": "引文逐字",
    "P@1": "P@1",
    "R@10": "R@10",
}


def summarise(outcomes: Sequence[AnswerOutcome]) -> tuple[CategorySummary, ...]:
    """Shares (Wilson) and retrieval means (bootstrap) with 95 % intervals, over all and by category.

    `correct` and `coverage` (1 − over-refusal) are over the answerable questions, `refusal_recall` over the
    unanswerable, `refusal_precision` over the refused, `verbatim` over all quotations, P@1 and R@10 over the
    answerable questions that name documents. A share over none is NaN.
    """
    return summarise_categories(outcomes, lambda outcome: outcome.case.question.category, _measure)


def _measure(outcomes: Sequence[AnswerOutcome]) -> dict[str, Estimate]:
    answerable = [outcome for outcome in outcomes if outcome.case.question.answerable]
    unanswerable = [outcome for outcome in outcomes if not outcome.case.question.answerable]
    retrieval = _measure_rankings(answerable)
    return {
        "correct": _share([outcome.right for outcome in answerable]),
        "coverage": _share([not outcome.refused for outcome in answerable]),
        "refusal_recall": _share([outcome.refused for outcome in unanswerable]),
        "refusal_precision": _share([not outcome.case.question.answerable for outcome in outcomes if outcome.refused]),
        "verbatim": _share([quotation.verbatim for outcome in outcomes for quotation in outcome.quotations]),
        "P@1": bootstrap_mean(list(retrieval["P@1"].values())),
        "R@10": bootstrap_mean(list(retrieval["R@10"].values())),
    }


def _share(verdicts: Sequence[bool]) -> Estimate:
    return wilson_share(sum(verdicts), len(verdicts))


def _measure_rankings(outcomes: Sequence[AnswerOutcome]) -> dict[str, dict[str, float]]:
    questions = [outcome.case.question for outcome in outcomes]
    qrels = [Qrel(question.id, name, 1) for question in questions for name in question.documents]
    return measure_queries(qrels, {outcome.case.question.id: outcome.ranking for outcome in outcomes})
