"""Readers: what each format's file becomes, and what is said of files that cannot be read."""

import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from docx import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from indexer.edits import apply_edits
from indexer.readers import UnreadableRecord, read_file
from indexer.types import Edit, HeadingMark, Origin, PageStart, RawText, StatedFact
from tests.raw_texts import read_one, reason

PARAGRAPH = (
    "楼宇党群服务中心由街道党工委统一建设，水电和场地费用列入区级财政预算，"
    "每处每年安排运转经费12万元，企业党员凭工牌可以预约会议室和图书角。"
)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def canonical(raw: RawText) -> str:
    return apply_edits(raw.text, raw.removals)


def marked(raw: RawText) -> list[tuple[str, int]]:
    return [(raw.text[mark.start : mark.end], mark.level) for mark in raw.headings]


def test_text_is_every_character_of_the_file(tmp_path: Path) -> None:
    content = "一、背景\r\n\t社区有党员41名。\n"
    assert read_one(write(tmp_path, "a.txt", content.encode("gbk"))) == RawText(
        key="", digest=sha256(content.encode("gbk")).hexdigest(), text=content
    )


def test_markdown_keeps_its_text_and_marks_front_matter_headings_and_markers(tmp_path: Path) -> None:
    content = (
        "---\nid: demo-1\ntitle: '示例'\nregion: [湖北省/武汉市, 湖北省]\npublished: 2020-05-06\nurl: null\n"
        "source: {title: 原文, date: 2019-01-02}\n---\n"
        "# 示例\n\n**第一步**：见[全文](https://example.org/a)。\n\n## 二、做法 ##\n\n"
        "| 名称 | 数量 |\n|---|--:|\n| 支部 | 3 |\n"
    )
    raw = read_one(write(tmp_path, "a.md", content))
    assert raw.text == content
    assert canonical(raw) == "示例\n\n第一步：见全文。\n\n二、做法\n\n| 名称 | 数量 |\n| 支部 | 3 |\n"
    assert marked(raw) == [("示例", 1), ("二、做法", 2)]
    assert [(fact.name, fact.value, raw.text[fact.origin.start : fact.origin.end]) for fact in raw.facts] == [
        ("id", "demo-1", "demo-1"),
        ("title", "示例", "'示例'"),
        ("region", "湖北省/武汉市", "湖北省/武汉市"),
        ("region", "湖北省", "湖北省"),
        ("published", "2020-05-06", "2020-05-06"),
    ]
    assert {fact.origin.source for fact in raw.facts} == {"front_matter"}
    assert raw.problems == ()


def test_markdown_without_markers_gets_no_edit(tmp_path: Path) -> None:
    raw = read_one(write(tmp_path, "a.md", "没有标记的一段话，1 * 2 * 3，#号不在行首。\n- 列表项保持原样\n"))
    assert (raw.removals, raw.headings, raw.facts) == ((), (), ())


def test_front_matter_that_is_no_mapping_is_reported(tmp_path: Path) -> None:
    assert "第3行写法有误" in reason(write(tmp_path, "a.md", "---\ntitle: [未闭合\n---\n正文\n"))
    assert "名称: 值" in reason(write(tmp_path, "b.md", "---\n只有一句话\n---\n正文\n"))


def test_records_are_texts_of_their_own_and_bad_lines_lose_none(tmp_path: Path) -> None:
    good = json.dumps({"_id": "a", "title": "标题", "text": "正文一。", "region": "山东省"}, ensure_ascii=False)
    other = json.dumps({"id": 7, "title": "", "text": "正文二。"}, ensure_ascii=False)
    lines = [
        good,
        "{坏行",
        "",
        "[1]",
        '{"_id": "x", "text": " "}',
        '{"text": "无编号"}',
        good,
        other,
        '{"_id":"s","text":"\\ud800"}',
    ]
    records = list(read_file(write(tmp_path, "a.jsonl", "\n".join(lines))))
    assert [r for r in records if isinstance(r, RawText)] == [
        RawText(
            "a",
            sha256(good.encode()).hexdigest(),
            "正文一。",
            facts=(
                StatedFact("title", "标题", Origin("record:title")),
                StatedFact("region", "山东省", Origin("record:region")),
            ),
        ),
        RawText("7", sha256(other.encode()).hexdigest(), "正文二。"),
    ]
    bad = [r for r in records if isinstance(r, UnreadableRecord)]
    assert [r.key for r in bad] == ["第2行", "第4行", "x", "第6行", "a", "s"]
    assert bad[0].reason == "第2行不是有效的 JSON，请检查该行第 2 个字符前后"
    assert "重复" in bad[4].reason


NEWS_PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>楼宇党建有了新办法_示例新闻网</title>
<meta name="PubDate" content="2021-03-04 10:20"><meta name="ContentSource" content="示例日报">
<style>p {{color: red}}</style><script>var hidden = "脚本";</script></head><body>
<div class="nav"><a href="/">首页</a> <a href="/a">要闻</a> <a href="/b">党建</a></div>
<h1>楼宇党建有了新办法</h1>
<div class="article"><p>{paragraph}</p><h2>一、怎么做</h2><p>第一段<b>加粗</b>的话
接着写，{paragraph}</p>
<p>第二段在这里，<br>换行之后是第三段。{paragraph}</p>
<table><tr><th>项目</th><th>数量</th></tr><tr><td>党支部</td><td>41个</td></tr></table>
<ul class="share"><li><a href="#">微信</a></li><li><a href="#">微博</a></li></ul></div>
<div class="sidebar"><ul><li><a href="/1">推荐一：某地会议召开</a></li><li><a href="/2">推荐二：某地活动</a></li>
<li><a href="/3">推荐三</a></li></ul></div><div id="footer">版权所有 示例新闻网</div></body></html>"""


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gb2312", "utf-8"), ("utf-8", "gb18030")]
)
def test_page_becomes_lines_with_furniture_removed_whatever_the_charset_says(
    tmp_path: Path, charset: str, encoding: str
) -> None:
    page = NEWS_PAGE.format(charset=charset, paragraph=PARAGRAPH).encode(encoding)
    raw = read_one(write(tmp_path, "a.html", page))
    assert canonical(raw) == (
        f"楼宇党建有了新办法\n{PARAGRAPH}\n一、怎么做\n第一段加粗的话接着写，{PARAGRAPH}\n"
        f"第二段在这里，\n换行之后是第三段。{PARAGRAPH}\n项目 | 数量\n党支部 | 41个\n"
    )
    assert marked(raw) == [("楼宇党建有了新办法", 1), ("一、怎么做", 2)]
    assert "首页 要闻 党建" in raw.text
    assert "推荐二" in raw.text
    assert "版权所有" in raw.text
    assert "脚本" not in raw.text
    assert {edit.rule for edit in raw.removals} == {"html_furniture"}
    assert raw.facts == (
        StatedFact("published", "2021-03-04 10:20", Origin("meta:PubDate")),
        StatedFact("publisher", "示例日报", Origin("meta:ContentSource")),
        StatedFact("page_title", "楼宇党建有了新办法", Origin("page_title")),
    )


def test_index_table_and_credits_above_the_content_become_facts(tmp_path: Path) -> None:
    body = "".join(f"<p>{PARAGRAPH}</p>" for _ in range(6))
    page = (
        "<html><body><div class='head'><table><tr><td>发文机关：</td><td>示例市人民政府</td>"
        "<td>发文字号：</td><td>示政发〔2020〕3号</td></tr><tr><td>标　　题：</td><td>关于楼宇党建的意见</td>"
        "<td>发布日期：</td><td>2020年06月07日</td></tr></table></div>"
        f"<div class='info'>来源：示例市政府网站</div><div class='content'>{body}</div></body></html>"
    )
    raw = read_one(write(tmp_path, "a.html", page))
    assert canonical(raw) == f"{PARAGRAPH}\n" * 6
    found = {(fact.name, fact.value, fact.origin.source) for fact in raw.facts}
    assert found == {
        ("issuer", "示例市人民政府", "index"),
        ("doc_number", "示政发〔2020〕3号", "index"),
        ("title", "关于楼宇党建的意见", "index"),
        ("published", "2020年06月07日", "index"),
        ("publisher", "示例市政府网站", "credits"),
    }
    assert [raw.text[fact.origin.start : fact.origin.end] for fact in raw.facts] == [fact.value for fact in raw.facts]


def test_content_that_a_script_would_unhide_is_read(tmp_path: Path) -> None:
    body = "".join(f"<section><section><span>{PARAGRAPH}</span></section></section>" for _ in range(4))
    page = (
        "<html><body><h1>公众号文章</h1><div id='js_content' style='visibility:hidden'>"
        f"{body}</div><div style='display:none'>不显示</div></body></html>"
    )
    assert canonical(read_one(write(tmp_path, "a.htm", page))) == "公众号文章\n" + f"{PARAGRAPH}\n" * 4


def test_page_without_visible_text_is_reported(tmp_path: Path) -> None:
    assert "没有可见的文字" in reason(write(tmp_path, "a.html", "<html><body><script>x()</script></body></html>"))


def test_deeply_nested_page_is_read(tmp_path: Path) -> None:
    page = "<div>" * 1200 + PARAGRAPH + "</div>" * 1200
    assert canonical(read_one(write(tmp_path, "a.html", page))) == f"{PARAGRAPH}\n"


def draw_pdf(path: Path, pages: list[list[str]]) -> Path:
    """Draw each page's lines with reportlab's own Chinese font."""
    registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path))
    for lines in pages:
        canvas.setFont("STSong-Light", 12)
        for number, line in enumerate(lines):
            canvas.drawString(72, 780 - 24 * number, line)
        canvas.showPage()
    canvas.save()
    return path


def wrap(text: str, width: int = 30) -> list[str]:
    return [text[i : i + width] for i in range(0, len(text), width)]


def test_pdf_lines_become_paragraphs_and_pages_are_kept(tmp_path: Path) -> None:
    paragraphs = [f"在{place}，{PARAGRAPH}" for place in ("城东片区", "河西片区", "开发区", "老城片区")]
    bodies = [
        [*wrap(paragraphs[0]), "一、资金从哪里来", *wrap(paragraphs[1])],
        wrap(paragraphs[2]),
        wrap(paragraphs[3]),
    ]
    pages = [[f"楼宇党建工作手册 第{n}章", *body, f"— {n} —"] for n, body in enumerate(bodies, start=1)]
    raw = read_one(draw_pdf(tmp_path / "a.pdf", pages))
    assert canonical(raw).split("\n") == [paragraphs[0], "一、资金从哪里来", *paragraphs[1:], ""]
    assert [page.number for page in raw.pages] == [1, 2, 3]
    assert [raw.text[page.start :].startswith("楼宇党建工作手册") for page in raw.pages] == [True, True, True]
    assert {edit.rule for edit in raw.removals} == {"running_head", "page_number", "line_join"}


def test_pdf_paragraph_that_runs_over_the_page_is_joined(tmp_path: Path) -> None:
    text = PARAGRAPH * 3
    lines = wrap(text)
    raw = read_one(draw_pdf(tmp_path / "a.pdf", [[*lines[:3], "1"], [*lines[3:], "2"]]))
    assert canonical(raw) == f"{text}\n"
    assert raw.pages == (PageStart(1, 0), PageStart(2, raw.text.index(lines[3])))


def test_pdf_with_an_empty_password_opens_and_one_with_a_password_is_reported(tmp_path: Path) -> None:
    plain = draw_pdf(tmp_path / "plain.pdf", [wrap(PARAGRAPH)])
    for name, password in (("open.pdf", ""), ("locked.pdf", "secret")):
        writer = PdfWriter()
        writer.append(PdfReader(plain))
        writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
        writer.write(tmp_path / name)
    assert canonical(read_one(tmp_path / "open.pdf")) == f"{PARAGRAPH}\n"
    assert "口令" in reason(tmp_path / "locked.pdf")


def test_pdf_without_text_or_damaged_is_reported(tmp_path: Path) -> None:
    assert "没有文字层" in reason(draw_pdf(tmp_path / "scan.pdf", [[], []]))
    assert "损坏" in reason(
        write(tmp_path, "cut.pdf", draw_pdf(tmp_path / "b.pdf", [wrap(PARAGRAPH)]).read_bytes()[:300])
    )
    assert "损坏" in reason(write(tmp_path, "text.pdf", "这不是 PDF"))


def test_word_file_is_read_in_body_order_with_headings_and_tables(tmp_path: Path) -> None:
    word = WordDocument()
    word.add_heading("楼宇党建工作方案", 0)
    word.add_heading("一、目标", 1)
    word.add_paragraph(PARAGRAPH)
    table = word.add_table(rows=2, cols=3)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), "街道 支部 党员 示例街道 41个 902名".split(), strict=True
    ):
        cell.text = text
    table.cell(0, 0).merge(table.cell(0, 1))
    word.add_paragraph("表后一段。")
    word.save(str(tmp_path / "a.docx"))
    raw = read_one(tmp_path / "a.docx")
    assert (
        raw.text
        == f"楼宇党建工作方案\n一、目标\n{PARAGRAPH}\n街道 支部 |  | 党员\n示例街道 | 41个 | 902名\n表后一段。\n"
    )
    assert marked(raw) == [("楼宇党建工作方案", 1), ("一、目标", 1)]


def test_word_insertions_count_and_deletions_do_not(tmp_path: Path) -> None:
    word = WordDocument()
    paragraph = word.add_paragraph("经费由")
    for tag, text_tag, text in (
        ("w:ins", "w:t", "区级财政"),
        ("w:del", "w:delText", "企业"),
        ("w:ins", "w:t", "承担。"),
    ):
        change, run, content = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        content.text = text
        run.append(content)
        change.append(run)
        paragraph._p.append(change)
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), "1")
    paragraph._p.get_or_add_pPr().append(outline)
    word.save(str(tmp_path / "a.docx"))
    raw = read_one(tmp_path / "a.docx")
    assert raw.text == "经费由区级财政承担。\n"
    assert raw.headings == (HeadingMark(0, 10, 2),)


def test_damaged_old_or_mislabelled_word_files_are_reported(tmp_path: Path) -> None:
    assert "不是 .docx 格式" in reason(write(tmp_path, "old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600))
    assert "损坏" in reason(write(tmp_path, "text.docx", "这不是 Word 文件"))
    with zipfile.ZipFile(tmp_path / "zip.docx", "w") as archive:
        archive.writestr("a.txt", "别的压缩包")
    assert "损坏" in reason(tmp_path / "zip.docx")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.xyz", "内容", "不支持的文件格式“.xyz”"),
        ("a.txt", "", "文件是空的"),
        ("a.txt", " \n\t\n", "没有文字"),
        ("a.txt", b"PK\x03\x04\x00\x00", "不是 .txt 格式"),
        ("b.txt", b"\x01\x00\x02", "不是文本"),
        ("a.docx", "", "文件是空的"),
    ],
)
def test_unreadable_files_say_why(tmp_path: Path, name: str, content: str | bytes, expected: str) -> None:
    assert expected in reason(write(tmp_path, name, content))


def test_missing_file_is_reported(tmp_path: Path) -> None:
    assert "无法打开文件" in reason(tmp_path / "nowhere.txt")


def test_removals_never_overlap_and_lie_inside_the_text(tmp_path: Path) -> None:
    page = NEWS_PAGE.format(charset="utf-8", paragraph=PARAGRAPH)
    for path in (
        write(tmp_path, "a.html", page),
        draw_pdf(tmp_path / "a.pdf", [["页眉", *wrap(PARAGRAPH * 2), str(n)] for n in (1, 2, 3, 4)]),
    ):
        raw = read_one(path)
        assert apply_edits(raw.text, raw.removals)
        assert all(isinstance(edit, Edit) and edit.start < edit.end for edit in raw.removals)
