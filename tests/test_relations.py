"""Copies are searched once and both named; near-duplicates are grouped, templates linked, and none is lost."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from indexer import near
from indexer.generation import open_current
from indexer.indexing import index_paths
from indexer.relations import find_relatives
from indexer.store import Store
from indexer.types import Facts, Filters, IndexReport
from indexer.words import Tokens
from tests.fakes import CharacterEncoder

BODY = (
    "{place}把辖区内的快递网点逐一走访登记，建立骑手驿站，提供饮水、充电、歇脚和简单医药用品。"
    "社区安排值班人员轮流看护，每周五下午收集骑手反映的进门难、停车难等事项，当天转交物业和商户办理。"
    "对能够马上解决的，限两日内答复；需要多个部门配合的，由街道办事处牵头开协调会，限十日内给出办法。"
    "驿站墙上张贴联系电话和办理进度，骑手可以随时查问，也可以对办理结果打分，分数低的事项退回重办。"
)
SENTENCE = "到年底，驿站接待骑手上千人次，收到的事项大多已经办完，余下几件写进了来年的计划。"


def text(place: str, title: str, region: str, extra: str = "", published: str = "2024-05-06") -> str:
    head = f"---\ntitle: {title}\nregion: {region}\npublished: {published}\npublisher: {place}融媒体\n---\n"
    return head + BODY.format(place=place) + extra + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "资料").mkdir()
    return tmp_path / "资料"


def index(folder: Path, **texts: str) -> IndexReport:
    for name, content in texts.items():
        (folder / f"{name}.md").write_text(content, encoding="utf-8")
    return index_paths([folder], folder.parent / "data", CharacterEncoder())


def open_store(folder: Path) -> Store:
    return Store(folder.parent / "data" / "record.sqlite")


def names(store: Store) -> dict[str, str]:
    """File name → document id, copies too."""
    found = {Path(one.source).stem: one.id for one in store.summaries()}
    return found | {Path(one.source).stem: one.id for id in found.values() for one in store.copies(id)}


def test_the_same_text_from_two_places_is_searched_once_and_both_places_are_named(folder: Path) -> None:
    first = text("甲区", "骑手驿站", "湖北省/武汉市")
    second = first.replace("publisher: 甲区融媒体", "publisher: 乙报").replace("2024-05-06", "2024-06-01")
    report = index(folder, a=first, b=second)
    store = open_store(folder)
    ids = names(store)
    assert (report.new, report.copies, report.reprint_groups) == (2, 1, 0)
    assert [one.id for one in store.summaries()] == [ids["a"]]
    assert [(one.id, one.facts.publisher) for one in store.copies(ids["a"])] == [(ids["b"], "乙报")]
    assert (store.original(ids["b"]), store.original(ids["a"])) == (ids["a"], None)
    copy = store.document(ids["b"])
    assert copy is not None and not copy.superseded
    store.close()


def test_a_filter_by_what_only_the_copy_says_finds_the_text(folder: Path) -> None:
    first = text("甲区", "骑手驿站", "湖北省/武汉市")
    index(folder, a=first, b=first.replace("publisher: 甲区融媒体", "publisher: 乙报"))
    generation = open_current(folder.parent / "data")
    assert generation is not None
    for publisher, found in (("乙报", True), ("甲区融媒体", True), ("丙报", False)):
        hits = generation.search_lexical(Tokens(("骑手",), ()), Filters(publisher=publisher), 10)
        assert bool(hits) == found


def test_a_copy_takes_the_place_of_the_text_that_goes_and_embeds_nothing(folder: Path) -> None:
    first = text("甲区", "骑手驿站", "湖北省/武汉市")
    index(folder, a=first, b=first + "\n\n")
    (folder / "a.md").unlink()
    report = index(folder)
    store = open_store(folder)
    assert [Path(one.source).stem for one in store.summaries()] == ["b"]
    store.close()
    assert (report.removed, report.unchanged, report.copies, report.embedded) == (1, 1, 0, 0)


def test_a_copy_that_changes_is_searched_itself(folder: Path) -> None:
    first = text("甲区", "骑手驿站", "湖北省/武汉市")
    index(folder, a=first, b=first + "\n\n")
    report = index(folder, b=first.replace("限两日", "限三日"))
    store = open_store(folder)
    ids = names(store)
    assert [Path(one.source).stem for one in store.summaries()] == ["a", "b"]
    assert store.reprints(list(ids.values())).keys() == set(ids.values())
    store.close()
    assert (report.changed, report.copies, report.reprints, report.reprint_groups) == (1, 0, 2, 1)


def test_a_reprint_is_grouped_with_the_fullest_text_and_both_are_searched(folder: Path) -> None:
    index(
        folder,
        a=text("甲区", "骑手驿站", "湖北省/武汉市"),
        b=text("甲区", "甲区办起骑手驿站", "湖北省/武汉市", SENTENCE),
        c="---\ntitle: 别的\n---\n" + "老年食堂由餐饮企业运营，午餐每份十二元，账目按月张榜公布。" * 5,
    )
    store = open_store(folder)
    ids = names(store)
    assert len(store.summaries()) == 3
    assert store.reprints(list(ids.values())) == {ids["a"]: ids["b"], ids["b"]: ids["b"]}
    facts = Facts("甲区办起骑手驿站", None, None, "甲区融媒体", published=date(2024, 5, 6), regions=("湖北省/武汉市",))
    (relative,) = find_relatives(store, ids["a"])
    assert (relative.id, relative.facts.title, relative.reprint) == (ids["b"], facts.title, True)
    assert find_relatives(store, ids["c"]) == ()
    store.close()


@pytest.mark.parametrize(
    ("title", "region"),
    [("骑手驿站", "四川省/成都市"), ("第二批骑手驿站", "湖北省/武汉市")],
)
def test_a_template_of_another_place_or_issue_is_linked_and_not_grouped(folder: Path, title: str, region: str) -> None:
    index(
        folder,
        a=text("甲区", "第一批骑手驿站", "湖北省/武汉市"),
        b=text("乙区", title, region, SENTENCE),
    )
    store = open_store(folder)
    ids = names(store)
    assert store.reprints(list(ids.values())) == {}
    found = [find_relatives(store, ids[name]) for name in "ab"]
    store.close()
    assert [[(one.id, one.reprint) for one in relatives] for relatives in found] == [
        [(ids["b"], False)],
        [(ids["a"], False)],
    ]


def test_what_many_documents_carry_makes_no_two_of_them_alike(folder: Path) -> None:
    random = np.random.default_rng(5)
    footer, *own = ("".join(chr(0x4E00 + n) for n in random.integers(0, 2000, size)) for size in (200, *[110] * 12))
    carrying = near.sign(body + footer for body in own)
    assert near.similarities(carrying[0], carrying[1:]).mean() > near.SIMILAR
    index(folder, **{f"t{n}": f"---\ntitle: 篇{n}\n---\n{body}。\n{footer}\n" for n, body in enumerate(own)})
    store = open_store(folder)
    assert [store.family(one.id) for one in store.summaries()] == [None] * 12
    store.close()


def test_only_new_texts_are_signed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signed: list[str] = []
    sign = near.sign

    def counting(texts):  # type: ignore[no-untyped-def]
        each = list(texts)
        signed.extend(each)
        return sign(each)

    index(folder, a=text("甲区", "骑手驿站", "湖北省/武汉市"))
    monkeypatch.setattr(near, "sign", counting)
    index(folder, b="---\ntitle: 别的\n---\n老年食堂由餐饮企业运营，午餐每份十二元。\n")
    assert [one.strip() for one in signed] == ["老年食堂由餐饮企业运营，午餐每份十二元。"]


def test_the_bands_find_the_pairs_that_comparing_everything_finds() -> None:
    random = np.random.default_rng(3)
    characters = [chr(0x4E00 + n) for n in range(2000)]
    base = ["".join(random.choice(characters, 400)) for _ in range(40)]
    texts = base + [one[: 400 - cut] + "".join(random.choice(characters, cut)) for one in base for cut in (20, 60, 120)]
    signatures = near.sign(texts)
    pairs, scores = near.similar_pairs(signatures)
    expected = {
        (i, j): near.similarities(signatures[i], signatures[j])
        for i in range(len(texts))
        for j in range(i + 1, len(texts))
        if near.similarities(signatures[i], signatures[j]) >= near.SIMILAR
    }
    found = dict(zip(map(tuple, pairs.tolist()), scores.tolist(), strict=True))
    assert found == {pair: expected[pair] for pair in found}
    missed = [score for pair, score in expected.items() if pair not in found]
    assert len(expected) > 150 and len(missed) <= 0.05 * len(expected)


def test_no_texts_have_no_pairs() -> None:
    pairs, scores = near.similar_pairs(near.sign(()))
    assert (pairs.shape, scores.shape) == ((0, 2), (0,))
