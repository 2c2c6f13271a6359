"""The evaluation commands end to end, on a library built from a few documents with the shipped model."""

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from eval.commands import RetrievalOptions, evaluate_answers, evaluate_retrieval
from eval.engines import Engine
from eval.output import Output
from service.settings import Settings
from service.usage import WrongUse
from tests.processes import invoke
from tests.records import write_records

SILENT = Output(failures=0, json=None, floors=None)
TEXTS = {
    "d1": "湖里区推行两带三同，老带新，强带弱，党员同管，活动同办，资源同享。",
    "d2": "武汉市从机关选派专职党建指导员一千余名，驻在楼宇和园区。",
    "d3": "成都市在快递网点设立骑手驿站，提供饮水、充电和休息。",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "small"
    path.mkdir()
    queries = [("q1", "两带三同", "name"), ("q2", "送餐员哪里能歇脚喝茶", "paraphrase")]
    write_records(path / "corpus.jsonl", ({"_id": name, "title": "", "text": text} for name, text in TEXTS.items()))
    write_records(path / "queries.jsonl", ({"_id": name, "text": text, "type": kind} for name, text, kind in queries))
    (path / "qrels.tsv").write_text("q1\td1\t1\nq2\td3\t1\n", encoding="utf-8")
    return path


def make_options(
    cache: Path, *engines: Engine, baseline: Path | None = None, limit: int | None = None
) -> RetrievalOptions:
    return RetrievalOptions("queries.jsonl", engines or (Engine.HYBRID,), limit, None, cache, None, baseline)


def write_floors(path: Path, name: str, measure: str, floor: float) -> Path:
    record = {"set": name, "measure": measure, "floor": floor, "measured": 1.0, "note": "three documents"}
    path.write_text(json.dumps([record]), encoding="utf-8")
    return path


def test_every_engine_is_measured_over_the_real_search(folder: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    options = make_options(tmp_path / "cache", Engine.HYBRID, Engine.LEXICAL, Engine.DENSE)
    assert evaluate_retrieval([folder], options, Output(1, report, None)) == 0
    runs = {run["engine"]: run for run in json.loads(report.read_text(encoding="utf-8"))}
    assert list(runs) == ["hybrid", "lexical", "dense"]
    assert {run["set"] for run in runs.values()} == {"retrieval/small"}
    assert runs["hybrid"]["queries"]["P@1"] == {"q1": 1.0, "q2": 1.0}
    # The paraphrase shares no character with its document: words alone do not find it.
    assert runs["lexical"]["queries"]["R@10"] == {"q1": 1.0, "q2": 0.0}


def test_an_earlier_run_is_compared_query_by_query(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.json"
    evaluate_retrieval([folder], make_options(tmp_path / "cache"), Output(0, report, None))
    capsys.readouterr()
    evaluate_retrieval([folder], make_options(tmp_path / "cache", baseline=report), SILENT)
    assert "本次 比 基线（配对随机化检验）" in capsys.readouterr().out


@pytest.mark.parametrize(("measure", "floor", "status"), [("P@1", 1.0, 0), ("P@1 (absent)", 0.5, 1)])
def test_the_gate_decides_the_exit_status(
    folder: Path, tmp_path: Path, measure: str, floor: float, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = write_floors(tmp_path / "floors.json", "retrieval/small", measure, floor)
    assert evaluate_retrieval([folder], make_options(tmp_path / "cache"), Output(0, None, floors)) == status
    assert ("没有测得数值" in capsys.readouterr().out) == (status == 1)


def test_the_gate_fails_when_the_corpus_gets_worse(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = write_floors(tmp_path / "floors.json", "retrieval/small", "R@10", 1.0)
    assert evaluate_retrieval([folder], make_options(tmp_path / "cache"), Output(0, None, floors)) == 0
    write_records(folder / "corpus.jsonl", [{"_id": name, "title": "", "text": TEXTS[name]} for name in ("d1", "d2")])
    assert evaluate_retrieval([folder], make_options(tmp_path / "cache"), Output(0, None, floors)) == 1
    assert "retrieval/small 的 R@10：0.5000，低于下限 1.0" in capsys.readouterr().out


@pytest.mark.parametrize("options", [{"limit": 1}, {"engines": (Engine.DENSE,)}])
def test_the_gate_refuses_a_run_that_the_floors_do_not_fit(
    folder: Path, tmp_path: Path, options: dict[str, Any]
) -> None:
    floors = write_floors(tmp_path / "floors.json", "retrieval/small", "P@1", 1.0)
    chosen = make_options(tmp_path / "cache", *options.get("engines", ()), limit=options.get("limit"))
    with pytest.raises(WrongUse, match="整个评测集"):
        evaluate_retrieval([folder], chosen, Output(0, None, floors))


def test_a_folder_that_is_no_test_set_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"缺少 queries\.jsonl"):
        evaluate_retrieval([tmp_path], make_options(tmp_path / "cache"), SILENT)


def test_answers_are_asked_of_a_named_library(corpus_data: Path, tmp_path: Path) -> None:
    questions, report = tmp_path / "questions.jsonl", tmp_path / "report.json"
    write_records(
        questions,
        [
            {"id": "a", "question": "湖里区“两带三同”的两带是什么？", "category": "definition", "answerable": True,
             "expected": ["老带新", "强带弱"], "documents": ["huli-one-plus-x"]},
            {"id": "u", "question": "火星上有几个社区？", "category": "unanswerable", "answerable": False},
        ],
    )  # fmt: skip
    assert evaluate_answers(questions, Settings(corpus_data), Output(5, report, None)) == 0
    (run,) = json.loads(report.read_text(encoding="utf-8"))
    assert (run["set"], [question["id"] for question in run["questions"]]) == ("answers/questions", ["a", "u"])
    assert run["questions"][0]["ranking"][0] == "huli-one-plus-x"
    assert all(quotation["verbatim"] for question in run["questions"] for quotation in question["quotations"])


def test_the_baselines_are_asked_the_same_questions_and_shown_below_the_library(
    corpus_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "questions.jsonl"
    write_records(
        questions, [{"id": "u", "question": "火星上有几个社区？", "category": "unanswerable", "answerable": False}]
    )
    floors = write_floors(tmp_path / "floors.json", "answers/questions", "refusal_recall", 1.0)
    assert evaluate_answers(questions, Settings(corpus_data), Output(0, None, floors), baselines=True) == 0
    shown = capsys.readouterr().out
    assert "answers/questions 与基线" in shown
    rows = [line.split() for line in shown.splitlines() if line.strip().startswith("全部 ·")]
    refusals = {row[2]: row[6] for row in rows[:3]}  # name · system, n, 答对 —, 未误拒 —, 该拒已拒
    assert refusals == {"资料库": "1.000", "最佳段落": "0.000", "最近句子": "0.000"}


def test_a_broken_floor_for_answers_fails_the_gate(
    corpus_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "questions.jsonl"
    impossible = {"id": "a", "question": "两带三同是什么？", "category": "definition", "answerable": True,
                  "expected": ["这句话库里没有"]}  # fmt: skip
    write_records(questions, [impossible])
    floors = write_floors(tmp_path / "floors.json", "answers/questions", "correct", 0.5)
    assert evaluate_answers(questions, Settings(corpus_data), Output(0, None, floors)) == 1
    assert "answers/questions 的 correct：0.0000，低于下限 0.5" in capsys.readouterr().out


def test_the_command_line_imports_no_evaluation_before_it_is_asked_for() -> None:
    program = "import sys, eval.cli; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert {name for name in loaded if name.startswith("eval.")} == {"eval.cli", "eval.engines"}
    assert not loaded & {"ir_measures", "numpy", "service.search", "indexer.encoder", "torch"}


@pytest.mark.parametrize(
    "command",
    [
        "retrieval ABSENT",
        "ablation ABSENT",
        "answers ABSENT",
        "refusals ABSENT",
        "reading ABSENT",
        "structure ABSENT",
        "policies ABSENT",
        "verify --data ABSENT",
        "shorthands ABSENT",
        "spelling ABSENT",
        "kin ABSENT",
        "bench service ABSENT",
        "bench answers ABSENT",
        "bench indexing ABSENT",
        "bench scale ABSENT --queries ABSENT",
        "bench vectors . --queries ABSENT",
    ],
)
def test_what_is_not_there_is_named_in_chinese_by_every_evaluation(command: str, tmp_path: Path) -> None:
    absent = str(tmp_path / "absent")
    import_module("eval.cli")  # adds the evaluations to the program
    status, shown, told = invoke("eval", *command.replace("ABSENT", absent).split())
    assert (status, shown) == (2, "")
    assert re.fullmatch(rf"错误：{absent}\S*(?:：| 里).*没有.*\n", told)
