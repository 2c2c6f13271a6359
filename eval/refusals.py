"""Does an answer stay away when no passage holds it: questions asked of exactly the passages that a plan names.

Invariant: every question is asked twice, of passages without the answer and of the same with those that hold it, so
that refusing everything cannot look good.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from eval import answers
from eval.answers import ANSWERS_GIVEN, Quotation, judge_quotation
from eval.beir import read_collection
from eval.cache import collection_settings
from eval.failures import NamingCase
from eval.library import document_names, open_evaluated, plain_corpus
from eval.output import Output, wrong_use
from eval.refusal_plans import RefusalCase, plan_of, read_plan, spread
from eval.statistics import Estimate
from eval.summaries import ALL, CategorySummary, gate_values
from eval.tables import open_console, show_failures, show_summaries
from indexer.facets import facet_values
from service.answer import answer_from
from service.facets import sorted_facets
from service.fusion import DEPTH
from service.library import Library
from service.search import search
from service.types import SearchResult, Status
from service.understanding import take_plainly
from service.usage import WrongUse

_DEPTH = 2 * DEPTH  # all that a search ranks: the best by words and the best by meaning
# By how much more support is asked for, in a run each: the trade-off that stands beside the thresholds of an answer.
CURVE = (-0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15)


@dataclass(frozen=True, slots=True)
class Reply:
    """How an answer ended, and what it quoted."""

    status: Status
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class RefusalOutcome:
    """What a case got from the noise alone, and from the noise with the passages that hold the answer."""

    case: RefusalCase
    noise: Reply
    whole: Reply

    @property
    def refused(self) -> bool:
        """True when nothing was answered from the noise."""
        return self.noise.status is Status.NOT_FOUND

    @property
    def answered(self) -> bool:
        """True when the question was not refused with the answer at hand."""
        return self.whole.status is not Status.NOT_FOUND

    @property
    def right(self) -> bool:
        """True when verbatim quotations show a string of each expected group, with the answer at hand."""
        quotes = [quotation.text for quotation in self.whole.quotations if quotation.verbatim]
        return self.whole.status in ANSWERS_GIVEN and all(
            any(text in quote for text in group for quote in quotes) for group in self.case.expected
        )

    def diagnose(self) -> str:
        """Say what was quoted from the noise."""
        quotes = [f"  引了 {quotation.document}：{quotation.text}" for quotation in self.noise.quotations]
        return "\n".join([f"{self.case.id} {self.case.text}", f"  结论 {self.noise.status}，应当说没有", *quotes])


MEASURES = {"refusal_recall": "该拒已拒", "coverage": "未误拒", "correct": "答对"}


def summarise(outcomes: Sequence[RefusalOutcome]) -> CategorySummary:
    """Shares with 95 % Wilson intervals: `refusal_recall` over the noise, the others with the answer at hand."""
    measures: dict[str, Estimate] = {
        "refusal_recall": answers.share([outcome.refused for outcome in outcomes]),
        "coverage": answers.share([outcome.answered for outcome in outcomes]),
        "correct": answers.share([outcome.right for outcome in outcomes]),
    }
    return CategorySummary(ALL, len(outcomes), measures)


def search_among(
    library: Library, names: Mapping[str, str], admitted: frozenset[str], query: str, *, k: int
) -> SearchResult:
    """The k best passages of the documents named in `admitted`, as the whole library ranks them.

    `names` maps document ids to names; a document that is searched in the place of copies answers to theirs, too.
    What the search does not rank at all is not found.
    """
    found = search(library, take_plainly(query), k=_DEPTH)
    copies = library.store.copy_ids(list({hit.passage.document_id for hit in found.hits}))
    ids = {id for id, name in names.items() if name in admitted}
    ids |= {original for original, same in copies.items() if ids.intersection(same)}
    hits = tuple(hit for hit in found.hits if hit.passage.document_id in ids)
    facets = sorted_facets(Counter(value for hit in hits for value in facet_values(hit.facts)))
    return SearchResult(query, len(hits), found.took_ms, hits[:k], facets, found.understood)


def run_case(case: RefusalCase, library: Library, names: Mapping[str, str], stricter: float = 0.0) -> RefusalOutcome:
    """Ask the question of the noise, and of the noise and the answer; an error passes on with the question named.

    `stricter` is how much more support than usual an answer needs.
    """
    everything = frozenset(names.values())
    noise = everything - case.positive if case.noise is None else case.noise
    with NamingCase(case.id, case.text):
        replies = [_ask(case, library, names, one, stricter) for one in (noise, noise | case.positive)]
    return RefusalOutcome(case, *replies)


def _ask(
    case: RefusalCase, library: Library, names: Mapping[str, str], admitted: frozenset[str], stricter: float
) -> Reply:
    answer = answer_from(partial(search_among, library, names, admitted), library, case.text, stricter=stricter)
    cited = (citation for claim in answer.claims for citation in claim.citations)
    return Reply(answer.status, tuple(judge_quotation(citation, library.document, names) for citation in cited))


def evaluate_refusals(folder: Path, limit: int | None, output: Output, *, curve: bool = False) -> int:
    """Ask the questions of a plan, or of a set in BEIR layout without their passages; returns the exit status.

    At most `limit` of each set are asked, at even distances. The sets of a plan lie beside its folder; each is indexed
    whole in the cache. With `curve` they are asked again with less and with more support needed.
    """
    if output.floors and (limit or curve):
        raise WrongUse("下限是用全部问题、按现行阈值测定的：--gate 不能与 --limit、--curve 同用。")
    with wrong_use():
        plan = _read(folder)
        floors = output.read_floors()
    steps = CURVE if curve else (0.0,)
    runs: dict[float, list[RefusalOutcome]] = {step: [] for step in steps}
    for place, cases in plan.items():
        for step, run in _run(place, spread(cases, limit), steps).items():
            runs[step] += run
    name, console, outcomes = f"refusals/{folder.resolve().name}", open_console(), runs[0.0]
    summary = summarise(outcomes)
    rows = [replace(summarise(run), category=f"{step:+.2f}") for step, run in runs.items()] if curve else [summary]
    show_summaries(console, name, rows, MEASURES)
    show_failures(console, [outcome.diagnose() for outcome in outcomes if not outcome.refused], output.failures)
    output.write([{"set": name, "summaries": [asdict(row) for row in rows], "questions": list(map(_record, outcomes))}])
    return output.hold(floors, {name: gate_values([summary])})


def _read(folder: Path) -> dict[Path, tuple[RefusalCase, ...]]:
    """The cases by the folder of the set that is asked."""
    if (folder / "corpus.jsonl").is_file():
        return {folder: plan_of(read_collection(folder))}
    return {folder.resolve().parent / name: cases for name, cases in read_plan(folder).items()}


def _run(folder: Path, cases: Sequence[RefusalCase], steps: Sequence[float]) -> dict[float, tuple[RefusalOutcome, ...]]:
    with wrong_use():
        collection = read_collection(folder)
        settings = collection_settings(collection)
        corpus = plain_corpus(collection, settings.data)
    with open_evaluated([corpus], settings) as library:
        names = document_names(library)
        return {step: tuple(run_case(case, library, names, step) for case in cases) for step in steps}


def _record(outcome: RefusalOutcome) -> dict[str, object]:
    return {
        "id": outcome.case.id,
        "right": outcome.right,
        "noise": asdict(outcome.noise),
        "whole": asdict(outcome.whole),
    }
