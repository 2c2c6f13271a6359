"""Which model and data folder a run uses: options, then the environment, then what the data folder remembers."""

from pathlib import Path

import pytest

from service.settings import Settings, read_settings, remember_model


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("YINJU_DATA", "YINJU_MODEL"):
        monkeypatch.delenv(name, raising=False)


def test_where_nothing_is_said_the_shipped_model_is_used(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == Settings(tmp_path, None)
    assert read_settings() == Settings(Path("data"), None)


def test_a_search_uses_the_model_that_the_index_was_made_with(tmp_path: Path) -> None:
    remember_model(Settings(tmp_path, "BAAI/bge-m3"))
    assert read_settings(tmp_path) == Settings(tmp_path, "BAAI/bge-m3")
    remember_model(Settings(tmp_path, None))
    assert read_settings(tmp_path) == Settings(tmp_path, "BAAI/bge-m3")
    remember_model(Settings(tmp_path, "shipped"))
    assert read_settings(tmp_path) == Settings(tmp_path, "shipped")


def test_a_model_in_a_folder_is_found_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "模型").mkdir()
    monkeypatch.chdir(tmp_path)
    remember_model(Settings(tmp_path, "模型"))
    assert read_settings(tmp_path).model == str((tmp_path / "模型").resolve())


def test_options_and_the_environment_come_before_what_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember_model(Settings(tmp_path, "remembered"))
    monkeypatch.setenv("YINJU_MODEL", "environment")
    assert read_settings(tmp_path).model == "environment"
    assert read_settings(tmp_path, "option").model == "option"
