"""Does an answer stay away when no passage holds it: questions asked of exactly the passages that a plan names.

Invariant: every question is asked twice, of passages without the answer and of the same with those that hold it, so
that refusing everything cannot look good.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from eval import answers
from eval.answers import ANSWERS_GIVEN, Quotation, judge_quotation
from eval.beir import read_collection, read_records, text_field
from eval.cache import collection_settings
from eval.failures import NamingCase
from eval.library import document_names, open_evaluated, plain_corpus
from eval.output import Output, wrong_use
from eval.statistics import Estimate
from eval.summaries import ALL, CategorySummary, gate_values
from eval.tables import open_console, show_failures, show_summaries
from service.answer import answer_from
from service.library import Library
from service.search import count_facets, search
from service.types import SearchResult, Status
from service.usage import WrongUse

NOISE = "noise_only"
_DEPTH = 200  # all that a search ranks: the best 100 by words and the best 100 by meaning


@dataclass(frozen=True, slots=True)
class RefusalCase:
    """A question, the names of passages without and with its answer, and what the answer shows.

    Of each group of `expected` one string is enough: 131万 or 1313851.
    """

    id: str
    text: str
    noise: frozenset[str]
    positive: frozenset[str]
    expected: tuple[tuple[str, ...], ...]


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


def read_plan(folder: Path) -> dict[str, tuple[RefusalCase, ...]]:
    """Read the noise-only questions of `queries.jsonl`, in order, by the name of the set whose passages they are asked.

    `candidate_ids` are the noise, `drop_ids` the passages that hold the answer, `answer_if_present` what it shows;
    questions of other types are passed over. Raises FileNotFoundError, and ValueError naming file and line.
    """
    path = folder / "queries.jsonl"
    if not path.is_file():
        raise FileNotFoundError(f"{path}：没有这个文件。")
    plan: dict[str, list[RefusalCase]] = {}
    for number, record in read_records(path):
        if record.get("type") == NOISE:
            plan.setdefault(text_field(record, "dataset", path, number), []).append(_parse(record, path, number))
    if not plan:
        raise ValueError(f"{path}：里面没有类型为 {NOISE} 的问题。")
    return {dataset: tuple(cases) for dataset, cases in plan.items()}


def _parse(record: dict[str, Any], path: Path, number: int) -> RefusalCase:
    parts = {name: record.get(name) for name in ("candidate_ids", "drop_ids", "answer_if_present")}
    for name, value in parts.items():
        if not isinstance(value, list) or not value:
            raise ValueError(f"{path}:{number}：字段 {name} 应是非空的列表，读到 {value!r}。")
    groups = (group if isinstance(group, list) else [group] for group in record["answer_if_present"])
    return RefusalCase(
        id=text_field(record, "_id", path, number),
        text=text_field(record, "text", path, number),
        noise=frozenset(map(str, record["candidate_ids"])),
        positive=frozenset(map(str, record["drop_ids"])),
        expected=tuple(tuple(map(str, group)) for group in groups),
    )


def search_among(
    library: Library, names: Mapping[str, str], admitted: frozenset[str], query: str, *, k: int
) -> SearchResult:
    """The k best passages of the documents named in `admitted`, as the whole library ranks them.

    `names` maps document ids to names. What the search does not rank at all is not found.
    """
    found = search(library, query, k=_DEPTH)
    hits = tuple(hit for hit in found.hits if names[hit.passage.document_id] in admitted)
    return SearchResult(query, len(hits), found.took_ms, hits[:k], count_facets(hit.facts for hit in hits))


def run_case(case: RefusalCase, library: Library, names: Mapping[str, str]) -> RefusalOutcome:
    """Ask the question of the noise, and of the noise and the answer; an error passes on with the question named."""
    with NamingCase(case.id, case.text):
        noise, whole = (_ask(case, library, names, admitted) for admitted in (case.noise, case.noise | case.positive))
    return RefusalOutcome(case, noise, whole)


def _ask(case: RefusalCase, library: Library, names: Mapping[str, str], admitted: frozenset[str]) -> Reply:
    answer = answer_from(partial(search_among, library, names, admitted), library, case.text)
    cited = (citation for claim in answer.claims for citation in claim.citations)
    return Reply(answer.status, tuple(judge_quotation(citation, library.document, names) for citation in cited))


def evaluate_refusals(folder: Path, limit: int | None, output: Output) -> int:
    """Ask the noise-only questions of a plan, the first `limit` of each set; returns the exit status.

    Each set lies beside the plan's folder and is indexed whole in the cache.
    """
    if output.floors and limit:
        raise WrongUse("下限是用全部问题测定的：--gate 不能与 --limit 同用。")
    with wrong_use():
        plan = read_plan(folder)
        floors = output.read_floors()
    beside = folder.resolve().parent
    outcomes = [outcome for name, cases in plan.items() for outcome in _run(beside / name, cases[:limit])]
    summary = summarise(outcomes)
    name, console = f"refusals/{folder.resolve().name}", open_console()
    show_summaries(console, name, [summary], MEASURES)
    show_failures(console, [outcome.diagnose() for outcome in outcomes if not outcome.refused], output.failures)
    output.write([{"set": name, "summaries": [asdict(summary)], "questions": [_record(one) for one in outcomes]}])
    return output.hold(floors, {name: gate_values([summary])})


def _run(folder: Path, cases: Sequence[RefusalCase]) -> Iterator[RefusalOutcome]:
    with wrong_use():
        collection = read_collection(folder)
        settings = collection_settings(collection)
        corpus = plain_corpus(collection, settings.data)
    with open_evaluated([corpus], settings) as library:
        names = document_names(library)
        yield from (run_case(case, library, names) for case in cases)


def _record(outcome: RefusalOutcome) -> dict[str, object]:
    return {
        "id": outcome.case.id,
        "right": outcome.right,
        "noise": asdict(outcome.noise),
        "whole": asdict(outcome.whole),
    }
