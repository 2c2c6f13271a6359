"""The page as HTML: what it shows, and that it links up without JavaScript."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from indexer.types import DocumentSummary, Facts
from service.api import create_app
from service.library import Library
from service.page import example_queries, marked_lines
from tests.pages import HTML, link, one, page, texts
from tests.small_library import PLAIN, REPLACED, version_of


@pytest.fixture(scope="module")
def corpus(library: Library) -> Iterator[TestClient]:
    with TestClient(create_app(library), headers=HTML) as client:
        yield client


def test_the_home_page_offers_search_answers_and_what_the_library_names(html_client: TestClient) -> None:
    soup = page(html_client, "/")
    form = one(soup, "main form")
    assert (form["action"], form["method"]) == ("/search", "get")
    assert [(button.get_text(), button.get("formaction")) for button in form.select("button")] == [
        ("检索", None),
        ("问答", "/ask"),
    ]
    assert [(a.get_text(), link(a)) for a in soup.select(".examples a")] == [
        ("三个一", "/search?q=%E4%B8%89%E4%B8%AA%E4%B8%80")
    ]
    assert texts(soup, ".holdings") == ["3 篇文献，4 个段落可检索"]


def test_a_hit_shows_its_document_headings_and_marks_and_opens_in_the_reader(corpus: TestClient) -> None:
    soup = page(corpus, "/search?q=两带三同")
    hit = soup.select(".hit")[0]
    assert texts(hit, "h2") == ["湖里区“1+X”联建片党建模式：两带三同与四有目标"]
    assert texts(hit, ".facts li") == ["人民网-中国共产党新闻网", "2019-10-12", "福建省/厦门市/湖里区", "整理稿"]
    best = hit.select(".path, .text")[:2]
    assert texts(best[0], "li") == ["二、名称的含义", "（二）“两带三同”"]
    assert texts(best[1], "mark") == ["两带三同", "两带三同"]
    reading = page(corpus, link(hit.select(".actions a")[0]))
    assert one(reading, "#cited").name == "mark"
    assert "".join(texts(reading, "mark")) == "".join(texts(best[1], "p"))


def test_a_document_is_one_hit_and_its_other_passages_fold_out(corpus: TestClient) -> None:
    soup = page(corpus, "/search?q=两带三同")
    titles = texts(soup, ".hit h2")
    assert sorted(titles) == sorted(set(titles))
    others = soup.select(".hit")[0].select("details.others > ol > li")
    assert len(others) == 4
    reading = page(corpus, link(others[0].select(".actions a")[0]))
    assert "".join(texts(reading, "mark")).endswith("".join(texts(others[0], ".text p")))


def test_what_was_put_right_is_said_and_can_be_taken_back(corpus: TestClient) -> None:
    put_right = page(corpus, "/search?q=两代三同&region=湖里区&offset=0")
    assert texts(put_right, ".notices p")[0].startswith("已按“两带三同”检索（输入的是“两代三同”）。")
    back = page(corpus, link(one(put_right, ".put-right a")))
    assert back.select(".put-right") == []
    assert texts(back, ".chips a") == ["地区湖里区×，去掉这个条件"]


def test_quotation_marks_require_and_can_be_taken_off(corpus: TestClient) -> None:
    found = page(corpus, "/search?q=“两带三同”")
    assert texts(found, ".notices p") == ["只列一字不差含有“两带三同”的段落。"]
    assert texts(found, "h1")[0].startswith("“两带三同”列出")
    assert {"两带三同" in hit.get_text() for hit in found.select(".hit .text")} == {True}
    nothing = page(corpus, "/search?q=“两带四同” 湖里")
    assert texts(nothing, ".notices p")[0] == "没有段落一字不差地含有“两带四同”。"
    assert link(nothing.select(".empty a")[0]) == "/search?" + urlencode({"q": "两带四同  湖里"})


def test_a_facet_narrows_and_the_same_facet_widens_again(corpus: TestClient) -> None:
    first = page(corpus, "/search?q=经费")
    assert first.select(".chips a") == []
    wuhan = next(a for a in first.select(".facets a") if a.get_text().startswith("湖北省/武汉市"))
    narrowed = page(corpus, link(wuhan))
    assert texts(narrowed, ".chips a") == ["地区湖北省/武汉市×，去掉这个条件"]
    assert {"湖北省/武汉市" in line for line in texts(narrowed, ".hit .facts")} == {True}
    active = one(narrowed, ".facets a.active")
    assert active["aria-current"] == "true"
    assert link(active) == link(one(narrowed, ".chips a")) == "/search?q=" + quote("经费")


def test_the_search_form_keeps_the_filters(corpus: TestClient) -> None:
    form = one(page(corpus, "/search?q=经费&region=武汉&year=2019"), "header form")
    fields = {str(field["name"]): field["value"] for field in form.select("input")}
    assert fields == {"q": "经费", "region": "武汉", "year": "2019"}


def test_the_pager_leads_through_all_hits_and_back(corpus: TestClient) -> None:
    first = page(corpus, "/search?q=经费")
    second = page(corpus, link(one(first, ".pager a[rel=next]")))
    assert one(second, "ol.hits")["start"] == "11"
    assert texts(second, ".pager span")[0].startswith("第 11–20 篇，共 ")
    assert link(one(second, ".pager a[rel=prev]")) == "/search?q=" + quote("经费")
    shown_twice = set(texts(first, ".hit .text")) & set(texts(second, ".hit .text"))
    assert shown_twice == set()


def test_empty_states_help(corpus: TestClient) -> None:
    assert "输入词语、简称或一个问题" in one(page(corpus, "/search"), "main").get_text()
    assert len(page(corpus, "/search?q=%20").select(".examples a")) == 8
    assert link(page(corpus, "/ask").select(".examples a")[0]).startswith("/ask?q=%E2%80%9C")
    nothing = page(corpus, "/search?q=经费&year=1950")
    assert texts(nothing, ".empty p") == ["没有找到与“经费”有关的段落。可以试试："]
    assert link(nothing.select(".empty a")[0]) == "/search?q=" + quote("经费")
    beyond = page(corpus, "/search?q=经费&offset=9000")
    assert link(one(beyond, ".empty a")) == "/search?q=" + quote("经费")


def test_a_refusal_says_why_and_an_answer_says_what_kind_of_source_speaks(corpus: TestClient) -> None:
    refused = page(corpus, f"/ask?q={quote('“六有七室”是哪六有、哪七室？')}")
    assert "六有七室" in one(refused, "p.reason").get_text()
    answered = page(corpus, f"/ask?q={quote('武汉一共选派了多少名专职党建指导员？')}")
    assert texts(answered, "li.weight")[:1] == ["整理稿"]


def test_an_answer_shows_quotations_with_where_they_stand(corpus: TestClient) -> None:
    soup = page(corpus, "/ask?q=武汉选派了多少名专职党建指导员")
    assert texts(soup, ".status strong") == ["资料库中有依据"]
    figure = next(figure for figure in soup.select("figure") if "1041名" in figure.get_text())
    reading = page(corpus, link(one(figure, "a.source")))
    assert texts(figure, "a.source") == [f"《{one(reading, 'h1').get_text()}》"]
    assert "".join(texts(reading, "mark")) == "".join(texts(figure, "blockquote p"))


def test_what_is_not_found_is_said_and_leads_are_called_leads(corpus: TestClient) -> None:
    soup = page(corpus, "/ask?q=大闸蟹养殖池塘的水温应控制在多少度")
    assert texts(soup, ".status strong") == ["资料库中没有找到依据"]
    assert soup.select(".claims") == []
    assert texts(soup, ".leads > h2") == ["线索"]
    assert "不能作为这个问题的依据" in one(soup, ".leads > p").get_text()
    assert soup.select(".leads .hit") != []


def test_documents_are_listed_and_found_by_title(html_client: TestClient) -> None:
    everything = page(html_client, "/documents")
    assert texts(everything, ".documents h2") == ["<script>alert(1)</script>丙县", "甲区“三个一”做法", "乙市经费办法"]
    assert texts(everything, ".documents > li:nth-of-type(2) .facts li") == [
        "甲区日报",
        "2021-05-06",
        "湖北省/武汉市",
        "案例",
        "甲组发〔2021〕3号",
        "62 字",
        "2 段",
    ]
    found = page(html_client, "/documents?q=经费")
    assert texts(found, ".documents h2") == ["乙市经费办法"]
    assert texts(page(html_client, "/documents?q=没有"), ".empty p")[0] == "没有标题含“没有”的文献。"


def test_the_reader_shows_facts_headings_contents_and_changes(html_client: TestClient) -> None:
    soup = page(html_client, "/documents/plain")
    assert texts(soup, "h1") == ["甲区“三个一”做法"]
    assert [(h.name, h["id"], h.get_text()) for h in soup.select("article h2")] == [
        ("h2", "p-0", "一、做法的名称"),
        ("h2", "p-45", "二、成效"),
    ]
    assert [(a.get_text(), link(a)) for a in soup.select(".contents a")] == [
        ("一、做法的名称", "#p-0"),
        ("二、成效", "#p-45"),
    ]
    assert texts(soup, ".record dd")[:2] == ["甲区委组织部", "https://example.org/plain"]
    assert texts(soup, ".edits summary") == ["清洗时改动 1 处"]
    assert texts(soup, ".edits tbody td")[:2] == ["取下文首信息", "1"]
    assert soup.select("#cited, .banner") == []


def test_the_reader_marks_the_cited_range_only(html_client: TestClient) -> None:
    soup = page(html_client, f"/documents/plain?version={version_of(PLAIN)}&start=9&end=24")
    assert texts(soup, "article mark") == ["“三个一”指一张清单、一支队伍"]
    assert one(soup, "#cited").parent is not None


def test_a_replaced_version_says_so_and_leads_to_the_current_one(html_client: TestClient) -> None:
    old = page(html_client, f"/documents/replaced?version={version_of(REPLACED)}")
    assert "已被取代" in one(old, ".banner").get_text()
    assert "200元" in one(old, "article").get_text()
    current = page(html_client, link(one(old, ".banner a")))
    assert current.select(".banner") == []
    assert "300元" in one(current, "article").get_text()


@given(st.text("甲乙\n 一", max_size=30), st.lists(st.integers(0, 30), max_size=6, unique=True))
def test_marks_cut_a_text_into_lines_without_loss(text: str, cuts: list[int]) -> None:
    ends = sorted(cut for cut in cuts if cut <= len(text))
    highlights = tuple(zip(ends[::2], ends[1::2], strict=False))
    lines = marked_lines(text, highlights)
    assert ["".join(piece for piece, _ in line) for line in lines] == [x for x in text.split("\n") if x.strip()]
    marked = "".join(piece for line in lines for piece, is_marked in line if is_marked)
    expected = "".join(text[start:end] for start, end in highlights)
    assert "".join(marked.split()) == "".join(expected.split())


def test_examples_are_the_shorthands_in_titles_one_a_title() -> None:
    titles = (
        "湖里区“1+X”模式与“四有”目标",
        "“一干部徒手扒开井盖排水”",
        "“两新”党建",
        "“红色引擎”",
        "再谈“1+X”",
        "无引号",
    )
    summaries = [DocumentSummary("d", "v", "s", Facts(title), 1, 1) for title in titles]
    assert example_queries(summaries) == ("1+X", "两新")
