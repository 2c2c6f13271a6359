"""Paths of single paragraphs of more State Council documents; those of ten whole documents are in eval/gold."""

import json
from pathlib import Path

import pytest

from indexer.structure import split_sections

# Line of the text, from 0 → the marks under which it stands. The words are those of the documents and stay there.
PATHS: dict[str, dict[int, tuple[str, ...]]] = {
    "gov1": {3: (), 7: ("一、",), 16: ("三、", "（一）"), 24: ("三、", "（四）"), 38: ("四、", "（三）")},
    "gov2": {9: ("一、", "（二）"), 17: ("二、", "（六）"), 25: ("四、", "（十二）")},
    "gov3": {4: (), 10: (), 30: ("二、", "（八）")},
    "gov4": {21: ("三、", "（一）"), 257: ("附件",)},
    "gov5": {12: ("三、",), 18: ("四、", "（一）", "3."), 39: ("四、", "（五）", "20.")},
    "gov56": {90: ("附件",)},
    "gov58": {23: ("第二章", "第八条"), 28: ("第二章", "第十条"), 71: ("第五章", "第三十一条")},
}


@pytest.mark.parametrize("number", PATHS)
def test_paragraphs_of_state_council_documents_stand_under_their_headings(policies: Path, number: str) -> None:
    records = (json.loads(line) for line in (policies / "corpus.jsonl").read_text(encoding="utf-8").splitlines())
    record = next(record for record in records if record["_id"] == number)
    text, sections = record["text"], split_sections(record["text"], (), record["title"])
    ends = [len("\n".join(text.split("\n")[: line + 1])) for line in PATHS[number]]
    found = [next(section.path for section in sections if section.start < end <= section.end) for end in ends]
    for path, marks in zip(found, PATHS[number].values(), strict=True):
        assert len(path) == len(marks), path
        assert [label for label, mark in zip(path, marks, strict=True) if not label.startswith(mark)] == []
