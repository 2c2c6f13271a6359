"""How a query was read, in sentences for the person who typed it.

Invariant: whatever changed what is searched for has a sentence; a query taken as typed has none.
"""

from service.types import Correction, Understanding


def describe_corrections(corrections: tuple[Correction, ...]) -> str | None:
    """已按“蓉城驿站”检索（输入的是“蓉成驿站”）; None where nothing was put right."""
    if not corrections:
        return None
    taken = "、".join(f"“{correction.taken}”" for correction in corrections)
    typed = "、".join(f"“{correction.typed}”" for correction in corrections)
    return f"已按{taken}检索（输入的是{typed}）。"


def describe_requirements(understood: Understanding) -> tuple[str, ...]:
    """What is required exactly, restricted by the query itself, or preferred; one sentence each."""
    notices = []
    if understood.missing:
        notices.append(f"没有段落一字不差地含有{'、'.join(understood.missing)}。")
    elif understood.apart:
        notices.append(f"没有段落同时含有{'、'.join(understood.quoted)}，以下段落各含其一。")
    elif understood.quoted:
        notices.append(f"只列一字不差含有{'、'.join(understood.quoted)}的段落。")
    filters = understood.filters
    named = (("地区", filters.region), ("年份", filters.year), ("文种", filters.genre), ("来源", filters.publisher))
    written = "，".join(f"{name}：{value}" for name, value in named if value is not None)
    if written:
        notices.append(f"检索词中写明只看{written}。")
    asked = [*(place.name for place in understood.places), *(f"{year}年" for year in understood.years)]
    if asked and not understood.missing:
        notices.append(f"{'、'.join(asked)}的文献略为靠前。")
    return tuple(notices)
