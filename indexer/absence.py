"""Imports as if some package were not installed, for libraries that ask for a slow one which they do not need.

Invariant: afterwards the package can be imported as ever; one that was imported before is left alone.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def absent(package: str) -> Iterator[None]:
    """Inside, importing the package raises ModuleNotFoundError, unless it had been imported already."""
    blocked = package not in sys.modules
    if blocked:
        sys.modules[package] = None  # type: ignore[assignment]  # what the import system takes for "not there"
    try:
        yield
    finally:
        if blocked:
            del sys.modules[package]
