"""Refusals are measured on exactly the passages of the plan, without and with the ones that hold the answer."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from eval.answers import Quotation
from eval.library import document_names
from eval.output import Output
from eval.refusal_plans import RefusalCase, read_plan
from eval.refusals import (
    RefusalOutcome,
    Reply,
    evaluate_refusals,
    run_case,
    search_among,
    summarise,
)
from eval.statistics import wilson_share
from service.answer import answer_from
from service.library import Library
from service.search import search
from service.types import Status
from service.understanding import take_plainly
from service.usage import WrongUse
from tests.records import write_records

RECORD: dict[str, object] = {
    "_id": "n1",
    "text": "武汉选派了多少名指导员",
    "type": "noise_only",
    "dataset": "small",
    "candidate_ids": ["d1", "d3"],
    "drop_ids": ["d2"],
    "answer_if_present": [["1041名", "一千零四十一名"]],
}
CASE = RefusalCase(
    "n1", "武汉选派了多少名指导员", frozenset({"d1", "d3"}), frozenset({"d2"}), (("1041名", "一千零四十一名"),)
)


def make_outcome(noise: Status, whole: Status, quote: str, verbatim: bool = True) -> RefusalOutcome:
    return RefusalOutcome(CASE, Reply(noise, ()), Reply(whole, (Quotation("d2", quote, verbatim, "题", ()),)))


def test_the_noise_only_questions_of_a_plan_are_read_by_their_set(tmp_path: Path) -> None:
    other = {**RECORD, "_id": "c1", "type": "counterfactual_evidence", "answer_if_present": "70"}
    write_records(tmp_path / "queries.jsonl", (RECORD, other))
    assert read_plan(tmp_path) == {"small": (CASE,)}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"candidate_ids": []}, r"queries\.jsonl:1：字段 candidate_ids"),
        ({"answer_if_present": "1041名"}, r"queries\.jsonl:1：字段 answer_if_present"),
        ({"dataset": None}, r"queries\.jsonl:1：缺少字段 dataset"),
        ({"type": "off_topic"}, "里面没有类型为 noise_only 的问题"),
    ],
)
def test_a_plan_that_cannot_be_read_is_an_error(tmp_path: Path, change: dict[str, Any], complaint: str) -> None:
    write_records(tmp_path / "queries.jsonl", [{**RECORD, **change}])
    with pytest.raises(ValueError, match=complaint):
        read_plan(tmp_path)


def test_a_folder_without_a_plan_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"queries\.jsonl：没有这个文件"):
        evaluate_refusals(tmp_path, None, Output(0, None, None))


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        (make_outcome(Status.NOT_FOUND, Status.ANSWERED, "共1041名"), (True, True, True)),
        (make_outcome(Status.PARTIAL, Status.PARTIAL, "一千零四十一名"), (False, True, True)),
        (make_outcome(Status.ANSWERED, Status.ANSWERED, "共1042名"), (False, True, False)),
        (make_outcome(Status.NOT_FOUND, Status.ANSWERED, "共1041名", verbatim=False), (True, True, False)),
        (make_outcome(Status.AMBIGUOUS, Status.AMBIGUOUS, "共1041名"), (False, True, False)),
        (make_outcome(Status.NOT_FOUND, Status.NOT_FOUND, ""), (True, False, False)),
    ],
)
def test_an_outcome_is_judged_by_its_statuses_and_verbatim_quotations(
    outcome: RefusalOutcome, verdict: tuple[bool, bool, bool]
) -> None:
    assert (outcome.refused, outcome.answered, outcome.right) == verdict


def test_shares_are_over_all_questions() -> None:
    outcomes = (
        make_outcome(Status.NOT_FOUND, Status.ANSWERED, "共1041名"),
        make_outcome(Status.NOT_FOUND, Status.NOT_FOUND, ""),
        make_outcome(Status.ANSWERED, Status.ANSWERED, "共1042名"),
    )
    summary = summarise(outcomes)
    assert (summary.n, summary.measures) == (
        3,
        {"refusal_recall": wilson_share(2, 3), "coverage": wilson_share(2, 3), "correct": wilson_share(1, 3)},
    )


def test_a_search_among_documents_keeps_their_order_and_counts_only_them(library: Library) -> None:
    names = document_names(library)
    query = "武汉选派了多少名专职党建工作指导员"
    admitted = frozenset({"huli-one-plus-x", "wuhan-one-plus-four"})
    kept = [
        hit for hit in search(library, take_plainly(query), k=200).hits if names[hit.passage.document_id] in admitted
    ]
    found = search_among(library, names, admitted, query, k=3)
    assert list(found.hits) == kept[:3]
    assert found.total == len(kept)
    assert sum(count.count for count in found.facets.region) == sum(len(hit.facts.regions) for hit in kept)


def test_an_answer_from_chosen_documents_cites_no_other(library: Library) -> None:
    names = document_names(library)
    question = "湖里区“两带三同”的两带是什么？"
    cited = {}
    for document in ("huli-one-plus-x", "wuhan-one-plus-four"):
        find = partial(search_among, library, names, frozenset({document}))
        claims = answer_from(find, library, question).claims
        cited[document] = {names[one.document_id] for claim in claims for one in claim.citations}
    assert cited == {"huli-one-plus-x": {"huli-one-plus-x"}, "wuhan-one-plus-four": set()}


def test_a_case_is_refused_without_and_answered_with_the_passage_that_holds_it(library: Library) -> None:
    case = RefusalCase(
        "r1",
        "湖里区“两带三同”的两带是什么？",
        frozenset({"wuhan-one-plus-four", "wuhan-community-1314"}),
        frozenset({"huli-one-plus-x"}),
        (("老带新",), ("强带弱",)),
    )
    outcome = run_case(case, library, document_names(library))
    assert (outcome.refused, outcome.answered, outcome.right) == (True, True, True)


def test_the_whole_command_indexes_the_set_and_reports_every_question(tmp_path: Path) -> None:
    plan, small, report = tmp_path / "plan", tmp_path / "small", tmp_path / "report.json"
    plan.mkdir()
    small.mkdir()
    spelled_out = {
        "text": "“两带三同”是什么意思",
        "candidate_ids": ["d2", "d3"],
        "drop_ids": ["d1"],
        "answer_if_present": ["老带新"],
    }
    texts = {
        "d1": "湖里区推行“两带三同”，即老带新、强带弱，党员同管、活动同办、资源同享。",
        "d2": "武汉市选派专职党建指导员1041名，驻在楼宇。",
        "d3": "成都市在快递网点设立骑手驿站。",
    }
    # Three documents are too few to tell how rare a word is.
    texts |= {f"filler{number}": f"第{number}食堂供应早餐。" for number in range(40)}
    write_records(plan / "queries.jsonl", [{**RECORD, **spelled_out}])
    documents: list[dict[str, object]] = [
        {"_id": name, "title": f"材料{name}", "text": text} for name, text in texts.items()
    ]
    write_records(small / "corpus.jsonl", documents)
    write_records(small / "queries.jsonl", [{"_id": "q", "text": "指导员"}])
    (small / "qrels.tsv").write_text("q\td2\t1\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        assert evaluate_refusals(plan, None, Output(1, report, None)) == 0
    (run,) = json.loads(report.read_text(encoding="utf-8"))
    (question,) = run["questions"]
    assert (run["set"], question["id"]) == ("refusals/plan", "n1")
    assert (question["noise"]["status"], question["right"]) == ("not_found", True)
    assert [quotation["document"] for quotation in question["whole"]["quotations"]] == ["d1"]


def test_a_limited_run_is_not_held_against_floors_of_the_whole(tmp_path: Path) -> None:
    write_records(tmp_path / "queries.jsonl", [RECORD])
    with pytest.raises(WrongUse, match="不能与 --limit、--curve 同用"):
        evaluate_refusals(tmp_path, 1, Output(0, None, tmp_path / "floors.json"))
