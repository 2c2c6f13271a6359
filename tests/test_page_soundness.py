"""The page obeys nothing from outside, explains what goes wrong, and can be read by everybody."""

import re
from itertools import combinations, pairwise
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from starlette.testclient import TestClient

from tests.pages import link, one, page, texts

STYLE_SHEET = Path(__file__).parent.parent / "service" / "static" / "page.css"


ATTACKS = (
    '"><script>alert(1)</script>',
    "'--><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}</title>",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("path", ["/search", "/ask", "/documents"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_user_types_is_shown_and_never_obeyed(html_client: TestClient, path: str, attack: str) -> None:
    soup = page(html_client, f"{path}?q={quote(attack)}")
    assert one(soup, "#q")["value"] == attack
    assert all(str(script.get("src")).startswith("/static/") for script in soup.select("script"))
    assert soup.select("img, iframe, object, [onerror]") == []
    assert attack in one(soup, "main").get_text()


def test_filters_are_shown_and_never_obeyed(html_client: TestClient) -> None:
    attack = '"><script>alert(1)</script>'
    soup = page(html_client, f"/search?q=a&region={quote(attack)}&publisher={quote(attack)}&genre={quote(attack)}")
    assert texts(soup, ".chips a")[0] == f"地区{attack}×，去掉这个条件"
    assert [script.get_text() for script in soup.select("script") if not script.get("src")] == []


def test_what_a_document_holds_is_shown_and_never_obeyed(html_client: TestClient) -> None:
    for url in ("/documents", "/documents/hostile", "/search?q=丙县", "/ask?q=丙县的做法"):
        soup = page(html_client, url)
        assert "<script>alert(1)</script>丙县" in soup.get_text()
        assert [script for script in soup.select("script") if not script.get("src")] == []
        assert soup.select("img, [onerror]") == []
        assert [a for a in soup.select("a") if link(a).lower().startswith("javascript")] == []
    assert "<img src=x onerror=alert(3)>" in one(page(html_client, "/documents/hostile"), "article").get_text()


@pytest.mark.parametrize(
    ("url", "status", "title", "detail"),
    [
        ("/documents/none", 404, "没有这篇文献", "资料库中没有编号为 none 的文献。"),
        ("/nowhere", 404, "没有这个地址", "没有 /nowhere 这个地址。可用的接口见 /docs。"),
        ("/problems/none", 404, "没有这个地址", "没有名为 none 的问题类型。"),
        (
            "/search?q=a&year=x",
            422,
            "参数不正确",
            "参数不正确：year 不是整数（允许：1900 到 2100 的整数）。",
        ),
        (
            "/documents/plain?start=-1",
            422,
            "参数不正确",
            "参数不正确：start 不能小于 0（允许：不小于 0 的整数）。",
        ),
    ],
)
def test_a_problem_is_a_page_for_a_person(
    html_client: TestClient, url: str, status: int, title: str, detail: str
) -> None:
    soup = page(html_client, url, status)
    assert texts(soup, "h1") == [title]
    assert detail in texts(soup, "main p")


def test_a_problem_is_json_for_a_program(html_client: TestClient) -> None:
    response = html_client.get("/documents/none", headers={"accept": "*/*"})
    assert response.headers["content-type"] == "application/problem+json"
    assert html_client.get("/api/v1/documents/none").headers["content-type"] == "application/problem+json"


PAGES = (
    "/",
    "/search",
    "/search?q=三个一",
    "/search?q=三个一&region=武汉",
    "/ask",
    "/ask?q=三个一",
    "/documents",
    "/documents/plain?start=9&end=24",
    "/documents/hostile",
    "/docs",
    "/problems/not-ready",
)


@pytest.mark.parametrize("url", PAGES)
def test_every_page_is_sound_for_assistive_technology(html_client: TestClient, url: str) -> None:
    soup = page(html_client, url)
    assert one(soup, "html")["lang"] == "zh-CN"
    assert len(soup.select("main")) == len(soup.select("header")) == len(soup.select("title")) == 1
    assert len(soup.select("h1")) == (0 if url == "/docs" else 1)
    ids = [element["id"] for element in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    labelled = {label["for"] for label in soup.select("label")}
    assert [field for field in soup.select("input:not([type=hidden])") if field["id"] not in labelled] == []
    assert [a for a in soup.select("a") if not a.get_text().strip()] == []
    levels = [int(heading.name[1]) for heading in soup.select("h1, h2, h3, h4, h5, h6")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("url", PAGES)
def test_every_asset_and_link_is_on_this_server_and_answers(html_client: TestClient, url: str) -> None:
    soup = page(html_client, url)
    assets = [str(e.get("src") or e.get("href")) for e in soup.select("script, link, img")]
    links = [link(a) for a in soup.select("a") if "external" not in str(a.get("rel"))]
    addresses = {address for address in assets + links if not address.startswith("#")}
    assert all(address.startswith("/") and not address.startswith("//") for address in addresses)
    assert {address: html_client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
    anchors = {link(a)[1:] for a in soup.select("a") if link(a).startswith("#")}
    assert anchors <= {str(element["id"]) for element in soup.select("[id]")}
    external = [a for a in soup.select("a") if "external" in str(a.get("rel"))]
    assert all(urlsplit(link(a)).scheme in ("http", "https") and "noopener" in str(a["rel"]) for a in external)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one_colour: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""
    light, dark = sorted((_luminance(one_colour), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_that_wcag_aa_asks_for(scheme: str) -> None:
    roots = re.findall(r":root \{([^}]*)\}", STYLE_SHEET.read_text(encoding="utf-8"))
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", roots[0 if scheme == "light" else 1]))
    grounds = [colours[name] for name in ("paper", "sheet", "tint")]
    inks = [colours[name] for name in ("ink", "soft", "accent", "accent-strong")]
    pairs = [(ink, ground) for ink in inks for ground in grounds]
    pairs += [(colours[ink], colours[on]) for ink, on in (("on-accent", "accent"), ("on-accent", "accent-strong"))]
    pairs += [(colours[ink], colours["warn-tint"]) for ink in ("warn", "soft")]
    pairs += [(colours["mark-ink"], colours["mark"]), (colours["ink"], colours["cited"])]
    assert [(ink, ground) for ink, ground in pairs if _contrast(ink, ground) < 4.5] == []
    assert all(a != b for a, b in combinations(grounds, 2))
