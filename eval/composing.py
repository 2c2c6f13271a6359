"""More records than a corpus has: further ones put together from the sentences of those it has.

Invariant: the same corpus gives the same records; every sentence of a composed one is in the corpus, so that words are
as frequent as they are there.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from indexer.sentences import split_sentences

_MIXED = 3  # records whose sentences a composed one draws from


def enlarged(records: Sequence[dict[str, Any]], size: int) -> Iterator[dict[str, Any]]:
    """The first `size` records; where there are fewer, composed ones follow until there are as many.

    A composed record has the fields of a record of the corpus but for `_id`, which counts on, and `text`: sentences of
    that one and of two others in any order, about as many characters as it has. There has to be a record at least.
    """
    yield from records[:size]
    for number in range(len(records), size):
        yield _composed(records, number)


def _composed(records: Sequence[dict[str, Any]], number: int) -> dict[str, Any]:
    random = np.random.default_rng(number)
    mixed = [records[row] for row in random.integers(len(records), size=_MIXED)]
    sentences = [record["text"][start:end] for record in mixed for start, end in split_sentences(record["text"])]
    text = ""
    for row in random.permutation(len(sentences)):
        text += sentences[row]
        if len(text) >= len(mixed[0]["text"]):
            break
    return {**mixed[0], "_id": f"composed{number}", "text": text}
