"""What kind of source speaks in a quotation: a requirement, a plan, a self-reported result, journalism, a digest.

Invariant: read off genre, publisher and wording alone; None where none of them tells.
"""

import re

from indexer.types import Facts

REQUIREMENT, PLAN, REPORTED, JOURNALISM, DIGEST = "要求", "计划", "自报成效", "媒体报道", "整理稿"

_BY_GENRE = {"整理稿": DIGEST, "新闻": JOURNALISM, "案例": REPORTED, "政策文件": REQUIREMENT, "工作方案": PLAN}
_MUST = re.compile(r"必须|应当|不得|严禁|要求|务必|须(?!知)")  # 每个网格应当配备一名专职网格员
_WILL = re.compile(r"计划|力争|拟(?!人)|预计|将于|到20\d{2}年|下一步")  # 力争到2025年建成100个
_PRESS = re.compile(r"[日晚时晨]报|新闻|融媒|电视台|客户端|通讯社|人民网|新华网|澎湃|[一-鿿]网$")
_BYLINE = re.compile(
    r"[（(【][^）)】]{0,12}(?:记者|通讯员)|本报讯|(?:网|社|报)[^。]{0,12}[讯电]"
)  # （记者 王某 通讯员 李某）


def weigh_source(facts: Facts, text: str, quote: str) -> str | None:
    """Name the kind of source; `text` is the document's opening, where a by-line stands."""
    kind = _BY_GENRE.get(facts.genre or "")
    if kind is None and (_PRESS.search(facts.publisher or "") or _BYLINE.search(text)):
        kind = JOURNALISM
    if kind in (DIGEST, JOURNALISM):
        return kind
    if _WILL.search(quote):
        return PLAN
    return REQUIREMENT if _MUST.search(quote) else kind
