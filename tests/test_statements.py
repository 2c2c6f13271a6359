"""Facts stated in front matter or in a side file: what is taken, what is refused and why."""

from pathlib import Path

import pytest

from indexer.indexing import index_paths
from indexer.readers.side_files import add_side_file, find_side_file, is_side_file, read_side_file
from indexer.readers.statements import Statements, read_front_matter, read_statements
from indexer.reading import read_documents
from indexer.types import Document, Origin, Remark, StatedFact
from tests.fakes import CharacterEncoder

TEXT = "楼宇党建见成效\n街道党工委建立楼宇党群服务站，每月开放。\n"


def stated(source: str) -> Statements:
    return read_statements(source, lambda start, end: Origin("here", start, end))


def pairs(statements: Statements) -> list[tuple[str, str]]:
    return [(fact.name, fact.value) for fact in statements.facts]


def write(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return folder / next(iter(files)).replace("__", ".")


def test_facts_are_stated_by_english_or_chinese_names_and_say_where() -> None:
    source = "title: 楼宇党建\n地区: [湖北省/武汉市, 湖北省]\n发布日期: 2020-05-06\nurl:\n"
    assert stated(source) == Statements(
        (
            StatedFact("title", "楼宇党建", Origin("here", 7, 11)),
            StatedFact("region", "湖北省/武汉市", Origin("here", 17, 24)),
            StatedFact("region", "湖北省", Origin("here", 26, 29)),
            StatedFact("published", "2020-05-06", Origin("here", 37, 47)),
        )
    )


def test_json_is_read_as_well() -> None:
    assert pairs(stated('{"title": "楼宇党建",\n "published": "2020年5月6日", "issuer": null}')) == [
        ("title", "楼宇党建"),
        ("published", "2020年5月6日"),
    ]


def test_what_cannot_be_used_is_named_with_its_line_and_costs_nothing_else() -> None:
    source = "titel: 楼宇\npublished: 去年\nissuer: [甲, 乙]\nauthor: 张三\nauthor: 李四\nsource: {title: 原文}\n"
    found = stated(source)
    assert pairs(found) == [("author", "张三")]
    assert [problem.split("，")[0] for problem in found.problems] == [
        "第1行：不认识“titel”这一项",
        "第2行：“发布日期”不是有效的日期：去年",
        "第3行：“发文机关”应是一个值",
        "第5行：“author”写了两次",
    ]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("title: 甲: 乙\n", "第1行写法有误"),
        ("issuer: 甲\ntitle: [未闭合\n", "第3行写法有误"),
        ("- 甲\n- 乙\n", "第1行起不是“名称: 值”的形式"),
        ("只有一句话\n", "第1行起不是“名称: 值”的形式"),
        ("title: \x07\n", "内容无法解析"),
    ],
)
def test_what_is_no_mapping_is_refused_with_its_line(source: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        stated(source)


def test_an_empty_statement_states_nothing() -> None:
    assert stated("") == stated("# 备注\n") == Statements(())


def test_front_matter_counts_lines_and_offsets_from_the_head_of_the_file() -> None:
    text = "---\ntitle: 楼宇党建\nkind: 其他\n---\n正文。\n"
    found, body = read_front_matter(text)
    assert text[body:] == "正文。\n"
    assert found.facts == (StatedFact("title", "楼宇党建", Origin("front_matter", 11, 15)),)
    assert found.problems[0].startswith("第3行：不认识“kind”这一项")


def test_front_matter_of_a_text_file_is_removed_and_another_block_is_text(tmp_path: Path) -> None:
    first = write(tmp_path, a__txt=f"---\n标题: 楼宇党建\n---\n{TEXT}", b__txt=f"---\n会议记录\n---\n{TEXT}")
    (document,) = read_documents(first)
    (other,) = read_documents(tmp_path / "b.txt")
    assert isinstance(document, Document)
    assert isinstance(other, Document)
    assert (document.facts.title, document.text) == ("楼宇党建", TEXT)
    assert other.text == f"---\n会议记录\n---\n{TEXT}"


def test_a_side_file_outranks_what_the_document_says(tmp_path: Path) -> None:
    path = write(
        tmp_path, a__txt=f"---\ntitle: 文内标题\n来源: 示例日报\n---\n{TEXT}", a__txt__yaml="title: 旁注标题\n"
    )
    (document,) = read_documents(path)
    assert isinstance(document, Document)
    assert (document.facts.title, document.facts.publisher) == ("旁注标题", "示例日报")
    assert [(one.field, one.origin.source) for one in document.found] == [
        ("title", "side_file:a.txt.yaml"),
        ("publisher", "front_matter"),
    ]


def test_a_faulty_side_file_is_remarked_on_and_the_document_read_without_it(tmp_path: Path) -> None:
    path = write(tmp_path, a__txt=TEXT, a__txt__json='{"title": "旁注",\n\t"titel": 1\n')
    remark, document = read_documents(path)
    assert isinstance(remark, Remark)
    assert (Path(remark.source).name, remark.text[:5]) == ("a.txt.json", "第3行写法")
    assert isinstance(document, Document)
    assert document.facts.title == "楼宇党建见成效"


def test_a_side_file_of_many_texts_is_not_used(tmp_path: Path) -> None:
    path = write(tmp_path, a__jsonl='{"_id": "n1", "text": "正文。"}\n', a__jsonl__yaml="title: 旁注\n")
    remark, document = read_documents(path)
    assert isinstance(remark, Remark)
    assert "没有用于 n1" in remark.text
    assert isinstance(document, Document)
    assert document.facts.title == "正文"


def test_a_side_file_stands_beside_a_file_of_its_name(tmp_path: Path) -> None:
    path = write(tmp_path, a__txt=TEXT, a__txt__yml="", b__txt__yaml="", yaml__txt="")
    assert find_side_file(path) == tmp_path / "a.txt.yml"
    assert find_side_file(tmp_path / "yaml.txt") is None
    assert [is_side_file(tmp_path / name) for name in ("a.txt.yml", "b.txt.yaml", "a.txt")] == [True, False, False]
    assert read_side_file(tmp_path / "a.txt.yml") == Statements(())


def test_a_side_file_is_part_of_the_version(tmp_path: Path) -> None:
    path = write(tmp_path, a__txt=TEXT, a__txt__yaml="title: 旁注\n")
    first = add_side_file("digest", find_side_file(path))
    write(tmp_path, a__txt__yaml="title: 另一个\n")
    assert len({"digest", first, add_side_file("digest", find_side_file(path))}) == 3
    assert add_side_file("digest", None) == "digest"


def test_indexing_takes_a_changed_side_file_as_a_changed_document(tmp_path: Path) -> None:
    texts, data = tmp_path / "texts", tmp_path / "data"
    texts.mkdir()
    write(texts, a__txt=TEXT)
    assert index_paths([texts], data, CharacterEncoder()).new == 1
    write(texts, a__txt__yaml="title: 旁注标题\ntitel: 写错\n")
    report = index_paths([texts], data, CharacterEncoder())
    assert (report.new, report.changed, report.failures) == (0, 1, ())
    assert [remark.text[:9] for remark in report.remarks] == ["第2行：不认识“t"]
    assert index_paths([texts], data, CharacterEncoder()).unchanged == 1
