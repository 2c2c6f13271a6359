"""A generation's folder stays as long as somebody reads it, and goes when nobody does."""

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from indexer.database import RECORD
from indexer.generation import current_name, open_current
from indexer.in_use import hold, is_held
from indexer.indexing import index_paths
from indexer.store import Store
from indexer.types import Filters
from service.library import Library
from service.search import search
from service.settings import Settings
from tests.fakes import CharacterEncoder, OtherEncoder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one document and one generation, made with the first model."""
    document = tmp_path / "note.md"
    document.write_text("---\nregion: 湖北省/武汉市\n---\n社区食堂每天供应三餐。\n", encoding="utf-8")
    index_paths([document], tmp_path / "data", CharacterEncoder())
    return tmp_path / "data"


def build_anew(data: Path, encoder: CharacterEncoder) -> None:
    """Build another generation, as a run does that has found a change."""
    store = Store(data / RECORD)
    store.advance()
    store.close()
    index_paths([], data, encoder)


def generations(data: Path) -> set[str]:
    return {folder.name for folder in (data / "generations").iterdir()}


def test_a_library_that_refuses_newer_generations_keeps_the_folder_of_its_own(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Library.open(Settings(data), CharacterEncoder()) as library:
        own = library.generation.name
        for _ in range(3):
            build_anew(data, OtherEncoder())
            assert library.generation.name == own
        assert [record.getMessage().split("：")[0] for record in caplog.records] == [
            "新索引不能用，继续使用原来的索引"
        ] * 3
        # Filters are read from the folder when they are first used.
        hits = search(library, "社区食堂", filters=Filters(region="武汉")).hits
        assert [hit.passage.text for hit in hits] == ["社区食堂每天供应三餐。"]
    build_anew(data, OtherEncoder())
    assert own not in generations(data)


def read_until_killed(data: Path, ready: Connection) -> None:
    generation = open_current(data)
    ready.send(generation.name if generation else "")
    ready.recv()


def test_a_generation_that_another_process_reads_stays_until_that_process_ends(data: Path) -> None:
    own = current_name(data)
    parent, child = multiprocessing.Pipe()
    process = multiprocessing.get_context("forkserver").Process(target=read_until_killed, args=(data, child))
    process.start()
    try:
        assert parent.poll(60) and parent.recv() == own
        for _ in range(3):
            build_anew(data, CharacterEncoder())
        assert own in generations(data)
        assert len(generations(data)) == 3  # that one, the one in use, and the one before
    finally:
        process.kill()
        process.join()
    build_anew(data, CharacterEncoder())
    assert own not in generations(data)


def test_a_hold_ends_with_its_last_holder(tmp_path: Path) -> None:
    first, second = CharacterEncoder(), CharacterEncoder()
    assert not is_held(tmp_path)
    hold(tmp_path, first)
    hold(tmp_path, second)
    del first
    assert is_held(tmp_path)
    del second
    assert not is_held(tmp_path)
