"""A second look at the best passages by a model that reads question and passage together: the `Reranker` protocol.

Invariant: without a name there is none, and nothing of sentence-transformers is imported.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Reranker(Protocol):
    """Anything that scores passages against a question."""

    @property
    def name(self) -> str:
        """What the scores were made by."""
        ...

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Scores (n,) in input order, 0…1, higher for what answers the question better."""
        ...


def load_reranker(name: str | None) -> Reranker | None:
    """The cross-encoder of that name or folder, None for None. Raises FileNotFoundError when it is not here."""
    if name is None:
        return None
    from indexer.sentence_encoder import CrossEncoderReranker  # that module takes seconds to import

    return CrossEncoderReranker(name)
