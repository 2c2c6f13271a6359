"""How far a long piece of work is, on standard error: bars on a terminal, sparse lines elsewhere.

Invariant: nothing is shown in the first two seconds, and no bar is left on the terminal when the work ends.
"""

import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from service.display import duration, open_console

Clock = Callable[[], float]

# Work that ends sooner needs no progress bar.
PATIENCE_SECONDS = 2.0
# Elsewhere than on a terminal, a line for every tenth of a stage, but at most one in two seconds and at least one a
# minute: 11 lines for an hour's run at an even pace, 60 where one stage takes all of it.
LINE_SHARE = 0.1
LINE_SECONDS = 2.0
SILENCE_SECONDS = 60.0

# In a terminal narrower than this the figures take the whole line.
BAR_WIDTH = 60

# What the stages count; a stage that is not here is one step, which has no rate.
UNITS = {"读取文件": "份", "生成向量": "段", "切分词语": "段"}


class ProgressDisplay:
    """Called as `display(stage, done, total)` while work goes on; a context manager around the work.

    The rate is the mean since the stage began, so that it stays steady when work comes in large batches.
    """

    def __init__(self, console: Console | None = None, clock: Clock = time.monotonic) -> None:
        console = console or open_console(stderr=True)
        self.clock = clock
        self.view: Bars | Lines = Bars(console, clock) if console.is_terminal else Lines(console, clock)
        self.began: dict[str, tuple[float, int]] = {}

    def __enter__(self) -> Self:
        self.view.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.view.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note that `done` of `total` files or passages of the stage are finished."""
        now = self.clock()
        began, before = self.began.setdefault(stage, (now, done))
        rate = (done - before) / (now - began) if now > began and stage in UNITS else 0.0
        self.view.report(stage, done, total, rate)


class Bars(Progress):
    """A bar for each stage, redrawn ten times a second, so that it moves on while a batch is under way."""

    def __init__(self, console: Console, clock: Clock) -> None:
        self.clock, self.began = clock, clock()
        self.of_stage: dict[str, TaskID] = {}
        bar = (BarColumn(bar_width=None),) if console.width >= BAR_WIDTH else ()
        columns = (TextColumn("{task.description}"), *bar, Pace())
        super().__init__(*columns, console=console, transient=True, expand=True, get_time=clock)

    def get_renderables(self) -> Iterable[RenderableType]:
        if self.clock() - self.began >= PATIENCE_SECONDS:
            yield from super().get_renderables()

    def report(self, stage: str, done: int, total: int, rate: float) -> None:
        if stage not in self.of_stage:
            self.of_stage[stage] = self.add_task(stage, rate=0.0, ends=0.0)
        ends = self.clock() + (total - done) / rate if rate else 0.0
        self.update(self.of_stage[stage], completed=done, total=total, rate=rate, ends=ends)


class Pace(ProgressColumn):
    """1200/5000 段 14.6 段/秒 剩 4 分 20 秒; the time left counts down between two reports."""

    def render(self, task: Task) -> Text:
        left = max(0.0, task.fields["ends"] - task.get_time())
        return Text(
            describe_pace(task.description, int(task.completed), int(task.total or 0), task.fields["rate"], left)
        )


class Lines:
    """A line now and then, for a log file or a pipe."""

    def __init__(self, console: Console, clock: Clock) -> None:
        self.console = console
        self.clock = clock
        self.began = clock()
        self.stage, self.done, self.at = "", 0, self.began

    def start(self) -> None:
        """Nothing to prepare."""

    def stop(self) -> None:
        """Nothing to clear."""

    def report(self, stage: str, done: int, total: int, rate: float) -> None:
        now = self.clock()
        if now - self.began < PATIENCE_SECONDS or not self.is_due(stage, done, total, now):
            return
        left = (total - done) / rate if rate else 0.0
        self.console.print(Text(f"{stage} {describe_pace(stage, done, total, rate, left)}".rstrip()), soft_wrap=True)
        self.stage, self.done, self.at = stage, done, now

    def is_due(self, stage: str, done: int, total: int, now: float) -> bool:
        if stage != self.stage or now - self.at >= SILENCE_SECONDS:
            return True
        return now - self.at >= LINE_SECONDS and done - self.done >= LINE_SHARE * total


def describe_pace(stage: str, done: int, total: int, rate: float, left: float) -> str:
    """Say how much is done, at what rate (per second; 0.0 is unknown), and in how many seconds it may end."""
    unit = UNITS.get(stage)
    if unit is None:
        return ""
    pace = f" {rate:.1f} {unit}/秒" if rate else ""
    remaining = f" 剩 {duration(left)}" if rate and done < total else ""
    return f"{done}/{total} {unit}{pace}{remaining}"
