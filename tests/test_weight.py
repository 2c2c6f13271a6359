"""What kind of source speaks."""

import pytest

from indexer.types import Facts
from service.weight import weigh_source


@pytest.mark.parametrize(
    ("facts", "text", "quote", "weight"),
    [
        (Facts("办法", genre="政策文件"), "", "每个网格配一名网格员。", "要求"),
        (Facts("办法", genre="政策文件"), "", "力争到2025年建成100个。", "计划"),
        (Facts("方案", genre="工作方案"), "", "建成100个驿站。", "计划"),
        (Facts("方案", genre="工作方案"), "", "每个街道必须配备专职人员。", "要求"),
        (Facts("做法", genre="案例"), "", "已建成驿站159个。", "自报成效"),
        (Facts("报道", genre="新闻"), "", "街道要求尽快办理。", "媒体报道"),
        (Facts("报道"), "本报讯（记者 王某）近日，", "建成驿站159个。", "媒体报道"),
        (Facts("报道", publisher="甲市日报"), "", "建成驿站159个。", "媒体报道"),
        (Facts("整理", genre="整理稿"), "", "计划办4期。", "整理稿"),
        (Facts("无名"), "", "建成驿站159个。", None),
    ],
)
def test_genre_publisher_and_wording_tell_who_speaks(facts: Facts, text: str, quote: str, weight: str | None) -> None:
    assert weigh_source(facts, text, quote) == weight
