"""Does the verification let a false quotation pass, or reject a true one: thousands of random cases of each kind.

Invariant: what is corrupted comes from the library that is asked; the same seed makes the same cases.
"""

import random
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.answers import share
from eval.cache import cached_settings
from eval.corruptions import (
    Corrupt,
    Quotable,
    add_bound,
    add_negation,
    change_digit,
    change_unit,
    corrupted_quotations,
    enclose,
    holds,
    join_with,
    lose_bound,
    lose_negation,
    quotable_sentences,
    respell,
)
from eval.library import open_evaluated
from eval.output import Output, wrong_use
from eval.summaries import CategorySummary, gate_values, summarise_categories
from eval.tables import open_console, show_failures, show_summaries
from indexer import builtin
from service.findings import Standing
from service.library import Library
from service.opening import build_index
from service.quotations import Kind
from service.settings import Settings, read_settings
from service.verification import verify_text

_SEED = 5
# Share of the corruptions by kind; two more kinds, another document and another version, have a tenth each.
_SHARES: dict[str, tuple[float, Corrupt]] = {
    "改一个数字": (0.15, change_digit),
    "丢掉否定词": (0.1, lose_negation),
    "加上否定词": (0.1, add_negation),
    "丢掉界限词": (0.1, lose_bound),
    "加上界限词": (0.1, add_bound),
    "换单位": (0.1, change_unit),
}
_JOINED, _ELSEWHERE = 0.15, 0.1
_FRONT_MATTER = re.compile(r"\A---.*?^---", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Trial:
    """A text with one quotation, whether it is true, and what the verification said to it."""

    kind: str
    text: str
    true: bool
    passed: bool

    @property
    def right(self) -> bool:
        """True quotations pass, false ones do not."""
        return self.passed == self.true


MEASURES = {"caught": "假的未放行", "accepted": "真的未误伤"}


def passes(library: Library, text: str) -> bool:
    """The one quotation or term of the text is verbatim. Raises ValueError where the text has none or several."""
    findings = verify_text(library, text).findings
    checked = [finding for finding in findings if finding.piece.kind in (Kind.QUOTATION, Kind.TERM)]
    if len(checked) != 1:
        raise ValueError(f"应有一处引文，找到 {len(checked)} 处：{text}")
    return checked[0].standing is Standing.VERBATIM


def corruption_trials(library: Library, wanted: int) -> Iterator[Trial]:
    """About `wanted` corrupted quotations of all kinds but another version. Raises ValueError for too few sentences."""
    chance, quotable = random.Random(_SEED), quotable_sentences(library)
    kinds = {**_SHARES, "拼接两处": (_JOINED, join_with(quotable))}
    for kind, (part, corrupt) in kinds.items():
        for _, quote in corrupted_quotations(quotable, chance, round(part * wanted), corrupt):
            yield _trial(library, kind, f"据介绍，{enclose(quote)}。", true=False)
    for text in _elsewhere(library, quotable, chance, round(_ELSEWHERE * wanted)):
        yield _trial(library, "张冠李戴", text, true=False)


def respelling_trials(library: Library, wanted: int) -> Iterator[Trial]:
    """True quotations with other blanks, script, width and marks."""
    chance, quotable = random.Random(_SEED), quotable_sentences(library)
    for _ in range(wanted):
        quote = respell(chance, chance.choice(quotable.sentences)[1])
        yield _trial(library, "原文换写法", f"原文是：{enclose(quote)}。", true=True)


def version_trials(folder: Path, wanted: int, index: Callable[[Path], Library]) -> Iterator[Trial]:
    """Quotations of the built-in corpus under a version in which every figure was one higher.

    `index` brings a library up to date with the documents in a folder and opens it; it is called for each version.
    """
    for raised in (True, False):
        for path in builtin.DOCUMENTS.glob("*.md"):
            content = path.read_text(encoding="utf-8")
            (folder / path.name).write_text(_raised(content) if raised else content, encoding="utf-8")
        library = index(folder)
        if raised:
            library.close()
    with library:
        yield from _under_old_version(library, wanted)


def _under_old_version(library: Library, wanted: int) -> Iterator[Trial]:
    chance = random.Random(_SEED)
    old = {id: library.document(id, version) for id, version, superseded in library.store.versions() if superseded}
    changed = [
        (before.document, quote)
        for id, quote in quotable_sentences(library).sentences
        if (before := old.get(id)) and quote not in before.document.text
    ]
    for document, quote in chance.choices(changed, k=wanted):
        text = f"{enclose(quote)}（/documents/{document.id}?version={document.version}）"
        yield _trial(library, "张冠李戴（旧版本）", text, true=False)


def _raised(content: str) -> str:
    front = _FRONT_MATTER.match(content)
    start = front.end() if front else 0
    return content[:start] + re.sub(r"\d+", lambda found: str(int(found[0]) + 1), content[start:])


def _elsewhere(library: Library, quotable: Quotable, chance: random.Random, wanted: int) -> Iterator[str]:
    """Quotations attributed to a document that does not hold them, in four ways."""
    titles = {summary.id: summary.facts.title for summary in library.documents()}
    made = 0
    while made < wanted:
        id, quote = chance.choice(quotable.sentences)
        other = chance.choice(list(titles))
        if other == id or holds(quotable, other, quote):
            continue
        made += 1
        title = titles[other]
        lead = chance.choice([f"据《{title}》，", f"《{title}》指出：", ""])
        tail = "" if lead else chance.choice([f"（见《{title}》）", f"（出处：{other} 起止 1–9）"])
        yield f"{lead}{enclose(quote)}{tail}"


def _trial(library: Library, kind: str, text: str, *, true: bool) -> Trial:
    return Trial(kind, text, true, passes(library, text))


def summarise(trials: Sequence[Trial]) -> tuple[CategorySummary, ...]:
    """Shares with 95 % Wilson intervals: `caught` over the false quotations, `accepted` over the true ones."""
    return summarise_categories(
        trials,
        lambda trial: trial.kind,
        lambda group: {
            "caught": share([trial.right for trial in group if not trial.true]),
            "accepted": share([trial.right for trial in group if trial.true]),
        },
    )


def evaluate_verification(data: Path | None, wanted: int, output: Output) -> int:
    """Try `wanted` corruptions and a fifth as many true quotations on a library; returns the exit status.

    Without `data` the library is the built-in corpus; another version is tried on that in any case.
    """
    settings = read_settings(data) if data else cached_settings("corpus", builtin.DOCUMENTS)
    with wrong_use():
        floors = output.read_floors()
        with open_evaluated([] if data else [builtin.DOCUMENTS], settings) as library:
            trials = [*corruption_trials(library, wanted), *respelling_trials(library, wanted // 5)]
        trials += _version_trials(round(_ELSEWHERE * wanted), settings)
    summaries, name, console = summarise(trials), f"verify/{data.name if data else 'corpus'}", open_console()
    show_summaries(console, name, summaries, MEASURES)
    show_failures(console, [f"{trial.kind}：{trial.text}" for trial in trials if not trial.right], output.failures)
    output.write([{"set": name, "summaries": [asdict(summary) for summary in summaries]}])
    return output.hold(floors, {name: gate_values(summaries)})


def _version_trials(wanted: int, settings: Settings) -> list[Trial]:
    with tempfile.TemporaryDirectory() as scratch:
        documents, own = Path(scratch) / "documents", read_settings(Path(scratch) / "data", settings.model)
        documents.mkdir()

        def index(folder: Path) -> Library:
            build_index([folder], own)
            return Library.open(own)

        return list(version_trials(documents, wanted, index))
