"""The evaluation commands: read everything first, run, print, write, and compare with the floors.

Invariant: wrong use is found before the first query runs; the status is 1 exactly when a floor is broken.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from rich.console import Console

from eval import answers, retrieval
from eval.answers import AnswerCase, AnswerOutcome, Subject
from eval.baselines import BASELINES
from eval.beir import Collection, read_collection
from eval.cache import cached_settings, collection_settings
from eval.diagnosis import explain_failures
from eval.engines import Engine
from eval.library import document_names, open_evaluated, plain_corpus
from eval.measures import RETRIEVAL_MEASURES
from eval.output import Output, wrong_use
from eval.questions import Question, read_questions, read_questions_of
from eval.retrieval import RetrievalOutcome
from eval.summaries import CategorySummary, gate_values
from eval.tables import open_console, show_comparison, show_failures, show_summaries
from indexer import builtin
from service.answer import answer_question
from service.library import Library
from service.settings import Settings
from service.usage import WrongUse


@dataclass(frozen=True, slots=True)
class RetrievalOptions:
    """What to ask whom: `cache` is the folder that keeps the indexes, None the user's cache."""

    queries: str
    engines: tuple[Engine, ...]
    limit_queries: int | None
    limit_docs: int | None
    cache: Path | None
    model: str | None
    baseline: Path | None


@dataclass(frozen=True, slots=True)
class RetrievalRun:
    """One engine over one collection: the name of the set, its outcomes, and the failed ones, the first explained."""

    set: str
    engine: Engine
    model: str
    outcomes: tuple[RetrievalOutcome, ...]
    summaries: tuple[CategorySummary, ...]
    failures: tuple[str, ...]


def evaluate_retrieval(folders: Sequence[Path], options: RetrievalOptions, output: Output) -> int:
    """Run every engine over every folder; returns the exit status."""
    with wrong_use():
        collections = [read_collection(folder, options.queries) for folder in folders]
        floors = output.read_floors()
        baseline = _read_baseline(options.baseline)
    if output.floors and (options.limit_queries or options.limit_docs or Engine.HYBRID not in options.engines):
        raise WrongUse(
            "下限是用 hybrid 在整个评测集上测定的：--gate 要有 hybrid，不能有 --limit-queries、--limit-docs。"
        )
    runs = [run for collection in collections for run in _run_collection(collection, options, output.failures)]
    for run in runs:
        _show_retrieval(run, [other for other in runs if other.set == run.set], baseline, output.failures)
    output.write([_retrieval_record(run) for run in runs])
    measured = {run.set: gate_values(run.summaries) for run in runs if run.engine is Engine.HYBRID}
    return output.hold(floors, measured)


def _run_collection(collection: Collection, options: RetrievalOptions, explained: int) -> list[RetrievalRun]:
    cases = retrieval.select_cases(collection, options.limit_queries)
    if not cases:
        raise WrongUse(f"{collection.folder}：没有一个问题既有文字又有相关文档。")
    left_out = len(collection.queries) - len(retrieval.select_cases(collection))
    if left_out:
        print(f"{collection.name}：{left_out} 个问题没有文字或没有相关文档，不计入检索评测。", file=sys.stderr)
    settings = collection_settings(collection, options.cache, options.limit_docs, options.model)
    with wrong_use():
        corpus = plain_corpus(collection, settings.data, options.limit_docs)
    with open_evaluated([corpus], settings) as library:
        names = document_names(library)
        runs = []
        for engine in options.engines:
            rank = partial(retrieval.rank_documents, library, names, engine)
            outcomes = tuple(case.run_against(rank) for case in cases)
            failures = explain_failures(library, outcomes, explained)
            name, model = f"retrieval/{collection.name}", library.encoder.name
            runs.append(RetrievalRun(name, engine, model, outcomes, retrieval.summarise(outcomes), failures))
        return runs


Baseline = dict[tuple[str, str], dict[str, dict[str, float]]]


def _show_retrieval(run: RetrievalRun, runs: Sequence[RetrievalRun], baseline: Baseline, failures: int) -> None:
    console = open_console()
    title = f"{run.set} · {run.engine} · {run.model}"
    show_summaries(console, title, run.summaries, {name: name for name in RETRIEVAL_MEASURES})
    first = runs[0]
    values = retrieval.measure_outcomes(run.outcomes)
    if run is not first:
        tests = retrieval.compare_runs(values, retrieval.measure_outcomes(first.outcomes))
        show_comparison(console, run.engine, first.engine, tests)
    if (run.set, run.engine) in baseline:
        show_comparison(console, "基线", "本次", retrieval.compare_runs(baseline[run.set, run.engine], values))
    show_failures(console, run.failures, failures)


def _retrieval_record(run: RetrievalRun) -> dict[str, object]:
    return {
        "set": run.set,
        "engine": run.engine,
        "model": run.model,
        "summaries": [asdict(summary) for summary in run.summaries],
        "queries": retrieval.measure_outcomes(run.outcomes),
    }


def _read_baseline(path: Path | None) -> Baseline:
    """Values by (set, engine) of an earlier run's JSON."""
    if path is None:
        return {}
    records = json.loads(path.read_text(encoding="utf-8"))
    return {(record["set"], record["engine"]): record["queries"] for record in records}


def evaluate_answers(source: Path, settings: Settings | None, output: Output, baselines: bool = False) -> int:
    """Ask every question of a file, or of a folder in BEIR layout; returns the exit status.

    Without settings a file is asked of the built-in corpus and a folder of its own corpus, each indexed in the cache.
    With baselines, these are asked the same questions; floors hold for the library's own answers alone.
    """
    with wrong_use():
        collection = read_collection(source) if source.is_dir() else None
        questions = read_questions_of(collection) if collection else read_questions(source)
        floors = output.read_floors()
        settings, corpus = _answers_library(collection, settings)
    with open_evaluated(corpus, settings) as library:
        outcomes = _ask(library, questions)
        others = _ask_baselines(library, outcomes) if baselines else {}
    summaries = answers.summarise(outcomes)
    name = f"answers/{collection.name if collection else source.stem}"
    console = open_console()
    for measures in (answers.ANSWER_MEASURES, answers.CITATION_MEASURES):
        show_summaries(console, name, summaries, measures)
    if others:
        _show_systems(console, name, {"资料库": summaries, **others})
    show_failures(console, [outcome.diagnose() for outcome in outcomes if not outcome.right], output.failures)
    output.write([_answers_record(name, summaries, outcomes)])
    return output.hold(floors, {name: gate_values(summaries)})


def _ask_baselines(library: Library, outcomes: Sequence[AnswerOutcome]) -> dict[str, tuple[CategorySummary, ...]]:
    """The summaries of each baseline over the same questions; what the search ranks is the same for all."""
    rankings = {outcome.case.question.text: outcome.ranking for outcome in outcomes}
    names = document_names(library)
    subjects = {
        system: Subject(partial(answer, library), rankings.__getitem__, library.document, names)
        for system, answer in BASELINES.items()
    }
    return {
        system: answers.summarise([outcome.case.run_against(subject) for outcome in outcomes])
        for system, subject in subjects.items()
    }


def _show_systems(console: Console, name: str, systems: Mapping[str, Sequence[CategorySummary]]) -> None:
    """The systems below each other, category by category."""
    rows = [
        CategorySummary(f"{summary.category} · {system}", summary.n, summary.measures)
        for summaries in zip(*systems.values(), strict=True)
        for system, summary in zip(systems, summaries, strict=True)
    ]
    retrieval_measures = ("P@1", "R@10")  # the same for all
    compared = {key: text for key, text in answers.ANSWER_MEASURES.items() if key not in retrieval_measures}
    for measures in (compared, answers.CITATION_MEASURES):
        show_summaries(console, f"{name} 与基线", rows, measures)


def _answers_library(collection: Collection | None, settings: Settings | None) -> tuple[Settings, list[Path]]:
    """The data folder and what to index into it first: nothing where the user named the folder."""
    if settings:
        return settings, []
    if collection:
        settings = collection_settings(collection)
        return settings, [plain_corpus(collection, settings.data)]
    return cached_settings("corpus", builtin.DOCUMENTS), [builtin.DOCUMENTS]


def _ask(library: Library, questions: Sequence[Question]) -> tuple[AnswerOutcome, ...]:
    names = document_names(library)
    subject = Subject(
        answer=partial(answer_question, library),
        rank=partial(retrieval.rank_documents, library, names, Engine.HYBRID),
        stored=library.document,
        names=names,
    )
    return tuple(AnswerCase(question).run_against(subject) for question in questions)


def _answers_record(
    name: str, summaries: Sequence[CategorySummary], outcomes: Sequence[AnswerOutcome]
) -> dict[str, object]:
    return {
        "set": name,
        "summaries": [asdict(summary) for summary in summaries],
        "questions": [
            {
                "id": outcome.case.question.id,
                "status": outcome.status,
                "right": outcome.right,
                "missing": outcome.missing,
                "quotations": [asdict(quotation) for quotation in outcome.quotations],
                "ranking": outcome.ranking[:10],
            }
            for outcome in outcomes
        ],
    }
