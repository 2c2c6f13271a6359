"""The gate fails when a floor is broken, when a number is missing, and when there is nothing to compare."""

import json
import math
from pathlib import Path

import pytest

from eval.gate import FLOORS, Breach, Floor, find_breaches, read_floors

FLOOR = Floor("corpus", "correct", floor=0.80, measured=0.85, note="60 questions over the shipped corpus")
RECALL = Floor("corpus", "R@10", floor=0.90, measured=0.95, note="60 questions over the shipped corpus")
OTHER = Floor("cmrc2018", "nDCG@10", floor=0.98, measured=0.988, note="4,221 queries")


def write_floors(path: Path, *records: dict[str, object]) -> Path:
    path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    return path


def test_values_at_or_above_their_floors_pass() -> None:
    assert find_breaches((FLOOR, RECALL), {"corpus": {"correct": 0.80, "R@10": 1.0}}) == ()


def test_a_value_below_its_floor_is_named_with_both_numbers() -> None:
    breaches = find_breaches((FLOOR, RECALL), {"corpus": {"correct": 0.799, "R@10": 0.95}})
    assert breaches == (Breach(FLOOR, 0.799),)
    assert str(breaches[0]) == "corpus 的 correct：0.7990，低于下限 0.8（定下限时为 0.85）"


@pytest.mark.parametrize("measured", [{"R@10": 0.95}, {"R@10": 0.95, "correct": math.nan}])
def test_a_floor_without_a_number_is_broken(measured: dict[str, float]) -> None:
    breaches = find_breaches((FLOOR, RECALL), {"corpus": measured})
    assert breaches == (Breach(FLOOR, None),)
    assert "没有测得数值" in str(breaches[0])


def test_floors_of_sets_that_were_not_run_are_not_asked_for() -> None:
    assert find_breaches((FLOOR, OTHER), {"corpus": {"correct": 0.9}}) == ()


@pytest.mark.parametrize("measured", [{}, {"new": {"correct": 1.0}}])
def test_a_gate_that_could_not_fail_is_an_error(measured: dict[str, dict[str, float]]) -> None:
    with pytest.raises(ValueError, match="无从判断"):
        find_breaches((FLOOR,), measured)


def test_floors_are_read_as_written(tmp_path: Path) -> None:
    path = write_floors(
        tmp_path / "floors.json",
        {
            "set": "corpus",
            "measure": "correct",
            "floor": 0.8,
            "measured": 0.85,
            "note": "60 questions over the shipped corpus",
        },
    )
    assert read_floors(path) == (FLOOR,)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"floor": 0.9}, "高于测得的数值"),
        ({"note": " "}, "没有写明 note"),
        ({"floor": "0.8"}, "应是数"),
        ({"ceiling": 1}, "每条下限应恰有"),
    ],
)
def test_a_floor_that_says_too_little_is_refused(tmp_path: Path, change: dict[str, object], complaint: str) -> None:
    record = {"set": "corpus", "measure": "correct", "floor": 0.8, "measured": 0.85, "note": "60 questions"}
    with pytest.raises(ValueError, match=complaint):
        read_floors(write_floors(tmp_path / "floors.json", {**record, **change}))


def test_two_floors_for_the_same_measure_are_refused(tmp_path: Path) -> None:
    record: dict[str, object] = {"set": "s", "measure": "m", "floor": 0.8, "measured": 0.85, "note": "60 questions"}
    with pytest.raises(ValueError, match="两个下限"):
        read_floors(write_floors(tmp_path / "floors.json", record, record))


def test_the_pinned_floors_are_readable_and_each_of_them_can_break() -> None:
    floors = read_floors(FLOORS)
    assert floors, f"{FLOORS} pins nothing"
    for floor in floors:
        just_below = {floor.set: {other.measure: other.measured for other in floors if other.set == floor.set}}
        just_below[floor.set][floor.measure] = floor.floor - 0.0001
        assert find_breaches(floors, just_below) == (Breach(floor, floor.floor - 0.0001),)
