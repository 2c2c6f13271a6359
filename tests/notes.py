"""A library of short notes, each a file of its own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from indexer.encoder import Encoder
from indexer.indexing import index_paths
from service.library import Library
from service.settings import Settings


@contextmanager
def open_notes(folder: Path, notes: Mapping[str, str], encoder: Encoder) -> Iterator[Library]:
    """Write the notes by name, index them in their order, and open the library over them."""
    paths = [folder / f"{name}.txt" for name in notes]
    for path, text in zip(paths, notes.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    index_paths(paths, folder / "data", encoder)
    with Library.open(Settings(folder / "data"), encoder) as library:
        yield library
