"""The measurement of the readers: it tells a perfect reading from a bad one, and names what it leaves out."""

from collections.abc import Callable
from pathlib import Path

from eval.formats import gate_values, measure_files
from eval.made_files import MADE_FILES, CannotMake, MadeFile

LINES = ("一、目标", "全区建成服务站36个。", "二、经费", "每站每年8.5万元。")


def writes(text: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text(text, encoding="utf-8")

    return write


def lacks(path: Path) -> None:
    raise CannotMake(f"缺少制作 {path.suffix} 的程序")


def test_names_of_made_files_are_unique_and_pages_match_lines() -> None:
    names = [file.name for file in MADE_FILES]
    assert sorted(set(names)) == sorted(names)
    assert [file.name for file in MADE_FILES if file.pages and len(file.pages) != len(file.lines)] == []


def test_perfect_reading_scores_one_and_one_with_a_lost_line_less() -> None:
    whole = MadeFile("MD", "whole", ".md", writes("# 一、目标\n" + "\n".join(LINES[1:])), LINES, (), ((LINES[0], 1),))
    lost = MadeFile("MD", "lost", ".md", writes("\n".join(LINES[:3])), LINES, (1, 1, 1, 1), ((LINES[0], 1),))
    empty = MadeFile("MD", "empty", ".md", writes(""), LINES)
    outcomes, left_out = measure_files([whole, lost, empty, MadeFile("XY", "other", ".xy", lacks, LINES)])
    assert left_out == ["other：缺少制作 .xy 的程序"]
    assert [(o.lines, o.pages, o.headings, o.missing) for o in outcomes] == [
        (1.0, None, 1.0, ()),
        (0.75, 0.0, 0.0, LINES[3:]),
        (0.0, None, None, LINES),
    ]
    assert [round(o.agreement, 3) for o in outcomes] == [1.0, 0.792, 0.0]  # 2 · 19 of 29 + 19 characters
    assert outcomes[2].failure is not None
    assert gate_values(outcomes) == {
        "agreement (MD)": sum(o.agreement for o in outcomes) / 3,
        "lines (MD)": 1.75 / 3,
        "pages (MD)": 0.0,
        "headings (MD)": 0.5,
    }
