"""Does the search find the judged documents: cases, runs and their summaries.

Invariant: every judged query is asked through the public search; one that raises ends the run, none counts as zero
without having been asked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.beir import Collection, Qrel, Query
from eval.engines import Engine
from eval.failures import NamingCase
from eval.measures import RETRIEVAL_MEASURES, measure_queries
from eval.statistics import Estimate, PairedTest, bootstrap_mean, permutation_test
from eval.summaries import CategorySummary, summarise_categories
from service.library import Library
from service.search import find

DEPTH = 100  # documents a ranking needs for R@100

Ranker = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RetrievalCase:
    """A query and the documents judged relevant for it."""

    query: Query
    qrels: tuple[Qrel, ...]

    def run_against(self, rank: Ranker) -> "RetrievalOutcome":
        """Ask the ranker; what it raises passes on, with the query named in a note."""
        with NamingCase(self.query.id, self.query.text):
            return RetrievalOutcome(self, rank(self.query.text))


@dataclass(frozen=True, slots=True)
class RetrievalOutcome:
    """What one case got: `ranking` is document names, best first, each once."""

    case: RetrievalCase
    ranking: tuple[str, ...]

    def expected_ranks(self) -> dict[str, int | None]:
        """Rank (from 1) of each relevant document, in the order of the judgements; None when not ranked."""
        ranks = {name: position for position, name in enumerate(self.ranking, start=1)}
        return {qrel.doc_id: ranks.get(qrel.doc_id) for qrel in self.case.qrels if qrel.relevance > 0}

    def is_failure(self) -> bool:
        """True when the first document is not a relevant one."""
        return 1 not in self.expected_ranks().values()


def select_cases(collection: Collection, limit: int | None = None) -> tuple[RetrievalCase, ...]:
    """The collection's queries that have text and a relevant document, in file order, the first `limit` of them."""
    judgements: dict[str, list[Qrel]] = {}
    for qrel in collection.qrels:
        judgements.setdefault(qrel.query_id, []).append(qrel)
    cases = (
        RetrievalCase(query, tuple(judgements[query.id]))
        for query in collection.queries
        if query.text.strip() and any(qrel.relevance > 0 for qrel in judgements.get(query.id, ()))
    )
    return tuple(cases)[:limit]


def rank_documents(library: Library, names: Mapping[str, str], engine: Engine, query: str) -> tuple[str, ...]:
    """Names of the best documents, best first: a document ranks where its best passage does, followed by its copies.

    Up to 100 names, fewer when the search finds fewer. Raises what the search raises.
    """
    found = find(library, query, weight=engine.weight)
    documents = found.generation.documents_of([number for number, _ in found.scored])
    ids = tuple(dict.fromkeys(documents.values()))[:DEPTH]
    copies = library.store.copy_ids(ids)
    return tuple(names[id] for original in ids for id in (original, *copies.get(original, ())))[:DEPTH]


def measure_outcomes(outcomes: Sequence[RetrievalOutcome]) -> dict[str, dict[str, float]]:
    """Measure → query id → value of a run."""
    qrels = [qrel for outcome in outcomes for qrel in outcome.case.qrels]
    return measure_queries(qrels, {outcome.case.query.id: outcome.ranking for outcome in outcomes})


def summarise(outcomes: Sequence[RetrievalOutcome]) -> tuple[CategorySummary, ...]:
    """Means with 95 % bootstrap intervals over all queries and by category."""
    return summarise_categories(outcomes, lambda outcome: outcome.case.query.category, _measure)


def _measure(outcomes: Sequence[RetrievalOutcome]) -> dict[str, Estimate]:
    values = measure_outcomes(outcomes)
    return {name: bootstrap_mean(list(values[name].values())) for name in RETRIEVAL_MEASURES}


def compare_runs(
    first: Mapping[str, Mapping[str, float]], second: Mapping[str, Mapping[str, float]]
) -> dict[str, PairedTest]:
    """Paired test of second against first by measure; both map measure → query id → value.

    Raises ValueError when the runs were not over the same queries.
    """
    return {measure: _compare_measure(first[measure], second[measure]) for measure in RETRIEVAL_MEASURES}


def _compare_measure(first: Mapping[str, float], second: Mapping[str, float]) -> PairedTest:
    if set(first) != set(second):
        raise ValueError("两次运行的问题不同，无法配对比较；请用同一份问题重新运行。")
    return permutation_test([first[query_id] for query_id in second], list(second.values()))
