"""The gold of heading paths: what counts as right, what as stale."""

import json
from pathlib import Path

import pytest

from eval.output import Output
from eval.structure import (
    GOLD,
    GoldDocument,
    GoldUnit,
    Place,
    digest,
    evaluate_structure,
    judge_document,
    read_gold,
    summarise,
)
from indexer.types import Document, Facts

WORK = "街道每月召开一次碰头会，把走访中记下的事项逐件交办，并在下次会上回看结果。"
POINTS = f"（一）建好片区。{WORK}{WORK}一是划好片区。{WORK * 3}二是选好书记。{WORK * 3}"
PARAGRAPHS = ("片区怎样建起来", WORK, "一、做法", POINTS)


def document(paragraphs: tuple[str, ...] = PARAGRAPHS) -> Document:
    text = "\n".join(paragraphs)
    return Document("d", "v", "d.txt", Facts("片区怎样建起来"), text, (), text)


def unit(place: Place, *path: Place) -> GoldUnit:
    return GoldUnit(place, digest(PARAGRAPHS[place.paragraph]), path)


def verdicts(*units: GoldUnit, paragraphs: tuple[str, ...] = PARAGRAPHS) -> list[tuple[bool, bool]]:
    gold = GoldDocument("d.txt", {}, units)
    return [(outcome.fresh, outcome.right) for outcome in judge_document(gold, document(paragraphs))]


POINT = Place(3, "一是")


def test_a_path_is_right_when_it_names_the_same_headings() -> None:
    units = (
        unit(Place(1)),
        unit(Place(2), Place(2)),
        unit(Place(3), Place(2), Place(3)),
        unit(POINT, Place(2), Place(3), POINT),
    )
    assert verdicts(*units) == [(True, True)] * 4


def test_a_path_with_one_heading_more_or_less_or_another_is_wrong() -> None:
    units = (
        unit(Place(1), Place(2)),
        unit(Place(3), Place(2)),
        unit(POINT, Place(2), Place(3)),
        unit(POINT, Place(2), Place(3), Place(3, "二是")),
    )
    assert verdicts(*units) == [(True, False)] * 4


def test_a_changed_or_missing_paragraph_is_stale_and_never_right() -> None:
    changed = (*PARAGRAPHS[:3], POINTS.replace("书记", "主任"))
    gold = (unit(Place(1)), unit(Place(3), Place(2), Place(3)))
    assert verdicts(*gold, paragraphs=changed) == [(True, True), (False, False)]
    assert verdicts(*gold, paragraphs=PARAGRAPHS[:3]) == [(True, True), (False, False)]


def test_the_share_is_over_what_is_fresh() -> None:
    changed = (*PARAGRAPHS[:3], POINTS.replace("书记", "主任"))
    gold = GoldDocument("d.txt", {}, (unit(Place(1)), unit(Place(2)), unit(Place(3))))
    (overall, _) = summarise(judge_document(gold, document(changed)))
    assert (overall.n, overall.measures["path"].value, overall.measures["path"].n) == (3, 0.5, 2)
    assert overall.measures["fresh"].value == pytest.approx(2 / 3)


def test_the_gold_holds_numbers_digests_and_markers_only() -> None:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert len(records) == len(read_gold(GOLD)) == 10
    han = {character for line in lines for character in line if "\u4e00" <= character <= "\u9fff"}
    assert han == set("一二三是")
    assert {type(part) for record in records for unit in record["units"] for part in unit} == {int, str, list}


@pytest.mark.usefixtures("policies", "seeds")
def test_the_floor_holds_over_the_real_documents(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    floors = GOLD.parents[1] / "floors.json"
    assert evaluate_structure(shared, Output(0, None, floors)) == 0
    assert "守住 2 条下限，未守住 0 条" in capsys.readouterr().out
