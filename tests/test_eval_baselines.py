"""The baselines quote something, exactly, for every question that the search finds anything for."""

from eval.baselines import quote_best_passage, quote_best_sentence
from service.citations import verify_citation
from service.library import Library
from service.search import search
from service.types import Status


def test_the_best_passage_is_quoted_whole(small: Library) -> None:
    answer = quote_best_passage(small, "“三个一”指什么")
    first = search(small, "“三个一”指什么").hits[0].passage
    ((citation,),) = (claim.citations for claim in answer.claims)
    assert answer.status is Status.ANSWERED
    assert (citation.document_id, citation.start, citation.end) == (first.document_id, first.start, first.end)
    assert "“三个一”指一张清单、一支队伍、一个平台。甲区为此配备12名指导员。" in citation.quote
    assert verify_citation(small, citation)


def test_the_best_sentence_is_the_one_nearest_to_the_question(small: Library) -> None:
    """The fake encoder counts characters, so that a question with a sentence's own words is nearest to it."""
    answer = quote_best_sentence(small, "甲区为此配备12名指导员")
    ((citation,),) = (claim.citations for claim in answer.claims)
    assert (answer.status, citation.quote) == (Status.ANSWERED, "甲区为此配备12名指导员。")
    assert verify_citation(small, citation)


def test_a_baseline_answers_what_the_library_does_not_hold(small: Library) -> None:
    """That is what they are there to show: without refusal, every unanswerable question gets a quotation."""
    assert quote_best_passage(small, "火星上有几个支部").status is Status.ANSWERED
    assert quote_best_sentence(small, "火星上有几个支部").status is Status.ANSWERED
