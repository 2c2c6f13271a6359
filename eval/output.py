"""What becomes of an evaluation's results: shown, written as JSON, compared with the floors.

Invariant: the status is 1 exactly when a floor is broken.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eval.gate import Floor, find_breaches, read_floors
from indexer.system_errors import say_why
from service.usage import WrongUse


@dataclass(frozen=True, slots=True)
class Output:
    """What to do with the results: how many failures to explain, where to write JSON, which file of floors to hold."""

    failures: int
    json: Path | None
    floors: Path | None

    def read_floors(self) -> tuple[Floor, ...]:
        """The floors to hold, () where none are asked for; raises what reading them raises."""
        return read_floors(self.floors) if self.floors else ()

    def write(self, records: list[dict[str, object]]) -> None:
        """Write the records as JSON where a file is named."""
        if self.json:
            self.json.write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def hold(self, floors: Sequence[Floor], measured: dict[str, dict[str, float]]) -> int:
        """Where floors are asked for, print every broken one; 1 when there is one, else 0."""
        if not self.floors:
            return 0
        with wrong_use():
            breaches = find_breaches(floors, measured)
        for breach in breaches:
            print(f"未守住：{breach}")
        held = sum(floor.set in measured for floor in floors) - len(breaches)
        print(f"守住 {held} 条下限，未守住 {len(breaches)} 条。")
        return 1 if breaches else 0


@contextmanager
def wrong_use() -> Iterator[None]:
    """Turns what a reader raises about its input into an error of usage."""
    try:
        yield
    except ValueError as error:
        raise WrongUse(str(error)) from error
    except OSError as error:
        raise WrongUse(str(error) if error.errno is None else f"{error.filename}：{say_why(error)}。") from error
