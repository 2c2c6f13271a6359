"""A library: the record, the generation in use, the encoder and the segmenter, opened together.

Invariant: model and segmenter are the ones that made the generation; a new generation is taken over between calls,
and a call once begun goes on with the one it began with.
"""

import logging
import os
import threading
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.database import RECORD
from indexer.encoder import Encoder, load_encoder
from indexer.generation import FORMAT, DamagedGeneration, Generation, current_name, current_stamp, open_current
from indexer.reranker import Reranker, load_reranker
from indexer.script import fold_width, to_simplified
from indexer.store import Store, StoredPassage
from indexer.types import DocumentSummary, Passage, StoredDocument
from indexer.words import open_segmenter
from service.settings import Settings

_LOG = logging.getLogger("yinju")


class NoIndex(Exception):
    """The data folder holds no index yet."""


class IndexMismatch(Exception):
    """The index was made by another model, dictionary or version of the program."""


class Library:
    """What a search needs. Safe to use from several threads; use `open` and close it after use."""

    def __init__(self, data: Path, encoder: Encoder, generation: Generation, reranker: Reranker | None = None) -> None:
        self.data = data
        self.encoder = encoder
        self.reranker = reranker
        self.segmenter = open_segmenter(data)
        self.store = Store(data / RECORD)
        self._generation = generation
        self._seen: tuple[int, int] | None = None
        self._switching = threading.Lock()
        # An answer searches for its question and then compares sentences with it: one encoding, some 5 ms, serves both.
        self.query_vector = lru_cache(maxsize=64)(self.encode_query)

    @classmethod
    def open(cls, settings: Settings, encoder: Encoder | None = None) -> Self:
        """Open the library in `settings.data`, with the encoder that `settings.model` names unless one is given, and
        with the reranker that the settings name, if any.

        Raises NoIndex, IndexMismatch, indexer.generation.DamagedGeneration, or PermissionError for a folder that is not
        writable; each message names the remedy.
        """
        if current_name(settings.data) and not os.access(settings.data, os.W_OK):
            raise PermissionError(
                f"数据目录 {settings.data} 不可写，检索时也要在其中写锁文件。"
                "请允许写入，或把它复制到可写的地方，用 --data 指明。"
            )
        generation = open_current(settings.data)
        if generation is None:
            raise NoIndex(f"{settings.data} 里还没有索引。请先运行：yinju index 文件或文件夹 --data {settings.data}")
        library = cls(
            settings.data, encoder or load_encoder(settings.model), generation, load_reranker(settings.reranker)
        )
        try:
            library._check(generation)
        except IndexMismatch:
            library.close()
            raise
        return library

    @property
    def generation(self) -> Generation:
        """The generation in use, or a newer one if an indexing run has finished meanwhile.

        A newer one that does not open, or that another model made, is left alone and noted in the log once.
        """
        stamp = current_stamp(self.data)
        if stamp != self._seen and self._switching.acquire(blocking=False):
            try:
                self._switch()
                self._seen = stamp
            finally:
                self._switching.release()
        return self._generation

    def _switch(self) -> None:
        if current_name(self.data) == self._generation.name:
            return
        try:
            newer = open_current(self.data)
            if newer:
                self._check(newer)
                self._generation = newer
        except (DamagedGeneration, IndexMismatch) as error:
            # Its text alone: the error itself holds the generation, and whoever keeps the log would keep both.
            _LOG.warning("新索引不能用，继续使用原来的索引：%s", str(error))

    def _check(self, generation: Generation) -> None:
        meta = generation.meta
        parts = (
            ("索引格式", meta.format, FORMAT),
            ("向量模型", meta.model, self.encoder.name),
            ("分词词典", meta.segmenter, self.segmenter.version),
        )
        different = "；".join(f"{name}是 {made}，当前程序是 {now}" for name, made, now in parts if made != now)
        if different:
            remembered = (
                "；要用建索引时的向量模型，请把环境变量 YINJU_MODEL 设为它" if meta.model != self.encoder.name else ""
            )
            raise IndexMismatch(
                f"{self.data} 里的索引与当前程序不符：{different}。收入的文献和引文都在，"
                f"请重新运行：yinju index --data {self.data}{remembered}。"
            )

    def encode_query(self, query: str) -> NDArray[np.float32]:
        """The query's vector (dimension,), from its simplified, plain-width form, which passages have, too."""
        vector: NDArray[np.float32] = self.encoder.encode([to_simplified(fold_width(query))], "query")[0]
        return vector

    def documents(self) -> tuple[DocumentSummary, ...]:
        """All searchable documents."""
        return self.store.summaries()

    def document(self, document_id: str, version: str | None = None) -> StoredDocument | None:
        """A document in the given version (superseded ones too), else the searchable one."""
        return self.store.document(document_id, version)

    def passage(self, passage_id: str) -> StoredPassage | None:
        """A passage of any version by its id."""
        return self.store.passage(passage_id)

    def is_superseded(self, passage: Passage) -> bool:
        """True for a passage of a version that is not searchable any more."""
        return self.store.current_version(passage.document_id) != passage.version

    def close(self) -> None:
        """Close the record, and let go of the generation."""
        self.store.close()
        self._generation.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
