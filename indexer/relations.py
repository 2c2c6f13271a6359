"""Finds the documents that are nearly the same, in the whole record, from the signatures of their texts.

Invariant: nothing is taken out of the searchable set; documents of another place or period are never in one group of
reprints, however alike (a template filled in by two cities), but in one family, whose members name each other.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer import near
from indexer.batches import batches
from indexer.near import SIGNER, SIMILAR
from indexer.store import Store
from indexer.types import Facts

# From here on a text is a reprint (other furniture, a sentence more or less), below it another report of the matter.
# Read by eye on domain_seed and rgb_zh: see the README.
REPRINT = 0.6
_SIGNED_A_COMMIT = 500
_SENTENCE = re.compile(r"[。！？!?；;\n]+")
# A sentence that so many of the compared documents have is furniture of their site, unless it is most of the text.
_COMMON = 10
_LEAST_OWN = 0.3
# 2019年, 第3批, 第十二届: what tells two editions of one text apart
_EDITION = re.compile(r"\d+|[〇零一二三四五六七八九十]+(?=[年月届次批期季])")


@dataclass(frozen=True, slots=True)
class _Candidate:
    id: str
    characters: int
    facts: Facts


def relate_documents(store: Store, progress: Callable[[str, int, int], None]) -> None:
    """Mark copies, sign what is new, and find families and groups again if anything has changed."""
    with store.transaction():
        if store.mark_copies():
            store.advance()
    state = f"{store.revision} {SIGNER}"
    if store.relatives_state == state:
        return
    progress("比对重复", 0, 1)
    _sign(store)
    signed = list(store.signatures(SIGNER))
    candidates = [_Candidate(id, characters, facts) for id, characters, facts, _ in signed]
    signatures = np.array([signature for *_, signature in signed], dtype=np.uint32).reshape(-1, near.PERMUTATIONS)
    relatives = _relatives(store, candidates, signatures)
    with store.transaction():
        store.put_relatives(relatives, state)
    progress("比对重复", 1, 1)


def _sign(store: Store) -> None:
    for batch in batches(store.without_signature(SIGNER), _SIGNED_A_COMMIT):
        texts = store.texts([id for id, _ in batch])
        signatures = near.sign(texts[id] for id, _ in batch)
        signed = [
            (key, signature.astype("<u4").tobytes() if near.is_comparable(texts[id]) else b"")
            for (id, key), signature in zip(batch, signatures, strict=True)
        ]
        with store.transaction():
            store.put_signatures(SIGNER, signed)


def _relatives(
    store: Store, candidates: Sequence[_Candidate], signatures: near.Signatures
) -> list[tuple[str, str, str | None]]:
    """(document id, family, reprint) of every document that is like another."""
    pairs, similarity = _without_furniture(store, candidates, signatures, *near.similar_pairs(signatures))
    family = _families(len(candidates), pairs)
    reprint = _reprints(candidates, pairs[similarity >= REPRINT])
    return [
        (candidates[row].id, candidates[family[row]].id, candidates[reprint[row]].id if row in reprint else None)
        for row in sorted(set(pairs.ravel().tolist()))
    ]


def _without_furniture(
    store: Store,
    candidates: Sequence[_Candidate],
    signatures: near.Signatures,
    pairs: NDArray[np.int64],
    similarity: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Compare the pairs again without the sentences that many of their documents share; keep those still alike."""
    rows = np.unique(pairs)
    texts = store.texts([candidates[row].id for row in rows])
    own = _own_texts([texts[candidates[row].id] for row in rows])
    again = signatures.copy()
    changed = [(row, text) for row, text in zip(rows, own, strict=True) if text is not None]
    again[[row for row, _ in changed]] = near.sign(text for _, text in changed)
    similarity = near.similarities(again[pairs[:, 0]], again[pairs[:, 1]])
    return pairs[similarity >= SIMILAR], similarity[similarity >= SIMILAR]


def _own_texts(texts: Sequence[str]) -> list[str | None]:
    """Each text without the sentences that at least _COMMON of them have; None where that leaves all, or too little."""
    sentences = [_SENTENCE.split(text) for text in texts]
    having = Counter(sentence.strip() for parts in sentences for sentence in {part.strip() for part in parts})
    own = ["\n".join(part for part in parts if having[part.strip()] < _COMMON) for parts in sentences]
    lengths = [sum(map(len, parts)) for parts in sentences]
    return [
        kept if length > len(kept) >= _LEAST_OWN * length else None for kept, length in zip(own, lengths, strict=True)
    ]


def _families(count: int, pairs: NDArray[np.int64]) -> list[int]:
    """For each row the lowest one that is connected with it."""
    lowest = list(range(count))

    def find(row: int) -> int:
        while lowest[row] != row:
            lowest[row] = row = lowest[lowest[row]]
        return row

    for first, second in pairs.tolist():
        first, second = find(first), find(second)
        lowest[max(first, second)] = min(first, second)
    return [find(row) for row in range(count)]


def _reprints(candidates: Sequence[_Candidate], pairs: NDArray[np.int64]) -> dict[int, int]:
    """Row → the fullest text of its group, to which every member is alike itself; groups of one are left out."""
    alike: dict[int, list[int]] = {}
    for first, second in pairs.tolist():
        if _same_matter(candidates[first].facts, candidates[second].facts):
            alike.setdefault(first, []).append(second)
            alike.setdefault(second, []).append(first)
    leader: dict[int, int] = {}
    for row in sorted(alike, key=lambda row: (-candidates[row].characters, candidates[row].id)):
        members = [other for other in alike[row] if other not in leader]
        if row not in leader and members:
            leader |= dict.fromkeys((row, *members), row)
    return leader


def _same_matter(first: Facts, second: Facts) -> bool:
    """False where the two tell of other places, or their titles of other years, issues or sessions."""
    places = [set(facts.regions) for facts in (first, second)]
    if all(places) and not any(_within(one, other) for one in places[0] for other in places[1]):
        return False
    editions = [set(_EDITION.findall(facts.title)) for facts in (first, second)]
    return not all(editions) or editions[0] == editions[1]


def _within(first: str, second: str) -> bool:
    return f"{first}/".startswith(f"{second}/") or f"{second}/".startswith(f"{first}/")


@dataclass(frozen=True, slots=True)
class Relative:
    """Another document that is nearly the same; `reprint` where the differences do not tell the two apart."""

    id: str
    facts: Facts
    similarity: float
    reprint: bool


def find_relatives(store: Store, document_id: str) -> tuple[Relative, ...]:
    """The documents nearly the same as this one, reprints first, then by likeness; () for one that is not searched."""
    family = store.family(document_id)
    if family is None:
        return ()
    members = {id: (facts, signature) for id, _, facts, signature in store.signatures(SIGNER, family[0])}
    if document_id not in members:
        return ()
    _, own = members.pop(document_id)
    reprints = {id for id, group in store.reprints(list(members)).items() if group == family[1]}
    found = (
        Relative(id, facts, round(float(near.similarities(own, signature)), 2), id in reprints)
        for id, (facts, signature) in members.items()
    )
    alike = (one for one in found if one.reprint or one.similarity >= SIMILAR)
    return tuple(sorted(alike, key=lambda one: (not one.reprint, -one.similarity, one.id)))
