"""An evaluated index is never older than the code that built it, and its vectors are not computed twice."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from eval import cache
from eval.cache import cached_settings, code_digest
from indexer.indexing import index_paths
from service.settings import Settings
from tests.fakes import CharacterEncoder


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> CharacterEncoder:
    fake = CharacterEncoder()
    monkeypatch.setattr(cache, "load_encoder", lambda model: fake)
    return fake


def change_code(monkeypatch: pytest.MonkeyPatch, digest: str) -> None:
    monkeypatch.setattr(cache, "code_digest", lambda: digest)


def write_document(folder: Path) -> Path:
    path = folder / "甲.md"
    path.write_text("# 甲\n\n湖里区推行两带三同，老带新，强带弱。\n", encoding="utf-8")
    return path


def test_the_same_code_and_source_share_a_folder(tmp_path: Path) -> None:
    first = cached_settings("corpus", tmp_path / "source", tmp_path / "cache")
    assert first == cached_settings("corpus", tmp_path / "source", tmp_path / "cache")
    assert first == Settings(first.data, "shipped")
    assert first.data.name == code_digest()


def test_other_sources_and_other_code_have_folders_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = cached_settings("corpus", tmp_path / "source", tmp_path / "cache")
    second = cached_settings("corpus", tmp_path / "other", tmp_path / "cache")
    change_code(monkeypatch, "00000000")
    third = cached_settings("corpus", tmp_path / "source", tmp_path / "cache")
    assert len({first.data, second.data, third.data}) == 3


def test_changed_code_reads_again_and_embeds_nothing_that_it_embedded_before(
    tmp_path: Path, encoder: CharacterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = write_document(tmp_path)
    change_code(monkeypatch, "00000001")
    before = cached_settings("corpus", document, tmp_path / "cache")
    first = index_paths([document], before.data, encoder)
    cache._held.clear()  # as when the process has ended
    change_code(monkeypatch, "00000002")
    after = cached_settings("corpus", document, tmp_path / "cache")
    second = index_paths([document], after.data, encoder)
    assert (first.new, second.new) == (1, 1)
    assert (first.embedded > 0, second.embedded) == (True, 0)
    assert not before.data.exists()


def test_a_folder_in_which_nothing_was_indexed_passes_on_the_vectors_that_it_was_given(
    tmp_path: Path, encoder: CharacterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = write_document(tmp_path)
    change_code(monkeypatch, "00000001")
    index_paths([document], cached_settings("corpus", document, tmp_path / "cache").data, encoder)
    for digest in ("00000002", "00000003"):  # the run at the former ended before it indexed
        cache._held.clear()
        change_code(monkeypatch, digest)
        last = cached_settings("corpus", document, tmp_path / "cache")
    assert index_paths([document], last.data, encoder).embedded == 0


_HOLDS_ITS_FOLDER = """
import sys
from pathlib import Path
from eval import cache
cache.code_digest = lambda: "00000001"
print(cache.cached_settings("corpus", Path(sys.argv[1]), Path(sys.argv[2])).data, flush=True)
sys.stdin.read()
"""


@contextmanager
def other_evaluation(source: Path, home: Path) -> Iterator[Path]:
    """The data folder that another process, of the code 00000001, uses until the block is left."""
    command = [sys.executable, "-c", _HOLDS_ITS_FOLDER, str(source), str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield Path(process.stdout.readline().strip())


def test_a_folder_that_another_process_uses_stays_and_what_it_embeds_meanwhile_is_taken_over_when_it_has_ended(
    tmp_path: Path, encoder: CharacterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = write_document(tmp_path), tmp_path / "乙.md"
    second.write_text("# 乙\n\n丙区另建一支队伍。\n", encoding="utf-8")
    change_code(monkeypatch, "00000002")
    with other_evaluation(tmp_path, tmp_path / "cache") as theirs:
        embedded = [index_paths([first], theirs, encoder).embedded]
        ours = cached_settings("corpus", tmp_path, tmp_path / "cache").data
        assert (theirs.name, theirs.exists()) == ("00000001", True)
        embedded += [index_paths([path], data, encoder).embedded for data, path in ((ours, first), (theirs, second))]
    cached_settings("corpus", tmp_path, tmp_path / "cache")
    embedded.append(index_paths([second], ours, encoder).embedded)
    assert embedded == [1, 0, 1, 0]
    kept = sorted(path.name.split(".")[0] for path in ours.parent.iterdir())
    assert kept == ["00000002", "00000002", "cache"]  # the folder, this process's mark, and the lock of both
