"""Texts against a library: what passes as verbatim, what does not, and why."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import opencc
import pytest

from indexer import builtin
from indexer.generation import open_current
from indexer.indexing import index_paths
from indexer.sentences import split_sentences
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


# Ten thousand corruptions and two thousand true quotations

Corrupt = Callable[[random.Random, str], str | None]
NEGATION = re.compile("不再|不得|没有|尚未|禁止|取消|不能|未|无|不")
PREDICATE = re.compile("召开|开展|推行|建立|组织|安排|选派|列入|实行|承担|负责|发放|写|设|建|有|是|由")


def sources(library: Library) -> list[tuple[str, str]]:
    """(document id, quotation): the sentences of at least ten characters in the searchable documents."""
    found = []
    for summary in library.documents():
        stored = library.document(summary.id)
        assert stored is not None
        text = stored.document.text
        sentences = (text[start:end].strip() for start, end in split_sentences(text))
        found += [(summary.id, s) for s in sentences if len(s) >= 10 and not re.search(r"…|\.{3}", s)]
    return found


def outermost(quote: str) -> str:
    """Put a quotation into marks of which it has none itself."""
    return f"「{quote}」" if not re.search("[「」]", quote) else f"『{quote}』"


def change_digit(chance: random.Random, quote: str) -> str | None:
    digits = [i for i, character in enumerate(quote) if character in "0123456789"]
    if not digits:
        return None
    at = chance.choice(digits)
    return quote[:at] + chance.choice([d for d in "0123456789" if d != quote[at]]) + quote[at + 1 :]


def lose_negation(chance: random.Random, quote: str) -> str | None:
    found = list(NEGATION.finditer(quote))
    if not found:
        return None
    one = chance.choice(found)
    return quote[: one.start()] + quote[one.end() :]


def add_negation(chance: random.Random, quote: str) -> str | None:
    found = list(PREDICATE.finditer(quote))
    if not found:
        return None
    at = chance.choice(found).start()
    return quote[:at] + chance.choice(["不", "未", "没有", "不得", "不再"]) + quote[at:]


def stands(corrupted: str, texts: list[str]) -> bool:
    """An oracle of its own: the library does say so, after all (the corruption of one sentence is another)."""
    squeezed = re.sub(r"\s", "", corrupted)
    return any(squeezed in text for text in texts)


def cuts_negation(corrupted: str, texts: list[str]) -> bool:
    return any(re.search(NEGATION.pattern + "$", text[: text.find(corrupted)]) for text in texts if corrupted in text)


def verbatim(library: Library, text: str) -> list[str]:
    """The quotations and terms of a text that pass."""
    findings = verify_text(library, text).findings
    checked = [f for f in findings if f.piece.kind in (Kind.QUOTATION, Kind.TERM)]
    assert len(checked) == 1, text
    return [f.piece.text for f in checked if f.standing is Standing.VERBATIM]


def corrupted_quotations(library: Library, chance: random.Random, wanted: int, corrupt: Corrupt) -> Iterator[str]:
    quotations = sources(library)
    texts = [re.sub(r"\s", "", d.document.text) for s in library.documents() if (d := library.document(s.id))]
    made = 0
    for _ in range(100 * wanted):
        corrupted = corrupt(chance, chance.choice(quotations)[1])
        if corrupted is None or (stands(corrupted, texts) and not cuts_negation(re.sub(r"\s", "", corrupted), texts)):
            continue
        made += 1
        yield corrupted
        if made == wanted:
            return
    raise AssertionError(f"only {made} of {wanted} corruptions could be made")


@pytest.mark.parametrize("corrupt", [change_digit, lose_negation, add_negation])
def test_no_changed_digit_or_negation_passes(library: Library, corrupt: Corrupt) -> None:
    chance = random.Random(5)
    made = corrupted_quotations(library, chance, 2000, corrupt)
    assert [passed for quote in made for passed in verbatim(library, f"据介绍，{outermost(quote)}。")] == []


def test_no_two_pieces_joined_pass(library: Library) -> None:
    chance, quotations = random.Random(6), sources(library)

    def join(chance: random.Random, quote: str) -> str:
        other = chance.choice(quotations)[1]
        return quote[: chance.randint(5, len(quote))] + other[-chance.randint(5, len(other)) :]

    made = corrupted_quotations(library, chance, 2000, join)
    assert [passed for quote in made for passed in verbatim(library, f"据介绍，{outermost(quote)}。")] == []


def test_no_quotation_under_another_document_passes(library: Library) -> None:
    chance, quotations = random.Random(7), sources(library)
    documents = {summary.id: summary for summary in library.documents()}
    texts = {i: re.sub(r"\s", "", d.document.text) for i in documents if (d := library.document(i))}
    passed, made = [], 0
    while made < 1000:
        id, quote = chance.choice(quotations)
        other = chance.choice(list(documents))
        if other == id or re.sub(r"\s", "", quote) in texts[other]:
            continue
        made += 1
        title = documents[other].facts.title
        lead = chance.choice([f"据《{title}》，", f"《{title}》指出：", ""])
        tail = "" if lead else chance.choice([f"（见《{title}》）", f"（出处：{other} 起止 1–9）"])
        text = f"{lead}{outermost(quote)}{tail}"
        passed += [text] if verbatim(library, text) else []
    assert passed == []


def test_no_quotation_under_another_version_passes(tmp_path: Path) -> None:
    """Each document twice, every figure of the second version raised by one; quotations of each under the other."""
    now = {path.name: path.read_text(encoding="utf-8") for path in builtin.DOCUMENTS.glob("*.md")}
    front = re.compile(r"\A---.*?^---", re.DOTALL | re.MULTILINE)

    def raised(content: str) -> str:
        body = front.match(content)
        assert body is not None
        return body[0] + re.sub(r"\d+", lambda found: str(int(found[0]) + 1), content[body.end() :])

    chance = random.Random(8)
    with build(tmp_path, {name: raised(content) for name, content in now.items()}, now) as library:
        versions = {id: version for id, version, superseded in library.store.versions() if superseded}
        old = {id: library.document(id, version) for id, version in versions.items()}
        quotations = [pair for pair in sources(library) if re.search(r"\d", pair[1])]
        passed, checked = [], 0
        while checked < 1000:
            id, quote = chance.choice(quotations)
            before = old[id]
            assert before is not None
            if quote in before.document.text:
                continue
            checked += 1
            passed += verbatim(library, f"{outermost(quote)}（/documents/{id}?version={before.document.version}）")
        assert passed == []


@pytest.fixture(scope="module")
def to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%+()"}
NARROW = {ord(wide): ord(wide) - 0xFEE0 for wide in "，：；！？（）％"}


def respell(chance: random.Random, quote: str, to_traditional: opencc.OpenCC) -> str:
    """Change blanks, script, width and quotation marks, each or not."""
    if chance.random() < 0.5:
        quote = to_traditional.convert(quote)
    if chance.random() < 0.5:
        quote = quote.translate(chance.choice([WIDE, NARROW]))
    if chance.random() < 0.5:
        quote = quote.translate(str.maketrans("“”‘’", chance.choice(["「」『』", "‘’“”", "''''"])))
    if chance.random() < 0.5:
        quote = re.sub(r"\s", "", quote)
    if chance.random() < 0.7:
        for _ in range(chance.randint(1, 4)):
            at = chance.randint(0, len(quote))
            quote = quote[:at] + chance.choice([" ", "\u3000", "\n", "\u00a0", "  "]) + quote[at:]
    return quote


def enclosed(quote: str) -> str:
    """Put a respelt quotation into marks of which it has none itself."""
    pairs = ("「」", "“”", "『』", "‘’")
    one = next(pair for pair in pairs if not any(mark in quote for mark in pair))
    return f"{one[0]}{quote}{one[1]}"


def rejected(library: Library, chance: random.Random, wanted: int, to_traditional: opencc.OpenCC) -> list[str]:
    quotations = sources(library)
    texts = (respell(chance, chance.choice(quotations)[1], to_traditional) for _ in range(wanted))
    return [text for text in texts if not verbatim(library, f"原文是：{enclosed(text)}。")]


def test_no_true_quotation_is_rejected_for_blanks_script_width_or_marks(
    library: Library, to_traditional: opencc.OpenCC
) -> None:
    assert rejected(library, random.Random(9), 2000, to_traditional) == []


def test_seed_documents_are_quoted_and_their_corruptions_are_not(
    seeds: Path, tmp_path: Path, to_traditional: opencc.OpenCC
) -> None:
    contents = {path.name: path.read_text(encoding="utf-8") for path in seeds.glob("*.txt")}
    with build(tmp_path, contents) as library:
        assert rejected(library, random.Random(10), 500, to_traditional) == []
        for corrupt in (change_digit, lose_negation, add_negation):
            made = corrupted_quotations(library, random.Random(11), 200, corrupt)
            assert [passed for quote in made for passed in verbatim(library, f"据介绍，{outermost(quote)}。")] == []
