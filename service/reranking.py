"""The second look at the best passages, where a reranker is configured.

Invariant: the same passages, the ones looked at in front, in the order of the reranker's scores.
"""

from indexer.passages import embedding_text
from indexer.reranker import Reranker
from service.fusion import Scored, ordered
from service.library import Library

LOOKED_AT = 20  # passages, each as title, headings and text; a search takes this many times what one pair takes


def rerank(library: Library, reranker: Reranker, query: str, ranked: Scored) -> Scored:
    """Order the best by the reranker, with 1 + its score, which is more than any passage has without."""
    looked_at = library.store.passages([number for number, _ in ranked[:LOOKED_AT]])
    texts = [embedding_text(found.facts.title, found.passage) for found in looked_at]
    scores = reranker.score(query, texts).tolist()
    numbers = [found.number for found in looked_at]
    again = [(number, 1 + score) for number, score in zip(numbers, scores, strict=True)]
    return [*ordered(again), *ranked[LOOKED_AT:]]
