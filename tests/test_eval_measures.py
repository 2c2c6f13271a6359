"""The measures of a run agree with numbers computed by hand, and nothing that was not run counts as zero."""

import math

import pytest

from eval.beir import Qrel
from eval.measures import RETRIEVAL_MEASURES, measure_queries

# Query a: two relevant documents, found at ranks 1 and 3. Query b: one, found at rank 2. Query c: nothing found.
QRELS = (Qrel("a", "a1", 1), Qrel("a", "a2", 1), Qrel("a", "a0", 0), Qrel("b", "b1", 1), Qrel("c", "c1", 1))
RANKINGS = {"a": ("a1", "a0", "a2"), "b": ("x", "b1"), "c": ()}


def test_measures_agree_with_hand_computed_numbers() -> None:
    # nDCG(a) = (1/log2(2) + 1/log2(4)) / (1/log2(2) + 1/log2(3)); nDCG(b) = 1/log2(3).
    expected = {
        "nDCG@10": {"a": 1.5 / (1 + 1 / math.log2(3)), "b": 1 / math.log2(3), "c": 0.0},
        "RR@10": {"a": 1.0, "b": 0.5, "c": 0.0},
        "R@10": {"a": 1.0, "b": 1.0, "c": 0.0},
        "R@100": {"a": 1.0, "b": 1.0, "c": 0.0},
        "P@1": {"a": 1.0, "b": 0.0, "c": 0.0},
    }
    measured = measure_queries(QRELS, RANKINGS)
    assert list(measured) == list(RETRIEVAL_MEASURES)
    for measure, by_query in expected.items():
        assert measured[measure] == pytest.approx(by_query, abs=1e-9)


def test_cutoffs_count_ranks_ten_and_a_hundred_and_not_the_next() -> None:
    fillers = tuple(f"x{number}" for number in range(200))
    qrels = tuple(Qrel(query, "gold", 1) for query in ("at10", "at11", "at100", "at101"))
    rankings = {f"at{rank}": (*fillers[: rank - 1], "gold", *fillers[rank - 1 : 150]) for rank in (10, 11, 100, 101)}
    measured = measure_queries(qrels, rankings)
    assert measured["R@10"] == {"at10": 1.0, "at11": 0.0, "at100": 0.0, "at101": 0.0}
    assert measured["R@100"] == {"at10": 1.0, "at11": 1.0, "at100": 1.0, "at101": 0.0}
    assert measured["RR@10"] == pytest.approx({"at10": 0.1, "at11": 0.0, "at100": 0.0, "at101": 0.0})


def test_graded_relevance_weighs_in_ndcg() -> None:
    # Gains 1 then 3 against the ideal 3 then 1 (trec_eval: linear gains).
    measured = measure_queries((Qrel("q", "good", 3), Qrel("q", "fair", 1)), {"q": ("fair", "good")})
    ideal = 3 + 1 / math.log2(3)
    assert measured["nDCG@10"]["q"] == pytest.approx((1 + 3 / math.log2(3)) / ideal)


def test_the_order_of_the_ranking_counts_and_not_the_order_of_the_ids() -> None:
    qrels = (Qrel("q", "a", 1),)
    assert measure_queries(qrels, {"q": ("z", "a")})["P@1"] == {"q": 0.0}
    assert measure_queries(qrels, {"q": ("a", "z")})["P@1"] == {"q": 1.0}


def test_a_query_without_a_relevant_document_is_not_measured() -> None:
    measured = measure_queries((Qrel("a", "a1", 1), Qrel("z", "z1", 0)), {"a": ("a1",), "z": ("z1",)})
    assert measured["P@1"] == {"a": 1.0}


def test_a_judged_query_that_was_not_run_is_an_error_and_not_a_zero() -> None:
    with pytest.raises(ValueError, match=r"有 1 个已标注的问题没有检索结果（如 c）"):
        measure_queries(QRELS, {"a": ("a1",), "b": ("b1",)})


def test_a_ranking_that_repeats_a_document_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"问题 b .*重复"):
        measure_queries(QRELS, {**RANKINGS, "b": ("b1", "b1")})


def test_no_judgements_give_no_values() -> None:
    assert measure_queries((), {}) == {name: {} for name in RETRIEVAL_MEASURES}
