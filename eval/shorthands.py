"""Does the bare name of a shorthand find what spells it out: the rank of that passage, name by name.

Invariant: what is expected is found in the texts by the members that a person listed, not by the search's own rules.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.answers import share
from eval.cache import cached_settings
from eval.library import open_evaluated
from eval.output import Output, wrong_use
from eval.questions import read_questions
from eval.statistics import Estimate, bootstrap_mean
from eval.summaries import CategorySummary, gate_values, summarise_categories
from eval.tables import open_console, show_failures, show_summaries
from indexer import builtin
from indexer.script import fold
from indexer.store import StoredPassage
from service.library import Library
from service.question import analyse
from service.search import search

QUESTIONS = Path(__file__).with_name("questions") / "corpus.jsonl"
ONE_PASSAGE, ONE_SECTION = "一段说全", "一节说全"
MEASURES = {"P@1": "首位", "RR": "RR"}
_REACH = 12  # passages after the one with the name in which a section may tell the members
_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Shorthand:
    """A name and, for each place that spells it out, the members that are told there."""

    name: str
    expansions: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ShorthandOutcome:
    """At which rank (from 1) the first passage came that spells out the name; None when none was found."""

    name: str
    kind: str
    rank: int | None
    first: str

    def diagnose(self) -> str:
        """The rank, and what came first instead."""
        return f"{self.name}（{self.kind}）：第 {self.rank or '—'} 位；首位是 {self.first[:60]!r}"


def read_gold(path: Path) -> tuple[Shorthand, ...]:
    """Read the complete entries of a list of shorthands: term and expansion. Raises FileNotFoundError, ValueError."""
    grouped: dict[str, list[tuple[str, ...]]] = {}
    for entry in json.loads(path.read_text(encoding="utf-8")):
        if entry["complete"]:
            grouped.setdefault(entry["term"], []).append(tuple(entry["expansion"]))
    return tuple(Shorthand(name, tuple(expansions)) for name, expansions in grouped.items())


def names_of_questions(library: Library, path: Path) -> tuple[Shorthand, ...]:
    """The names that the definitions among the questions ask for, one a question, with the strings expected."""
    asked = [question for question in read_questions(path) if question.category == "definition" and question.answerable]
    named = [(analyse(question.text, library.segmenter).names, question.expected) for question in asked]
    return tuple(Shorthand(names[0], (expected,)) for names, expected in named if len(names) == 1)


def evaluate_shorthands(gold: Path | None, folder: Path | None, output: Output) -> int:
    """Look up every name: of a list over the folder of its documents, or of our own questions over the corpus."""
    with wrong_use():
        floors = output.read_floors()
        documents = builtin.DOCUMENTS if gold is None else folder or gold.resolve().parent.parent / "seeds"
        listed = read_gold(gold) if gold else ()
    settings = cached_settings("corpus" if gold is None else "shorthands", documents)
    with open_evaluated([documents], settings) as library:
        outcomes = tuple(run(library, listed or names_of_questions(library, QUESTIONS)))
    summaries = summarise(outcomes)
    name, console = f"shorthands/{documents.resolve().name if gold else 'corpus'}", open_console()
    show_summaries(console, name, summaries, MEASURES)
    show_failures(console, [outcome.diagnose() for outcome in outcomes if outcome.rank != 1], output.failures)
    output.write([{"set": name, "names": [asdict(outcome) for outcome in outcomes]}])
    return output.hold(floors, {name: gate_values(summaries)})


def run(library: Library, shorthands: Sequence[Shorthand]) -> Iterator[ShorthandOutcome]:
    """Look up each name that some passage, or else some section, spells out; the others are left out."""
    passages = tuple(library.store.current_passages())
    for shorthand in shorthands:
        whole = _spelling_out(shorthand, passages, 0)
        expected = whole or _spelling_out(shorthand, passages, _REACH)
        if expected:
            hits = search(library, shorthand.name, k=_DEPTH).hits
            rank = next((hit.rank for hit in hits if hit.passage.id in expected), None)
            kind = ONE_PASSAGE if whole else ONE_SECTION
            yield ShorthandOutcome(shorthand.name, kind, rank, hits[0].passage.text if hits else "")


def _spelling_out(shorthand: Shorthand, passages: Sequence[StoredPassage], reach: int) -> frozenset[str]:
    """Ids of the passages that have the name and, with the `reach` passages that follow, all members.

    Of a section only the passage with the name that stands nearest to the members counts.
    """
    found: list[str] = []
    for at, stored in enumerate(passages):
        following = passages[at : at + 1 + reach]
        same = [one.passage.text for one in following if one.passage.document_id == stored.passage.document_id]
        text = _bare("".join(same))
        if _bare(shorthand.name) in _bare(stored.passage.text) and any(
            all(_bare(member) in text for member in members) for members in shorthand.expansions
        ):
            found.append(stored.passage.id)
    return frozenset(found[-1:] if reach else found)


def _bare(text: str) -> str:
    return re.sub(r"\W", "", fold(text))


def summarise(outcomes: Sequence[ShorthandOutcome]) -> tuple[CategorySummary, ...]:
    """Share at rank 1 with its 95 % Wilson interval, and the mean reciprocal rank; all, then by kind."""
    return summarise_categories(outcomes, lambda outcome: outcome.kind, _measure)


def _measure(outcomes: Sequence[ShorthandOutcome]) -> dict[str, Estimate]:
    return {
        "P@1": share([outcome.rank == 1 for outcome in outcomes]),
        "RR": bootstrap_mean([1 / outcome.rank if outcome.rank else 0.0 for outcome in outcomes]),
    }
