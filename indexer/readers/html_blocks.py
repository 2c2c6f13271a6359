"""An HTML tree → its visible text block by block: one line a paragraph, heading or table row.

Invariant: every visible character of the page is in exactly one block, in the order of the page.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

_INVISIBLE = frozenset(
    "script style noscript template head title meta link svg iframe object select input textarea audio video".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre section summary table tbody td tfoot th thead tr"
    " ul".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BREAKS = sorted(_BLOCKS | {"br"})
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_HAN_BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]+[ \t\r\n]*(?=[\u3000-\u9fff\uff00-\uffef])")
_CELL_LENGTH = 1500
_CELL_BLOCKS = 12


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the page with the innermost element that holds it; `level` is 1–6 for h1–h6, else 0."""

    text: str
    element: Tag
    level: int


def visible_blocks(soup: BeautifulSoup) -> list[Block]:
    """Return the non-empty blocks of a page in reading order; takes what is invisible out of the tree."""
    root = soup.body or soup
    for element in root.find_all(is_invisible):
        element.decompose()
    # Blocks, <br>, and inline elements around one of these break the line. Both sets are made once: a look inside each
    # element would take quadratic time where tables nest by the hundred.
    breaking = _with_ancestors(root.find_all(_BREAKS))
    around_tables = _with_ancestors(root.find_all("table"))
    return [block for block in _walk(root, breaking, around_tables) if block.text]


def is_invisible(element: Tag) -> bool:
    """Say whether a browser shows nothing of this element; `visibility:hidden`, which WeChat unhides, is shown."""
    return (
        element.name in _INVISIBLE
        or element.has_attr("hidden")
        or _HIDDEN.search(str(element.get("style", ""))) is not None
    )


def _with_ancestors(elements: Iterable[Tag]) -> set[int]:
    """Identities of the elements and of all that are around them."""
    marked: set[int] = set()
    for element in elements:
        for around in chain((element,), element.parents):
            if id(around) in marked:
                break
            marked.add(id(around))
    return marked


def _walk(root: Tag, breaking: set[int], around_tables: set[int]) -> Iterator[Block]:
    """Yield the blocks of an element: runs of inline content, and the blocks of the block elements between them.

    A stack of its own instead of recursion, as pages nest some thousand levels deep.
    """
    stack: list[tuple[Tag, Iterator[PageElement], list[str]]] = [(root, iter(root.children), [])]
    while stack:
        element, children, run = stack[-1]
        child = next(children, None)
        if isinstance(child, Tag) and id(child) not in breaking:
            run.append(child.get_text())
        elif isinstance(child, NavigableString):
            run.append("" if isinstance(child, PreformattedString) else child)
        else:
            yield Block(_join(run), element, _level(element))
            run.clear()
            if child is None:
                stack.pop()
            elif isinstance(child, Tag) and child.name == "tr" and _is_data_row(child, around_tables):
                yield Block(_row(child, breaking), child, 0)
            elif isinstance(child, Tag):
                stack.append((child, iter(child.children), []))


def _level(element: Tag) -> int:
    return int(element.name[1]) if element.name in _HEADINGS else 0


def _join(pieces: list[str]) -> str:
    """Collapse white space as a browser does, but join Chinese that the source breaks over lines without a gap."""
    return _SPACES.sub(" ", _HAN_BREAK.sub("", "".join(pieces))).strip()


def _is_data_row(row: Tag, around_tables: set[int]) -> bool:
    """Tell a row of a table of data from one that lays out the page: several cells, none of them a page by itself."""
    cells = row.find_all(["td", "th"], recursive=False)
    if any(id(cell) in around_tables for cell in cells):
        return False
    filled = [(cell, length) for cell in cells if (length := len(cell.get_text(strip=True)))]
    return len(filled) > 1 and not any(
        length > _CELL_LENGTH or len(cell.find_all(["p", "div", "li"])) > _CELL_BLOCKS for cell, length in filled
    )


def _row(row: Tag, breaking: set[int]) -> str:
    """Join the cells of a row: 项目 | 2018年 | 2019年; an empty cell keeps its place."""
    cells = row.find_all(["td", "th"], recursive=False)
    return " | ".join(
        " ".join(block.text for block in _walk(cell, breaking, set()) if block.text) for cell in cells
    ).strip()
