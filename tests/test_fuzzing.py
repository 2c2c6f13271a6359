"""Damaged and arbitrary files: each is read or refused with a reason, and the measurement of that finds what is not."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval import fuzzing
from eval.fuzzing import run_trials
from eval.made_files import MADE_FILES
from indexer.decoding import has_halves
from indexer.formats import SUFFIXES
from indexer.reading import read_documents
from indexer.types import Document, Failure

QUICK = ("TXT", "HTML", "MD", "JSONL", "DOCX", "XLSX", "CSV", "OFD", "ZIP")
# Beginnings that lead into a reader; those of old Word files would start LibreOffice, which takes seconds.
BEGINNINGS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html><body>",
    b"\xff\xfe",
    b"---\n",
    b'{"_id": "a", "title": "\\ud800", "text": "a"}\n',
    b'---\ntitle: "\\ud800"\n---\n',
)


def test_damaged_files_of_every_format_are_read_or_refused_with_a_reason() -> None:
    trials = list(run_trials([file for file in MADE_FILES if file.format in QUICK], 100, seed=7))
    assert [trial for trial in trials if trial.finding] == []
    assert {(trial.format, trial.read) for trial in trials} >= {
        ("TXT", True),
        ("HTML", True),
        ("DOCX", True),
        ("DOCX", False),
        ("OFD", False),
    }


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    beginning=st.sampled_from(BEGINNINGS),
    rest=st.one_of(st.binary(max_size=600), st.text(max_size=300).map(lambda text: text.encode("utf-8"))),
    suffix=st.sampled_from(sorted(SUFFIXES)),
)
def test_arbitrary_bytes_under_any_name_are_read_or_refused(
    tmp_path: Path, beginning: bytes, rest: bytes, suffix: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(beginning + rest)
    for result in read_documents(path):
        assert not isinstance(result, Failure) or 8 <= len(result.reason) <= 400
        assert not isinstance(result, Document) or not has_halves(result.facts.title + result.raw + result.text)


def test_same_seed_damages_in_the_same_way() -> None:
    data = b"".join(bytes((number,)) for number in range(256)) * 4
    first, second = ([fuzzing.mutate(data, chance) for _ in range(20)] for chance in (Random(3), Random(3)))
    assert first == second
    assert len({change for change, _ in first}) > 4


def test_file_that_ends_the_process_or_has_no_reason_in_chinese_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object, path: Path) -> Iterator[Failure]:
        yield Failure(str(path), next(reasons))

    reasons = iter(
        (
            "读取时程序意外结束（状态 -9），可能是文件损坏或内存不足，请检查文件",
            "坏",
            "两行\n的原因说得再清楚也不行",
            "文件损坏，请重新获取：Stream has ended unexpectedly",
            "没有安装识别组件，请运行：pip install 'rapidocr'",
        )
    )
    monkeypatch.setattr("indexer.reading_process.ReadingProcess.read_documents", fail)
    trials = list(run_trials(MADE_FILES[:1], 5, seed=1))
    assert [trial.finding is not None for trial in trials] == [True, True, True, True, False]
