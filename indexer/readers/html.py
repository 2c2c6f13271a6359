"""HTML pages, of right, wrong or missing charset: the visible page as lines, its furniture marked as removals.

Invariant: the raw text is the whole visible page, one line a block; scripts and styles are not visible.
"""

import re
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup

from indexer.credits import read_credits
from indexer.readers.html_blocks import Block, visible_blocks
from indexer.readers.html_content import main_blocks
from indexer.readers.source_file import SourceFile
from indexer.readers.text import decode_file
from indexer.readers.unreadable import UnreadableFile
from indexer.types import Edit, HeadingMark, Origin, RawText, StatedFact

# <meta http-equiv="Content-Type" content="text/html; charset=gb2312">
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_DECLARATION_BYTES = 4096
# Names of meta tags, in the order of preference for each fact.
_META = {
    "title": ("ArticleTitle", "og:title"),
    "published": ("PubDate", "publishdate", "article:published_time", "og:release_date"),
    "publisher": ("ContentSource", "source", "article:publisher"),
    "url": ("og:url", "Url"),
}
# 标题 | 发文机关： 国务院 | 发文字号：国发〔2019〕5号 in the index table above State Council documents
_INDEX = re.compile(r"(标\s*题|发文机关|发文字号|成文日期|发布日期)\s*[:：][\s|]*([^|\s][^|]*?)\s*(?=\||$)")
_INDEX_FACTS = {
    "标题": "title",
    "发文机关": "issuer",
    "发文字号": "doc_number",
    "成文日期": "issued",
    "发布日期": "published",
}
# 武汉基层党建…_长江网 → 武汉基层党建…
_SITE_NAME = re.compile(
    r"\s*(?:[_|]|\s[-–—]\s|[-–—](?=[^-–—]*$))\s*[^_|]{0,24}(?:网|网站|门户|政府|频道|新闻|平台|日报|在线|客户端|局|委|部|站)\s*$"
)


def read_html(file: SourceFile) -> RawText:
    """Read a page; raises UnreadableFile when it cannot be decoded or shows no text."""
    declared = _DECLARED.search(file.data[:_DECLARATION_BYTES])
    soup = BeautifulSoup(decode_file(file, declared[1].decode("ascii") if declared else None), "lxml")
    meta_facts = tuple(_meta_facts(soup))
    blocks = visible_blocks(soup)
    if not blocks:
        raise UnreadableFile(file.path, "网页中没有可见的文字（可能由脚本生成），请在浏览器中打开后另存或复制正文")
    main = main_blocks(soup, blocks)
    return RawText(
        key="",
        digest=file.digest,
        text="".join(f"{block.text}\n" for block in blocks),
        headings=tuple(_headings(blocks, main)),
        removals=tuple(_removals(blocks, main)),
        facts=(*meta_facts, *_furniture_facts(blocks, main)),
    )


def _starts(blocks: Sequence[Block]) -> Iterator[int]:
    position = 0
    for block in blocks:
        yield position
        position += len(block.text) + 1


def _headings(blocks: Sequence[Block], main: Sequence[bool]) -> Iterator[HeadingMark]:
    for start, block, chosen in zip(_starts(blocks), blocks, main, strict=True):
        if chosen and block.level:
            yield HeadingMark(start, start + len(block.text), block.level)


def _removals(blocks: Sequence[Block], main: Sequence[bool]) -> Iterator[Edit]:
    """Yield one removal for each run of lines outside the main content."""
    begin: int | None = None
    position = 0
    for block, chosen in zip(blocks, main, strict=True):
        if chosen and begin is not None:
            yield Edit(begin, position, "", "html_furniture")
            begin = None
        elif not chosen and begin is None:
            begin = position
        position += len(block.text) + 1
    if begin is not None:
        yield Edit(begin, position, "", "html_furniture")


def _meta_facts(soup: BeautifulSoup) -> Iterator[StatedFact]:
    stated: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name, value = str(tag.get("name") or tag.get("property") or "").lower(), str(tag.get("content") or "").strip()
        if name and value:
            stated.setdefault(name, value)
    for fact, names in _META.items():
        for name in [name for name in names if name.lower() in stated][:1]:
            value = stated[name.lower()]
            yield StatedFact(fact, _SITE_NAME.sub("", value) if fact == "title" else value, Origin(f"meta:{name}"))
    canonical = soup.find("link", rel="canonical", href=True)
    if canonical is not None:
        yield StatedFact("url", str(canonical["href"]), Origin("link:canonical"))
    if soup.title is not None and soup.title.get_text(strip=True):
        title = _SITE_NAME.sub("", soup.title.get_text(strip=True))
        yield StatedFact("page_title", title, Origin("page_title"))


def _furniture_facts(blocks: Sequence[Block], main: Sequence[bool]) -> Iterator[StatedFact]:
    """Read credit lines and the index table from the lines above and around the content that do not stay in it."""
    last = max((i for i, chosen in enumerate(main) if chosen), default=len(main))
    for start, block, chosen in list(zip(_starts(blocks), blocks, main, strict=True))[:last]:
        if not chosen:
            yield from read_credits(block.text, start) or ()
            for entry in _INDEX.finditer(block.text):
                origin = Origin("index", start + entry.start(2), start + entry.end(2))
                yield StatedFact(_INDEX_FACTS[re.sub(r"\s", "", entry[1])], entry[2], origin)
