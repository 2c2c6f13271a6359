"""Files of records (.jsonl): one JSON object `{_id, title, text, …}` a line, each a text of its own.

Invariant: a line that cannot be read is reported under its number and loses none of the others.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from indexer.decoding import has_halves, replace_halves
from indexer.limits import Limits
from indexer.readers.unreadable import UnreadableRecord
from indexer.types import Origin, RawText, StatedFact

_FACTS = ("title", "issuer", "doc_number", "publisher", "author", "issued", "published", "region", "genre", "url")


def read_records(file: BinaryIO, limits: Limits) -> Iterator[RawText | UnreadableRecord]:
    """Yield the records in the order of the file; blank lines are skipped, a repeated id is reported."""
    seen: set[str] = set()
    for number, line in enumerate(_lines(file, limits.record_size), start=1):
        if line is not None and not line.strip():
            continue
        record = _read_record(line, f"第{number}行", limits)
        if isinstance(record, RawText) and record.key in seen:
            yield UnreadableRecord(record.key, f"第{number}行的编号“{record.key}”与前面重复，请改用不同的 _id")
            continue
        seen.add(record.key)
        yield record


def _lines(file: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """Yield the lines without their ends, None for one that is longer than so many bytes."""
    while line := file.readline(longest + 1):
        if len(line) <= longest:
            yield line.removesuffix(b"\n")
            continue
        yield None
        while line and not line.endswith(b"\n"):
            line = file.readline(longest)


def _read_record(line: bytes | None, place: str, limits: Limits) -> RawText | UnreadableRecord:
    if line is None:
        return UnreadableRecord(place, f"{place}超过了每行 {limits.record_size / 1e6:.0f} MB 的上限，请拆成几行")
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return UnreadableRecord(place, f"{place}不是 UTF-8 编码的文字，请转换编码")
    except json.JSONDecodeError as error:
        return UnreadableRecord(place, f"{place}不是有效的 JSON，请检查该行第 {error.colno} 个字符前后")
    except RecursionError:
        return UnreadableRecord(place, f"{place}的 JSON 一层套一层太深，请简化")
    if not isinstance(record, dict):
        return UnreadableRecord(place, f"{place}不是 JSON 对象，应为 {{“_id”: …, “title”: …, “text”: …}}")
    key, text = record.get("_id", record.get("id")), record.get("text")
    if not isinstance(key, str | int) or str(key) == "":
        return UnreadableRecord(place, f"{place}缺少编号 _id，请补上")
    if not isinstance(text, str) or not text.strip():
        return UnreadableRecord(str(key), f"{place}（{key}）缺少正文 text，请补上")
    if len(text) > limits.characters:
        reason = f"{place}（{key}）共 {len(text)} 个字符，超过了 {limits.characters} 个的上限，请拆成几篇"
        return UnreadableRecord(str(key), reason)
    stated = {name: str(record[name]).strip() for name in _FACTS if record.get(name) is not None}
    if any(map(has_halves, (str(key), text, *stated.values()))):
        return UnreadableRecord(replace_halves(str(key)), f"{place}含有残缺的 \\u 转义字符，请改正")
    facts = tuple(StatedFact(name, value, Origin(f"record:{name}")) for name, value in stated.items() if value)
    return RawText(str(key), sha256(line).hexdigest(), text, facts=facts)
