"""Shared fixtures: one index of the built-in corpus a session, and the real documents where they are at hand."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from starlette.testclient import TestClient

from indexer import builtin
from indexer.encoder import load_encoder
from indexer.indexing import index_paths
from indexer.words import Segmenter, open_segmenter
from service.api import create_app
from service.library import Library
from service.settings import Settings
from tests.pages import HTML
from tests.small_library import build
from tests.towns import HOSTILE, NORTH, SOUTH, open_towns

# The same examples every time where a failure stops a change; new ones at every run elsewhere.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def corpus_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the built-in corpus is indexed with the shipped model. Do not write to it."""
    data = tmp_path_factory.mktemp("corpus") / "data"
    report = index_paths([builtin.DOCUMENTS], data, load_encoder(None))
    assert report.failures == ()
    return data


@pytest.fixture(scope="session")
def library(corpus_data: Path) -> Iterator[Library]:
    """The library over the built-in corpus."""
    with Library.open(Settings(corpus_data)) as opened:
        yield opened


@pytest.fixture(scope="session")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    """The segmenter with the built-in dictionary."""
    return open_segmenter(tmp_path_factory.mktemp("words"))


@pytest.fixture(scope="session")
def three_towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of two towns that differ in one figure and of a hostile one. Do not write to it."""
    with open_towns(tmp_path_factory.mktemp("towns"), NORTH, SOUTH, HOSTILE) as library:
        yield library


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the checkout; tests that need it skip where it is absent."""
    return present(SHARED)


@pytest.fixture(scope="session")
def policies(shared: Path) -> Path:
    """The folder of State Council documents: the pages and what stands on them."""
    return present(shared / "data" / "govcn_policies")


@pytest.fixture(scope="session")
def dirt(shared: Path) -> Path:
    """The folder of statutes that were damaged on purpose, each beside its clean text."""
    return present(shared / "data" / "dirt_fixtures")


def present(folder: Path) -> Path:
    """The folder; without it the test is skipped."""
    if not folder.is_dir():
        pytest.skip(f"real documents are not at hand: {folder} is absent")
    return folder


@pytest.fixture(scope="session")
def seeds(shared: Path) -> Path:
    """The folder of the five scraped seed documents."""
    return present(shared / "seeds")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of a few made-up documents, one of them replaced."""
    with build(tmp_path_factory.mktemp("small")) as library:
        yield library


@pytest.fixture(scope="module")
def client(small: Library) -> Iterator[TestClient]:
    """A client of the application over the small library."""
    with TestClient(create_app(small)) as opened:
        yield opened


@pytest.fixture(scope="module")
def html_client(small: Library) -> Iterator[TestClient]:
    """A client that asks the application over the small library for pages, as a browser does."""
    with TestClient(create_app(small), headers=HTML) as opened:
        yield opened
