"""An answer is right when verified quotations from the expected documents hold every expected string."""

import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from eval.answers import AnswerCase, AnswerOutcome, Quotation, Subject, summarise
from eval.questions import Question
from eval.statistics import wilson_share
from eval.summaries import gate_values
from indexer.types import Document, Facts, StoredDocument
from service.types import Answer, Citation, Claim, Status

TEXT = "湖里区推行两带三同：老带新，强带弱。区级补助8万元。"
OTHER = "武汉选派专职指导员1041名。"
TEXTS = {"id-huli": TEXT, "id-wuhan": OTHER}
REGIONS = {"id-huli": ("福建省/厦门市/湖里区",), "id-wuhan": ("湖北省/武汉市",)}
QUESTION = Question(
    "c1", "两带三同的两带是什么", "definition", True, ("老带新", "强带弱"), ("huli",), True, False, None
)
REFUSABLE = Question("u1", "杭州有多少名指导员", "unanswerable", False, (), (), False, False, None)


def cite(document_id: str, quote: str, start: int | None = None) -> Citation:
    begin = TEXTS[document_id].index(quote) if start is None else start
    return Citation(document_id, "v1", begin, begin + len(quote), quote, (), None, "题", None, None)


def make_subject(status: Status, *citations: Citation, ranking: tuple[str, ...] = ("huli", "wuhan")) -> Subject:
    def stored(document_id: str, version: str) -> StoredDocument | None:
        if document_id not in TEXTS or version != "v1":
            return None
        text = TEXTS[document_id]
        facts = Facts("题", regions=REGIONS[document_id])
        document = Document(document_id, version, f"{document_id}.md", facts, text, (), text)
        return StoredDocument(document, (), datetime(2026, 1, 1, tzinfo=UTC), False)

    def answer(question: str) -> Answer:
        return Answer(question, status, tuple(Claim("任何说法", (citation,)) for citation in citations), (), 1.0)

    return Subject(answer, lambda _: ranking, stored, {"id-huli": "huli", "id-wuhan": "wuhan"})


def run(question: Question, status: Status, *citations: Citation) -> AnswerOutcome:
    return AnswerCase(question).run_against(make_subject(status, *citations))


def test_an_outcome_keeps_status_quotations_and_ranking() -> None:
    assert run(QUESTION, Status.ANSWERED, cite("id-huli", "老带新，强带弱")) == AnswerOutcome(
        AnswerCase(QUESTION),
        Status.ANSWERED,
        (Quotation("huli", "老带新，强带弱", True, "题", ("福建省/厦门市/湖里区",)),),
        ("huli", "wuhan"),
    )


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.PARTIAL])
def test_an_answer_whose_quotations_hold_everything_is_right(status: Status) -> None:
    assert run(QUESTION, status, cite("id-huli", "老带新"), cite("id-huli", "强带弱")).right


def test_a_claim_that_says_it_without_quoting_it_is_not_right() -> None:
    outcome = run(QUESTION, Status.ANSWERED, cite("id-huli", "老带新"))
    assert (outcome.right, outcome.missing) == (False, ("强带弱",))


@pytest.mark.parametrize("status", [Status.NOT_FOUND, Status.AMBIGUOUS])
def test_quoting_everything_without_answering_is_not_right(status: Status) -> None:
    assert not run(QUESTION, status, cite("id-huli", "老带新，强带弱")).right


def test_a_quotation_that_differs_from_its_source_counts_for_nothing() -> None:
    altered = Citation("id-huli", "v1", 10, 17, "老带新、强带弱", (), None, "题", None, None)
    outcome = run(QUESTION, Status.ANSWERED, altered)
    altered_quotation = Quotation("huli", "老带新、强带弱", False, "题", ("福建省/厦门市/湖里区",))
    assert (outcome.right, outcome.quotations, outcome.supporting) == (False, (altered_quotation,), (False,))


@pytest.mark.parametrize(
    "citation",
    [
        cite("id-huli", "老带新，强带弱", start=0),
        Citation("id-huli", "v2", 10, 17, "老带新，强带弱", (), None, "题", None, None),
        Citation("id-absent", "v1", 10, 17, "老带新，强带弱", (), None, "题", None, None),
        Citation("id-huli", "v1", 5, 5, "", (), None, "题", None, None),
        Citation("id-huli", "v1", -17, -10, TEXT[-17:-10], (), None, "题", None, None),
    ],
)
def test_a_quotation_at_the_wrong_place_version_or_document_is_not_verbatim(citation: Citation) -> None:
    assert [quotation.verbatim for quotation in run(QUESTION, Status.ANSWERED, citation).quotations] == [False]


def test_the_right_words_from_another_document_are_not_right() -> None:
    question = Question("c2", "有多少名指导员", "figure", True, ("1041名",), ("huli",), True, False, None)
    outcome = run(question, Status.ANSWERED, cite("id-wuhan", "1041名"))
    assert (outcome.right, outcome.missing) == (False, ("1041名",))


def test_one_of_the_expected_strings_is_enough_where_the_question_says_so() -> None:
    question = Question(
        "p1", "两新党建怎么抓", "practice", True, ("老带新", "1041名"), ("huli",), True, False, None, True
    )
    assert run(question, Status.ANSWERED, cite("id-huli", "老带新")).right
    other = run(question, Status.ANSWERED, cite("id-huli", "8万元"))
    assert (other.right, other.missing) == (False, ("老带新", "1041名"))


def test_any_document_will_do_where_the_list_is_not_complete() -> None:
    question = Question("c2", "有多少名指导员", "figure", True, ("1041名",), ("huli",), False, False, None)
    assert run(question, Status.ANSWERED, cite("id-wuhan", "1041名")).right


def test_any_document_will_do_where_the_question_names_none() -> None:
    question = Question("c2", "有多少名指导员", "figure", True, ("1041名",), (), False, False, None)
    assert run(question, Status.ANSWERED, cite("id-wuhan", "1041名")).right


def test_a_comparison_must_cite_every_document_that_it_is_about() -> None:
    question = Question("c3", "比较两地", "comparison", True, ("1041名",), ("huli", "wuhan"), True, True, None)
    alone = run(question, Status.ANSWERED, cite("id-wuhan", "1041名"))
    both = run(question, Status.ANSWERED, cite("id-wuhan", "1041名"), cite("id-huli", "8万元"))
    assert (alone.right, alone.uncited) == (False, ("huli",))
    assert (both.right, both.uncited) == (True, ())


@pytest.mark.parametrize(("status", "right"), [(Status.NOT_FOUND, True), (Status.ANSWERED, False)])
def test_an_unanswerable_question_is_right_when_refused(status: Status, right: bool) -> None:
    assert run(REFUSABLE, status).right is right


def test_summaries_count_what_each_share_is_about() -> None:
    outcomes = (
        run(QUESTION, Status.ANSWERED, cite("id-huli", "老带新，强带弱")),
        run(QUESTION, Status.ANSWERED, cite("id-huli", "老带新"), cite("id-huli", "强带弱", start=0)),
        run(QUESTION, Status.NOT_FOUND),
        run(REFUSABLE, Status.NOT_FOUND),
        run(REFUSABLE, Status.ANSWERED, cite("id-wuhan", "1041名")),
    )
    distinct = tuple(
        replace(outcome, case=AnswerCase(replace(outcome.case.question, id=f"q{number}")))
        for number, outcome in enumerate(outcomes)
    )
    overall, definition, unanswerable = summarise(distinct)
    assert [(summary.category, summary.n) for summary in (overall, definition, unanswerable)] == [
        ("全部", 5),
        ("definition", 3),
        ("unanswerable", 2),
    ]
    assert overall.measures["correct"] == wilson_share(1, 3)
    assert overall.measures["coverage"] == wilson_share(2, 3)
    assert overall.measures["refusal_recall"] == wilson_share(1, 2)
    assert overall.measures["refusal_precision"] == wilson_share(1, 2)
    assert overall.measures["verbatim"] == wilson_share(3, 4)
    # Answerable: 老带新，强带弱 and 老带新 support, the misplaced 强带弱 does not; found are 2 + 1 + 0 of 2 + 2 + 2.
    assert overall.measures["citation_precision"] == wilson_share(2, 3)
    assert overall.measures["citation_recall"] == wilson_share(3, 6)
    # Only the unanswerable question names a place (杭州); it was answered once, from 武汉.
    assert overall.measures["right_region"] == wilson_share(0, 1)
    assert math.isnan(overall.measures["right_figure"].value)
    assert (overall.measures["P@1"].value, overall.measures["P@1"].n) == (1.0, 3)
    assert math.isnan(unanswerable.measures["correct"].value)
    assert gate_values((overall, definition))["correct (definition)"] == pytest.approx(1 / 3)


COUNTED = Question("c4", "有多少名指导员", "figure", True, ("1041名",), (), False, False, None)


@pytest.mark.parametrize(
    ("status", "quote", "verdict"),
    [
        (Status.ANSWERED, "武汉选派专职指导员1041名", True),
        (Status.PARTIAL, "1041", False),  # without what it counts
        (Status.ANSWERED, "武汉选派专职指导员", False),
        (Status.NOT_FOUND, "武汉选派专职指导员", None),
    ],
)
def test_a_given_answer_to_a_figure_question_must_quote_the_figure(
    status: Status, quote: str, verdict: bool | None
) -> None:
    assert run(COUNTED, status, cite("id-wuhan", quote)).with_figure is verdict


def test_an_answer_that_quotes_another_place_is_counted_even_beside_a_right_one() -> None:
    question = replace(COUNTED, region="湖北省/武汉市")
    right, wrong = cite("id-wuhan", "1041名"), cite("id-huli", "区级补助8万元")
    assert run(question, Status.ANSWERED, right).in_place is True
    assert run(question, Status.ANSWERED, right, wrong).in_place is False
    assert run(question, Status.NOT_FOUND).in_place is None
    assert run(COUNTED, Status.ANSWERED, wrong).in_place is None


def test_a_document_judged_to_hold_the_answer_is_not_elsewhere() -> None:
    question = replace(COUNTED, text="武汉和湖里各有多少", documents=("huli", "wuhan"))
    assert run(question, Status.ANSWERED, cite("id-huli", "区级补助8万元")).in_place is True
    assert run(replace(question, documents=("wuhan",)), Status.ANSWERED, cite("id-huli", "8万元")).in_place is False


def test_a_quotation_supports_when_it_holds_one_expected_string_from_an_admitted_document() -> None:
    quotes = cite("id-huli", "老带新"), cite("id-huli", "区级补助8万元"), cite("id-wuhan", "1041名")
    assert run(replace(QUESTION, expected=("老带新", "1041名")), Status.ANSWERED, *quotes).supporting == (
        True,
        False,
        False,
    )


def test_an_error_while_answering_ends_the_run_and_names_the_question() -> None:
    def broken(question: str) -> Answer:
        raise RuntimeError("索引坏了")

    subject = make_subject(Status.ANSWERED)
    with pytest.raises(RuntimeError, match="索引坏了") as caught:
        AnswerCase(QUESTION).run_against(Subject(broken, subject.rank, subject.stored, subject.names))
    assert caught.value.__notes__ == ["问题 c1：两带三同的两带是什么"]


def test_a_diagnosis_says_what_is_missing_and_what_was_quoted_instead() -> None:
    outcome = run(QUESTION, Status.PARTIAL, cite("id-huli", "老带新"))
    assert outcome.diagnose() == (
        "c1（definition）两带三同的两带是什么\n"
        "  结论 partial\n"
        "  引文中没有：强带弱\n"
        "  huli 检索得第 1 位\n"
        "  引了 huli：老带新"
    )


def test_a_diagnosis_of_a_missed_refusal_says_that_there_is_no_answer() -> None:
    outcome = run(REFUSABLE, Status.ANSWERED, cite("id-wuhan", "1041名"))
    assert outcome.diagnose() == (
        "u1（unanswerable）杭州有多少名指导员\n  结论 answered\n  库中没有答案，应当说没有\n  引了 wuhan：1041名"
    )
