"""Files of one JSON object a line, as sets, questions and plans come in."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path


def write_records(path: Path, records: Iterable[Mapping[str, object]]) -> Path:
    """Write the records and return the path."""
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path
