"""The same weights in full precision: what the shipped model is measured against.

Invariant: nothing here is quantised or cut; texts run one at a time, so there is no padding either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from indexer.build_model.packed_weights import PackedModel

LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class ReferenceModel:
    """multilingual-e5-small as a float32 `BertModel` with all 250,037 embeddings."""

    def __init__(self, model: PackedModel) -> None:
        self.maximum = model.shape.positions
        self._bert = BertModel(_config(model), add_pooling_layer=False).train(False)
        self._bert.load_state_dict(dict(_named_weights(model)))

    def encode(
        self, tokenizer: Tokenizer, texts: Sequence[str], ids: NDArray[np.int64] | None = None
    ) -> NDArray[np.float32]:
        """Mean-pooled, L2-normalised vectors (texts × hidden) of texts that carry their prefix already.

        `ids` translates the ids of a cut tokenizer into those of the whole vocabulary.
        """
        rows = []
        for text in texts:
            tokens = np.array(tokenizer.encode(text).ids[: self.maximum])
            rows.append(self._encode_tokens(tokens if ids is None else ids[tokens]))
        return np.stack(rows)

    def _encode_tokens(self, tokens: NDArray[np.int64]) -> NDArray[np.float32]:
        with torch.inference_mode():
            hidden = self._bert(input_ids=torch.from_numpy(tokens)[None]).last_hidden_state[0]
            vector: NDArray[np.float32] = torch.nn.functional.normalize(hidden.mean(0), dim=0).numpy()
        return vector


def _config(model: PackedModel) -> BertConfig:
    shape = model.shape
    return BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.intermediate,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.token_types,
        layer_norm_eps=shape.layer_norm_epsilon,
        hidden_act="gelu",
    )


def _named_weights(model: PackedModel) -> Iterable[tuple[str, torch.Tensor]]:
    shape = model.shape
    yield "embeddings.word_embeddings.weight", torch.from_numpy(model.matrices["emb.word"].weights())
    yield "embeddings.position_embeddings.weight", _float(model, "emb.pos").reshape(-1, shape.hidden)
    yield "embeddings.token_type_embeddings.weight", _float(model, "emb.type").reshape(-1, shape.hidden)
    yield "embeddings.LayerNorm.weight", _float(model, "emb.ln.w")
    yield "embeddings.LayerNorm.bias", _float(model, "emb.ln.b")
    for layer in range(shape.layers):
        for short, long in LAYER_PARTS.items():
            name = f"l{layer}.{short}.w"
            packed = model.matrices.get(name)
            weight = _float(model, name) if packed is None else torch.from_numpy(packed.weights())
            yield f"encoder.layer.{layer}.{long}.weight", weight
            yield f"encoder.layer.{layer}.{long}.bias", _float(model, f"l{layer}.{short}.b")


def _float(model: PackedModel, name: str) -> torch.Tensor:
    return torch.from_numpy(model.floats[name].copy())
