"""What a reader is told about who worded an answer, and about the places of a text that are in doubt.

Invariant: whatever a model had a part in says so, and says what was left out of what it wrote; no doubt is kept back.
"""

from collections.abc import Sequence

from indexer.types import Doubt
from service.types import Answer

DOUBT_LABELS = {
    "ocr": "识别存疑",
    "masked": "有隐去",
    "missing_digits": "缺数字",
    "unreadable": "有乱码",
    "lost_byte": "有乱码",
}
_NOTES = 3


def describe_wording(answer: Answer) -> str | None:
    """Say in Chinese who worded the claims and what was left out; None where no model had a part in the answer."""
    dropped = f"{answer.dropped} 条未通过核对，已略去" if answer.dropped else ""
    broken = f"模型没有答完（{answer.fallback}），其余为原文摘录" if answer.fallback else ""
    if answer.generated:
        return "；".join(filter(None, ("由模型表述，已逐条核对", dropped, broken))) + "。"
    failed = f"模型未能表述（{answer.fallback}）" if answer.fallback else ""
    written = f"模型所写的 {dropped}" if dropped else ""
    told = "；".join(filter(None, (failed, written)))
    return f"{told}。以下为原文摘录。" if told else None


def describe_doubts(doubts: Sequence[Doubt]) -> str | None:
    """Say in Chinese what is doubtful in a passage or quotation, by reason; None where nothing is."""
    by_label: dict[str, list[Doubt]] = {}
    for doubt in doubts:
        by_label.setdefault(doubt_label(doubt.rule), []).append(doubt)
    told = "；".join(f"{label} {len(group)} 处{_notes(group)}" for label, group in by_label.items())
    return f"{told}。引用前请对照原件。" if told else None


def doubt_label(rule: str) -> str:
    """Name the reason of a doubt in Chinese."""
    guessed = rule.endswith("_guess")  # lost_byte_guess and other repairs that context chose
    return DOUBT_LABELS.get(rule) or ("有推测修复" if guessed else "存疑")


def _notes(doubts: Sequence[Doubt]) -> str:
    notes = list(dict.fromkeys(doubt.note for doubt in doubts if doubt.note))
    shown = "，".join(notes[:_NOTES]) + ("…" if len(notes) > _NOTES else "")
    return f"（{shown}）" if notes else ""
