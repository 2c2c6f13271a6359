"""Keeps the indexes of evaluated files between runs, apart for every state of the code that builds them.

Invariant: an index is never older than the indexer that is measured with it. Vectors are carried over from one state
to the next, since they depend on nothing but the embedded text and the model, which are their key.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from importlib.resources import files
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.beir import Collection
from indexer.encoder import SHIPPED, load_encoder
from indexer.store import Store
from service.settings import Settings


def collection_settings(
    collection: Collection, cache: Path | None = None, limit_docs: int | None = None, model: str | None = None
) -> Settings:
    """Where the index of a collection lies: a folder of its own for each corpus, whole or limited."""
    name = collection.folder.name + (f"-{limit_docs}" if limit_docs else "")
    return cached_settings(name, collection.folder, cache, model)


def cached_settings(name: str, source: Path, cache: Path | None = None, model: str | None = None) -> Settings:
    """Settings with a data folder for what is read from `source`, below `cache` or the user's cache.

    Where there is none for the code as it stands, it starts with the vectors of the one before, which is removed.
    """
    home = f"{name}-{_digest(str(source.resolve()).encode())}"
    folder = (cache or user_cache()) / home / code_digest()
    settings = Settings(folder, model or os.environ.get("YINJU_MODEL") or SHIPPED)  # whatever was measured there last
    if not folder.exists():
        for older in folder.parent.glob("[0-9a-f]" * 8):
            _carry_vectors(older, folder, settings.model)
            shutil.rmtree(older)
    return settings


def user_cache() -> Path:
    """`$XDG_CACHE_HOME`, else ~/.cache, and in it a folder of our own."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yinju" / "eval"


def code_digest() -> str:
    """Eight hexadecimal digits that change with any source file of the indexer."""
    indexer = Path(str(files("indexer")))
    sources = sorted(path for path in indexer.rglob("*") if path.suffix in (".py", ".sql"))
    return _digest(b"".join(path.read_bytes() for path in sources))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]


def _carry_vectors(old: Path, new: Path, model: str | None) -> None:
    if not (old / "record.sqlite").exists():
        return
    new.mkdir(parents=True, exist_ok=True)
    name = load_encoder(model).name
    source, target = Store(old / "record.sqlite"), Store(new / "record.sqlite")
    try:
        with target.transaction():
            for content, vector in _vectors(source, name):
                target.put_vectors(name, [content], vector[None])
    finally:
        source.close()
        target.close()


def _vectors(store: Store, model: str) -> Iterator[tuple[bytes, NDArray[np.float32]]]:
    """(content key, vector) of the searchable passages."""
    numbered = iter(store.current_vectors(model))
    while batch := list(islice(numbered, 500)):
        passages = store.passages([number for number, _ in batch])
        yield from ((stored.content, vector) for stored, (_, vector) in zip(passages, batch, strict=True))
