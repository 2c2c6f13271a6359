"""Turning texts into vectors: the `Encoder` protocol and the shipped model on onnxruntime.

Invariant: a row depends on its own text and kind alone, not on the texts encoded beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

Kind = Literal["query", "passage"]

SHIPPED_MODEL = Path(__file__).parent / "model"
MODEL_FILES = ("model.onnx", "tokenizer.json")
TEXTS_AT_ONCE = 2048  # tokenised together: their token lists take about 10 MB
TOKEN_BUDGET = 1024  # padded tokens in one run
REMEDY = (
    "请重新安装本程序；在源码目录中可执行 git checkout -- indexer/model 恢复，"
    "或安装 yinju[model] 后用 python -m indexer.build_model 重新生成。"
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


class OnnxEncoder:
    """The shipped model, or another folder that `indexer.build_model` wrote."""

    def __init__(self, folder: Path = SHIPPED_MODEL, threads: int | None = None) -> None:
        """Load tokenizer and graph; `threads` defaults to all cores.

        Raises FileNotFoundError when a file is missing and ValueError when one is not what `meta.json` says.
        """
        meta = _read_meta(folder)
        files = {name: _read_checked(folder / name, meta["files"][name]["sha256"]) for name in MODEL_FILES}
        self.dimension: int = meta["dimension"]
        digests = " ".join(meta["files"][name]["sha256"] for name in MODEL_FILES)
        self.name = f"{meta['name']}@{hashlib.sha256(digests.encode()).hexdigest()[:8]}"
        self._prefixes: dict[Kind, str] = meta["prefixes"]
        self._tokenizer = Tokenizer.from_buffer(files["tokenizer.json"])
        self._tokenizer.enable_truncation(meta["max_tokens"])
        self._session = _start_session(files["model.onnx"], threads or os.cpu_count() or 1)

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), dimension), L2-normalised, in input order; no texts give (0, dimension)."""
        if isinstance(texts, str):
            raise TypeError("texts must be a sequence of strings, not one string: put it in a list")
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            tokens = self._tokenise(texts[start : start + TEXTS_AT_ONCE], kind)
            for rows in split_batches([len(one) for one in tokens], TOKEN_BUDGET):
                vectors[[start + row for row in rows]] = self._run([tokens[row] for row in rows])
        return vectors

    def _tokenise(self, texts: Sequence[str], kind: Kind) -> list[list[int]]:
        prefix = self._prefixes[kind]
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast([prefix + text for text in texts])]

    def _run(self, tokens: list[list[int]]) -> NDArray[np.float32]:
        ids = np.zeros((len(tokens), max(map(len, tokens))), np.int64)
        mask = np.zeros_like(ids)
        for row, one in enumerate(tokens):
            ids[row, : len(one)] = one
            mask[row, : len(one)] = 1
        vectors: NDArray[np.float32] = self._session.run(["embedding"], {"input_ids": ids, "attention_mask": mask})[0]
        return vectors


def split_batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Rows grouped by ascending length so that rows × longest stays within the budget; a longer row goes alone."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[row] > budget:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _read_meta(folder: Path) -> dict[str, Any]:
    path = folder / "meta.json"
    if not path.is_file():
        raise FileNotFoundError(f"找不到向量模型：{path} 不存在。{REMEDY}")
    try:
        meta: dict[str, Any] = json.loads(path.read_bytes())
    except ValueError as error:
        raise ValueError(f"向量模型的说明文件无法读取：{path}（{error}）。{REMEDY}") from error
    return meta


def _read_checked(path: Path, sha256: str) -> bytes:
    if not path.is_file():
        raise FileNotFoundError(f"向量模型不完整：缺少 {path}。{REMEDY}")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"向量模型已损坏：{path} 的内容与 meta.json 记录的校验值不符（{len(content)} 字节）。{REMEDY}")
    return content


def _start_session(graph: bytes, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Planning which buffers to reuse takes 160 of 205 ms at load and saved neither time nor memory in any batch.
    options.enable_mem_reuse = False
    # Threads that spin while they wait halve the rate as soon as another process wants the cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
