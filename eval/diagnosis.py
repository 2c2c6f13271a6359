"""Why a document that should come first does not: where each part of the search ranks it, and what it lacks.

Invariant: the ranks are real. For a diagnosis each part ranks all passages, not only the best that the search takes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.library import passage_names
from eval.retrieval import DEPTH as LISTED
from eval.retrieval import RetrievalOutcome
from eval.summaries import ALL
from indexer.script import fold
from indexer.types import UNRESTRICTED
from indexer.words import Tokens
from service.fusion import DEPTH, fuse
from service.library import Library
from service.understanding import understand

_LACKING = 3  # words named that the passage has not, the rarest first


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one part of the search has a document: by its best passage, whose score is a share of the best one's.

    `rank` is among documents, `passage_rank` among passages, both from 1; `score` is 0…1 as fusion normalises it.
    """

    rank: int
    passage_rank: int
    passage: int
    score: float


@dataclass(frozen=True, slots=True)
class Part:
    """One part's ranking of a query: name of each document it finds → where that stands."""

    name: str
    standings: Mapping[str, Standing]

    def describe(self, document: str) -> str:
        """`词语第 13 位（0.52）`."""
        standing = self.standings.get(document)
        return f"{self.name}第 {standing.rank} 位（{standing.score:.2f}）" if standing else f"{self.name}没有找到"

    def takes(self, document: str) -> bool:
        """True where a passage of the document is among those that the search takes of this part."""
        standing = self.standings.get(document)
        return standing is not None and standing.passage_rank <= DEPTH


def explain_failures(library: Library, outcomes: Sequence[RetrievalOutcome], explained: int) -> tuple[str, ...]:
    """A text for each failed outcome, in order; only the first `explained` say more than which query it is."""
    failed = [outcome for outcome in outcomes if outcome.is_failure()]
    names = passage_names(library) if failed and explained else {}
    return tuple(
        explain(library, names, outcome) if index < explained else outcome.case.query.id
        for index, outcome in enumerate(failed)
    )


def explain(library: Library, names: Mapping[int, str], outcome: RetrievalOutcome) -> str:
    """Say for each relevant document which rank it got, which with each part, and why it is not first.

    `names` are those of the passages' documents. The answer is text of several lines.
    """
    query = outcome.case.query
    understood = understand(library, query.text)
    tokens = library.segmenter.query_tokens(understood.words)
    words, meaning = _rank_by_words(library, names, tokens), _rank_by_meaning(library, names, understood.text)
    first = outcome.ranking[0] if outcome.ranking else None
    lines = [f"{query.id}（{query.category or ALL}）{query.text}"]
    for name, rank in outcome.expected_ranks().items():
        place = f"第 {rank} 位" if rank else f"前 {LISTED} 篇之外"
        lines.append(f"  应得 {name}：{place}，{words.describe(name)}，{meaning.describe(name)}")
        if name not in names.values():
            lines.append("    没有编入索引")
        elif rank != 1:
            lines.append(f"    {_reason(name, words, meaning)}{_lacking(library, words, meaning, name, tokens)}")
    described = f"{first}：{words.describe(first)}，{meaning.describe(first)}" if first else "没有结果"
    return "\n".join((*lines, f"  首位是 {described}" if first else f"  {described}"))


def _rank_by_words(library: Library, names: Mapping[int, str], tokens: Tokens) -> Part:
    generation = library.generation
    return _part(
        "词语", names, fuse(generation.search_lexical(tokens, UNRESTRICTED, generation.meta.passages), [], 0.0)
    )


def _rank_by_meaning(library: Library, names: Mapping[int, str], query: str) -> Part:
    generation = library.generation
    nearest = generation.search_dense(library.query_vector(query), UNRESTRICTED, generation.meta.passages)
    return _part("意义", names, fuse([], nearest, 1.0))


def _part(name: str, names: Mapping[int, str], ranking: list[tuple[int, float]]) -> Part:
    standings: dict[str, Standing] = {}
    for passage_rank, (passage, score) in enumerate(ranking, start=1):
        document = names[passage]
        if document not in standings:
            standings[document] = Standing(len(standings) + 1, passage_rank, passage, score)
    return Part(name, standings)


def _reason(name: str, words: Part, meaning: Part) -> str:
    missing = [part.name for part in (words, meaning) if not part.takes(name)]
    if len(missing) > 1:
        return f"词语和意义都没有把它的任何一段列入前 {DEPTH} 段，它没有参加排序"
    if missing:
        return f"{missing[0]}没有把它列入前 {DEPTH} 段"
    behind = min((words, meaning), key=lambda part: part.standings[name].score)
    return f"词语和意义都找到了它，差在{behind.name}"


def _lacking(library: Library, words: Part, meaning: Part, name: str, tokens: Tokens) -> str:
    """The rarest words of the query that are not in the passage by which the document is found."""
    found = words.standings.get(name) or meaning.standings[name]
    text = fold(library.store.passages([found.passage])[0].passage.text)
    generation = library.generation
    lacking = [word for word in tokens.words if word not in text and generation.frequency(word)]
    rarest = sorted(lacking, key=generation.rarity, reverse=True)[:_LACKING]
    return f"；该段没有{''.join(f'“{word}”' for word in rarest)}" if rarest else ""
