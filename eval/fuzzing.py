"""What the readers do with damaged files: made files of every format are mutated, read, and counted by the outcome.

Invariant: the same seed gives the same inputs; an input that ends the reading process, takes too long, or fails without
a reason in one line of Chinese is a finding, and findings make the command fail.
"""

import re
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from rich import box
from rich.table import Table

from eval.made_files import MADE_FILES, CannotMake, MadeFile
from eval.tables import open_console
from indexer.decoding import has_halves
from indexer.edits import apply_edits
from indexer.limits import DEFAULT_LIMITS
from indexer.reading_process import ReadingProcess
from indexer.rows import dump_facts
from indexer.types import Document, Failure, Remark

# Seconds for a page: recognition, and LibreOffice. What these readers do themselves is read under other names, too.
SLOW = frozenset(("DOC", "XLS", "扫描件"))
_LIMITS = replace(DEFAULT_LIMITS, seconds=30.0, memory=2_000_000_000)
_LONGEST_REASON = 400  # characters
_FOREIGN = re.compile(r"(?!pip install)\b[a-z]+ [a-z]+")  # Stream has ended unexpectedly
_ENDS = ("读取时程序意外结束", "读取超过了")


@dataclass(frozen=True, slots=True)
class Trial:
    """One input: what was made of which file, and what reading it gave; `finding` says what is wrong with that."""

    format: str
    change: str
    seconds: float
    read: bool
    finding: str | None


def run_trials(files: Sequence[MadeFile], inputs: int, seed: int) -> Iterator[Trial]:
    """Read so many mutated files, each of the files in turn; files that cannot be made here are left out."""
    chance = Random(seed)
    with TemporaryDirectory() as folder, ReadingProcess(_LIMITS) as reading:
        originals = _make(files, Path(folder))
        suffixes = sorted({file.suffix for file, _ in originals})
        for number in range(inputs):
            file, data = originals[number % len(originals)]
            change, mutated = mutate(data, chance)
            suffix = chance.choice(suffixes) if chance.random() < 0.1 else file.suffix
            path = Path(folder) / f"{number}{suffix}"
            path.write_bytes(mutated)
            yield _try(reading, path, file.format, change if suffix == file.suffix else f"{change} {suffix}")
            path.unlink()


def mutate(data: bytes, chance: Random) -> tuple[str, bytes]:
    """Damage a file in one of some ways, in a package also inside one of its parts; says in which."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _mutate_part(data, chance)
    return _mutate_bytes(data, chance)


def _mutate_bytes(data: bytes, chance: Random) -> tuple[str, bytes]:
    first, second = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    change = chance.choice(("cut", "gap", "bytes", "many bytes", "repeat", "insert", "number", "nothing left"))
    if change == "cut":
        return change, data[:second]
    if change == "gap":
        return change, data[:first] + data[second:]
    if change in ("bytes", "many bytes"):
        changed = bytearray(data)
        for _ in range((1 + chance.randrange(5)) if change == "bytes" else 1 + len(data) // 50):
            if changed:
                changed[chance.randrange(len(changed))] = chance.randrange(256)
        return change, bytes(changed)
    if change == "repeat":
        return change, data[:second] + data[first:second][:2000] * chance.choice((2, 20, 200)) + data[second:]
    if change == "insert":
        signs = (b"<", b">", b"&x;", b"\0", b"\xff\xfe", b'"', b"%PDF-", b"PK\x03\x04", chance.randbytes(40))
        return change, data[:first] + chance.choice(signs) * chance.choice((1, 1000)) + data[first:]
    if change == "number":
        return change, _change_number(data, chance)
    return change, data[: chance.randrange(4)]


def _change_number(data: bytes, chance: Random) -> bytes:
    """Replace one run of digits by a number that nobody expects."""
    places = [position for position, byte in enumerate(data) if 0x30 <= byte <= 0x39]
    if not places:
        return data
    place = chance.choice(places)
    return data[:place] + chance.choice((b"-1", b"0", b"99999999", b"1e999", b"4294967296", b"x")) + data[place + 1 :]


def _mutate_part(data: bytes, chance: Random) -> tuple[str, bytes]:
    """Damage one part of a package, or leave it out, and pack it again: a changed byte outside would only break it."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
        entries = package.infolist()
        target = chance.choice(entries)
        change, content = ("part left out", b"")
        for entry in entries:
            if entry is target and chance.random() < 0.9:
                change, content = _mutate_bytes(package.read(entry), chance)
                changed.writestr(entry.filename, content)
            elif entry is not target:
                changed.writestr(entry.filename, package.read(entry))
    return f"part: {change}", out.getvalue()


def _make(files: Sequence[MadeFile], folder: Path) -> list[tuple[MadeFile, bytes]]:
    made = []
    for number, file in enumerate(files):
        path = folder / f"original{number}{file.suffix}"
        try:
            file.write(path)
        except CannotMake:
            continue
        made.append((file, path.read_bytes()))
    return made


def _try(reading: ReadingProcess, path: Path, name: str, change: str) -> Trial:
    started = time.perf_counter()
    results = tuple(reading.read_documents(path))
    seconds = time.perf_counter() - started
    findings = [found for result in results if (found := _find_fault(result))]
    if not results and path.stat().st_size and path.suffix not in (".jsonl", ".zip"):
        findings.append("neither a text nor a reason")
    read = any(isinstance(result, Document) for result in results)
    return Trial(name, change, seconds, read, findings[0] if findings else None)


def _find_fault(result: Document | Failure | Remark) -> str | None:
    """What is wrong with a result: a reason that is none, or a text that its edits do not give."""
    if isinstance(result, Document):
        if has_halves(result.source + dump_facts(result.facts) + result.raw + result.text):
            return "half a character, which cannot be kept"
        return None if apply_edits(result.raw, result.edits) == result.text else "the edits do not give the text"
    if isinstance(result, Remark):
        return None
    if result.reason.startswith(_ENDS):
        return result.reason
    if "\n" in result.reason or not 8 <= len(result.reason) <= _LONGEST_REASON:
        return f"no reason in one line: {result.reason!r}"
    return f"a library's own words: {result.reason!r}" if _FOREIGN.search(result.reason) else None


def evaluate_fuzzing(inputs: int, seed: int) -> int:
    """Try so many inputs and print what became of them; 1 when anything was found, else 0."""
    trials = list(run_trials([file for file in MADE_FILES if file.format not in SLOW], inputs, seed))
    console = open_console()
    console.print(
        f"{len(trials)} 个损坏的文件（种子 {seed}），每个限 {_LIMITS.seconds:g} 秒、{_LIMITS.memory / 1e9:g} GB"
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("格式")
    for heading in ("文件", "读出", "说明原因", "有问题", "最慢（秒）"):
        table.add_column(heading, justify="right")
    counts = Counter((trial.format, trial.read) for trial in trials)
    for name in dict.fromkeys(trial.format for trial in trials):
        own = [trial for trial in trials if trial.format == name]
        found = sum(trial.finding is not None for trial in own)
        read, slowest = counts[name, True], max(trial.seconds for trial in own)
        table.add_row(name, str(len(own)), str(read), str(len(own) - read - found), str(found), f"{slowest:.2f}")
    console.print(table)
    findings = [trial for trial in trials if trial.finding]
    for trial in findings:
        console.print(f"{trial.format}（{trial.change}，{trial.seconds:.1f} 秒）：{trial.finding}", soft_wrap=True)
    return 1 if findings else 0
