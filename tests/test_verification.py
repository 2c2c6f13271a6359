"""Texts against a library: what passes as verbatim, what does not, and why."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.generation import open_current
from indexer.indexing import index_paths
from service.citations import verify_citation
from service.findings import Difference, Finding, Standing
from service.library import Library
from service.quotations import Kind
from service.verification import verify_text
from tests.fakes import CharacterEncoder

NORTH = """---
id: north
title: 北山市网格员保障办法
region: 湖北省/武汉市
publisher: 北山日报
---
一、待遇
全市网格员每人每月补贴800元，由市级财政列支。“两新”组织同等对待。
二、培训
网格员每季度集中培训一次，不再召开年度大会，2019年共培训1041名网格员。
"""
SOUTH = """---
id: south
title: 南湾市网格员保障办法
region: 福建省/厦门市
publisher: 南湾晚报
---
一、待遇
全市网格员每人每月补贴500元，由街道列支。
二、经费表
党员 31
职工 2000
"""
SOUTH_BEFORE = SOUTH.replace("500元，由街道列支", "450元，由社区列支")


def build(folder: Path, *revisions: dict[str, str]) -> Library:
    """Index each revision of the files in turn and open the library on the last."""
    documents, data, encoder = folder / "documents", folder / "data", CharacterEncoder()
    documents.mkdir()
    for revision in revisions:
        for name, content in revision.items():
            (documents / name).write_text(content, encoding="utf-8")
        assert index_paths([documents], data, encoder).failures == ()
    generation = open_current(data)
    assert generation is not None
    return Library(data, encoder, generation)


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    first = {"north.md": NORTH, "south.md": SOUTH_BEFORE}
    with build(tmp_path_factory.mktemp("towns"), first, {"south.md": SOUTH}) as library:
        yield library


def only(library: Library, text: str, kind: Kind = Kind.QUOTATION) -> Finding:
    (finding,) = (f for f in verify_text(library, text).findings if f.piece.kind is kind)
    for citation in finding.citations:
        assert verify_citation(library, citation)
    return finding


def quotes(finding: Finding) -> list[str]:
    return [citation.quote for citation in finding.citations]


@pytest.mark.parametrize(
    "quoted",
    [
        "“网格员每季度集中培训一次，不再召开年度大会”",
        "「网格员每季度集中培训一次，不再召开年度大会」",
        '"网格员每季度集中培训一次,不再召开年度大会"',
        "‘网格员每季度集中培训一次，不再 召开年度大会’",
        "『網格員每季度集中培訓一次，不再召開年度大會』",
        "> 网格员每季度集中培训一次，\n> 不再召开年度大会",
    ],
)
def test_style_of_marks_blanks_script_and_width_do_not_count(towns: Library, quoted: str) -> None:
    finding = only(towns, f"文中说：\n{quoted}\n" if quoted[0] == ">" else f"文中说：{quoted}。")
    assert (finding.standing, finding.superseded, finding.ellipsis) == (Standing.VERBATIM, False, False)
    assert quotes(finding) == ["网格员每季度集中培训一次，不再召开年度大会"]
    assert finding.citations[0].heading_path == ("二、培训",)


@pytest.mark.parametrize(
    ("quoted", "cited", "differences", "unsupported"),
    [
        (
            "全市网格员每人每月补贴900元，由市级财政列支。",
            "全市网格员每人每月补贴800元，由市级财政列支。",
            (Difference(11, 12, 11, 12, "8", "9"),),
            ("每人每月补贴900元",),
        ),
        (
            "网格员每季度集中培训一次，召开年度大会，2019年共培训1041名网格员。",
            "网格员每季度集中培训一次，不再召开年度大会，2019年共培训1041名网格员。",
            (Difference(13, 13, 13, 15, "不再", ""),),
            ("召开",),
        ),
        (  # the negation of the first word belongs to a quotation
            "召开年度大会，2019年共培训1041名网格员。",
            "不再召开年度大会，2019年共培训1041名网格员。",
            (Difference(0, 0, 0, 2, "不再", ""),),
            ("召开",),
        ),
    ],
)
def test_what_was_changed_is_altered_and_the_change_is_shown(
    towns: Library, quoted: str, cited: str, differences: tuple[Difference, ...], unsupported: tuple[str, ...]
) -> None:
    finding = only(towns, f"文中说：“{quoted}”")
    assert (finding.standing, quotes(finding)) == (Standing.ALTERED, [cited])
    assert (finding.differences, finding.unsupported) == (differences, unsupported)


def test_a_number_cut_at_its_front_is_altered(towns: Library) -> None:
    finding = only(towns, "文中说：“41名网格员。”")
    assert (finding.standing, quotes(finding)) == (Standing.ALTERED, ["1041名网格员。"])
    assert finding.differences == (Difference(0, 0, 0, 2, "10", ""),)


def test_two_figures_in_two_lines_do_not_make_one(towns: Library) -> None:
    assert only(towns, "“党员31职工2000”").standing is Standing.VERBATIM
    assert only(towns, "“二、经费表党员31，职工2000”").standing is Standing.ALTERED


def test_pieces_joined_are_altered_and_with_an_ellipsis_verbatim_in_parts(towns: Library) -> None:
    joined = only(towns, "“全市网格员每人每月补贴800元，不再召开年度大会，2019年共培训1041名网格员。”")
    assert joined.standing is Standing.ALTERED
    parts = only(towns, "“全市网格员每人每月补贴800元……不再召开年度大会，2019年”")
    assert (parts.standing, parts.ellipsis) == (Standing.VERBATIM, True)
    assert quotes(parts) == ["全市网格员每人每月补贴800元", "不再召开年度大会，2019年"]
    backwards = only(towns, "“不再召开年度大会，2019年……全市网格员每人每月补贴800元”")
    two_documents = only(towns, "“全市网格员每人每月补贴800元……全市网格员每人每月补贴500元”")
    short = only(towns, "“全市网格员每人每月补贴800元……年度大会”")
    assert {f.standing for f in (backwards, two_documents, short)} == {Standing.ALTERED}


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("据《北山市网格员保障办法》，“全市网格员每人每月补贴800元，由市级财政列支。”", Standing.VERBATIM),
        ("据《南湾市网格员保障办法》，“全市网格员每人每月补贴800元，由市级财政列支。”", Standing.MISATTRIBUTED),
        ("《北山市网格员保障办法》规定：“全市网格员每人每月补贴500元，由街道列支。”", Standing.MISATTRIBUTED),
        ("“全市网格员每人每月补贴800元，由市级财政列支。”（来源：北山日报）", Standing.VERBATIM),
        ("“全市网格员每人每月补贴800元，由市级财政列支。”（来源：南湾晚报）", Standing.MISATTRIBUTED),
        ("北山日报报道，“全市网格员每人每月补贴800元，由市级财政列支。”", Standing.VERBATIM),
        ("据《没有收录的办法》，“全市网格员每人每月补贴800元，由市级财政列支。”", Standing.MISATTRIBUTED),
        ("“全市网格员每人每月补贴800元，由市级财政列支。”[1]\n\n[1] 甲 出处：north 起止 5–28", Standing.VERBATIM),
        ("“全市网格员每人每月补贴800元，由市级财政列支。”[1]\n\n[1] 乙 出处：south 起止 5–28", Standing.MISATTRIBUTED),
    ],
)
def test_words_under_another_name_are_misattributed(towns: Library, text: str, standing: Standing) -> None:
    finding = only(towns, text)
    assert finding.standing is standing
    right = "south" if "500元" in text else "north"
    assert [citation.document_id for citation in finding.citations] == [right]


def test_what_only_a_replaced_version_says_is_verbatim_and_superseded(towns: Library) -> None:
    old = only(towns, "“全市网格员每人每月补贴450元，由社区列支。”")
    assert (old.standing, old.superseded) == (Standing.VERBATIM, True)
    now = towns.document("south")
    assert now is not None
    assert old.citations[0].version != now.document.version
    address = f"（见 /documents/south?version={now.document.version}）"
    assert only(towns, f"“全市网格员每人每月补贴450元，由社区列支。”{address}").standing is Standing.MISATTRIBUTED
    assert only(towns, f"“全市网格员每人每月补贴500元，由街道列支。”{address}").standing is Standing.VERBATIM


@pytest.mark.parametrize(
    ("sentence", "standing", "unsupported"),
    [
        ("网格员每季度集中培训一次，不再召开年度大会，2019年共培训1041名网格员。", Standing.VERBATIM, ()),
        ("据北山日报报道，全市网格员每人每月补贴800元，由市级财政列支。", Standing.VERBATIM, ()),
        ("据南湾晚报报道，全市网格员每人每月补贴800元，由市级财政列支。", Standing.MISATTRIBUTED, ()),
        ("全市的网格员，每人每月可以得到补贴800元，由市级财政列支。", Standing.ALTERED, ()),
        ("全市的网格员，每人每月可以得到补贴八百元，由市级财政列支。", Standing.ALTERED, ()),
        ("全市的网格员，每人每月可以得到补贴700元，由市级财政列支。", Standing.ALTERED, ("每人每月可以得到补贴700元",)),
        ("深圳的网格员，每人每月补贴800元，由市级财政列支。", Standing.ALTERED, ("深圳",)),
        ("今天气温35度，适合游泳。", Standing.NOT_FOUND, ()),
    ],
)
def test_a_sentence_with_figures_is_verbatim_only_where_it_stands_itself(
    towns: Library, sentence: str, standing: Standing, unsupported: tuple[str, ...]
) -> None:
    finding = only(towns, sentence, Kind.SENTENCE)
    assert (finding.standing, finding.unsupported) == (standing, unsupported)


def test_titles_and_terms_are_checked_for_occurrence(towns: Library) -> None:
    findings = verify_text(
        towns, "“两新”和“三新”；《北山市网格员保障办法》《北山市网格员保障条例》《论语译注》"
    ).findings
    assert [(f.piece.text, f.standing) for f in findings] == [
        ("两新", Standing.VERBATIM),
        ("三新", Standing.NOT_FOUND),
        ("北山市网格员保障办法", Standing.VERBATIM),
        ("北山市网格员保障条例", Standing.ALTERED),
        ("论语译注", Standing.NOT_FOUND),
    ]
    assert findings[3].differences == (Difference(8, 10, 8, 10, "办法", "条例"),)


def test_a_text_that_quotes_and_counts_nothing_has_no_findings(towns: Library) -> None:
    assert verify_text(towns, "").findings == ()
    assert verify_text(towns, "大家都很高兴。\n\n一、开头\n").findings == ()


def test_a_document_indexed_later_is_known_at_the_next_check(tmp_path: Path) -> None:
    with build(tmp_path, {"north.md": NORTH}) as library:
        text = "“全市网格员每人每月补贴500元，由街道列支。”"
        assert only(library, text).standing is Standing.ALTERED
        (tmp_path / "documents" / "south.md").write_text(SOUTH, encoding="utf-8")
        index_paths([tmp_path / "documents"], tmp_path / "data", CharacterEncoder())
        assert only(library, text).standing is Standing.VERBATIM
