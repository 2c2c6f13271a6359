"""Keeps the indexes of evaluated files between runs, apart for every state of the code that builds them.

Invariant: an index is never older than the indexer that is measured with it, and none is removed while a process uses
it. Vectors are carried over from one state to the next, since they depend on nothing but the embedded text and the
model, which are their key.
"""

import hashlib
import os
import shutil
import uuid
from importlib.resources import files
from pathlib import Path

from filelock import FileLock, Timeout

from eval.beir import Collection
from indexer.database import RECORD
from indexer.encoder import SHIPPED, load_encoder
from indexer.store import Store
from service.settings import Settings

_held: dict[Path, FileLock] = {}  # by folder: says that this process uses it, and ends with the process however it ends


def collection_settings(
    collection: Collection, cache: Path | None = None, limit_docs: int | None = None, model: str | None = None
) -> Settings:
    """Where the index of a collection lies: a folder of its own for each corpus, whole or limited."""
    name = collection.folder.name + (f"-{limit_docs}" if limit_docs else "")
    return cached_settings(name, collection.folder, cache, model)


def cached_settings(name: str, source: Path, cache: Path | None = None, model: str | None = None) -> Settings:
    """Settings with a data folder for what is read from `source`, below `cache` or the user's cache.

    The folder is this process's until it ends. Where there is none for the code as it stands, it starts with the
    vectors of those before; one that nobody uses any longer is removed.
    """
    home = (cache or user_cache()) / f"{name}-{_digest(str(source.resolve()).encode())}"
    folder = home / code_digest()
    settings = Settings(folder, model or os.environ.get("YINJU_MODEL") or SHIPPED)  # whatever was measured there last
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(home / "cache.lock"):
        _hold(folder)
        _take_over(folder, settings.model)
    return settings


def _hold(folder: Path) -> None:
    """Mark the folder as used by this process, with a locked file beside it that is the process's own."""
    if folder not in _held:
        _held[folder] = FileLock(folder.with_name(f"{folder.name}.{uuid.uuid4().hex}.lock"))
        _held[folder].acquire()


def _take_over(folder: Path, model: str | None) -> None:
    """Carry vectors over from the folders of other states of the code, and remove those that no process uses."""
    new, used = not folder.exists(), _used(folder.parent)
    for other in sorted(folder.parent.glob("[0-9a-f]" * 8)):
        if other != folder:
            if new or other.name not in used:
                _carry_vectors(other, folder, model)
            if other.name not in used:
                shutil.rmtree(other)


def _used(home: Path) -> frozenset[str]:
    """Names of the folders that some process holds; what ended processes have left of their marks is removed."""
    used: set[str] = set()
    for mark in home.glob("*.*.lock"):
        try:
            with FileLock(mark, timeout=0):
                pass
        except Timeout:
            used.add(mark.name.split(".")[0])
        else:
            mark.unlink(missing_ok=True)
    return frozenset(used)


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
    if not (old / RECORD).exists():
        return
    new.mkdir(parents=True, exist_ok=True)
    name = load_encoder(model).name
    source, target = Store(old / RECORD), Store(new / RECORD)
    try:
        with target.transaction():
            for content, vector in source.vectors(name):
                target.put_vectors(name, [content], vector[None])
    finally:
        source.close()
        target.close()
