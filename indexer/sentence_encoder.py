"""Any sentence-transformers model as an `Encoder` or a `Reranker`, from a local folder or the local model cache.

Invariant: nothing is downloaded, and torch is imported only when such a model is constructed.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from indexer.encoder import SHIPPED, Kind

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

# Prompt names in use for each kind, in the order that sentence-transformers itself tries them.
PROMPT_NAMES: dict[Kind, tuple[str, ...]] = {"query": ("query",), "passage": ("document", "passage", "corpus")}


class SentenceTransformerEncoder:
    """A sentence-transformers model, with its own prompts for queries and passages where it defines them."""

    def __init__(self, name_or_path: str, batch_size: int = 32, device: str | None = None) -> None:
        """Load the model; `device` defaults to a GPU where there is one.

        Raises FileNotFoundError when the model is neither a local folder nor in the local cache.
        """
        self._model = _load(name_or_path, device)
        self._batch_size = batch_size
        self._prompts = {kind: _prompt(self._model, names) for kind, names in PROMPT_NAMES.items()}
        self.dimension = int(self._encode(["引据"], "").shape[1])
        self.name = f"{Path(name_or_path).name}@{_fingerprint(self._model)}"

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), dimension), L2-normalised, in input order; no texts give (0, dimension)."""
        if isinstance(texts, str):
            raise TypeError("texts must be a sequence of strings, not one string: put it in a list")
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return self._encode(texts, self._prompts[kind])

    def _encode(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        vectors = self._model.encode(
            list(texts),
            prompt=prompt,
            batch_size=self._batch_size,
            show_progress_bar=False,
            normalize_embeddings=True,
        )
        return np.asarray(vectors, np.float32)


class CrossEncoderReranker:
    """A cross-encoder with one output, which is squeezed to 0…1."""

    def __init__(self, name_or_path: str, batch_size: int = 32, device: str | None = None) -> None:
        """Load the model; `device` defaults to a GPU where there is one.

        Raises FileNotFoundError when the model is neither a local folder nor in the local cache, or is no such model.
        """
        self._model = _load_cross_encoder(name_or_path, device)
        self._batch_size = batch_size
        self.name = Path(name_or_path).name

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Scores (n,) in input order; no texts give ()."""
        import torch

        if not texts:
            return np.empty(0, np.float32)
        scores = self._model.predict(
            [(question, text) for text in texts],
            batch_size=self._batch_size,
            show_progress_bar=False,
            activation_fn=torch.nn.Sigmoid(),
        )
        return np.asarray(scores, np.float32)


def _load_cross_encoder(name_or_path: str, device: str | None) -> CrossEncoder:
    from sentence_transformers import CrossEncoder

    _keep_quiet()
    try:
        model: CrossEncoder = CrossEncoder(name_or_path, device=device, local_files_only=True)
    except (OSError, ValueError) as error:
        raise FileNotFoundError(
            f"找不到可用的重排模型：{name_or_path}。本程序不联网下载模型，请先在能上网的机器上取得模型文件夹，"
            "复制到本机，再把环境变量 YINJU_RERANKER 设为该文件夹的路径；不重排则去掉 YINJU_RERANKER。"
        ) from error
    if model.num_labels != 1:
        raise FileNotFoundError(
            f"{name_or_path} 有 {model.num_labels} 个输出，不是重排模型。请换用只有一个输出的 cross-encoder。"
        )
    return model


def _load(name_or_path: str, device: str | None) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer  # seconds and 450 MB: only for those who ask for it

    _keep_quiet()
    try:
        return SentenceTransformer(name_or_path, device=device, local_files_only=True)
    except (OSError, ValueError) as error:
        raise FileNotFoundError(
            f"找不到可用的 sentence-transformers 模型：{name_or_path}。本程序不联网下载模型，"
            "请先在能上网的机器上取得模型文件夹，复制到本机，再用该文件夹的路径作为模型名；"
            f"不指定模型或写 {SHIPPED} 则使用自带模型。"
        ) from error


def _keep_quiet() -> None:
    """Leave it to our own message to say that a model is not there; the library warns of it in English before."""
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)


def _prompt(model: SentenceTransformer, names: tuple[str, ...]) -> str:
    # `encode_document` would take "document" even when the library itself filled it with "" beside a real "passage".
    return next((prompt for name in names if (prompt := model.prompts.get(name))), "")


def _fingerprint(model: SentenceTransformer) -> str:
    """Eight hex digits over weights, prompts and length limit, so that a changed folder gets a new name."""
    import torch

    digest = hashlib.sha256(json.dumps([model.prompts, model.max_seq_length], sort_keys=True).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy())
    return digest.hexdigest()[:8]
