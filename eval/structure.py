"""Are the heading paths right: every paragraph of real documents against paths made by hand.

Invariant: the gold holds no text, only numbers of paragraphs, what they hashed to, and markers; a paragraph whose text
has changed since is counted as stale and never as right.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from eval.answers import share
from eval.output import Output, wrong_use
from eval.statistics import Estimate
from eval.summaries import CategorySummary, gate_values, summarise_categories
from eval.tables import open_console, show_failures, show_summaries
from indexer.numbering import squeeze
from indexer.reading import read_documents
from indexer.structure import split_sections
from indexer.types import Document, Section

GOLD = Path(__file__).parent / "gold" / "structure.jsonl"
SET = "structure"
MEASURES = {"path": "路径对", "fresh": "原文未变"}
_DIGEST_LENGTH = 8
_NOT_IN_LABELS = re.compile(r"^[●○◆◇■□▲△★☆►▶◎※✦➢✓•▪·—\s]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit or a heading begins: in this paragraph (counted from 0, blank lines left out) of a document.

    `marker` and `nth` say at which occurrence of a run-in marker (一是), "" for the beginning of the paragraph.
    """

    paragraph: int
    marker: str = ""
    nth: int = 1


@dataclass(frozen=True, slots=True)
class GoldUnit:
    """A paragraph, or a point within one, with the digest of its paragraph and the headings over it, outermost first.

    A heading counts among its own headings; the title of the document does not.
    """

    place: Place
    digest: str
    path: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """`source` is a file below the folder of sources (and `#key` of its record); `lines` are the paragraphs that a
    heading fills where these are more than one."""

    source: str
    lines: Mapping[int, int]
    units: tuple[GoldUnit, ...]


@dataclass(frozen=True, slots=True)
class StructureOutcome:
    """What became of a unit: the path that it got; `fresh` is False where its text is no longer that of the gold."""

    source: str
    place: Place
    fresh: bool
    right: bool
    path: tuple[str, ...]
    expected: tuple[str, ...]

    def diagnose(self) -> str:
        """Say what the path is and what it should be."""
        where = f"{self.source} 第 {self.place.paragraph} 段{self.place.marker}"
        if not self.fresh:
            return f"{where}：原文已变，须重定标准"
        return f"{where}\n  得到 {' › '.join(self.path) or '（无）'}\n  应为 {' › '.join(self.expected) or '（无）'}"


def read_gold(path: Path) -> tuple[GoldDocument, ...]:
    """Read the gold: an object `{source, lines, units}` a line, a unit `[paragraph, digest, path]` or with marker and
    occurrence behind them."""
    records = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(
        GoldDocument(
            record["source"],
            {int(first): count for first, count in record["lines"].items()},
            tuple(
                GoldUnit(Place(unit[0], *unit[3:]), unit[1], tuple(_place(heading) for heading in unit[2]))
                for unit in record["units"]
            ),
        )
        for record in records
    )


def _place(value: int | list[int | str]) -> Place:
    return Place(value) if isinstance(value, int) else Place(*value)  # type: ignore[arg-type]


@cache
def _documents(file: Path) -> dict[str, Document]:
    """The documents of a file by the key of their record, "" for the file's only one."""
    found = (document for document in read_documents(file) if isinstance(document, Document))
    return {document.source.partition("#")[2]: document for document in found}


def judge_document(gold: GoldDocument, document: Document) -> tuple[StructureOutcome, ...]:
    """Compare every unit of a document with the section that it begins in."""
    sections = split_sections(document.text, document.headings, document.facts.title)
    paragraphs = tuple(_paragraphs(document.text))
    return tuple(_judge(gold, unit, paragraphs, sections) for unit in gold.units)


def _unit_text(gold: GoldDocument, place: Place, text: str) -> str:
    """The text of a unit: up to the next unit of the same paragraph."""
    start = _marker_start(text, place)
    others = (_marker_start(text, unit.place) for unit in gold.units if unit.place.paragraph == place.paragraph)
    return text[start : min((other for other in others if other > start), default=len(text))]


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of each line that is not blank, without indentation."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start + len(line) - len(line.lstrip()), line.strip()
        start += len(line) + 1


def digest(paragraph: str) -> str:
    """The first characters of the SHA-256 of a paragraph without its blanks."""
    return sha256(squeeze([paragraph]).encode()).hexdigest()[:_DIGEST_LENGTH]


def _judge(
    gold: GoldDocument, unit: GoldUnit, paragraphs: Sequence[tuple[int, str]], sections: Sequence[Section]
) -> StructureOutcome:
    places = {unit.place, *unit.path}
    known = all(place.paragraph < len(paragraphs) for place in places)
    fresh = known and digest(paragraphs[unit.place.paragraph][1]) == unit.digest
    if not fresh:
        return StructureOutcome(gold.source, unit.place, False, False, (), ())
    start, text = paragraphs[unit.place.paragraph]
    offset = start + _marker_start(text, unit.place)
    path = next(section.path for section in sections if section.start <= offset < section.end)
    expected = [_heading_texts(heading, gold, paragraphs) for heading in unit.path]
    # A heading without text of its own stands in the section of its first child.
    is_heading = bool(unit.path) and _covers(unit.path[-1], unit.place, gold)
    is_heading = is_heading and not _runs_on(_unit_text(gold, unit.place, text))
    compared = path[: len(expected)] if is_heading else path
    right = len(compared) == len(expected) and all(map(_names, compared, expected))
    return StructureOutcome(gold.source, unit.place, True, right, path, tuple(texts[0][:30] for texts in expected))


def _covers(heading: Place, place: Place, gold: GoldDocument) -> bool:
    last = heading.paragraph + gold.lines.get(heading.paragraph, 1)
    return heading == place or (not place.marker and heading.paragraph <= place.paragraph < last)


def _runs_on(text: str) -> bool:
    """Tell a heading that is followed by its text in the same line from one that is the whole line."""
    return text[-1] in "。；：！？" and len(re.findall(r"[。！？；：:]|——", text)) > 1


def _marker_start(text: str, place: Place) -> int:
    starts = [found.start() for found in re.finditer(re.escape(place.marker), text)] if place.marker else [0]
    return starts[place.nth - 1]


def _heading_texts(heading: Place, gold: GoldDocument, paragraphs: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """The text that a heading's name has to begin with, for a heading of several lines from each of them on."""
    lines = [text for _, text in paragraphs[heading.paragraph :][: gold.lines.get(heading.paragraph, 1)]]
    lines[0] = lines[0][_marker_start(lines[0], heading) :]
    return tuple(_NOT_IN_LABELS.sub("", squeeze(lines[first:])) for first in range(len(lines)))


def _names(label: str, texts: Sequence[str]) -> bool:
    name = squeeze([label]).rstrip("…")
    return bool(name) and any(text.startswith(name) for text in texts)


def _measure(outcomes: Sequence[StructureOutcome]) -> dict[str, Estimate]:
    fresh = [outcome for outcome in outcomes if outcome.fresh]
    return {
        "path": share([outcome.right for outcome in fresh]),
        "fresh": share([outcome.fresh for outcome in outcomes]),
    }


def summarise(outcomes: Sequence[StructureOutcome]) -> tuple[CategorySummary, ...]:
    """Over all units and by document: the share of right paths among those whose text is that of the gold."""
    return summarise_categories(outcomes, lambda outcome: outcome.source, _measure)


def evaluate_structure(folder: Path, output: Output) -> int:
    """Compare the documents of the gold below this folder; returns the exit status."""
    gold = read_gold(GOLD)
    with wrong_use():
        floors = output.read_floors()
        outcomes = [outcome for one in gold for outcome in judge_document(one, _open(folder, one.source))]
    summaries = summarise(outcomes)
    console = open_console()
    show_summaries(console, SET, summaries, MEASURES)
    show_failures(console, [outcome.diagnose() for outcome in outcomes if not outcome.right], output.failures)
    output.write([{"set": SET, "summaries": [asdict(summary) for summary in summaries]}])
    return output.hold(floors, {SET: gate_values(summaries)})


def _open(folder: Path, source: str) -> Document:
    file, _, key = source.partition("#")
    path = folder / file
    if not path.is_file():
        raise FileNotFoundError(f"{path}：没有这个文件。评测章节结构要有标准所据的原文。")
    document = _documents(path).get(key)
    if document is None:
        raise ValueError(f"{path}：读不出 {key or '正文'}。")
    return document
