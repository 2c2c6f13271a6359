"""What the tests of a generator share: a generator for a script, and what came of asking it."""

from collections.abc import Iterator
from contextlib import contextmanager

from service.answer import find_support
from service.generator import Generator, open_generator
from service.library import Library
from service.settings import GeneratorSettings
from service.types import Answer
from service.wording import word_answer
from tests.endpoint import Script, scripted

ASKED = "武汉网格员每月补贴多少钱？"
QUOTE = "全市网格员每人每月补贴800元，由市级财政列支。"
GOOD = "武汉市网格员每人每月补贴800元"
COMPARED = "武汉和厦门的网格员每月补贴各是多少元？"


@contextmanager
def generator_for(script: Script, timeout_s: float = 20.0) -> Iterator[Generator]:
    with scripted(script) as url:
        generator = open_generator(GeneratorSettings(url, "scripted", "secret", timeout_s))
        assert generator is not None
        try:
            yield generator
        finally:
            generator.close()


def ask(library: Library, script: Script, question: str = ASKED, timeout_s: float = 20.0) -> Answer:
    with generator_for(script, timeout_s) as generator:
        return word_answer(library, find_support(library, question), generator)


def texts(answer: Answer) -> list[str]:
    return [claim.text for claim in answer.claims]


def outcome(answer: Answer) -> tuple[list[str], bool, int, str | None]:
    return texts(answer), answer.generated, answer.dropped, answer.fallback
