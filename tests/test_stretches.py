"""The stretches of a source that may be quoted."""

import pytest

from service.stretches import sentences_for
from service.wanted import Item, Wanted
from tests.sentences import source_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("争做“政策的宣传员、群众的服务员、村里的联络员、和睦的调解员”。", True),
        ("推行“四员”：先选宣传员、服务员、联络员、调解员，再定职责、时限。", True),
        ("配备宣传员、服务员、联络员。", False),
        ("配备宣传员、服务员、联络员、调解员、巡查员。", False),
    ],
)
def test_a_name_that_counts_is_spelled_out_by_as_many_of_its_kind(text: str, found: bool) -> None:
    item = Item("“四员”指什么", ("四员",), Wanted.MEANING, focus="四员")
    source = source_of(f"本市的做法如下。{text}其余另行通知。")
    assert (text in [one.text for one in sentences_for(item, source)]) is found
