"""What each part of the search adds: the same queries ranked by each part alone, by plain fusions, by the whole.

Invariant: all variants take the same tokens, the same vector and the same number of passages of each engine, so that
what differs in a row is what its name says.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.beir import Collection, read_collection
from eval.cache import collection_settings
from eval.engines import Engine
from eval.library import document_names, open_evaluated, passage_names, plain_corpus
from eval.output import wrong_use
from eval.retrieval import DEPTH, RetrievalCase, RetrievalOutcome, measure_outcomes, rank_documents, select_cases
from eval.statistics import PairedTest, bootstrap_mean, permutation_test
from indexer.lexical import FieldWeights
from indexer.ranked import Ranked
from indexer.types import UNRESTRICTED
from service import fusion
from service.closeness import weigh_tokens
from service.fusion import Scored, add_closeness, fuse, gather
from service.library import Library
from service.usage import WrongUse

MEASURE = "nDCG@10"
WHOLE = "the whole search"
BEGIN, END = "<!-- ablation: written by the command below -->", "<!-- /ablation -->"
_RECIPROCAL = 60  # of reciprocal rank fusion, as its authors take it (Cormack et al. 2009)
_WEIGHTS = (0.5, 0.6, 0.75)  # the last two are the best for the easy sets and for the hard ones
_FIELDS = {
    "words": FieldWeights(1, 0, 0),
    "bigrams": FieldWeights(0, 1, 0),
    "words + bigrams": FieldWeights(1, 1, 0),
    "words + bigrams + headings": FieldWeights(),
}

Ranking = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One set: its name, its number of queries, and for each variant the value of each query, in the same order."""

    set: str
    values: Mapping[str, tuple[float, ...]]

    @property
    def n(self) -> int:
        """How many queries."""
        return len(self.values[WHOLE])

    def cell(self, variant: str) -> str:
        """`0.981 (.977–.985)`, with † where the difference to the whole search is not chance (p < 0.05)."""
        estimate = bootstrap_mean(self.values[variant])
        bounds = "–".join(f"{bound:.3f}".removeprefix("0") for bound in (estimate.low, estimate.high))
        return f"{estimate.value:.3f} ({bounds}){'†' if self.test(variant).p < 0.05 else ''}"

    def test(self, variant: str) -> PairedTest:
        """The whole search against the variant."""
        return permutation_test(self.values[variant], self.values[WHOLE])


def rank_variants(library: Library, names: Mapping[int, str], query: str) -> dict[str, Ranking]:
    """Variant → names of the best documents, best first; `names` are those of the passages' documents."""
    generation, tokens = library.generation, library.segmenter.query_tokens(query)
    by_fields = {
        name: generation.search_lexical(tokens, UNRESTRICTED, fusion.DEPTH, weights)
        for name, weights in _FIELDS.items()
    }
    lexical = by_fields["words + bigrams + headings"]
    dense = generation.search_dense(library.query_vector(query), UNRESTRICTED, fusion.DEPTH)
    found: dict[str, Scored | Ranked] = {**by_fields, "meaning": dense}
    found["reciprocal rank fusion"] = reciprocal_ranks(lexical, dense)
    for weight in _WEIGHTS:
        found[f"fusion, meaning {weight}"] = fuse(lexical, dense, weight)
    vector, candidates = library.query_vector(query), gather(generation, lexical, dense)
    sought = weigh_tokens(tokens, generation)
    found["+ real cosines"] = alone = candidates.fuse(vector, 0.0)
    found["+ closeness"] = add_closeness(library.store, sought, alone)
    found["+ likeness"] = add_closeness(library.store, sought, candidates.fuse(vector, fusion.KIN))
    return {variant: _documents(scored, names) for variant, scored in found.items()}


def reciprocal_ranks(*rankings: Scored | Ranked) -> Scored:
    """Each passage scored by the sum of 1 / (60 + its rank) over the rankings that have it, best first."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, (number, _) in enumerate(ranking, start=1):
            scores[number] = scores.get(number, 0.0) + 1 / (_RECIPROCAL + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def _documents(scored: Scored | Ranked, names: Mapping[int, str]) -> Ranking:
    return tuple(dict.fromkeys(names[number] for number, _ in scored))[:DEPTH]


def evaluate_ablation(paths: Sequence[Path], limit: int | None, write: Path | None) -> None:
    """Measure every variant on every set and print the table, or write it between the marks of a file."""
    with wrong_use():
        collections = [_read(path) for path in paths]
        if write:
            replace_between_marks(write, "")
    columns = [_measure(collection, limit) for collection in collections]
    table = format_table(columns)
    if not write:
        print(table)
        return
    limited = f" --limit-queries {limit}" if limit else ""
    command = f"yinju eval ablation {' '.join(map(str, paths))}{limited} --write {write}"
    write.write_text(replace_between_marks(write, f"```sh\n{command}\n```\n\n{table}\n"), encoding="utf-8")
    print(f"已写入 {write}。")


def _read(path: Path) -> Collection:
    return read_collection(path.parent, path.name) if path.is_file() else read_collection(path)


def _measure(collection: Collection, limit: int | None) -> Column:
    cases = select_cases(collection, limit)
    if not cases:
        raise WrongUse(f"{collection.folder}：没有一个问题既有文字又有相关文档。")
    settings = collection_settings(collection)
    with open_evaluated([plain_corpus(collection, settings.data)], settings) as library:
        return measure_variants(library, collection.name, cases)


def measure_variants(library: Library, set: str, cases: Sequence[RetrievalCase]) -> Column:
    """Ask every case of every variant."""
    passages, documents = passage_names(library), document_names(library)
    outcomes: dict[str, list[RetrievalOutcome]] = {}

    def ask(case: RetrievalCase, rank: Callable[[str], dict[str, Ranking]]) -> None:
        for variant, ranking in rank(case.query.text).items():
            outcomes.setdefault(variant, []).append(RetrievalOutcome(case, ranking))

    for case in cases:
        ask(case, lambda query: rank_variants(library, passages, query))
        ask(case, lambda query: {WHOLE: rank_documents(library, documents, Engine.HYBRID, query)})
    values = {variant: tuple(measure_outcomes(asked)[MEASURE].values()) for variant, asked in outcomes.items()}
    return Column(set, values)


def format_table(columns: Sequence[Column]) -> str:
    """A markdown table with one row a variant and one column a set."""
    head = [f"{MEASURE} (95 %)", *(f"{column.set}, n={column.n}" for column in columns)]
    rows = [[variant, *(column.cell(variant) for column in columns)] for variant in columns[0].values]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def replace_between_marks(path: Path, content: str) -> str:
    """The text of the file with `content` between its two marks; raises ValueError where it has not both, once."""
    text = path.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise ValueError(f"{path}：要有一处 {BEGIN} 和其后的一处 {END}，表格写在两者之间。")
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{content}\n{END}{rest.split(END)[1]}"
