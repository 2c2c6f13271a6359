"""The trials of the verification: what is corrupted is false, what is respelt is true, a lenient check is caught."""

import random
from pathlib import Path

import pytest

from eval.corruptions import (
    Corrupt,
    Quotable,
    add_bound,
    add_negation,
    change_digit,
    change_unit,
    corrupted_quotations,
    enclose,
    join_with,
    lose_bound,
    lose_negation,
    respell,
)
from eval.verification import (
    Trial,
    corruption_trials,
    passes,
    respelling_trials,
    summarise,
    version_trials,
)
from indexer.generation import open_current
from indexer.indexing import index_paths
from indexer.script import to_simplified
from service.library import Library
from tests.fakes import CharacterEncoder

SENTENCE = "每个网格配备3名网格员，最高补贴300元，不再召开大会。"
CHANCE = 3  # seed


@pytest.mark.parametrize(
    ("corrupt", "corrupted"),
    [
        (change_digit, "每个网格配备3名网格员，最高补贴900元，不再召开大会。"),
        (lose_negation, "每个网格配备3名网格员，最高补贴300元，召开大会。"),
        (add_negation, "每个网格配备3名网格员，最高补贴300元，不再不再召开大会。"),
        (add_bound, "每个网格配备累计3名网格员，最高补贴300元，不再召开大会。"),
        (change_unit, "每个网格配备3场网格员，最高补贴300元，不再召开大会。"),
    ],
)
def test_each_corruption_changes_one_place(corrupt: Corrupt, corrupted: str) -> None:
    assert corrupt(random.Random(CHANCE), SENTENCE) == corrupted


@pytest.mark.parametrize("corrupt", [change_digit, lose_negation, add_negation, lose_bound, add_bound, change_unit])
def test_a_sentence_without_the_kind_cannot_be_corrupted_so(corrupt: Corrupt) -> None:
    assert corrupt(random.Random(CHANCE), "网格员走访居民。") is None


@pytest.mark.parametrize(
    ("quote", "lost"),
    [
        ("补贴最高300元。", "补贴300元。"),
        ("走访20余户。", "走访20户。"),
        ("面积100平方米。", None),
        ("发放300元以上。", "发放300元。"),
    ],
)
def test_a_bound_is_lost_where_there_is_one(quote: str, lost: str | None) -> None:
    assert lose_bound(random.Random(CHANCE), quote) == lost


def test_what_stands_in_the_library_after_all_is_no_corruption() -> None:
    one, other = "街道选派3名网格员到社区。", "街道选派4名网格员到社区。"
    texts = {"d1": one, **{f"d{n}": one.replace("3", str(n)) for n in (0, 1, 2, 4, 5, 6, 7, 8)}}
    quotable = Quotable((("d1", one),), texts)
    assert other in texts.values()
    made = list(corrupted_quotations(quotable, random.Random(CHANCE), 3, change_digit))
    assert made == [("d1", one.replace("3", "9"))] * 3


def test_too_few_sentences_are_an_error_that_says_so() -> None:
    quotable = Quotable((("d1", "网格员走访居民。"),), {"d1": "网格员走访居民。"})
    with pytest.raises(ValueError, match="只能造出 0 条（要 5 条）"):
        list(corrupted_quotations(quotable, random.Random(CHANCE), 5, change_digit))


def test_joined_pieces_begin_as_one_sentence_and_end_as_another() -> None:
    quotable = Quotable((("d2", "由市级财政列支经费。"),), {})
    joined = join_with(quotable)(random.Random(CHANCE), SENTENCE)
    assert joined is not None
    assert joined.startswith(SENTENCE[:5]) and joined.endswith("列支经费。")


def test_respelling_changes_nothing_but_blanks_script_width_and_marks() -> None:
    chance = random.Random(CHANCE)
    for _ in range(50):
        respelt = "".join(to_simplified(respell(chance, "网格员每月补贴300元")).split())
        assert respelt.translate({ord("３"): "3", ord("０"): "0"}) == "网格员每月补贴300元"


def test_a_quotation_is_put_into_marks_that_it_has_not() -> None:
    assert [enclose("甲"), enclose("「甲」"), enclose("「甲」“乙”")] == ["「甲」", "“「甲」”", "『「甲」“乙”』"]


def test_no_corruption_of_the_corpus_passes_and_no_true_quotation_is_rejected(library: Library) -> None:
    trials = [*corruption_trials(library, 300), *respelling_trials(library, 100)]
    assert [trial.text for trial in trials if not trial.right] == []
    assert len(trials) == 370


def test_a_text_with_two_quotations_is_no_trial(library: Library) -> None:
    with pytest.raises(ValueError, match="应有一处引文，找到 2 处"):
        passes(library, "“服务两新组织、服务职工”和“服务人才、服务党员”")


def test_no_quotation_under_a_replaced_version_passes(tmp_path: Path) -> None:
    documents, data, encoder = tmp_path / "documents", tmp_path / "data", CharacterEncoder()
    documents.mkdir()

    def index(folder: Path) -> Library:
        index_paths([folder], data, encoder)
        generation = open_current(data)
        assert generation is not None
        return Library(data, encoder, generation)

    trials = list(version_trials(documents, 50, index))
    assert [trial.text for trial in trials if not trial.right] == []
    assert len(trials) == 50


def test_seed_documents_are_quoted_and_their_corruptions_are_not(seeds: Path, tmp_path: Path) -> None:
    data, encoder = tmp_path / "data", CharacterEncoder()
    index_paths([*sorted(seeds.glob("*.txt"))], data, encoder)
    generation = open_current(data)
    assert generation is not None
    with Library(data, encoder, generation) as library:
        trials = [*corruption_trials(library, 200), *respelling_trials(library, 100)]
    assert [trial.text for trial in trials if not trial.right] == []


def test_a_check_that_lets_a_false_quotation_pass_is_not_caught_in_full() -> None:
    trials = [
        Trial("改一个数字", "甲", true=False, passed=True),
        Trial("改一个数字", "乙", true=False, passed=False),
        Trial("原文换写法", "丙", true=True, passed=True),
    ]
    summaries = summarise(trials)
    assert [(s.category, s.measures["caught"].value) for s in summaries[:2]] == [("全部", 0.5), ("改一个数字", 0.5)]
    assert summaries[0].measures["accepted"].value == 1.0
