"""To what a text attributes a quotation: a title, a publisher, or a place in a document of the library.

Invariant: an attribution is reported only where the text states it, next to the quotation; otherwise there is none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attribution:
    """What the text names as the source, in its own words; `document_id` and `version` where it cites by them."""

    wording: str
    document_id: str | None = None
    version: str | None = None


Notes = Mapping[str, str]

# 《甲区工作方案》 | 《武汉市《两新办法》解读》
TITLED = r"《(?:[^《》\n]|《[^《》\n]{1,60}》){2,80}》"
_REACH = 120  # characters before a quotation in which its source is looked for
_MARKS = "。！？；\n“”「」『』"
_BY = "据|根据|按照|依据|依照|引自|摘自|出自|载于|转引自|来源[：:]?|参见|见"
_SAYS = "指出|提出|明确|规定|要求|强调|写道|写明|写着|中写|提到|显示|载明|记载|报道|介绍|原文|称|说"
_PRESS = (
    r"[一-鿿]{0,10}(?:日报|晚报|早报|时报|都市报|青年报|人民网|新华网|新闻网|报|新华社|通讯社|电视台|广播电台|公众号)"
)
_REPORTS = "报道|消息|讯|电|刊发|刊文|刊载|刊登|发文|称|载"
_BEFORE = (
    # 据《甲区工作方案》（甲组发〔2021〕3号）， | 引自《甲区工作方案》：
    re.compile(rf"(?:{_BY})(?P<source>{TITLED})[^{_MARKS}]{{0,40}}$"),
    # 《甲区工作方案》明确： | 《甲区工作方案》第三条规定，
    re.compile(rf"(?P<source>{TITLED})[^{_MARKS}，]{{0,16}}(?:{_SAYS})[^{_MARKS}]{{0,12}}$"),
    # 长江日报2019年1月24日报道， | 据人民网消息：
    re.compile(rf"(?P<source>{_PRESS})[^{_MARKS}，《》]{{0,16}}(?:{_REPORTS})[^{_MARKS}《》]{{0,12}}$"),
)
_AFTER = (
    re.compile(r"[。！？；，,.;]?\s*\[\^?(?P<note>\d{1,3})\]"),  # ……[1] | ……[^1]
    # （http://127.0.0.1:8000/documents/甲?version=9d2c1f0b） | [原文](/documents/甲?version=9d2c1f0b)
    re.compile(
        r"[。！？；，,.;]?\s*(?:[（(]|\[[^\]\n]{0,40}\]\()?\s*(?P<address>(?:https?://[^\s/]+)?/documents/[^\s)）\]]+)"
    ),
    # （来源：长江日报） | （《甲区工作方案》） | （见《甲区工作方案》第二条）
    re.compile(rf"[。！？；，,.;]?\s*[（(](?:(?:{_BY})|出处)?[：:]?\s*(?P<title>{TITLED})[^（）()\n]{{0,30}}[）)]"),
    re.compile(r"[。！？；，,.;]?\s*[（(](?:来源|出处|引自|摘自|据|见)[：:]?\s*(?P<named>[^（）()\n]{2,100})[）)]"),
    # ——《甲区工作方案》 | ——长江日报, here or on the next line
    re.compile(rf"[。！？；，,.;]?\s*(?:——|--)\s*(?P<signed>{TITLED}|{_PRESS})"),
    re.compile(r"\s*\n\s*(?P<line>(?:来源|出处)[：:]\s*[^\n]{2,100})"),  # 来源：长江日报, as a line of its own
)
# 出处：huli-results 起止 12–40 | /documents/huli-results?version=9d2c1f0b&start=12&end=40#cited
_OWN = (
    re.compile(
        r"出处[：:]\s*(?P<id>[^\s，。；]+)\s*起止\s*\d+\s*[–-]\s*\d+(?:[^\n]{0,20}?版本\s*(?P<version>[0-9a-f]{8,64}))?"
    ),
    re.compile(r"/documents/(?P<id>[^?\s)）\]]+)(?:\?version=(?P<version>[0-9a-f]{8,64}))?"),
)
_NOTE = re.compile(
    r"^[ \t]*\[\^?(?P<number>\d{1,3})\][:：]?[ \t]+(?P<body>\S[^\n]*(?:\n(?![ \t]*\[\^?\d|[ \t]*\n)[^\n]+){0,5})",
    re.MULTILINE,
)
_LABEL = re.compile(r"^(?:来源|出处|引自|摘自|参见|见|据)[：:]?\s*")
# 据长江日报报道，选派…… : what a sentence says of its source before it says anything else
_LEAD = re.compile(
    rf"(?:(?:{_BY})?{TITLED}[^{_MARKS}，]{{0,30}}[，：]"
    rf"|据?{_PRESS}[^{_MARKS}，《》]{{0,16}}(?:{_REPORTS})[，：])"
)


def find_attribution(text: str, start: int, end: int, notes: Notes) -> Attribution | None:
    """The source named just before `start` (in the same sentence) or just after `end`; None when none is named."""
    for pattern in _AFTER:
        found = pattern.match(text, end)
        if found and found.lastgroup == "note":
            if found["note"] in notes:
                return read_source(notes[found["note"]])
        elif found and found.lastgroup:
            return read_source(found[found.lastgroup])
    before = text[max(0, start - _REACH) : start]
    named = (found for pattern in _BEFORE if (found := pattern.search(before)))
    return next((read_source(found["source"]) for found in named), None)


def find_notes(text: str) -> dict[str, str]:
    """The bodies of footnotes ([1] 标题…, [^1]: …) by their numbers; of several with one number, the last."""
    return {found["number"]: found["body"] for found in _NOTE.finditer(text)}


def note_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the footnotes stand; they name sources and claim nothing."""
    return tuple(found.span() for found in _NOTE.finditer(text))


def lead_end(text: str, start: int, end: int) -> int:
    """Where a sentence begins to speak for itself, after 据《…》， or 据长江日报报道，; `start` when at once."""
    found = _LEAD.match(text, start, end)
    return found.end() if found else start


def read_source(wording: str) -> Attribution:
    """Read what stands as a source: our own form of citation, an address of the reader, a title, or a name."""
    for pattern in _OWN:
        if found := pattern.search(wording):
            return Attribution(" ".join(wording.split()), found["id"], found["version"])
    title = re.search(TITLED, wording)
    return Attribution(title[0] if title else _LABEL.sub("", wording.strip()))
