"""Which blocks of a page are its content, on pages that nest deeper than any that is meant."""

from bs4 import BeautifulSoup

from indexer.readers.html_blocks import visible_blocks
from indexer.readers.html_content import main_blocks


def content(page: str) -> list[str]:
    soup = BeautifulSoup(page, "lxml")
    blocks = visible_blocks(soup)
    return [block.text for block, main in zip(blocks, main_blocks(soup, blocks), strict=True) if main]


def test_a_page_of_unclosed_divisions_is_read_whole_without_its_navigation() -> None:
    paragraphs = [f"第{number}个服务站已经开放，站里有{number}名专职人员轮流值守。" for number in range(150)]
    nested = "".join(f"<div class=content><p>{paragraph}</p>" for paragraph in paragraphs)
    page = f"<body><div class=nav><a href=1>首页</a><a href=2>要闻</a></div>{nested}"
    assert content(page) == paragraphs


def test_tables_in_tables_give_each_cell_once_in_the_order_of_the_page() -> None:
    page = "<body>" + "".join(f"<table><tr><td>外层{number}<td>" for number in range(120)) + "里层"
    # The innermost row holds no table: it is a row of data.
    assert content(page) == [*(f"外层{number}" for number in range(119)), "外层119 | 里层"]


def test_a_list_of_links_goes_and_a_list_with_a_link_stays() -> None:
    links = "".join(f"<li><a href={number}>另一篇报道的标题{number}</a>" for number in range(5))
    text = "街道为楼宇里的企业开设了服务站，一年接待了三千多人次。" * 3
    page = f"<body><div id=main><p>{text}</p><ul><li>见<a href=9>办法</a>第三条<li>另行通知</ul></div><ul>{links}</ul>"
    assert content(page) == [text, "见办法第三条", "另行通知"]
