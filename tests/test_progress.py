"""Progress on standard error: silent at first, bars on a terminal, sparse lines elsewhere."""

import io
from dataclasses import dataclass

import pytest
from rich.console import Console

from service.progress import Bars, ProgressDisplay, describe_pace


@dataclass(slots=True)
class Clock:
    """A clock that the test moves."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def redraw(progress: ProgressDisplay) -> None:
    """Draw the bars now instead of at the next tenth of a second."""
    assert isinstance(progress.view, Bars)
    progress.view.refresh()


def run(steps: list[tuple[float, str, int, int]], *, terminal: bool = False, width: int = 80) -> str:
    """What is written when the stages report at the given seconds."""
    clock, written = Clock(), io.StringIO()
    with ProgressDisplay(Console(file=written, force_terminal=terminal, width=width), clock) as progress:
        for seconds, stage, done, total in steps:
            clock.now = seconds
            progress(stage, done, total)
            if terminal:
                written.write(f"\n<{seconds}>\n")
                redraw(progress)
    return written.getvalue()


def test_work_of_less_than_two_seconds_shows_nothing() -> None:
    assert run([(0.1, "读取文件", 0, 3), (0.5, "读取文件", 3, 3), (1.9, "生成向量", 40, 40)]) == ""


def test_without_a_terminal_there_is_a_line_for_each_tenth() -> None:
    steps = [(float(second), "生成向量", second * 10, 1000) for second in range(0, 101)]
    assert run(steps).splitlines() == [
        "生成向量 20/1000 段 10.0 段/秒 剩 1 分 38 秒",
        "生成向量 120/1000 段 10.0 段/秒 剩 1 分 28 秒",
        "生成向量 220/1000 段 10.0 段/秒 剩 1 分 18 秒",
        "生成向量 320/1000 段 10.0 段/秒 剩 1 分 08 秒",
        "生成向量 420/1000 段 10.0 段/秒 剩 58.0 秒",
        "生成向量 520/1000 段 10.0 段/秒 剩 48.0 秒",
        "生成向量 620/1000 段 10.0 段/秒 剩 38.0 秒",
        "生成向量 720/1000 段 10.0 段/秒 剩 28.0 秒",
        "生成向量 820/1000 段 10.0 段/秒 剩 18.0 秒",
        "生成向量 920/1000 段 10.0 段/秒 剩 8.0 秒",
    ]


def test_without_a_terminal_fast_work_gets_at_most_a_line_in_two_seconds() -> None:
    steps = [(2 + tenth / 10, "读取文件", tenth, 50) for tenth in range(51)]
    assert run(steps).splitlines() == [
        "读取文件 0/50 份",
        "读取文件 20/50 份 10.0 份/秒 剩 3.0 秒",
        "读取文件 40/50 份 10.0 份/秒 剩 1.0 秒",
    ]


def test_without_a_terminal_slow_work_is_heard_of_every_minute() -> None:
    steps = [(float(second), "生成向量", second, 100_000) for second in range(2, 130)]
    assert run(steps).splitlines() == [
        "生成向量 2/100000 段",
        "生成向量 62/100000 段 1.0 段/秒 剩 27 小时 45 分",
        "生成向量 122/100000 段 1.0 段/秒 剩 27 小时 44 分",
    ]


def test_a_new_stage_gets_a_line_at_once_and_a_single_step_has_no_rate() -> None:
    steps = [(3.0, "生成向量", 5, 5), (3.1, "建立索引", 0, 1), (3.2, "建立索引", 1, 1)]
    assert run(steps).splitlines() == ["生成向量 5/5 段", "建立索引"]


def test_lines_hold_no_escape_codes() -> None:
    assert "\x1b" not in run([(5.0, "生成向量", 5, 50), (9.0, "生成向量", 50, 50)])


@pytest.mark.parametrize("width", [40, 80, 120])
def test_on_a_terminal_a_bar_with_rate_and_time_left_appears_after_two_seconds(width: int) -> None:
    steps = [(1.0, "生成向量", 0, 400), (1.9, "生成向量", 9, 400), (3.0, "生成向量", 40, 400)]
    before, after = run(steps, terminal=True, width=width).split("<3.0>")
    assert "生成向量" not in before
    assert "生成向量" in after
    assert "40/400 段 20.0 段/秒 剩 18.0 秒" in after


def test_the_time_left_counts_down_between_two_reports() -> None:
    clock, written = Clock(), io.StringIO()
    with ProgressDisplay(Console(file=written, force_terminal=True, width=80), clock) as progress:
        progress("生成向量", 0, 400)
        clock.now = 4.0
        progress("生成向量", 40, 400)
        redraw(progress)
        clock.now = 14.0
        redraw(progress)
    assert "剩 36.0 秒" in written.getvalue()
    assert "剩 26.0 秒" in written.getvalue()


def test_the_bar_is_taken_away_when_work_ends_also_by_an_error() -> None:
    clock, written = Clock(), io.StringIO()
    with (
        pytest.raises(KeyboardInterrupt),
        ProgressDisplay(Console(file=written, force_terminal=True, width=80), clock) as progress,
    ):
        clock.now = 3.0
        progress("生成向量", 1, 4)
        raise KeyboardInterrupt
    assert written.getvalue().endswith("\x1b[?25h\r\x1b[1A\x1b[2K")


def test_the_last_step_has_no_time_left() -> None:
    assert describe_pace("生成向量", 40, 40, 20.0, 0.0) == "40/40 段 20.0 段/秒"
