"""What is claimed of a quotation: a clause where that says the same, the whole sentence where it would not."""

from pathlib import Path

import pytest

from indexer.words import open_segmenter
from service.claims import make_claims
from service.question import Question, analyse
from service.wanted import Item, Wanted
from tests.sentences import evidence

FIGURE = Item("补贴多少元", ("补贴",), Wanted.FIGURE, ("元",))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Question:
    data: Path = tmp_path_factory.mktemp("words")
    return analyse("网格员补贴多少元", open_segmenter(data))


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("网格员走访居民，每人每月补贴800元。", "每人每月补贴800元"),
        ("下一步计划，网格员补贴800元。", "下一步计划，网格员补贴800元。"),
        ("社区除外，网格员补贴800元。", "社区除外，网格员补贴800元。"),
        ("网格员补贴800元，不再发放其他费用。", "网格员补贴800元，不再发放其他费用。"),
    ],
)
def test_a_clause_is_claimed_only_where_the_rest_neither_plans_denies_nor_limits(
    asked: Question, text: str, claimed: str
) -> None:
    (claim,) = make_claims(asked, [evidence(text, FIGURE, "800元")])
    assert (claim.text, claim.citations[0].quote, claim.side) == (claimed, text, "")


def test_claims_of_a_comparison_stand_side_by_side(tmp_path: Path) -> None:
    compared = analyse("武汉和厦门的补贴各是多少元", open_segmenter(tmp_path))
    told = [
        evidence("武汉补贴800元。", FIGURE, "800元", id="d1"),
        evidence("厦门补贴500元。", FIGURE, "500元", id="d2"),
        evidence("武汉补贴按月发放800元。", FIGURE, "800元", id="d3"),
    ]
    claims = make_claims(compared, told)
    assert [(claim.side, claim.citations[0].document_id) for claim in claims] == [
        ("武汉", "d1"),
        ("武汉", "d3"),
        ("厦门", "d2"),
    ]
