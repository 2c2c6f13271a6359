"""The built-in corpus says nothing that its sources do not state, and its questions and terms fit it.

Invariant: a figure or 《title》 in a digest occurs in the digest's own source; the checks against the sources are
skipped where the sources are not at hand.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from eval.questions import Question, read_questions
from indexer.builtin import DOCUMENTS, TERMS
from indexer.formats import SUFFIXES
from indexer.script import to_simplified
from indexer.words import Segmenter

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
QUESTIONS = ROOT / "eval" / "questions" / "corpus.jsonl"
SECOND = ROOT / "eval" / "questions" / "corpus_second.jsonl"
THIRD = ROOT / "eval" / "questions" / "corpus_third.jsonl"
FOURTH = ROOT / "eval" / "questions" / "corpus_fourth.jsonl"
FIFTH = ROOT / "eval" / "questions" / "corpus_fifth.jsonl"
SIXTH = ROOT / "eval" / "questions" / "corpus_sixth.jsonl"
SEVENTH = ROOT / "eval" / "questions" / "corpus_seventh.jsonl"
PRACTICE = QUESTIONS.with_name("corpus_practice.jsonl")
PRACTICE_SECOND = QUESTIONS.with_name("corpus_practice_second.jsonl")
FURTHER = (SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, PRACTICE, PRACTICE_SECOND)
FRONT_MATTER = ("id", "title", "region", "genre", "published", "issuer", "publisher", "url", "source")
# The first prefix that fits a digest's id names the seeds it was told from, in the order of its front matter.
TOLD_FROM = (
    ("wuhan-emerging-cluster-services", ("000", "001")),
    ("wuhan-emerging-", ("000",)),
    ("wuhan-industry-", ("000", "001")),
    ("wuhan-one-plus-four", ("000", "001")),
    ("wuhan-", ("001",)),
    ("jinan-", ("002",)),
    ("chengdu-", ("003",)),
    ("huli-", ("004",)),
    ("compare-clustering", ("000", "001", "004")),
    ("compare-internet", ("000", "001", "003")),
    ("compare-secretaries", ("000", "001", "002", "003", "004")),
    ("compare-", ("000", "002", "003", "004")),
)
PINYIN = re.compile(r"(?<=[一-鿿])\([a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)")  # 現(xiàn)有 → 現有
DAMAGE = (("?!段錆h市", "。《武漢市"), ("?!缎袠I", "。《行業"))  # lost bytes that took the 《 of a title with them
TITLE = re.compile(r"《[^》]*》")
FIGURE = re.compile(r"\d+(?:\.\d+)?(?:%|[余多]?[一-鿿]?)")  # 1041名, 6.2万, 20余场, 70%
NUMBERING = re.compile(r"^\d+\. ", re.MULTILINE)  # 1. 产业园区
LONGEST_SHARED = 19  # Han characters; 20 in a row would be a sentence carried over, not a name
PATHS = sorted(DOCUMENTS.glob("*.md"))
needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"来源文本不在 {SEEDS}，无法对照")
each_digest = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a source states of itself; None where it states nothing, and then nothing may be claimed."""

    region: str
    publisher: str | None = None
    published: date | None = None
    titled: bool = False


ORIGINS = {
    "000": Origin("湖北省/武汉市"),
    "001": Origin("湖北省/武汉市", "长江日报", date(2019, 1, 24), titled=True),
    "002": Origin("山东省/济南市"),
    "003": Origin("四川省/成都市"),
    "004": Origin("福建省/厦门市/湖里区", "人民网-中国共产党新闻网", date(2019, 10, 12)),
}


@dataclass(frozen=True, slots=True)
class Digest:
    """A corpus file as written: YAML front matter and the text below it."""

    facts: dict[str, Any]
    body: str


@cache
def read_digest(path: Path) -> Digest:
    opening, front_matter, body = path.read_text("utf-8").split("---\n", 2)
    assert opening == ""
    return Digest(yaml.safe_load(front_matter), body)


@cache
def read_seed(number: str) -> str:
    """Text of a source in simplified script, without glued-in pinyin, with half-width brackets."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    text = path.read_text("utf-8")
    for damaged, whole in DAMAGE:
        text = text.replace(damaged, whole)
    return plain(to_simplified(PINYIN.sub("", text)))


def plain(text: str) -> str:
    return re.sub(r"\s", "", text.translate(str.maketrans("（），", "(),")))


def told_from(identifier: str) -> tuple[str, ...]:
    return next(seeds for prefix, seeds in TOLD_FROM if identifier.startswith(prefix))


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def sources_of(path: Path) -> list[tuple[str, dict[str, Any]]]:
    return list(zip(told_from(path.stem), listed(read_digest(path).facts["source"]), strict=True))


def unstated(body: str, source: str) -> list[str]:
    """Figures with their unit, and 《titles》, that occur in the body but not in the plain source."""
    unnumbered = plain(NUMBERING.sub("", body))
    return [found for found in FIGURE.findall(unnumbered) + TITLE.findall(unnumbered) if found not in source]


def shared_runs(body: str, source: str) -> list[str]:
    """Stretches of Han characters longer than allowed that both have; titles, digits and punctuation do not count."""
    text, other = ("".join(re.findall(r"[一-鿿]", TITLE.sub("", each))) for each in (body, source))
    size = LONGEST_SHARED + 1
    known = {other[i : i + size] for i in range(len(other) - size + 1)}
    return [text[i : i + size] for i in range(len(text) - size + 1) if text[i : i + size] in known]


@each_digest
def test_front_matter_states_what_the_sources_state_and_no_more(path: Path) -> None:
    facts, seeds = read_digest(path).facts, told_from(path.stem)
    origins = [ORIGINS[seed] for seed in seeds]
    alone = origins[0] if len(origins) == 1 else Origin("")
    assert tuple(facts) == FRONT_MATTER
    assert {name: facts[name] for name in FRONT_MATTER if name not in ("title", "region", "source")} == {
        "id": path.stem,
        "genre": "整理稿",
        "published": alone.published,
        "issuer": "中共厦门市湖里区委员会组织部" if seeds == ("004",) else None,
        "publisher": alone.publisher,
        "url": None,
    }
    assert sorted(listed(facts["region"])) == sorted({origin.region for origin in origins})
    assert [{**source, "title": source["title"] is not None} for source in listed(facts["source"])] == [
        {"title": origin.titled, "publisher": origin.publisher, "date": origin.published, "url": None}
        for origin in origins
    ]


@needs_seeds
@each_digest
def test_a_stated_source_title_is_the_one_that_the_source_bears(path: Path) -> None:
    titles = {seed: source["title"] for seed, source in sources_of(path) if source["title"] is not None}
    assert [title for seed, title in titles.items() if not read_seed(seed).startswith(plain(title))] == []


@each_digest
def test_a_digest_opens_with_its_title_and_is_of_readable_length(path: Path) -> None:
    digest = read_digest(path)
    assert digest.body.startswith(f"# {digest.facts['title']}\n\n")
    assert 600 <= len(re.sub(r"\s", "", digest.body)) <= 2500
    assert re.search(r"^一、", digest.body, re.MULTILINE)
    assert to_simplified(digest.body) == digest.body


@each_digest
def test_a_digest_names_every_place_it_speaks_of(path: Path) -> None:
    digest = read_digest(path)
    places = [region.rsplit("/", 1)[-1] for region in listed(digest.facts["region"])]
    assert [place for place in places if place not in digest.body] == []


def test_there_are_enough_digests_and_no_title_twice() -> None:
    titles = Counter(read_digest(path).facts["title"] for path in PATHS)
    assert len(PATHS) >= 16
    assert [title for title, count in titles.items() if count > 1] == []


@needs_seeds
@each_digest
def test_every_figure_and_title_of_a_digest_occurs_in_its_source(path: Path) -> None:
    dates = [ORIGINS[seed].published for seed in told_from(path.stem)]
    written = [f"{day.year}年{day.month}月{day.day}日" for day in dates if day]
    source = "\n".join([read_seed(seed) for seed in told_from(path.stem)] + written)
    assert unstated(read_digest(path).body, source) == []


@needs_seeds
@each_digest
def test_no_sentence_of_any_source_is_carried_over(path: Path) -> None:
    body = read_digest(path).body
    assert [run for seed in ORIGINS for run in shared_runs(body, read_seed(seed))] == []


def test_a_changed_figure_unit_or_title_is_noticed() -> None:
    source = "选派1041名指导员,下发《工作说明》"
    assert unstated("1. 选派指导员1041名，见《工作说明》", source) == []
    assert unstated("选派1042名", source) == ["1042名"]
    assert unstated("共1041家", source) == ["1041家"]
    assert unstated("见《工作方案》", source) == ["《工作方案》"]


def test_a_long_run_is_noticed_across_punctuation_and_not_inside_a_title() -> None:
    source, run = "甲乙丙丁戊己庚辛壬癸，子丑寅卯辰巳午未申酉。", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    assert shared_runs("甲乙丙丁戊己庚辛壬癸子丑寅卯辰、巳午未申酉", source) == [run]
    assert shared_runs("甲乙丙丁戊己庚辛壬癸和子丑寅卯辰巳午未申酉", source) == []
    assert shared_runs("《甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉》", source) == []


def missing(question: Question) -> list[str]:
    """Expected strings that some listed document lacks (that all of them lack, when all have to be cited or one string
    is enough).
    """
    bodies = [read_digest(DOCUMENTS / f"{name}.md").body for name in question.documents]
    enough = any if question.all_documents or question.any_expected else all
    return [text for text in question.expected if not enough(text in body for body in bodies)]


@pytest.mark.parametrize(
    "question",
    tuple(question for path in (QUESTIONS, *FURTHER) for question in read_questions(path)),
    ids=lambda question: question.id,
)
def test_a_question_expects_what_its_documents_hold(question: Question) -> None:
    assert missing(question) == []
    assert question.answerable == bool(question.documents)
    assert question.region is None or question.region in {origin.region for origin in ORIGINS.values()}


def test_questions_cover_every_category() -> None:
    questions = read_questions(QUESTIONS)
    counts = Counter(question.category for question in questions)
    assert set(counts) == {
        "definition", "figure", "who", "list", "paraphrase", "traditional", "comparison", "unanswerable"
    }  # fmt: skip
    assert min(counts.values()) >= 8
    assert counts["unanswerable"] >= 20 and len(questions) >= 75
    every = (*questions, *(question for path in FURTHER for question in read_questions(path)))
    assert [text for text, count in Counter(q.text for q in every).items() if count > 1] == []
    assert [q.id for q in every if q.answerable == (q.category == "unanswerable")] == []


def test_traditional_questions_are_in_traditional_script() -> None:
    questions = [question for question in read_questions(QUESTIONS) if question.category == "traditional"]
    assert [question.id for question in questions if to_simplified(question.text) == question.text] == []


def test_terms_are_sorted_distinct_han_words_with_a_tag() -> None:
    lines = TERMS.read_text("utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert [line for line in lines if not re.fullmatch(r"[一-鿿]{2,12} (n|ns|nt)", line)] == []
    assert 250 <= len({line.split()[0] for line in lines}) == len(lines) <= 500


def test_the_dictionary_is_no_document_where_the_whole_folder_is_indexed() -> None:
    assert TERMS.suffix not in SUFFIXES


def test_every_term_is_cut_apart_without_the_dictionary_and_whole_with_it(tmp_path: Path) -> None:
    none = tmp_path / "none.txt"
    none.write_text("", "utf-8")
    without, with_terms = Segmenter(none, tmp_path), Segmenter(TERMS, tmp_path)
    terms = [line.split()[0] for line in TERMS.read_text("utf-8").splitlines()]
    assert [term for term in terms if term in without.passage_words(term)] == []
    assert [term for term in terms if term not in with_terms.passage_words(term)] == []
    assert [term for term in terms if term not in with_terms.passage_words(f"推进{term}工作")] == []
