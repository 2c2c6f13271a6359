"""Turning texts into vectors: the `Encoder` protocol and the shipped model on onnxruntime.

Invariant: a row depends on its own text and kind alone, not on the texts encoded beside it (cosine 1.0000 measured).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

Kind = Literal["query", "passage"]

SHIPPED = "shipped"
SHIPPED_MODEL = Path(__file__).parent / "model"
MODEL_FILES = ("model.onnx", "tokenizer.json")
TEXTS_AT_ONCE = 2048  # tokenised together, so that a large folder does not lie in memory as token lists
# Padded tokens in one run. Per CPU second, 300-character passages: 24 at 512, 20 at 1024, 12 at 2048 (the activations
# of more tokens no longer fit in the cache); texts of 20 tokens still share a run with 24 others.
TOKEN_BUDGET = 512
# A few sentences would fit in one run; in several they keep several cores busy. Not the number of cores, so that the
# same texts have the same vectors to the last bit on every machine.
FEWEST_RUNS = 4
REMEDY = (
    "请重新安装本程序；在源码目录中可执行 git checkout -- indexer/model 恢复，"
    "或在程序的文件夹里先后运行 pip install -e '.[model]' 和 python -m indexer.build_model，重新生成。"
)


class Encoder(Protocol):
    """Anything that turns texts into vectors of one length."""

    @property
    def name(self) -> str:
        """Identifies model and version: vectors stored under one name may be compared, others not."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), dimension), L2-normalised, in input order; no texts give (0, dimension)."""


@dataclass(frozen=True, slots=True)
class _Meta:
    """What `meta.json` says about the model beside it."""

    name: str
    dimension: int
    max_tokens: int
    prefixes: Mapping[Kind, str]
    digests: Mapping[str, str]

    def versioned_name(self) -> str:
        """The name with eight hex digits over both files: other bytes, other name."""
        joined = " ".join(self.digests[name] for name in MODEL_FILES)
        return f"{self.name}@{hashlib.sha256(joined.encode()).hexdigest()[:8]}"


class OnnxEncoder:
    """The shipped model, or another folder that `indexer.build_model` wrote.

    Texts get the model's prefix for their kind and its own normaliser (NFKC, runs of white space to one space), nothing
    else: a full-width text has the vector of its half-width form exactly, but a traditional text does not have that of
    its simplified form (cosine 0.94 for queries, 0.96 for passages), so whoever indexes both scripts folds them first.
    Tokens beyond 512 are cut off.
    """

    def __init__(self, folder: Path = SHIPPED_MODEL, threads: int | None = None) -> None:
        """Load tokenizer and graph; `threads` defaults to all cores.

        Raises FileNotFoundError when a file is missing and ValueError when one is not what `meta.json` says.
        """
        meta = _read_meta(folder)
        files = {name: _read_checked(folder / name, digest) for name, digest in meta.digests.items()}
        self.name, self.dimension = meta.versioned_name(), meta.dimension
        self._prefixes = meta.prefixes
        self._tokenizer = Tokenizer.from_buffer(files["tokenizer.json"])
        self._tokenizer.enable_truncation(meta.max_tokens)
        self._session = _start_session(files["model.onnx"])
        self._threads = threads or os.cpu_count() or 1

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), dimension), L2-normalised, in input order; no texts give (0, dimension)."""
        if isinstance(texts, str):
            raise TypeError("texts must be a sequence of strings, not one string: put it in a list")
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            tokens = self._tokenise(texts[start : start + TEXTS_AT_ONCE], kind)
            vectors[start : start + len(tokens)] = self._encode_tokens(tokens)
        return vectors

    def _tokenise(self, texts: Sequence[str], kind: Kind) -> list[list[int]]:
        prefix = self._prefixes[kind]
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast([prefix + text for text in texts])]

    def _encode_tokens(self, tokens: list[list[int]]) -> NDArray[np.float32]:
        vectors = np.empty((len(tokens), self.dimension), np.float32)
        lengths = [len(one) for one in tokens]
        batches = split_batches(lengths, min(TOKEN_BUDGET, -(-sum(lengths) // FEWEST_RUNS)))
        with ThreadPoolExecutor(self._threads) as pool:
            parts = pool.map(lambda rows: self._run([tokens[row] for row in rows]), batches)
            for rows, part in zip(batches, parts, strict=True):
                vectors[rows] = part
        return vectors

    def _run(self, tokens: list[list[int]]) -> NDArray[np.float32]:
        ids = np.zeros((len(tokens), max(map(len, tokens))), np.int64)
        mask = np.zeros_like(ids)
        for row, one in enumerate(tokens):
            ids[row, : len(one)] = one
            mask[row, : len(one)] = 1
        vectors: NDArray[np.float32] = self._session.run(["embedding"], {"input_ids": ids, "attention_mask": mask})[0]
        return vectors


def load_encoder(name: str | None = None) -> Encoder:
    """The shipped model for None or "shipped", else the sentence-transformers model of that name or folder.

    Raises FileNotFoundError when the model is not on this machine.
    """
    if name is None or name == SHIPPED:
        return OnnxEncoder()
    from indexer.sentence_encoder import SentenceTransformerEncoder  # that module imports this one

    return SentenceTransformerEncoder(name)


def split_batches(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """Rows grouped by ascending length so that rows × longest stays within the budget; a longer row goes alone."""
    batches: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batches and (len(batches[-1]) + 1) * lengths[row] <= budget:
            batches[-1].append(row)
        else:
            batches.append([row])
    return batches


def _read_meta(folder: Path) -> _Meta:
    path = folder / "meta.json"
    if not path.is_file():
        raise FileNotFoundError(f"找不到向量模型：{path} 不存在。{REMEDY}")
    try:
        meta = json.loads(path.read_bytes())
        digests = {name: str(meta["files"][name]["sha256"]) for name in MODEL_FILES}
        return _Meta(meta["name"], meta["dimension"], meta["max_tokens"], meta["prefixes"], digests)
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"向量模型的说明文件无法读取：{path}（{error!r}）。{REMEDY}") from error


def _read_checked(path: Path, sha256: str) -> bytes:
    if not path.is_file():
        raise FileNotFoundError(f"向量模型不完整：缺少 {path}。{REMEDY}")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"向量模型已损坏：{path} 的内容与 meta.json 记录的校验值不符（{len(content)} 字节）。{REMEDY}")
    return content


def _start_session(graph: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # Batches run side by side instead: 44 passages/s on two cores against 37, and a query takes 3.6 ms against 4.4.
    options.intra_op_num_threads = 1
    # Planning which buffers to reuse takes 160 of 205 ms at load and saved neither time nor memory in any batch.
    options.enable_mem_reuse = False
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
