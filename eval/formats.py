"""How well each format is read: files made on the spot, read, cleaned and compared with what was put into them.

Invariant: what cannot be made on this machine is named, never counted; blanks do not count in a comparison.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from rapidfuzz.distance import Indel
from rich import box
from rich.table import Table

from eval.made_files import MADE_FILES, CannotMake, MadeFile
from eval.output import Output, wrong_use
from eval.tables import open_console
from indexer.reading import read_documents
from indexer.types import Document, Failure, PageStart
from service.usage import WrongUse

SET = "formats"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one made file; shares are 0 to 1, None where the file has nothing of the kind.

    `agreement` is the share of characters that text and expectation have in common, in order (twice their longest
    common subsequence by the sum of both lengths); `lines`, `pages` and `headings` are the shares of the expected lines
    that are found whole, of those that are on their page, and of the expected and found headings that are both;
    `missing` are the lines not found.
    """

    file: MadeFile
    seconds: float
    agreement: float
    lines: float
    pages: float | None
    headings: float | None
    missing: tuple[str, ...]
    failure: str | None


def evaluate_formats(names: Sequence[str], output: Output) -> int:
    """Measure the made files whose format is named, or all; returns the exit status."""
    with wrong_use():
        files = _select(names)
        floors = output.read_floors()
    if floors and names:
        raise WrongUse("下限是在全部自制文件上测定的：有 --gate 时不能只选几种格式。")
    outcomes, left_out = measure_files(files)
    _show(outcomes, left_out, output.failures)
    output.write([asdict(outcome) | {"file": outcome.file.name} for outcome in outcomes])
    return output.hold(floors, {SET: gate_values(outcomes)})


def measure_files(files: Sequence[MadeFile]) -> tuple[list[FileOutcome], list[str]]:
    """Make, read and compare each file; also returns a line for each that could not be made here."""
    outcomes, left_out = [], []
    with TemporaryDirectory() as folder:
        for number, file in enumerate(files):
            path = Path(folder) / f"{number:03d}{file.suffix}"
            try:
                file.write(path)
            except CannotMake as reason:
                left_out.append(f"{file.name}：{reason}")
                continue
            outcomes.append(_measure(file, path))
    return outcomes, left_out


def gate_values(outcomes: Sequence[FileOutcome]) -> dict[str, float]:
    """Measure → mean over the files of a format, named `agreement (DOCX)`."""
    return {
        f"{measure} ({name})": value
        for name in dict.fromkeys(outcome.file.format for outcome in outcomes)
        for measure in ("agreement", "lines", "pages", "headings")
        if (value := _mean(outcomes, name, measure)) is not None
    }


def _select(names: Sequence[str]) -> list[MadeFile]:
    known = dict.fromkeys(file.format for file in MADE_FILES)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"没有这种格式：{'、'.join(unknown)}。有 {'、'.join(known)}。")
    return [file for file in MADE_FILES if not names or file.format in names]


def _measure(file: MadeFile, path: Path) -> FileOutcome:
    started = time.perf_counter()
    (document,) = read_documents(path)
    seconds = time.perf_counter() - started
    if not isinstance(document, Document):
        reason = document.reason if isinstance(document, Failure) else document.text
        return FileOutcome(file, seconds, 0.0, 0.0, None, None, file.lines, reason)
    found = _locate(document, file.lines)
    return FileOutcome(
        file=file,
        seconds=seconds,
        agreement=_agreement("".join(file.lines), document.text),
        lines=_share(position is not None for position in found),
        pages=_page_share(file, document.pages, found) if file.pages else None,
        headings=_heading_share(file, document) if file.headings else None,
        missing=tuple(line for line, position in zip(file.lines, found, strict=True) if position is None),
        failure=None,
    )


def _agreement(expected: str, text: str) -> float:
    return Indel.normalized_similarity(_squeeze(expected), _squeeze(text))


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _locate(document: Document, lines: Sequence[str]) -> list[int | None]:
    """Find where each expected line stands as a line of its own, in order; None where it does not."""
    text = document.text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in text), initial=0))
    squeezed = [_squeeze(line) for line in text]
    found: list[int | None] = []
    after = 0
    for line in map(_squeeze, lines):
        index = squeezed.index(line, after) if line in squeezed[after:] else None
        found.append(None if index is None else starts[index])
        after = after if index is None else index + 1
    return found


def _page_share(file: MadeFile, pages: Sequence[PageStart], found: Sequence[int | None]) -> float:
    """The share of all expected lines that are found, and on the page they were put on."""
    on_page = []
    for page, position in zip(file.pages, found, strict=True):
        begun = [start.number for start in pages if position is not None and start.start <= position]
        on_page.append(bool(begun) and begun[-1] == page)
    return _share(on_page)


def _heading_share(file: MadeFile, document: Document) -> float:
    marked = {(_squeeze(document.text[mark.start : mark.end]), mark.level) for mark in document.headings}
    expected = {(_squeeze(text), level) for text, level in file.headings}
    return len(marked & expected) / len(marked | expected)


def _share(hits: Iterator[bool] | Sequence[bool]) -> float:
    values = list(hits)
    return sum(values) / len(values)


def _mean(outcomes: Sequence[FileOutcome], name: str, measure: str) -> float | None:
    values = [getattr(outcome, measure) for outcome in outcomes if outcome.file.format == name]
    present = [value for value in values if value is not None]
    return sum(present) / len(present) if present else None


def _show(outcomes: Sequence[FileOutcome], left_out: Sequence[str], failures: int) -> None:
    console = open_console()
    console.print("自制文件：读取、清理之后与所写内容比较（空白不计）")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("格式", "文件"):
        table.add_column(heading)
    for heading in ("字符一致", "整行相同", "页码对", "标题对", "秒/页"):
        table.add_column(heading, justify="right")
    for outcome in outcomes:
        shares = (outcome.agreement, outcome.lines, outcome.pages, outcome.headings)
        cells = ("—" if share is None else f"{share:.3f}" for share in shares)
        pace = f"{outcome.seconds / outcome.file.page_count:.3f}"
        table.add_row(outcome.file.format, outcome.file.name, *cells, pace)
    console.print(table)
    for line in left_out:
        console.print(f"未能制作，不计入：{line}")
    for outcome in [outcome for outcome in outcomes if outcome.missing][:failures]:
        console.print(f"{outcome.file.name}：{outcome.failure or '没有原样读出的行'}")
        for line in outcome.missing:
            console.print(f"  {line}")
