"""Retrieval measures per query, computed by ir-measures and named as it names them.

Invariant: every judged query has a value; one that was never run is an error, one without hits counts zero.
"""

from collections.abc import Mapping, Sequence

import ir_measures

from eval.beir import Qrel

RETRIEVAL_MEASURES = ("nDCG@10", "RR@10", "R@10", "R@100", "P@1")


def measure_queries(qrels: Sequence[Qrel], rankings: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, float]]:
    """Return measure → query id → value for every query with a relevant document, in the order of the judgements.

    `rankings` are document ids, best first, each id at most once. Empty qrels give empty mappings.
    Raises ValueError when a judged query has no ranking (an empty one is fine: it counts 0) or a ranking repeats an id.
    """
    judged = tuple(dict.fromkeys(qrel.query_id for qrel in qrels if qrel.relevance > 0))
    _check_rankings(judged, rankings)
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(judged, 0.0) for name in RETRIEVAL_MEASURES}
    if not judged:
        return values
    for metric in ir_measures.iter_calc(
        [ir_measures.parse_measure(name) for name in RETRIEVAL_MEASURES],
        [ir_measures.Qrel(qrel.query_id, qrel.doc_id, qrel.relevance) for qrel in qrels],
        _scored_docs(judged, rankings),
    ):
        if metric.query_id in values[str(metric.measure)]:
            values[str(metric.measure)][metric.query_id] = float(metric.value)
    return values


def _check_rankings(judged: Sequence[str], rankings: Mapping[str, tuple[str, ...]]) -> None:
    missing = [query_id for query_id in judged if query_id not in rankings]
    if missing:
        raise ValueError(f"有 {len(missing)} 个已标注的问题没有检索结果（如 {missing[0]}）：没有运行不能当作零分。")
    for query_id in judged:
        if len(set(rankings[query_id])) != len(rankings[query_id]):
            raise ValueError(f"问题 {query_id} 的结果里有重复的文档编号。")


def _scored_docs(judged: Sequence[str], rankings: Mapping[str, tuple[str, ...]]) -> list[object]:
    # trec_eval breaks ties by document id; whole numbers counting down keep our order exactly.
    return [
        ir_measures.ScoredDoc(query_id, doc_id, float(len(rankings[query_id]) - position))
        for query_id in judged
        for position, doc_id in enumerate(rankings[query_id])
    ]
