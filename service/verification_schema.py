"""The JSON of `POST /api/v1/verify`: what is asked, and how a verification turns into the reply.

Invariant: as in `service.schema`; the command line's `verify --json` prints exactly this.
"""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from service.findings import Finding, Standing, Verification
from service.quotations import TEXT_LIMIT, Kind
from service.schema import Body, CitationBody

_PIECE = "党员：发活动经费，标准是每人每月300元。"
_TITLE = "湖里区联建片的机制与经费保障"


class VerifyRequest(Body):
    """What `POST /api/v1/verify` is asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[str, StringConstraints(min_length=1, max_length=TEXT_LIMIT)] = Field(
        description=f"要核对的文字，1 到 {TEXT_LIMIT} 个字符；引用块以 > 开头",
        examples=[f"据《{_TITLE}》，“{_PIECE}”"],
    )


class DifferenceBody(Body):
    """Where the source reads `expected`, the piece reads `found`; one of the two may be empty."""

    start: int = Field(description="在该处文字（text）中的起点", examples=[15])
    end: int = Field(description="在该处文字（text）中的终点（不含）", examples=[16])
    source_start: int = Field(description="在 citations 第一条的 quote 中的起点", examples=[15])
    source_end: int = Field(description="在 citations 第一条的 quote 中的终点（不含）", examples=[16])
    expected: str = Field(description="库中原文；空表示所核对的文字多出了 found", examples=["年"])
    found: str = Field(description="所核对的文字；空表示漏了 expected", examples=["月"])


class FindingBody(Body):
    """One quotation, title, term or figure-bearing sentence, and how it stands to the library."""

    kind: Kind = Field(
        description="quotation 引文；sentence 含数字的句子；title 书名号中的题名；term 引号中的名称",
        examples=["quotation"],
    )
    start: int = Field(description="在所交文字中的起点，按 Unicode 字符计", examples=[20])
    end: int = Field(description="在所交文字中的终点（不含）", examples=[41])
    text: str = Field(description="所核对的文字；引用块已去掉行首的 >", examples=[_PIECE])
    attributed_to: str | None = Field(description="文中写明的出处；没有写明时为空", examples=[f"《{_TITLE}》"])
    named: tuple[str, ...] = Field(
        description="文中写明的出处在库中是哪些文献（编号）；没有写明、或库中没有时为空",
        examples=[["huli-mechanisms-funding"]],
    )
    status: Standing = Field(
        description="verbatim 与库中原文逐字相同；altered 有改动，或只是意思相近的转述；misattributed 见于别的文献；"
        "not_found 库中没有。空白、换行、繁简、全半角和引号样式不计",
        examples=["altered"],
    )
    superseded: bool = Field(description="只见于已被取代或移除的版本", examples=[False])
    ellipsis: bool = Field(description="引文含省略号，各段依次见于同一文献，citations 逐段列出", examples=[False])
    citations: tuple[CitationBody, ...] = Field(
        description="原文所在；altered 时是最接近的一处；not_found 时为空。只与文献题名相同而正文没有提到的，引文为空"
    )
    differences: tuple[DifferenceBody, ...] = Field(description="altered 时与原文的差异，按先后")
    unsupported: tuple[str, ...] = Field(
        description="altered 时，最接近的原文不能支持的数字、地名和否定；转述而此项为空，说明这些都相符",
        examples=[["每人每月300元"]],
    )


class CountsBody(Body):
    """How many findings have each status."""

    verbatim: int = Field(description="逐字相同", examples=[0])
    altered: int = Field(description="有改动", examples=[1])
    misattributed: int = Field(description="出处不对", examples=[0])
    not_found: int = Field(description="库中没有", examples=[0])


class VerifyReply(Body):
    """What `POST /api/v1/verify` answers."""

    characters: int = Field(description="所交文字的字符数", examples=[44])
    counts: CountsBody
    findings: tuple[FindingBody, ...] = Field(description="逐处核对的结果，按先后；没有引文、题名和数字时为空")
    took_ms: float = Field(description="用时，毫秒", examples=[3.1])


def verify_reply(verification: Verification) -> VerifyReply:
    """Turn a verification into the reply; the time is rounded to a tenth of a millisecond."""
    return VerifyReply(
        characters=verification.characters,
        counts=CountsBody(**{standing.value: count for standing, count in verification.counts.items()}),
        findings=tuple(_finding(finding) for finding in verification.findings),
        took_ms=round(verification.took_ms, 1),
    )


def _finding(finding: Finding) -> FindingBody:
    piece = finding.piece
    return FindingBody(
        kind=piece.kind,
        start=piece.start,
        end=piece.end,
        text=piece.text,
        attributed_to=piece.attribution.wording if piece.attribution else None,
        named=finding.named,
        status=finding.standing,
        superseded=finding.superseded,
        ellipsis=finding.ellipsis,
        citations=tuple(CitationBody.model_validate(citation) for citation in finding.citations),
        differences=tuple(DifferenceBody.model_validate(difference) for difference in finding.differences),
        unsupported=finding.unsupported,
    )
