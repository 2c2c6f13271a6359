"""An answer as server-sent events: what was retrieved, each claim once it is checked, and how the answer ends.

Invariant: what can be wrong with a request is found while the answer is being supported, before the stream begins.
"""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from fastapi.sse import ServerSentEvent
from pydantic import Field

from service.answer import Supported
from service.generator import Generator
from service.library import Library
from service.queries import Served, support_answer
from service.schema import AnswerRequest, Body, ClaimBody, HitBody, answer_reply, filters_of
from service.types import Answer, Status
from service.wording import tell_answer

EXAMPLE = """event: hits
data: {"hits": […]}

event: claim
data: {"text": "…", "citations": […]}

event: done
data: {"status": "answered", "reason": null, "generated": false, "dropped": 0, "fallback": null, "took_ms": 31.2}

"""


class HitsEvent(Body):
    """The data of the event `hits`, which comes first."""

    hits: tuple[HitBody, ...] = Field(description="检索得到的相关段落", examples=[[]])


class DoneEvent(Body):
    """The data of the event `done`, which comes last; the fields are those of an answer."""

    status: Status
    reason: str | None
    generated: bool
    dropped: int
    fallback: str | None
    took_ms: float


def _support(body: AnswerRequest, library: Served) -> Supported:
    return support_answer(library, body.question, filters_of(body.filters))


# The extractive answer to the question in the request's body, as a parameter of an endpoint.
SupportedAnswer = Annotated[Supported, Depends(_support)]


def stream_answer(library: Library, supported: Supported, generator: Generator | None) -> Iterator[ServerSentEvent]:
    """The events of one answer: `hits`, then `claim` for each claim, then `done`."""
    yield ServerSentEvent(event="hits", data=HitsEvent(hits=answer_reply(supported.answer).hits))
    for told in tell_answer(library, supported, generator):
        if isinstance(told, Answer):
            yield ServerSentEvent(event="done", data=DoneEvent.model_validate(answer_reply(told)))
        else:
            yield ServerSentEvent(event="claim", data=ClaimBody.model_validate(told))
