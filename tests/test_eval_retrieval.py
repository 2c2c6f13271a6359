"""Retrieval cases say where each expected document ranked, and a run measures every query that was judged."""

from pathlib import Path

import pytest

from eval.beir import Collection, Qrel, Query
from eval.library import plain_corpus, source_name
from eval.measures import RETRIEVAL_MEASURES
from eval.retrieval import RetrievalCase, RetrievalOutcome, compare_runs, measure_outcomes, select_cases, summarise
from eval.statistics import PairedTest

FACT = Query("q1", "几级联动", "fact", True, ())
OTHER = Query("q2", "谁建的", "who", True, ())


def make_case(query: Query, *relevant: str) -> RetrievalCase:
    return RetrievalCase(query, tuple(Qrel(query.id, name, 1) for name in relevant))


def make_collection(folder: Path, *qrels: Qrel, queries: tuple[Query, ...] = (FACT, OTHER)) -> Collection:
    return Collection(folder, folder / "corpus.jsonl", "queries.jsonl", queries, qrels)


def test_a_case_asks_its_text_and_keeps_the_ranking() -> None:
    case = make_case(FACT, "d1")
    asked: list[str] = []

    def rank(query: str) -> tuple[str, ...]:
        asked.append(query)
        return ("d2", "d1")

    assert case.run_against(rank) == RetrievalOutcome(case, ("d2", "d1"))
    assert asked == ["几级联动"]


def test_an_error_passes_on_and_names_the_query() -> None:
    def broken(query: str) -> tuple[str, ...]:
        raise RuntimeError("索引坏了")

    with pytest.raises(RuntimeError, match="索引坏了") as caught:
        make_case(FACT, "d1").run_against(broken)
    assert caught.value.__notes__ == ["问题 q1：几级联动"]


def test_expected_ranks_are_the_real_ones() -> None:
    outcome = RetrievalOutcome(make_case(FACT, "d1", "d9"), ("d2", "d1"))
    assert outcome.expected_ranks() == {"d1": 2, "d9": None}


def test_a_document_judged_irrelevant_is_not_expected() -> None:
    case = RetrievalCase(FACT, (Qrel("q1", "d1", 1), Qrel("q1", "d2", 0)))
    assert RetrievalOutcome(case, ("d2", "d1")).expected_ranks() == {"d1": 2}


@pytest.mark.parametrize(("ranking", "failed"), [(("d1",), False), (("d2", "d1"), True), ((), True)])
def test_a_case_fails_when_a_relevant_document_is_not_first(ranking: tuple[str, ...], failed: bool) -> None:
    assert RetrievalOutcome(make_case(FACT, "d1"), ranking).is_failure() is failed


def test_a_query_without_hits_counts_zero_in_its_category() -> None:
    outcomes = (RetrievalOutcome(make_case(FACT, "d1"), ("d1",)), RetrievalOutcome(make_case(OTHER, "d2"), ()))
    overall, fact, who = summarise(outcomes)
    assert [(summary.category, summary.n) for summary in (overall, fact, who)] == [("全部", 2), ("fact", 1), ("who", 1)]
    assert {name: overall.measures[name].value for name in RETRIEVAL_MEASURES} == dict.fromkeys(RETRIEVAL_MEASURES, 0.5)
    assert {name: who.measures[name].value for name in RETRIEVAL_MEASURES} == dict.fromkeys(RETRIEVAL_MEASURES, 0.0)


def test_cases_are_the_queries_with_text_and_a_relevant_document() -> None:
    blank = Query("q3", "", None, True, ())
    unjudged = Query("q4", "无人标注", None, False, ())
    qrels = (Qrel("q2", "d2", 1), Qrel("q1", "d1", 1), Qrel("q3", "d3", 1), Qrel("q4", "d4", 0))
    collection = make_collection(Path("set"), *qrels, queries=(FACT, OTHER, blank, unjudged))
    assert select_cases(collection) == (make_case(FACT, "d1"), make_case(OTHER, "d2"))
    assert select_cases(collection, limit=1) == (make_case(FACT, "d1"),)


def test_two_runs_are_compared_query_by_query() -> None:
    before = measure_outcomes(
        [RetrievalOutcome(make_case(FACT, "d1"), ("d2", "d1")), RetrievalOutcome(make_case(OTHER, "d2"), ("d2",))]
    )
    after = measure_outcomes(
        [RetrievalOutcome(make_case(OTHER, "d2"), ("d2",)), RetrievalOutcome(make_case(FACT, "d1"), ("d1",))]
    )
    tests = compare_runs(before, after)
    assert tests["R@100"] == PairedTest(difference=0.0, p=1.0, n=2)
    assert (tests["RR@10"].difference, tests["RR@10"].n) == (0.25, 2)


def test_runs_over_different_queries_cannot_be_compared() -> None:
    before = measure_outcomes([RetrievalOutcome(make_case(FACT, "d1"), ("d1",))])
    after = measure_outcomes([RetrievalOutcome(make_case(OTHER, "d2"), ("d2",))])
    with pytest.raises(ValueError, match="两次运行的问题不同"):
        compare_runs(before, after)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/sets/laws/corpus.jsonl#law0#第一条", "law0#第一条"),
        ("/repo/corpus/documents/wuhan-one-plus-four.md", "wuhan-one-plus-four"),
    ],
)
def test_documents_go_by_the_names_that_judgements_use(source: str, name: str) -> None:
    assert source_name(source) == name


def write_corpus(folder: Path) -> None:
    lines = (f'{{"_id": "d{number}", "title": "", "text": "第{number}篇"}}\n' for number in range(6))
    (folder / "corpus.jsonl").write_text("".join(lines), encoding="utf-8")


def test_a_limited_corpus_keeps_what_was_judged_and_the_first_others(tmp_path: Path) -> None:
    write_corpus(tmp_path)
    limited = plain_corpus(make_collection(tmp_path, Qrel("q1", "d4", 1)), tmp_path / "cache", limit=3)
    assert [line.split('"')[3] for line in limited.read_text(encoding="utf-8").splitlines()] == ["d0", "d1", "d4"]


def test_a_corpus_cannot_be_limited_below_what_was_judged(tmp_path: Path) -> None:
    write_corpus(tmp_path)
    collection = make_collection(tmp_path, Qrel("q1", "d4", 1), Qrel("q2", "d5", 1))
    with pytest.raises(ValueError, match="有 2 篇已标注的文档"):
        plain_corpus(collection, tmp_path / "cache", limit=1)


def test_a_whole_plain_corpus_is_used_where_it_lies(tmp_path: Path) -> None:
    write_corpus(tmp_path)
    assert plain_corpus(make_collection(tmp_path), tmp_path / "cache") == tmp_path / "corpus.jsonl"
    assert not (tmp_path / "cache").exists()
