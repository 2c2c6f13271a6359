"""Which code reads: a digest of everything that decides how raw bytes become facts, text, sections and passages.

Invariant: it changes with any source file of the indexer that could change what is read, and with any library that
the project names. It may change where nothing else does, which costs one more reading: a reading that comes out the
same is no new version, and vectors are kept by content. A constant to be raised by hand would be forgotten instead.
"""

import hashlib
import re
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from importlib.resources.abc import Traversable

# What comes after reading: these keep, embed and search what was read.
_AFTER_READING = frozenset(
    """
    batches.py build_model builtin.py database.py dense.py derived.py encoder.py filtering.py generation.py in_use.py
    indexing.py lexical.py migration.py model near.py numerals.py percentages.py phrases.py pronunciation.py
    read_files.py recording.py relations.py relatives.py rows.py schema.sql sentence_encoder.py store.py vocabulary.py
    walk.py words.py
    """.split()
)
_NOT_READING = re.compile(r"extra == ['\"](?:eval|llm|model|test)['\"]")  # onnx<2,>=1.19; extra == "model"
_NAME = re.compile(r"[A-Za-z0-9._-]+")  # beautifulsoup4<5,>=4.13


@lru_cache(maxsize=1)
def reader_version() -> str:
    """Sixteen hexadecimal digits."""
    digest = hashlib.sha256()
    for name, content in sorted(_sources(files("indexer"), "")):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    digest.update("\n".join(_libraries()).encode())
    return digest.hexdigest()[:16]


def _sources(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        name = prefix + entry.name
        if name in _AFTER_READING or entry.name == "__pycache__":
            continue
        if entry.is_dir():
            found += _sources(entry, name + "/")
        else:
            found.append((name, entry.read_bytes()))
    return found


def _libraries() -> list[str]:
    """`name version` of each library that the project names for more than its tests and measures, where installed."""
    reading = (line for line in requires("yinju") or () if not _NOT_READING.search(line))
    names = {match[0] for line in reading if (match := _NAME.match(line))}
    return [f"{name} {found}" for name in sorted(names) if (found := _installed(name))]


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
