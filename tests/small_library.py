"""A library of three short documents for the tests of the HTTP layer: one replaced, one hostile, one plain."""

from hashlib import sha256
from pathlib import Path

from indexer.generation import open_current
from indexer.indexing import index_paths
from service.library import Library
from tests.fakes import CharacterEncoder

PLAIN = """---
id: plain
title: 甲区“三个一”做法
issuer: 甲区委组织部
doc_number: 甲组发〔2021〕3号
region: 湖北省/武汉市
genre: 案例
publisher: 甲区日报
published: 2021-05-06
url: https://example.org/plain
---
一、做法的名称

“三个一”指一张清单、一支队伍、一个平台。甲区为此配备12名指导员。

二、成效

全年办成实事36件。
"""
REPLACED = """---
id: replaced
title: 乙市经费办法
region: 福建省/厦门市
genre: 工作方案
publisher: 乙市日报
published: 2020-01-02
---
每个支部每月补助200元。
"""
REPLACING = REPLACED.replace("200元", "300元")
HOSTILE = """---
id: hostile
title: <script>alert(1)</script>丙县
url: javascript:alert(2)
---
<img src=x onerror=alert(3)> 丙县的做法。
"""


def version_of(content: str) -> str:
    """The version under which a file with this content is stored."""
    return sha256(content.encode()).hexdigest()


def build(folder: Path, library_class: type[Library] = Library) -> Library:
    """Index the three documents in `folder`, replace one of them, and open the library."""
    documents, data, encoder = folder / "documents", folder / "data", CharacterEncoder()
    documents.mkdir()
    (documents / "plain.md").write_text(PLAIN, encoding="utf-8")
    (documents / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    for content in (REPLACED, REPLACING):
        (documents / "replaced.md").write_text(content, encoding="utf-8")
        assert index_paths([documents], data, encoder).failures == ()
    generation = open_current(data)
    assert generation is not None
    return library_class(data, encoder, generation)
