"""Compares measured numbers with the floors pinned in floors.json.

Invariant: a floor that has no measured number, and a set that has no floor, fail like a number below its floor.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")


@dataclass(frozen=True, slots=True)
class Floor:
    """`measure` on `set` must not fall below `floor`; `measured` is what it was then, `note` says how and on what.

    Every measure is higher-is-better; a measure of one category is written `nDCG@10 (fact)`.
    """

    set: str
    measure: str
    floor: float
    measured: float
    note: str


@dataclass(frozen=True, slots=True)
class Breach:
    """A floor that does not hold: `value` is what was measured now, None when nothing was."""

    floor: Floor
    value: float | None

    def __str__(self) -> str:
        """Name set, measure, value and floor in one line for the person who reads the CI log."""
        where = f"{self.floor.set} 的 {self.floor.measure}"
        if self.value is None:
            return f"{where}：没有测得数值，下限 {self.floor.floor}"
        return f"{where}：{self.value:.4f}，低于下限 {self.floor.floor}（定下限时为 {self.floor.measured}）"


def read_floors(path: Path) -> tuple[Floor, ...]:
    """Read the pinned floors; raises ValueError for an unknown or missing key, an empty note, a floor above its
    measured value, or the same set and measure twice."""
    floors = tuple(_parse_floor(record, path) for record in json.loads(path.read_text(encoding="utf-8")))
    keys = [(floor.set, floor.measure) for floor in floors]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"{path}：{key[0]} 的 {key[1]} 有两个下限，请只留一个。")
    return floors


def _parse_floor(record: Mapping[str, object], path: Path) -> Floor:
    names = {field.name for field in fields(Floor)}
    if set(record) != names:
        raise ValueError(f"{path}：每条下限应恰有 {'、'.join(sorted(names))}，读到 {'、'.join(sorted(record))}。")
    floor = Floor(
        set=str(record["set"]),
        measure=str(record["measure"]),
        floor=_number(record["floor"], path),
        measured=_number(record["measured"], path),
        note=str(record["note"]),
    )
    if floor.floor > floor.measured or not floor.note.strip():
        raise ValueError(f"{path}：{floor.set} 的 {floor.measure} 的下限高于测得的数值，或没有写明 note。")
    return floor


def _number(value: object, path: Path) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{path}：floor 与 measured 应是数，读到 {value!r}。")
    return float(value)


def find_breaches(floors: Sequence[Floor], measured: Mapping[str, Mapping[str, float]]) -> tuple[Breach, ...]:
    """Return the floors of the measured sets (set → measure → value) that do not hold, in the order of the floors.

    Raises ValueError when a measured set has no floor at all, or nothing was measured: such a gate could not fail.
    """
    without = sorted(set(measured) - {floor.set for floor in floors})
    if without or not measured:
        raise ValueError(
            f"没有为 {'、'.join(without) or '任何评测集'} 定下限，--gate 无从判断；请先在 eval/floors.json 里写下限。"
        )
    breaches = []
    for floor in floors:
        if floor.set in measured:
            value = measured[floor.set].get(floor.measure)
            if value is None or math.isnan(value):
                breaches.append(Breach(floor, None))
            elif value < floor.floor:
                breaches.append(Breach(floor, value))
    return tuple(breaches)
