"""Points within a paragraph become sections where they are long enough to be one."""

import time

from indexer.points import Point, find_points
from indexer.structure import split_sections

WORK = "街道每月召开一次碰头会，把走访中记下的事项逐件交办，并在下次会上回看结果。"
LONG = WORK * 3


def starts(paragraph: str) -> list[tuple[str, int, int]]:
    return [(paragraph[p.start : p.start + 2], p.ordinal, p.depth) for p in find_points(paragraph)]


def paths(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[s.start : s.end].strip()[:6], s.path) for s in split_sections(text)]


def test_long_points_within_a_paragraph_are_found_with_their_count() -> None:
    text = f"主要做法：一是健全机制。{LONG}二是压实责任。{LONG}三是强化保障。{WORK}"
    assert starts(text) == [("一是", 1, 1), ("二是", 2, 1), ("三是", 3, 1)]


def test_short_points_stay_one_list() -> None:
    assert starts("主要做法：一是健全机制；二是压实责任；三是强化保障。" + LONG) == []
    assert starts(f"主要做法：一是健全机制；二是压实责任。{LONG}三是强化保障。{LONG}") == []


def test_a_single_point_or_one_in_mid_clause_is_none() -> None:
    assert starts(f"主要做法：一是健全机制。{LONG}") == []
    assert starts(f"他说的一是这件事，{LONG}他想的二是那件事，{LONG}") == []


def test_points_of_a_point_are_one_deeper_and_may_follow_the_words_that_name_it() -> None:
    text = f"做法：一是市级层面。{LONG}二是街道层面，一是组建专班。{LONG}二是全面走访。{LONG}"
    assert find_points(text) == (
        Point(3, 1, "一是", 1),
        Point(text.index("二是街道"), 2, "一是", 1),
        Point(text.index("一是组建"), 1, "一是", 2),
        Point(text.index("二是全面"), 2, "一是", 2),
    )


def test_points_nest_below_the_heading_of_their_paragraph_and_end_with_it() -> None:
    paragraph = f"（一）建好片区。{WORK}{WORK}一是划好片区。{LONG}二是选好书记。{LONG}"
    text = f"一、做法\n{paragraph}\n{WORK}\n（二）建强队伍。{WORK}"
    assert paths(text) == [
        ("一、做法\n（", ("一、做法", "（一）建好片区")),
        ("一是划好片区", ("一、做法", "（一）建好片区", "一是划好片区")),
        ("二是选好书记", ("一、做法", "（一）建好片区", "二是选好书记")),
        ("街道每月召开", ("一、做法", "（一）建好片区")),
        ("（二）建强队", ("一、做法", "（二）建强队伍")),
    ]


def test_a_few_words_before_the_first_point_share_its_section() -> None:
    text = f"（一）建好片区。主要是：一是划好片区。{LONG}二是选好书记。{LONG}"
    assert paths(text) == [
        ("（一）建好片", ("（一）建好片区", "一是划好片区")),
        ("二是选好书记", ("（一）建好片区", "二是选好书记")),
    ]


def test_a_text_of_nothing_but_beginnings_takes_no_time_and_makes_no_section() -> None:
    started = time.process_time()
    assert paths("主要做法。" + "。一是" * 20_000) == [("主要做法。。", ())]
    assert time.process_time() - started < 5  # 0.13 s; the limit is for a busy machine
