"""What a reader is told about who worded an answer.

Invariant: whatever a model had a part in says so, and says what was left out of what it wrote.
"""

from service.types import Answer


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
