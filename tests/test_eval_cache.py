"""An evaluated index is never older than the code that built it, and its vectors are not computed twice."""

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
    change_code(monkeypatch, "00000002")
    after = cached_settings("corpus", document, tmp_path / "cache")
    second = index_paths([document], after.data, encoder)
    assert (first.new, second.new) == (1, 1)
    assert (first.embedded > 0, second.embedded) == (True, 0)
    assert not before.data.exists()
