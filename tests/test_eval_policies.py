"""Pages of government sites against what stands on them: facts, every paragraph, nothing else."""

import json
from datetime import date
from pathlib import Path

import pytest

from eval.output import Output
from eval.policies import GOLD, Page, PageOutcome, evaluate_policies, judge_page, read_gold, read_pages, summarise
from indexer.types import Document, Facts

TEXT = "关于楼宇党建的通知\n各街道：\n楼宇\n服务站\n3个\n请遵照执行。"
GOLD_FACTS = Facts("关于楼宇党建的通知", issuer="示例区政府", doc_number="示政〔2024〕3号", issued=date(2024, 5, 6))


def judge(read: str, facts: Facts = GOLD_FACTS, gold: Facts | None = GOLD_FACTS) -> PageOutcome:
    return judge_page(Page("p", "<p></p>", TEXT), Document("d", "v", "p.html", facts, read, (), read), gold)


def test_a_page_read_as_it_stands_is_right() -> None:
    outcome = judge("关于楼宇党建的通知\n各街道：\n楼宇 服务站 | 3个\n请遵照执行。")
    assert (outcome.wrong_fields(), outcome.missing, outcome.extra) == ((), (), ())


def test_lost_glued_and_foreign_paragraphs_are_named() -> None:
    outcome = judge("首页 要闻\n关于楼宇党建的通知\n楼宇 服务站 | 3个 | 返回\n请遵照执行。")
    assert (outcome.missing, outcome.extra) == (("各街道：",), ("首页要闻", "返回"))
    assert judge(TEXT.replace("通知\n", "通知")).missing == ("关于楼宇党建的通知", "各街道：")


def test_facts_are_compared_without_blanks_and_only_where_there_is_gold() -> None:
    spaced = Facts("关于 楼宇党建的通知", issuer="示例区政府", doc_number="示政〔 2024 〕3号", issued=date(2024, 5, 7))
    assert judge(TEXT, spaced).wrong_fields() == ("issued",)
    assert judge(TEXT, spaced, None).wrong_fields() == ()


def test_facts_are_shares_of_judged_pages_and_paragraphs_of_all() -> None:
    wrong = Facts("别的", issuer="示例区政府", doc_number="示政〔2024〕3号", issued=date(2024, 5, 6))
    lost = TEXT.replace("各街道：\n", "")
    summary = summarise([judge(TEXT, wrong), judge(TEXT), judge(lost, wrong, None)])
    shares = {name: (round(estimate.value, 4), estimate.n) for name, estimate in summary.measures.items()}
    assert shares["title"] == (0.5, 2)
    assert shares["issuer"] == (1.0, 2)
    assert shares["paragraphs"] == (0.9444, 18)
    assert shares["main"] == (1.0, 17)


def test_the_gold_covers_twenty_pages_with_every_fact() -> None:
    gold = read_gold(GOLD)
    assert len(gold) == 20
    assert all(facts.issuer and facts.doc_number and facts.issued for facts in gold.values())


def test_a_page_without_its_text_beside_it_is_an_error(tmp_path: Path) -> None:
    page = {"_id": "p", "html": "<p>正文</p>"}
    (tmp_path / "raw_html.jsonl").write_text(json.dumps(page), encoding="utf-8")
    (tmp_path / "corpus.jsonl").write_text(json.dumps({"_id": "q", "text": "正文"}), encoding="utf-8")
    with pytest.raises(ValueError, match="p"):
        read_pages(tmp_path)


def test_the_floor_holds_over_the_real_pages(policies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate_policies(policies, Output(0, None, GOLD.parents[1] / "floors.json")) == 0
    assert "守住 6 条下限，未守住 0 条" in capsys.readouterr().out
