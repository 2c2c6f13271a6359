"""Which claims a quotation bears out when somebody else worded them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.paraphrase import foreign_words, is_borne_out, omitted_limits

PAY = "全市网格员每人每月补贴800元，由市级财政列支。"
TRAINING = "网格员每季度集中培训一次，不再召开年度大会。"
PLAN = "计划到2025年建成党群服务中心100个。"
CONTEXT = ("北山市网格员保障办法", "一、待遇", "湖北省/武汉市")


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        (PAY, PAY),
        ("网格员每人每月补贴800元", PAY),
        ("武汉市网格员的补贴为每人每月800元，由市级财政列支。", PAY),
        ("武汉的网格员，每人每月补贴八百元", PAY),
        ("根据资料，网格员每季度集中培训一次", TRAINING),
        ("不再召开年度大会", TRAINING),
        ("计划到2025年建成100个党群服务中心", PLAN),
    ],
)
def test_a_claim_may_select_shorten_reorder_and_name_what_the_document_is_about(claim: str, quote: str) -> None:
    assert is_borne_out(claim, quote, CONTEXT)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("网格员每人每月补贴900元", PAY),
        ("网格员每人每年补贴800元", PAY),
        ("网格员每月培训一次", TRAINING),
        ("召开年度大会", TRAINING),
        ("杭州网格员每人每月补贴800元", PAY),
        ("网格员每人每月补贴800元，由社区居民列支", PAY),
        ("网格员全部享受公务员待遇", PAY),
        ("补贴由李卫国发放", PAY),
        ("到2025年建成党群服务中心100个", PLAN),
        ("每人补贴800元", "每人补贴最高800元"),
        ("每人补贴800元", "每人补贴800元以内"),
        ("社区都要设岗", "除老旧小区外，社区都要设岗"),
        ("网格员每人每月补贴800元，详见example.org", PAY),
        ("", PAY),
        ("  ", PAY),
    ],
)
def test_a_claim_that_adds_changes_or_leaves_out_a_limit_is_not_borne_out(claim: str, quote: str) -> None:
    assert not is_borne_out(claim, quote, CONTEXT)


def test_what_is_foreign_is_named() -> None:
    assert foreign_words("网格员由李卫国带队", (PAY,)) == ("由李卫国带队",)
    assert foreign_words("网格员补贴见example.org", (PAY,)) == ("见", "example.org")
    assert omitted_limits("建成100个", "计划建成100个。去年力争完成。") == ("计划",)


@given(st.text(alphabet="网格员每月补贴元不得计划，。12", max_size=30))
def test_a_quotation_that_is_told_whole_has_no_foreign_word_and_lacks_no_limit(text: str) -> None:
    assert omitted_limits(text, text) == ()
    assert foreign_words(text + "的网格", (text + "的网格",)) == ()


@given(st.text(alphabet="甲乙丙丁戊己", min_size=1, max_size=8))
def test_words_that_occur_nowhere_are_never_borne_out(name: str) -> None:
    assert not is_borne_out(f"网格员补贴由{name}发放", PAY, CONTEXT)
