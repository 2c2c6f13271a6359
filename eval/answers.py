"""Are the answers right, are their quotations true, and is what the library does not hold refused.

Invariant: a right answer is judged by its verified quotations alone, never by the wording of its claims.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.beir import Qrel
from eval.failures import NamingCase
from eval.measures import measure_queries
from eval.mistakes import asked_regions, is_elsewhere, shows_expected_figure
from eval.questions import Question
from eval.statistics import Estimate, bootstrap_mean, wilson_share
from eval.summaries import CategorySummary, summarise_categories
from indexer.types import StoredDocument
from service.types import Answer, Citation, Status

StoredVersion = Callable[[str, str], StoredDocument | None]  # by document id and version

ANSWERS_GIVEN = (Status.ANSWERED, Status.PARTIAL)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is being evaluated, as three functions.

    `answer` answers a question, `rank` gives document names for it (best first), `stored` finds a document version.
    `names` maps document ids to the names that questions use.
    """

    answer: Callable[[str], Answer]
    rank: Callable[[str], tuple[str, ...]]
    stored: StoredVersion
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A citation as judged: the name of its document, and whether the cited version reads exactly so there.

    `title` and `regions` are those of the cited version, "" and () where that is not stored.
    """

    document: str
    text: str
    verbatim: bool
    title: str
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerOutcome:
    """What one case got; `ranking` is document names, best first."""

    case: "AnswerCase"
    status: Status
    quotations: tuple[Quotation, ...]
    ranking: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The expected strings that occur in no verbatim quotation from an admitted document; none where one is enough
        and does.
        """
        question = self.case.question
        admitted = [quotation.text for quotation in self.quotations if self._admits(quotation)]
        absent = tuple(text for text in question.expected if not any(text in quote for quote in admitted))
        return () if question.any_expected and len(absent) < len(question.expected) else absent

    @property
    def supporting(self) -> tuple[bool, ...]:
        """Whether each quotation is verbatim, from an admitted document, and holds an expected string."""
        expected = self.case.question.expected
        return tuple(self._admits(q) and any(text in q.text for text in expected) for q in self.quotations)

    def _admits(self, quotation: Quotation) -> bool:
        question = self.case.question
        return quotation.verbatim and (not question.complete or quotation.document in question.documents)

    @property
    def given(self) -> bool:
        """True when an answer was given, whole or in part."""
        return self.status in ANSWERS_GIVEN

    @property
    def in_place(self) -> bool | None:
        """Whether no quotation of a given answer is from elsewhere; None without answer or place asked about.

        A document judged to hold the answer is never elsewhere: 湖里 in a question is in no gazetteer without its 区.
        """
        question = self.case.question
        asked = asked_regions(question.text, question.region)
        if not (self.given and asked and self.quotations):
            return None
        others = [q for q in self.quotations if q.document not in question.documents]
        return not any(is_elsewhere(asked, q.regions, f"{q.title}\n{q.text}") for q in others)

    @property
    def with_figure(self) -> bool | None:
        """Whether a given answer quotes a figure that is expected; None without answer or expected figure."""
        quotes = [quotation.text for quotation in self.quotations]
        return shows_expected_figure(self.case.question.expected, quotes) if self.given else None

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
        return self.given and not self.missing and not self.uncited

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
        cited = (citation for claim in answer.claims for citation in claim.citations)
        quotations = tuple(judge_quotation(citation, subject.stored, subject.names) for citation in cited)
        return AnswerOutcome(self, answer.status, quotations, ranking)


def judge_quotation(citation: Citation, stored_version: StoredVersion, names: Mapping[str, str]) -> Quotation:
    """Compare a citation with the stored version that it cites; `names` maps document ids to names."""
    stored = stored_version(citation.document_id, citation.version)
    name = names.get(citation.document_id, citation.document_id)
    if stored is None:
        return Quotation(name, citation.quote, False, "", ())
    document = stored.document
    verbatim = 0 <= citation.start < citation.end and document.text[citation.start : citation.end] == citation.quote
    return Quotation(name, citation.quote, verbatim, document.facts.title, document.facts.regions)


# Names in floors.json and in the JSON report, with what the tables call them; all are higher-is-better.
ANSWER_MEASURES = {
    "correct": "答对",
    "coverage": "未误拒",
    "refusal_recall": "该拒已拒",
    "refusal_precision": "拒得对",
    "P@1": "P@1",
    "R@10": "R@10",
}
CITATION_MEASURES = {
    "verbatim": "引文逐字",
    "citation_precision": "引得准",
    "citation_recall": "引得全",
    "right_region": "地区未错",
    "right_figure": "数字未错",
}


def summarise(outcomes: Sequence[AnswerOutcome]) -> tuple[CategorySummary, ...]:
    """Shares (Wilson) and retrieval means (bootstrap) with 95 % intervals, over all and by category.

    `correct` and `coverage` (1 − over-refusal) are over the answerable questions, `refusal_recall` over the
    unanswerable, `refusal_precision` over the refused, P@1 and R@10 over the answerable questions that name documents.
    `verbatim` is over all quotations, `citation_precision` over those for answerable questions, `citation_recall` over
    the expected strings; `right_region` and `right_figure` (1 − wrong-region and wrong-figure rate) are over the given
    answers to questions that name a place or expect a figure. A share over none is NaN.
    """
    return summarise_categories(outcomes, lambda outcome: outcome.case.question.category, _measure)


def _measure(outcomes: Sequence[AnswerOutcome]) -> dict[str, Estimate]:
    answerable = [outcome for outcome in outcomes if outcome.case.question.answerable]
    unanswerable = [outcome for outcome in outcomes if not outcome.case.question.answerable]
    retrieval = _measure_rankings(answerable)
    return {
        "correct": share([outcome.right for outcome in answerable]),
        "coverage": share([not outcome.refused for outcome in answerable]),
        "refusal_recall": share([outcome.refused for outcome in unanswerable]),
        "refusal_precision": share([not outcome.case.question.answerable for outcome in outcomes if outcome.refused]),
        "P@1": bootstrap_mean(list(retrieval["P@1"].values())),
        "R@10": bootstrap_mean(list(retrieval["R@10"].values())),
        "verbatim": share([quotation.verbatim for outcome in outcomes for quotation in outcome.quotations]),
        "citation_precision": share([verdict for outcome in answerable for verdict in outcome.supporting]),
        "citation_recall": share(
            [text not in outcome.missing for outcome in answerable for text in outcome.case.question.expected]
        ),
        "right_region": share([verdict for outcome in outcomes if (verdict := outcome.in_place) is not None]),
        "right_figure": share([verdict for outcome in answerable if (verdict := outcome.with_figure) is not None]),
    }


def share(verdicts: Sequence[bool]) -> Estimate:
    """Share of the true ones with its Wilson interval; NaN for none."""
    return wilson_share(sum(verdicts), len(verdicts))


def _measure_rankings(outcomes: Sequence[AnswerOutcome]) -> dict[str, dict[str, float]]:
    questions = [outcome.case.question for outcome in outcomes]
    qrels = [Qrel(question.id, name, 1) for question in questions for name in question.documents]
    return measure_queries(qrels, {outcome.case.question.id: outcome.ranking for outcome in outcomes})
