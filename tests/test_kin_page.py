"""The page shows what a document shares with others, and how it was read, without JavaScript."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from eval.engines import Engine
from eval.library import document_names
from eval.retrieval import rank_documents
from indexer.generation import open_current
from indexer.indexing import index_paths
from service.api import create_app
from service.library import Library
from tests.fakes import CharacterEncoder
from tests.test_relations import SENTENCE, text


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("kin")
    documents, data, encoder = folder / "资料", folder / "data", CharacterEncoder()
    documents.mkdir()
    first = text("甲区", "骑手驿站", "湖北省/武汉市")
    for name, content in (
        ("甲", first),
        ("乙", first.replace("甲区融媒体", "乙报")),
        ("丙", text("甲区", "甲区办起骑手驿站", "湖北省/武汉市", SENTENCE)),
        ("丁", text("丁区", "丁区骑手驿站", "四川省/成都市")),
    ):
        (documents / f"{name}.md").write_text(content.replace("---\n", f"---\nid: {name}\n", 1), encoding="utf-8")
    assert index_paths([documents], data, encoder).failures == ()
    generation = open_current(data)
    assert generation is not None
    with Library(data, encoder, generation) as opened:
        yield opened


@pytest.fixture
def client(library: Library) -> Iterator[TestClient]:
    with TestClient(create_app(library), headers={"accept": "text/html"}) as client:
        yield client


def lines(client: TestClient, url: str, selector: str) -> list[str]:
    soup = BeautifulSoup(client.get(url).text, "lxml")
    return ["".join(element.get_text(" ").split()) for element in soup.select(selector)]


def searched_and_copy(library: Library) -> tuple[str, str]:
    (original,) = (one.id for one in library.documents() if one.copies)
    return original, library.store.copies(original)[0].id


def test_a_document_lists_its_copies_and_relatives_by_kind(library: Library, client: TestClient) -> None:
    original, copy = searched_and_copy(library)
    assert {original, copy} == {"甲", "乙"}
    kin = lines(client, f"/documents/{original}", ".kin li")
    assert kin[0].endswith(f"{copy}.md")
    assert [line.partition("，重合")[0].rpartition("市")[2] for line in kin[1:]] == ["转载或改写", "相近而不同"]


def test_a_copy_names_the_document_that_is_searched(library: Library, client: TestClient) -> None:
    original, copy = searched_and_copy(library)
    soup = BeautifulSoup(client.get(f"/documents/{copy}").text, "lxml")
    assert "全文相同，检索时以那一份为准" in soup.select(".banner")[0].get_text()
    reply = client.get(f"/api/v1/documents/{copy}").json()
    assert (reply["copy_of"], reply["superseded"]) == (original, False)


def test_an_evaluation_ranks_a_copy_right_behind_the_document_that_is_searched(library: Library) -> None:
    original, copy = searched_and_copy(library)
    ranked = rank_documents(library, document_names(library), Engine.DENSE, "快递网点 骑手驿站")
    assert ranked.index(copy) == ranked.index(original) + 1
    assert sorted(ranked) == ["丁", "丙", "乙", "甲"]


def test_the_list_says_where_a_text_is_kept_more_than_once(library: Library, client: TestClient) -> None:
    assert lines(client, "/documents", ".also") == ["另有1份全文相同，见文中所列"]


def test_repairs_are_shown_with_what_stands_around_them(client: TestClient) -> None:
    assert lines(client, "/documents/丁", ".edits summary") == ["清洗时改动1处"]
    assert lines(client, "/documents/丁", ".edits td:first-child") == ["取下文首信息"]
    (change,) = lines(client, "/documents/丁", ".edits .change")
    assert change.startswith("---↵id:丁↵title:丁区骑手驿站↵") and change.endswith("丁区把辖区内的快递网点逐一走访登")


def test_the_documents_of_the_api_carry_kin_repairs_and_versions(library: Library, client: TestClient) -> None:
    reply = client.get("/api/v1/documents/丙").json()
    assert [edit["label"] for edit in reply["edits"]] == ["取下文首信息"]
    assert [(one["id"], one["reprint"]) for one in reply["relatives"]] == [
        (searched_and_copy(library)[0], True),
        ("丁", False),
    ]
    assert [version["superseded"] for version in reply["versions"]] == [False]
