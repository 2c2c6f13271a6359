"""A package that is hidden while another one is imported."""

import sys
from importlib import import_module

import pytest

from indexer.absence import absent


def test_a_package_cannot_be_imported_inside_and_can_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "sched", raising=False)
    with absent("sched"), pytest.raises(ModuleNotFoundError):
        import_module("sched")
    assert import_module("sched").scheduler


def test_a_package_that_was_imported_before_is_left_alone() -> None:
    with absent("pytest"):
        assert import_module("pytest") is pytest
    assert sys.modules["pytest"] is pytest
