"""Whether a figure counts the very noun that is asked for."""

import pytest

from service.evidence import is_direct
from service.wanted import Item, Wanted
from tests.sentences import evidence

ITEM = Item("两新党组织有多少个", ("两新", "党组织"), Wanted.FIGURE, ("个",), anchors=("党组织",))


@pytest.mark.parametrize(
    ("text", "direct"),
    [
        pytest.param("全区有66个党组织。", True, id="the noun behind it"),
        pytest.param("全区“两新”组织党组织有66个。", True, id="the noun before it"),
        pytest.param("全区有66个两新党组织。", True, id="with a word of the question between"),
        pytest.param("全区有66个牵头党组织。", False, id="a narrower noun"),
        pytest.param("荣誉中66个是党组织的。", False, id="of which only something is said"),
        pytest.param("党组织的66个驿站。", False, id="a thing that belongs to it"),
    ],
)
def test_a_figure_is_direct_where_it_counts_the_very_noun(text: str, direct: bool) -> None:
    assert is_direct(evidence(text, ITEM, "66个")) is direct
