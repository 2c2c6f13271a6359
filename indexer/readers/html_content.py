"""Which blocks of a page are its main content: readability-lxml finds the container, lists of links inside it go.

Invariant: only blocks are chosen; their text is never changed or reordered.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString
from readability import Document
from readability.readability import Unparseable

from indexer.readers.html_blocks import Block

_MARK = "data-number"
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "button"))
# class="share-box", id="crumbs"
_FURNITURE_NAMES = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|menu|breadcrumbs?|crumbs?|share|bdshare\w*|sidebar|side|footer|foot|copyright"
    r"|related?|recommend\w*|qrcode|erweima|toolbar|tools?|pager|pagination|prev|next|comments?|advert\w*|ad"
    r"|login|search)(?:$|[-_ ])",
    re.IGNORECASE,
)
_LINK_SHARE = 0.6
_FEWEST_LINKS = 3
# An element with more of the text than this is no furniture, whatever its name (class="side-content").
_LARGEST_FURNITURE = 0.3
_FEWEST_CHARACTERS = 30
# Readability reads the text of an element once for each level around it: 200 levels of unclosed <div> take minutes. The
# deepest of 60 State Council pages has 15; of a page beyond this, all but the furniture is taken.
_DEEPEST = 100


def main_blocks(soup: BeautifulSoup, blocks: Sequence[Block]) -> list[bool]:
    """Say of each block whether it is main content; where no container is found, all but the marked furniture is.

    The page's only h1 counts as content even when it stands above the container. Strips the tree of attributes
    other than class, id and href.
    """
    inside = _lie_in(_content_roots(soup), soup, blocks)
    if _length(blocks, inside) < _FEWEST_CHARACTERS:
        inside = [True] * len(blocks)
    furniture = _lie_in(_furniture(soup, _LARGEST_FURNITURE * _length(blocks, inside)), soup, blocks)
    return _with_title(blocks, [main and not marked for main, marked in zip(inside, furniture, strict=True)])


def _lie_in(chosen: set[int], soup: BeautifulSoup, blocks: Sequence[Block]) -> list[bool]:
    """Say of each block whether its element is one of the chosen or inside one."""
    within = set(chosen)
    for element in (soup, *soup.find_all(True)):  # what is around an element comes before it
        if id(element) in chosen or id(element.parent) in within:
            within.add(id(element))
    return [id(block.element) in within for block in blocks]


def _length(blocks: Sequence[Block], chosen: Sequence[bool]) -> int:
    return sum(len(block.text) for block, main in zip(blocks, chosen, strict=True) if main)


def _content_roots(soup: BeautifulSoup) -> set[int]:
    """Return the identities of the elements that readability keeps and whose parent it does not keep.

    The elements are numbered for this, and lose their styles: `visibility:hidden` makes readability drop WeChat
    pages, and its own removal of styles takes quadratic time.
    """
    elements = soup.find_all(True)
    if _depth(elements) > _DEEPEST:
        return set()
    for number, element in enumerate(elements):
        kept = {name: value for name, value in element.attrs.items() if name in ("class", "id", "href")}
        element.attrs = {**kept, _MARK: str(number)}
    try:
        summary = Document(str(soup)).summary(html_partial=True)
    except Unparseable:
        return set()
    numbers = {int(number) for number in re.findall(rf'{_MARK}="(\d+)"', summary)}
    kept_elements = {id(elements[number]): elements[number] for number in numbers}
    return {
        identity
        for identity, element in kept_elements.items()
        if not any(id(parent) in kept_elements for parent in element.parents)
    }


@dataclass(slots=True)
class _Size:
    """What an element holds: characters, links, characters in links."""

    text: int
    links: int = 0
    link_text: int = 0


def _depth(elements: Sequence[Tag]) -> int:
    """How many elements lie around the innermost one; they come in the order of the page."""
    depths: dict[int, int] = {}
    for element in elements:
        depths[id(element)] = depths.get(id(element.parent), 0) + 1
    return max(depths.values(), default=0)


def _furniture(soup: BeautifulSoup, longest: float) -> set[int]:
    """Identities of short elements that are marked as navigation, sharing and the like, or hold little but links."""
    sizes = _measure(soup)
    return {id(element) for element in soup.find_all(True) if _is_furniture(element, sizes[id(element)], longest)}


def _measure(soup: BeautifulSoup) -> dict[int, _Size]:
    """The sizes of all elements by their identity, each string counted once and handed on to what is around it."""
    elements = soup.find_all(True)
    sizes = {id(element): _Size(_own_text(element)) for element in elements}
    for element in reversed(elements):  # what is inside comes after what is around it
        size, around = sizes[id(element)], sizes.get(id(element.parent))
        if element.name == "a":
            size.links, size.link_text = size.links + 1, size.text
        if around:
            around.text += size.text
            around.links += size.links
            around.link_text += size.link_text
    return sizes


def _own_text(element: Tag) -> int:
    strings = (child for child in element.children if isinstance(child, NavigableString))
    return sum(len(string.strip()) for string in strings if not isinstance(string, PreformattedString))


def _is_furniture(element: Tag, size: _Size, longest: float) -> bool:
    names = " ".join((*(element.get_attribute_list("class") or ()), str(element.get("id") or "")))
    suspect = element.name in _FURNITURE_TAGS or _FURNITURE_NAMES.search(names) is not None
    lists_links = element.name in ("ul", "ol", "div", "table") and size.links >= _FEWEST_LINKS
    return size.text < longest and (suspect or (lists_links and size.link_text > _LINK_SHARE * size.text))


def _with_title(blocks: Sequence[Block], chosen: Sequence[bool]) -> list[bool]:
    titles = [i for i, block in enumerate(blocks) if block.level == 1]
    has_title = any(chosen[i] for i in titles)
    return [main or (not has_title and titles == [i]) for i, main in enumerate(chosen)]
