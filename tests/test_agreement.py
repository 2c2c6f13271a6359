"""Whether a sentence speaks of the place, year and stage that a question is about."""

from datetime import date

import pytest

from indexer.regions import find_places
from indexer.types import Facts
from service.agreement import contradicts, in_place_of, in_stage, in_year_of, may_be_in, tells_of_other_roles
from service.stretches import sentences_for
from tests.sentences import ANYTHING, sentence, source_of

WUHAN = Facts("甲区办法", regions=("湖北省/武汉市",))
(PLACE,) = find_places("武汉")


@pytest.mark.parametrize(
    ("text", "facts", "agrees"),
    [
        ("武汉市补贴800元。", None, True),
        ("补贴800元。", WUHAN, True),
        ("补贴800元。", None, False),
        ("厦门市补贴500元。", WUHAN, False),
        ("补贴500元。", Facts("乙区办法", regions=("福建省/厦门市",)), False),
        ("补贴500元。", Facts("两地比较", regions=("湖北省/武汉市", "福建省/厦门市")), False),
    ],
)
def test_a_place_is_named_near_by_or_the_whole_document_is_about_it(
    text: str, facts: Facts | None, agrees: bool
) -> None:
    assert in_place_of(PLACE, sentence(text, facts)) is agrees


def test_what_names_only_another_place_contradicts() -> None:
    assert contradicts((PLACE,), "厦门市补贴500元")
    assert not contradicts((PLACE,), "湖北省补贴500元")
    assert not contradicts((PLACE,), "补贴500元")
    assert not contradicts((), "厦门市补贴500元")


def test_a_document_of_unknown_region_may_be_anywhere_and_one_of_another_city_not() -> None:
    assert may_be_in(PLACE, source_of("补贴500元。"))
    assert not may_be_in(PLACE, source_of("补贴500元。", Facts("乙区办法", regions=("福建省/厦门市",))))


@pytest.mark.parametrize(
    ("text", "facts", "agrees"),
    [
        ("2019年补贴800元。", None, True),
        ("2020年补贴800元。", Facts("2019年办法"), False),
        ("补贴800元。", Facts("2019年办法"), True),
        ("补贴800元。", Facts("办法", published=date(2019, 5, 6)), True),
        ("补贴800元。", Facts("办法", published=date(2020, 5, 6)), False),
        ("补贴800元。", None, False),
    ],
)
def test_a_year_is_stated_or_is_that_of_title_or_date(text: str, facts: Facts | None, agrees: bool) -> None:
    assert in_year_of("2019", sentence(text, facts)) is agrees


def test_the_year_since_when_something_is_done_is_not_that_of_what_is_told_next() -> None:
    facts = Facts("办法", published=date(2019, 5, 6))
    source = source_of("从2012年起建驿站。全区有驿站66个。", facts)
    told = [one for one in sentences_for(ANYTHING, source) if "66" in one.text]
    assert [in_year_of("2019", one) for one in told] == [True]
    source = source_of("2012年建驿站。全区有驿站66个。", facts)
    told = [one for one in sentences_for(ANYTHING, source) if "66" in one.text]
    assert [in_year_of("2019", one) for one in told] == [False]


def test_every_month_quarter_and_ordinal_of_the_question_stands_near_by() -> None:
    assert in_stage("8月补贴多少", "8月补贴800元")
    assert not in_stage("8月补贴多少", "9月补贴800元")
    assert not in_stage("第三届何时召开", "第二届于5月召开")
    assert in_stage("第一届哪天开幕", "首届于8月2日开幕")
    assert in_stage("补贴多少", "补贴800元")


@pytest.mark.parametrize(
    ("asked", "told", "near", "others"),
    [
        ("指导员每月补贴多少", "片区书记每人每月260元。", "一、补贴。", True),
        ("指导员每月补贴多少", "每人每月260元。", "一、补贴。", False),
        ("指导员每月补贴多少", "片区书记和指导员每人每月260元。", "一、补贴。", False),
        ("指导员每月补贴多少", "由书记核定，每月260元。", "一、指导员补贴。", False),
        ("补贴多少", "片区书记每人每月260元。", "一、补贴。", False),
    ],
)
def test_what_names_others_than_those_asked_about_is_told_of_them(
    asked: str, told: str, near: str, others: bool
) -> None:
    assert tells_of_other_roles(asked, told, near + told) is others
