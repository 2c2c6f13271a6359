"""How near a sentence is to a question in meaning: roughly by the passage it stands in, exactly by itself.

Invariant: a likeness is 0…1; the rough one costs no encoding, since passages have their vectors in the index.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.library import Library
from service.stretches import Sentence

COSINE_RANGE = (0.84, 0.94)  # of the shipped model: unrelated and nearly equal sentences of the genre
# The cosine of a sentence is that of its passage less 0.01 in the middle, and over 0.04 more in one case of thirty,
# over 2,174 sentences for 570 questions on digests, news articles and web pages.
EXPECTED, HOPE = -0.01, 0.4  # a cosine, a likeness

Passages = tuple[tuple[int, int, float], ...]  # start, end, cosine to the question


@dataclass(frozen=True, slots=True)
class Likeness:
    """Likeness to one question: `passages` of a document (id, version), and `cosines` of texts (n) as an array (n,)."""

    passages: Callable[[str, str], Passages]
    cosines: Callable[[Sequence[str]], NDArray[np.float32]]

    def expected(self, sentence: Sentence) -> float:
        """What the passages that the sentence stands in let expect; by more than HOPE it is hardly ever exceeded."""
        start, end = sentence.members[0] if sentence.members else (sentence.start, sentence.end)
        passage = sentence.source.hit.passage
        known = self.passages(passage.document_id, passage.version)
        nearest = max(
            (cosine for first, last, cosine in known if first < end and start < last), default=COSINE_RANGE[1]
        )
        return _scaled(nearest + EXPECTED)

    def of(self, texts: Sequence[str]) -> dict[str, float]:
        """The likeness of each text, each encoded once."""
        distinct = list(dict.fromkeys(texts))
        return dict(zip(distinct, map(_scaled, self.cosines(distinct).tolist()), strict=True)) if distinct else {}


def likeness_to(library: Library, question: str) -> Likeness:
    """Likeness to this question, as the library's encoder sees it."""
    vector, generation = library.query_vector(question), library.generation
    looked_up: dict[tuple[str, str], Passages] = {}

    def passages(document_id: str, version: str) -> Passages:
        if (document_id, version) not in looked_up:
            spans = library.store.passage_spans(document_id, version)
            near = generation.cosines([number for number, _, _ in spans], vector)
            told = tuple((start, end, near[number]) for number, start, end in spans if number in near)
            looked_up[document_id, version] = told
        return looked_up[document_id, version]

    def cosines(texts: Sequence[str]) -> NDArray[np.float32]:
        likeness: NDArray[np.float32] = library.encoder.encode(texts, "passage") @ vector
        return likeness

    return Likeness(passages, cosines)


def _scaled(cosine: float) -> float:
    low, high = COSINE_RANGE
    return min(1.0, max(0.0, (cosine - low) / (high - low)))
