"""Files of records (.jsonl): one JSON object `{_id, title, text, …}` a line, each a text of its own.

Invariant: a line that cannot be read is reported under its number and loses none of the others.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from indexer.readers.unreadable import UnreadableRecord
from indexer.types import Origin, RawText, StatedFact

_FACTS = ("title", "issuer", "doc_number", "publisher", "author", "issued", "published", "region", "genre", "url")


def read_records(path: Path) -> Iterator[RawText | UnreadableRecord]:
    """Yield the records in the order of the file; blank lines are skipped, a repeated id is reported."""
    seen: set[str] = set()
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            record = _read_record(line.removesuffix(b"\n"), f"第{number}行")
            if isinstance(record, RawText) and record.key in seen:
                yield UnreadableRecord(record.key, f"第{number}行的编号“{record.key}”与前面重复，请改用不同的 _id")
                continue
            seen.add(record.key)
            yield record


def _read_record(line: bytes, place: str) -> RawText | UnreadableRecord:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        return UnreadableRecord(place, f"{place}不是有效的 JSON，请检查该行：{error}")
    if not isinstance(record, dict):
        return UnreadableRecord(place, f"{place}不是 JSON 对象，应为 {{“_id”: …, “title”: …, “text”: …}}")
    key, text = record.get("_id", record.get("id")), record.get("text")
    if not isinstance(key, str | int) or str(key) == "":
        return UnreadableRecord(place, f"{place}缺少编号 _id，请补上")
    if not isinstance(text, str) or not text.strip():
        return UnreadableRecord(str(key), f"{place}（{key}）缺少正文 text，请补上")
    if not text.isprintable() and any("\ud800" <= character <= "\udfff" for character in text):
        return UnreadableRecord(str(key), f"{place}（{key}）的正文含有残缺的 \\u 转义字符，请改正")
    stated = {name: str(record[name]).strip() for name in _FACTS if record.get(name) is not None}
    facts = tuple(StatedFact(name, value, Origin(f"record:{name}")) for name, value in stated.items() if value)
    return RawText(str(key), sha256(line).hexdigest(), text, facts=facts)
