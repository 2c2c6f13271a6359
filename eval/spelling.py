"""Are slips put right and valid queries left alone: names of an index, misspelt by rule, and the queries of a set.

Invariant: a misspelt name stands nowhere in the index; the same index gives the same misspellings.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.answers import share
from eval.beir import read_collection
from eval.cache import cached_settings, collection_settings
from eval.library import open_evaluated, plain_corpus
from eval.output import Output, wrong_use
from eval.questions import read_questions
from eval.statistics import SEED, Estimate
from eval.summaries import CategorySummary, gate_values, summarise_categories
from eval.tables import open_console, show_failures, show_summaries
from indexer import builtin
from indexer.pronunciation import readings_by_character, syllables
from indexer.script import fold
from service.library import Library
from service.occurrence import occurs
from service.question import is_shorthand
from service.settings import Settings
from service.spelling import Spelling, check_spelling

VALID = "原本无误"
QUESTIONS = Path(__file__).with_name("questions") / "corpus.jsonl"  # asked of the built-in corpus
MEASURES = {"right": "改对", "offered": "改对或提示", "harmless": "未改错"}


@dataclass(frozen=True, slots=True)
class SpellingCase:
    """A query as typed, and what it should become: itself where it is valid."""

    typed: str
    meant: str
    category: str


@dataclass(frozen=True, slots=True)
class SpellingOutcome:
    """What became of a case."""

    case: SpellingCase
    spelling: Spelling

    @property
    def right(self) -> bool:
        """True when exactly what was meant is searched for."""
        return fold(self.spelling.text) == fold(self.case.meant)

    @property
    def offered(self) -> bool:
        """True when what was meant is searched for or among the suggestions."""
        return self.right or fold(self.case.meant) in map(fold, self.spelling.suggestions)

    @property
    def harmless(self) -> bool:
        """True unless something else than what was typed or meant is searched for."""
        return self.right or self.spelling.text == self.case.typed

    def diagnose(self) -> str:
        """What was typed, meant, searched for and suggested."""
        suggested = "、".join(self.spelling.suggestions) or "无"
        return (
            f"{self.case.category} {self.case.typed} → {self.spelling.text}，应为 {self.case.meant}；提示：{suggested}"
        )


def evaluate_spelling(folder: Path | None, output: Output) -> int:
    """Misspell the names of a collection's index, or of the built-in corpus, and ask its queries; the exit status."""
    with wrong_use():
        settings, corpus, queries = _collection(folder) if folder else _builtin()
        floors = output.read_floors()
    with open_evaluated([corpus], settings) as library:
        cases = [*misspelt_names(library), *(SpellingCase(query, query, VALID) for query in queries)]
        outcomes = [SpellingOutcome(case, check_spelling(library, case.typed)) for case in cases]
    summaries = summarise(outcomes)
    name, console = f"spelling/{folder.resolve().name if folder else 'corpus'}", open_console()
    show_summaries(console, name, summaries, MEASURES)
    show_failures(console, [outcome.diagnose() for outcome in outcomes if not outcome.right], output.failures)
    output.write([{"set": name, "summaries": [asdict(summary) for summary in summaries]}])
    return output.hold(floors, {name: gate_values(summaries)})


def _collection(folder: Path) -> tuple[Settings, Path, tuple[str, ...]]:
    collection = read_collection(folder)
    settings = collection_settings(collection)
    queries = tuple(query.text for query in collection.queries if query.text.strip())
    return settings, plain_corpus(collection, settings.data), queries


def _builtin() -> tuple[Settings, Path, tuple[str, ...]]:
    questions = read_questions(QUESTIONS)
    return cached_settings("corpus", builtin.DOCUMENTS), builtin.DOCUMENTS, tuple(one.text for one in questions)


def summarise(outcomes: Sequence[SpellingOutcome]) -> tuple[CategorySummary, ...]:
    """Shares with 95 % Wilson intervals, over all cases and by the kind of slip."""
    return summarise_categories(outcomes, lambda outcome: outcome.case.category, _measure)


def _measure(outcomes: Sequence[SpellingOutcome]) -> dict[str, Estimate]:
    return {
        "right": share([outcome.right for outcome in outcomes]),
        "offered": share([outcome.offered for outcome in outcomes]),
        "harmless": share([outcome.harmless for outcome in outcomes]),
    }


def misspelt_names(library: Library) -> Iterator[SpellingCase]:
    """Each shorthand of the index, and each policy term that occurs in it, in pinyin and with one homophone."""
    vocabulary = library.generation.vocabulary
    terms = {fold(line.split()[0]) for line in builtin.TERMS.read_text(encoding="utf-8").splitlines() if line.strip()}
    names = sorted(name for name in vocabulary.names if len(name) > 2 and (name in terms or is_shorthand(name)))
    sounds = _characters_by_sound()
    draw = random.Random(SEED)
    for name in names:
        if all("一" <= character <= "鿿" for character in name):
            yield SpellingCase("".join(syllables(name)), name, "拼音连写")
            yield SpellingCase(" ".join(syllables(name)), name, "拼音分写")
        slip = _with_homophone(name, sounds, draw)
        if slip and not occurs(library, slip):
            yield SpellingCase(slip, name, "一个同音字")


def _characters_by_sound() -> dict[str, list[str]]:
    """The characters in everyday use (GB 2312, first level: 3,755) by their most frequent reading."""
    sounds: dict[str, list[str]] = {}
    for character, readings in readings_by_character().items():
        if _is_common(character):
            sounds.setdefault(readings[0], []).append(character)
    return sounds


def _is_common(character: str) -> bool:
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def _with_homophone(name: str, sounds: dict[str, list[str]], draw: random.Random) -> str | None:
    """The name with one character replaced by another common one of the same sound; None where there is none."""
    options = [
        name[:at] + other + name[at + 1 :]
        for at, sound in enumerate(syllables(name) if len(syllables(name)) == len(name) else ())
        for other in sounds.get(sound, ())
        if other != name[at]
    ]
    return draw.choice(options) if options else None
