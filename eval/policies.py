"""Are pages of government sites read right: title, number, issuer and date, every paragraph, and nothing else.

Invariant: the pages go through the reader of web pages and through cleaning, as a user's files do.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.answers import share
from eval.beir import read_records, text_field
from eval.output import Output, wrong_use
from eval.statistics import Estimate
from eval.summaries import ALL, CategorySummary, gate_values
from eval.tables import open_console, show_failures, show_summaries
from indexer.numbering import squeeze
from indexer.reading import read_documents
from indexer.types import Document, Facts

GOLD = Path(__file__).parent / "gold" / "policies.jsonl"
MEASURES = {
    "title": "标题",
    "doc_number": "发文字号",
    "issuer": "发文机关",
    "issued": "成文日期",
    "paragraphs": "段落齐全",
    "main": "无多余段落",
}
_FIELDS = ("title", "doc_number", "issuer", "issued")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the set: its HTML and the text that it holds, a paragraph or table cell a line."""

    id: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What a page was read as: its facts and those of the gold (None for a page without), and its paragraphs.

    `missing` and `extra` are the paragraphs and cells on one side alone, of `expected` and `read` in all.
    """

    id: str
    facts: Facts
    gold: Facts | None
    expected: int
    read: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    def wrong_fields(self) -> tuple[str, ...]:
        """The facts that are not those of the gold, blanks aside."""
        if self.gold is None:
            return ()
        return tuple(name for name in _FIELDS if _plain(self.facts, name) != _plain(self.gold, name))

    def diagnose(self) -> str:
        """Say which facts differ, and which paragraphs are missing or too many."""
        facts = [
            f"  {MEASURES[name]}：读成 {_plain(self.facts, name)}，应为 {_plain(self.gold, name)}"
            for name in self.wrong_fields()
            if self.gold
        ]
        paragraphs = [
            f"  {what}：{text[:60]}" for what, texts in (("缺", self.missing), ("多", self.extra)) for text in texts
        ]
        return "\n".join([self.id, *facts, *paragraphs])


def _plain(facts: Facts, name: str) -> str:
    return squeeze([str(getattr(facts, name))])


def read_gold(path: Path) -> dict[str, Facts]:
    """Read the facts made by hand, by the id of the page; raises ValueError naming file and line."""
    found = {}
    for number, record in read_records(path):
        fields = {name: text_field(record, name, path, number) for name in ("id", *_FIELDS)}
        found[fields["id"]] = Facts(
            title=fields["title"],
            issuer=fields["issuer"],
            doc_number=fields["doc_number"],
            issued=date.fromisoformat(fields["issued"]),
        )
    return found


def read_pages(folder: Path) -> tuple[Page, ...]:
    """Read `raw_html.jsonl` (`_id`, `html`) and the texts of `corpus.jsonl` under the same ids.

    Raises ValueError for a page without a text, FileNotFoundError where a file is missing.
    """
    texts = {
        text_field(record, "_id", folder, number): text_field(record, "text", folder, number)
        for number, record in read_records(folder / "corpus.jsonl")
    }
    pages = []
    for number, record in read_records(folder / "raw_html.jsonl"):
        name = text_field(record, "_id", folder, number)
        if name not in texts:
            raise ValueError(f"{folder}：corpus.jsonl 里没有网页 {name} 的正文。")
        pages.append(Page(name, text_field(record, "html", folder, number), texts[name]))
    return tuple(pages)


def judge_page(page: Page, document: Document, gold: Facts | None) -> PageOutcome:
    """Compare what a page was read as with its text and its facts.

    A paragraph counts as read when it is a line of its own; in a table, whose cells may hold several, when it stands in
    a row. What is read counts as the page's when it is one of its paragraphs, or as a cell stands in its text.
    """
    expected, read = Counter(_squeezed(page.text.split("\n"))), Counter[str]()
    rows: list[str] = []
    for line in document.text.split("\n"):
        cells = list(_squeezed(line.split("|")))
        (rows if "|" in line else []).append("".join(cells))
        read.update(cells)
    in_rows, whole = "\n".join(rows), squeeze([page.text])
    missing = tuple(text for text in (expected - read).elements() if text not in in_rows)
    extra = tuple(text for text in (read - expected).elements() if text not in in_rows or text not in whole)
    return PageOutcome(page.id, document.facts, gold, expected.total(), read.total(), missing, extra)


def _squeezed(texts: Iterable[str]) -> Iterator[str]:
    return (squeezed for text in texts if (squeezed := squeeze([text])))


def summarise(outcomes: Sequence[PageOutcome]) -> CategorySummary:
    """Shares with 95 % Wilson intervals: facts over the pages of the gold, paragraphs over those of all pages."""
    judged = [outcome for outcome in outcomes if outcome.gold]
    measures: dict[str, Estimate] = {
        name: share([name not in outcome.wrong_fields() for outcome in judged]) for name in _FIELDS
    }
    for name, total, wrong in (("paragraphs", "expected", "missing"), ("main", "read", "extra")):
        verdicts = [
            number >= len(getattr(outcome, wrong)) for outcome in outcomes for number in range(getattr(outcome, total))
        ]
        measures[name] = share(verdicts)
    return CategorySummary(ALL, len(outcomes), measures)


def evaluate_policies(folder: Path, output: Output) -> int:
    """Read every page of the folder; returns the exit status."""
    with wrong_use():
        pages, gold, floors = read_pages(folder), read_gold(GOLD), output.read_floors()
    with TemporaryDirectory() as scratch:
        outcomes = [judge_page(page, _read(page, Path(scratch)), gold.get(page.id)) for page in pages]
    summary, name, console = summarise(outcomes), f"policies/{folder.resolve().name}", open_console()
    show_summaries(console, name, [summary], MEASURES)
    failed = [one for one in outcomes if one.wrong_fields() or one.missing or one.extra]
    show_failures(console, [outcome.diagnose() for outcome in failed], output.failures)
    output.write([{"set": name, "summaries": [asdict(summary)]}])
    return output.hold(floors, {name: gate_values([summary])})


def _read(page: Page, scratch: Path) -> Document:
    path = scratch / f"{page.id}.html"
    path.write_text(page.html, encoding="utf-8")
    (document,) = read_documents(path)
    if not isinstance(document, Document):
        raise ValueError(f"{page.id}：读不出：{document}")
    return document
