"""Lists that run over several sentences: what counts as one, and what its members are called."""

import pytest

from service.outlines import Outline, find_outlines, label_of

POINTS = """二、镇里做三件事

（一）摸底。网格员每月走访一次。

1. 独居老人；

2. 残疾人。

（二）建档。一户一档。

（三）回访。

三、附则
"""


def told(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[slice(*o.lead)], tuple(text[slice(*member)] for member in o.members)) for o in find_outlines(text)]


def test_a_list_holds_its_members_across_what_is_numbered_inside_them() -> None:
    assert told(POINTS) == [
        ("二、镇里做三件事", ("（一）摸底。网格员每月走访一次。", "（二）建档。一户一档。", "（三）回访。")),
        ("网格员每月走访一次。", ("1. 独居老人；", "2. 残疾人。")),
    ]


def test_sentences_that_count_on_within_a_paragraph_are_a_list_that_ends_with_it() -> None:
    text = "做法有两条。一是每周例会，逐户通报。二是每月评比。\n三是另起一段。"
    assert told(text) == [("做法有两条。", ("一是每周例会，逐户通报。", "二是每月评比。"))]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("（一）摸底。\n（三）回访。", id="a gap in the numbers"),
        pytest.param("\n".join(f"{n}. 第{n}项。" for n in range(1, 14)), id="as long as a regulation"),
        pytest.param("2. 建档。\n3. 回访。", id="no first one"),
    ],
)
def test_what_does_not_count_up_from_one_is_no_list(text: str) -> None:
    assert told(text) == []


def test_a_list_at_the_very_start_has_nothing_above_it() -> None:
    assert tuple(find_outlines("1. 摸底；\n2. 建档；")) == (Outline((0, 0), ((0, 6), (7, 13))),)


@pytest.mark.parametrize(
    ("member", "name"),
    [
        ("（一）摸底。网格员每月走访一次。", "（一）摸底"),
        ("1. 街道：牵头抓总。", "1. 街道"),
        ("2. 独居老人；", "2. 独居老人"),
        (
            "3. 由社区、物业和业委会三方每月碰头一次，商量停车和垃圾的事。",
            "3. 由社区、物业和业委会三方每月碰头一次，商量停车和垃圾的事",
        ),
    ],
)
def test_a_member_is_called_by_its_short_name_or_by_all_of_it(member: str, name: str) -> None:
    assert label_of(member) == name
