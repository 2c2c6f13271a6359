"""The version of the code that reads changes with that code, and with nothing that comes after reading."""

from importlib.resources import files
from pathlib import Path

import pytest

from indexer import reader_version as module


def digest(root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The version of a copy of the indexer's sources."""
    monkeypatch.setattr(module, "files", lambda package: root)
    module.reader_version.cache_clear()
    try:
        return module.reader_version()
    finally:
        module.reader_version.cache_clear()


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    original = Path(str(files("indexer")))
    for path in original.rglob("*.py"):
        copy = tmp_path / path.relative_to(original)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return tmp_path


@pytest.mark.parametrize("name", ["cleaning.py", "structure.py", "passages.py", "facts.py", "readers/html.py"])
def test_a_change_to_what_reads_changes_the_version(sources: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before = digest(sources, monkeypatch)
    (sources / name).write_text((sources / name).read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
    assert digest(sources, monkeypatch) != before


@pytest.mark.parametrize("name", ["dense.py", "store.py", "near.py", "generation.py"])
def test_a_change_to_what_comes_after_reading_does_not(
    sources: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = digest(sources, monkeypatch)
    (sources / name).write_text("# nothing\n", encoding="utf-8")
    assert digest(sources, monkeypatch) == before


def test_another_release_of_a_library_changes_the_version(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(sources, monkeypatch)
    monkeypatch.setattr(module, "version", lambda name: "99.0")
    assert digest(sources, monkeypatch) != before


def test_all_that_is_left_out_exists() -> None:
    folder = Path(str(files("indexer")))
    assert [name for name in sorted(module._AFTER_READING) if not (folder / name).exists()] == []
