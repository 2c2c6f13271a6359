"""The invariants of the data contract over whole runs: whatever files come, change and go."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.edits import apply_edits
from indexer.indexing import index_paths
from indexer.store import Store
from indexer.types import UNRESTRICTED
from service.library import Library
from service.search import search
from service.settings import Settings
from tests.fakes import CharacterEncoder

LINES = st.sampled_from(
    [
        "一、总体要求",
        "（一）健全机制。街道每季度召开一次联席会议，不再另设例会。",
        "二、保障措施",
        "1. 经费每年6.2万元，由财政列支。",
        "一是配备指导员31名；二是建立“两单一函”机制（问题清单、责任清单和提醒函）。",
        "幹部現(xiàn)有編(biān)制(zhì)嚴(yán)格管理。",
        "●服务企业——走访１００家。",
        "　　全区现有网格42个，网格员126名，每月走访不少于两次。",
        "",
    ]
)
TEXTS = st.lists(LINES, min_size=1, max_size=8).map("\n".join).filter(str.strip)
# What lies in the folder after each run: a text a file, or nothing.
STATES = st.lists(st.dictionaries(st.sampled_from(["甲.txt", "乙.txt", "丙.md"]), TEXTS), min_size=1, max_size=3)


def write_state(folder: Path, state: dict[str, str]) -> None:
    for path in folder.iterdir():
        path.unlink()
    for name, text in state.items():
        (folder / name).write_text(text, encoding="utf-8")


def check_record(store: Store, present: set[str]) -> None:
    """What is searchable is what lies in the folder, each passage a slice, no visible character lost or doubled."""
    summaries = store.summaries()
    copies = [copy for summary in summaries for copy in store.copies(summary.id)]
    assert sorted(Path(summary.source).name for summary in (*summaries, *copies)) == sorted(present)
    current = {(summary.id, summary.version) for summary in summaries}
    covered: dict[str, list[str]] = {summary.id: [] for summary in summaries}
    for stored in store.current_passages():
        passage = stored.passage
        assert (passage.document_id, passage.version) in current
        found = store.document(passage.document_id, passage.version)
        assert found is not None
        assert found.document.text[passage.start : passage.end] == passage.text
        assert any(s.start <= passage.start and passage.end <= s.end for s in found.sections)
        covered[passage.document_id].append(passage.text)
    for summary in summaries:
        found = store.document(summary.id)
        assert found is not None
        assert apply_edits(found.document.raw, found.document.edits) == found.document.text
        assert "".join("".join(covered[summary.id]).split()) == "".join(found.document.text.split())


@settings(max_examples=15, deadline=None)
@given(STATES)
def test_only_what_lies_in_the_folder_is_searchable_and_all_of_it(states: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as name:
        documents, data = Path(name) / "文件", Path(name) / "data"
        documents.mkdir()
        seen: list[str] = []
        for state in states:
            write_state(documents, state)
            index_paths([documents], data, CharacterEncoder())
            with Library.open(Settings(data), CharacterEncoder()) as library:
                check_record(library.store, set(state))
                found = [hit.passage for hit in search(library, "联席会议经费网格走访", k=100).hits]
                numbers = {s.passage.id for s in library.store.current_passages()}
                assert {passage.id for passage in found} <= numbers
                dense = library.generation.search_dense(
                    CharacterEncoder().encode(["经费"], "query")[0], UNRESTRICTED, 100
                )
                assert len(dense) == len(numbers)
                seen += [passage.id for passage in found]
                assert all(library.passage(passage_id) is not None for passage_id in seen)
