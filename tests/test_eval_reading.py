"""The evaluation of reading counts what was repaired, what was spoilt and what was doubted, and its gate can fail."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import evaluation
from eval.damage import DamagedPair, check_clean, repair_pair
from eval.reading import Run, read_pairs, read_runs, repair_runs, summarise
from eval.statistics import wilson_share
from indexer.types import Doubt, Edit

CLEAN = "2024年3月5日，街道召开例会，研究解决居民反映的停车难题。"
WIDE = DamagedPair("a:wide", "wide", CLEAN, CLEAN.replace("2024", "２０２４"))
LOST = DamagedPair("a:lost", "lost", CLEAN, CLEAN.replace("2024", "").replace("3", "").replace("5", ""))


def test_a_repaired_text_has_no_distance_left() -> None:
    outcome = repair_pair(WIDE)
    assert (outcome.exact, outcome.before, outcome.after, outcome.wrong, outcome.doubted) == (True, 4, 0, 0, 0)
    assert outcome.sound == len(CLEAN) - 4


def test_what_is_lost_for_good_counts_as_doubted() -> None:
    outcome = repair_pair(LOST)
    assert (outcome.exact, outcome.before, outcome.after, outcome.wrong, outcome.doubted) == (False, 6, 6, 0, 6)
    assert outcome.diagnose().startswith("a:lost：还差 6 处，误改 0 处\n  应为 '2024年3月5日，")


def test_an_edit_where_nothing_was_damaged_counts_as_wrong() -> None:
    # The full-width figure is meant to be one here, so that its repair is a false edit; the last word is the damage.
    spoilt = repair_pair(DamagedPair("b", "none", "第２条和其他许多条", "第２条和其他许多款"))
    assert (spoilt.before, spoilt.after, spoilt.wrong, spoilt.sound) == (1, 2, 1, 8)


def test_shares_are_pooled_over_characters_by_kind() -> None:
    whole, wide, lost = summarise([repair_pair(WIDE), repair_pair(LOST)])
    assert (whole.category, wide.category, lost.category) == ("全部", "wide", "lost")
    assert whole.measures["restored"] == wilson_share(4, 10)
    assert whole.measures["exact"] == wilson_share(1, 2)
    assert wide.measures["doubted"].n == 0
    assert lost.measures["doubted"] == wilson_share(6, 6)
    assert lost.measures["kept"] == wilson_share(len(CLEAN) - 6, len(CLEAN) - 6)


def test_clean_texts_may_lose_invisible_characters_and_nothing_else() -> None:
    assert check_clean("a", CLEAN[:9] + "\u200b" + CLEAN[9:]).edits == ()
    spoilt = check_clean("b", "第２条，国发〔〕号。")
    assert (spoilt.edits, spoilt.doubts) == ((Edit(1, 2, "2", "width"),), (Doubt(6, 9, "missing_digits"),))


def test_runs_of_a_page_are_looked_up_in_what_became_of_it(tmp_path: Path) -> None:
    page = tmp_path / "001.txt"
    page.write_text("居民办起了“四点半学?！?，都说好，第２家也快开了。\n", encoding="utf-8")
    outcomes = repair_runs(page, [Run(10, 13, "校”"), Run(19, 20, "3")])
    assert [(one.repaired, one.run.expected) for one in outcomes] == [("校”", "校”"), ("2", "3")]


def test_the_runs_counted_by_hand_are_nine_and_in_order() -> None:
    runs = read_runs()
    assert len(runs) == 9
    assert all(before.end <= after.start for before, after in pairwise(runs))


@pytest.mark.parametrize(("content", "reason"), [("", "里面没有一对文本"), ('{"_id": "a"}', "缺少字段 kind")])
def test_a_folder_without_whole_pairs_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "dirt_fixtures.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=reason):
        read_pairs(tmp_path)


def write_pairs(folder: Path) -> Path:
    folder.mkdir()
    lines = [json.dumps({"_id": p.id, "kind": p.kind, "clean": p.clean, "dirty": p.dirty}) for p in (WIDE, LOST)]
    (folder / "dirt_fixtures.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_the_command_prints_a_row_a_kind_and_writes_every_pair(tmp_path: Path) -> None:
    folder, written = write_pairs(tmp_path / "pairs"), tmp_path / "out.json"
    result = CliRunner().invoke(evaluation, ["reading", str(folder), "--json", str(written), "--failures", "5"])
    assert result.exit_code == 0, result.output
    assert [line.split()[:2] for line in result.output.splitlines() if line.strip().startswith(("wide", "lost"))] == [
        ["wide", "1"],
        ["lost", "1"],
    ]
    assert "完好的 2 篇：改动 0 处，存疑 0 处。" in result.output
    (record,) = json.loads(written.read_text(encoding="utf-8"))
    assert [(pair["id"], pair["after"], pair["doubted"]) for pair in record["pairs"]] == [
        ("a:wide", 0, 0),
        ("a:lost", 6, 6),
    ]


def test_the_gate_breaks_when_a_floor_does_not_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, floors = write_pairs(tmp_path / "pairs"), tmp_path / "floors.json"
    held = {"set": "reading/pairs", "measure": "exact (wide)", "floor": 1.0, "measured": 1.0, "note": "made here"}
    missing = held | {"measure": "exact (real_page)"}
    monkeypatch.setattr("eval.gate.FLOORS", floors)
    floors.write_text(json.dumps([held]), encoding="utf-8")
    assert CliRunner().invoke(evaluation, ["reading", str(folder), "--gate"]).exit_code == 0
    floors.write_text(json.dumps([held, missing]), encoding="utf-8")
    result = CliRunner().invoke(evaluation, ["reading", str(folder), "--gate"])
    assert (result.exit_code, "exact (real_page)：没有测得数值" in result.output) == (1, True)
