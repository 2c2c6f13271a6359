"""A quotation is wrong in place or figure only where both the question and the source are known to say otherwise."""

import pytest

from eval.mistakes import asked_regions, find_figures, is_elsewhere, shows_expected_figure

WUHAN, HULI, XIAMEN = "湖北省/武汉市", "福建省/厦门市/湖里区", "福建省/厦门市"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("选派1041名，占33%", {"1041", "33"}),
        ("选派１０４１名", {"1041"}),
        ("选派1,041名", {"1041"}),
        ("惠及4.1万户", {"4.1"}),
        ("2023年6月12日召开", set()),
        ("“1+X”与3X3", set()),
        ("五方联动", set()),
    ],
)
def test_a_figure_is_a_number_with_what_it_counts(text: str, figures: set[str]) -> None:
    assert find_figures([text]) == figures


@pytest.mark.parametrize(
    ("quotes", "verdict"),
    [
        (["共35人参加"], True),
        (["另有2家", "共35人参加"], True),
        (["共350人参加"], False),
        (["2023年35月"], False),
        ([], False),
    ],
)
def test_an_expected_figure_may_stand_with_another_counter_but_must_be_the_whole_number(
    quotes: list[str], verdict: bool
) -> None:
    assert shows_expected_figure(("坪环社区", "35名"), quotes) is verdict


def test_where_no_figure_is_expected_there_is_no_verdict() -> None:
    assert shows_expected_figure(("老带新",), ["共35人"]) is None


def test_a_question_is_about_the_given_region_else_about_the_places_that_it_names() -> None:
    assert asked_regions("厦门和武汉各有多少", WUHAN) == (WUHAN,)
    assert asked_regions("厦門和武漢各有多少", None) == (XIAMEN, WUHAN)
    assert asked_regions("两带三同是什么", None) == ()


@pytest.mark.parametrize(
    ("asked", "regions", "told", "elsewhere"),
    [
        ((WUHAN,), (HULI,), "区级补助8万元", True),
        ((WUHAN,), (HULI,), "学习武汉的做法", False),
        ((WUHAN,), (HULI,), "湖北的做法", True),  # names only what 武汉 lies in
        ((XIAMEN,), (HULI,), "区级补助8万元", False),
        ((HULI,), (XIAMEN,), "市级补助8万元", False),
        ((WUHAN, XIAMEN), (HULI,), "区级补助8万元", False),
        ((WUHAN,), (HULI, WUHAN), "补助8万元", False),
        ((WUHAN,), (), "补助8万元", False),
        ((), (HULI,), "补助8万元", False),
        (("吉林省/长春市/朝阳区",), ("北京市/朝阳区",), "补助8万元", True),
    ],
)
def test_a_quotation_is_elsewhere_when_its_document_is_and_it_names_no_asked_place(
    asked: tuple[str, ...], regions: tuple[str, ...], told: str, elsewhere: bool
) -> None:
    assert is_elsewhere(asked, regions, told) is elsewhere
