"""From a file to documents: identity, version, facts and canonical text, on made and on real files."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from indexer.edits import OffsetMap, apply_edits, check_edits
from indexer.reading import read_documents
from indexer.types import Document, Edit, Facts, Failure, Found, HeadingMark, Origin

CONTENT = "---\nid: demo\nregion: 湖北省/武汉市\n---\n# 樓宇黨建\n\n樓宇黨群服務站已經開放。\n"


def read_one(path: Path) -> Document:
    (document,) = read_documents(path)
    assert isinstance(document, Document)
    return document


def test_a_file_becomes_a_document(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(CONTENT, encoding="utf-8")
    assert read_one(path) == Document(
        id="demo",
        version=sha256(CONTENT.encode()).hexdigest(),
        source=path.resolve().as_posix(),
        facts=Facts(title="楼宇党建", regions=("湖北省/武汉市",)),
        raw=CONTENT,
        edits=(
            Edit(0, 33, "", "front_matter"),
            Edit(33, 35, "", "markdown"),
            Edit(35, 36, "楼", "simplified"),
            Edit(37, 38, "党", "simplified"),
            Edit(41, 42, "楼", "simplified"),
            Edit(43, 44, "党", "simplified"),
            Edit(46, 47, "务", "simplified"),
            Edit(49, 51, "经开", "simplified"),
        ),
        text="楼宇党建\n\n楼宇党群服务站已经开放。\n",
        headings=(HeadingMark(0, 4, 1),),
        found=(
            Found("title", Origin("text", 35, 39)),
            Found("regions", Origin("front_matter", 21, 28)),
        ),
    )


def test_id_follows_the_place_and_version_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("第一版。", encoding="utf-8")
    first = read_one(path)
    path.write_text("第二版。", encoding="utf-8")
    second = read_one(path)
    assert first.id == second.id == sha256(path.resolve().as_posix().encode()).hexdigest()[:16]
    assert first.version != second.version


def test_records_have_their_own_id_version_and_source_and_failures_stand_between_them(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = json.dumps({"_id": "n1", "title": "标题", "text": "正文。", "published": "2020-01-02"}, ensure_ascii=False)
    path.write_text(f"{line}\n坏行\n" + line.replace("n1", "n2"), encoding="utf-8")
    first, failure, second = read_documents(path)
    place = path.resolve().as_posix()
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert isinstance(failure, Failure)
    assert (first.source, first.version) == (f"{place}#n1", sha256(line.encode()).hexdigest())
    assert first.id == sha256(f"{place}#n1".encode()).hexdigest()[:16]
    assert first.facts == Facts(title="标题", published=date(2020, 1, 2))
    assert (second.text, second.source) == ("正文。", f"{place}#n2")
    assert failure.source == f"{place}#第2行"
    assert failure.reason.startswith("第2行不是有效的 JSON")


def test_unreadable_and_empty_files_are_failures_with_a_reason(tmp_path: Path) -> None:
    unknown, empty, furniture = tmp_path / "a.xyz", tmp_path / "b.txt", tmp_path / "c.txt"
    unknown.write_text("内容", encoding="utf-8")
    empty.touch()
    furniture.write_text("责任编辑：张三\n返回首页\n", encoding="utf-8")
    (first,), (second,), (third,) = (tuple(read_documents(path)) for path in (unknown, empty, furniture))
    assert isinstance(first, Failure)
    assert first.source == unknown.resolve().as_posix()
    assert first.reason.startswith("不支持的文件格式")
    assert second == Failure(empty.resolve().as_posix(), "文件是空的（0 字节），请重新获取或删去")
    assert isinstance(third, Failure)
    assert third.reason.startswith("除去网页模板等内容后没有正文")


def assert_sound(document: Document) -> None:
    """The canonical text is the raw one with its edits, and unedited characters map back and forth."""
    check_edits(document.edits, len(document.raw))
    assert apply_edits(document.raw, document.edits) == document.text
    offsets = OffsetMap.of(document.edits)
    edited = {position for edit in document.edits for position in range(edit.start, edit.end)}
    for position in range(len(document.raw)):
        if position not in edited:
            start, end = offsets.to_canonical(position, position + 1)
            assert document.text[start:end] == document.raw[position]
            assert offsets.to_raw(start, end) == (position, position + 1)


SEED_FACTS = {
    "000": Facts(title="新兴领域党建——与城市基层党建“一盘棋”统筹", regions=("湖北省/武汉市",)),
    "001": Facts(
        title="武汉基层党建“1+4”系列文件问题导向，分领域打通痛点难点",
        publisher="长江日报",
        author="宋磊",
        published=date(2019, 1, 24),
        regions=("湖北省/武汉市",),
        genre="新闻",
    ),
    "002": Facts(title="", author="迈娘", regions=("山东省/济南市",)),
    "003": Facts(title="强化思想引领 增强“两新”组织政治认同", regions=("四川省/成都市",)),
    "004": Facts(
        title="",
        issuer="中共厦门市湖里区委员会组织部",
        publisher="人民网-中国共产党新闻网",
        published=date(2019, 10, 12),
        regions=("福建省/厦门市/湖里区",),
        genre="案例",
    ),
}


@pytest.mark.parametrize("number", sorted(SEED_FACTS))
def test_seeds_come_out_with_their_facts(seeds: Path, number: str) -> None:
    (path,) = seeds.glob(f"{number}*")
    document = read_one(path)
    assert_sound(document)
    expected = SEED_FACTS[number]
    if not expected.title:  # the page has no title: it gets the beginning of its first sentence
        assert document.facts.title in document.text
        assert 8 <= len(document.facts.title) <= 40
        expected = replace(expected, title=document.facts.title)
    assert document.facts == expected


def plain(text: str) -> str:
    return "".join(text.replace("|", "").split())


def test_state_council_pages_state_their_facts_and_lose_no_paragraph(policies: Path, tmp_path: Path) -> None:
    gold = {row["_id"]: row for row in map(json.loads, (policies / "corpus.jsonl").read_text("utf-8").splitlines())}
    wrong, paragraphs, found = [], 0, 0
    for row in map(json.loads, (policies / "raw_html.jsonl").read_text("utf-8").splitlines()):
        path = tmp_path / f"{row['_id']}.html"
        path.write_text(row["html"], encoding="utf-8")
        document, known = read_one(path), gold[row["_id"]]
        assert_sound(document)
        number = known["doc_no"].replace("国令第", "国务院令第")  # the page itself says 国务院令
        facts = (document.facts.title, document.facts.issuer, document.facts.doc_number)
        if facts != (known["title"], known["issuer"], number) or document.facts.published is None:
            wrong.append((row["_id"], document.facts))
        texts = [plain(line) for line in known["text"].splitlines()]
        paragraphs, found = paragraphs + len(texts), found + sum(text in plain(document.text) for text in texts)
    assert wrong == []
    assert found >= paragraphs - 2  # 3,194 of 3,196: one full-width digit and one damaged &nbsp; are repaired


# Dates of issue read by eye on the pages, in all notations.
ISSUED = {
    "gov1": date(2019, 1, 27),
    "gov19": date(1996, 6, 29),
    "gov23": date(2004, 11, 4),
    "gov40": date(1981, 5, 23),
    "gov46": date(2006, 5, 23),
    "gov52": date(1996, 7, 17),
    "gov58": date(2018, 11, 6),
}


def test_state_council_pages_give_the_date_under_the_first_signature(policies: Path, tmp_path: Path) -> None:
    rows = map(json.loads, (policies / "raw_html.jsonl").read_text("utf-8").splitlines())
    dates = {}
    for row in (row for row in rows if row["_id"] in ISSUED):
        path = tmp_path / f"{row['_id']}.html"
        path.write_text(row["html"], encoding="utf-8")
        dates[row["_id"]] = read_one(path).facts.published
    assert dates == ISSUED
