"""A library without documents: indexing says that nothing was found, and every command how to take something in."""

from pathlib import Path

import pytest

from tests.processes import invoke, without_progress

EMPTY = "资料库是空的。收入文件请用：yinju index 文件或文件夹\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder into which an empty folder was taken."""
    folder, data = tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("library") / "data"
    status, out, err = invoke("index", str(folder), "--data", str(data))
    assert (status, out.splitlines()[0]) == (0, "文献：新增 0，变更 0，未变 0，移除 0，失败 0。")
    assert without_progress(err) == f"没有找到可以收入的文件：{folder}。可收入的格式见：yinju index --help\n"
    return data


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search", "党建"), "没有找到相符的段落。\n" + EMPTY),
        (("ask", "党建是什么"), EMPTY),
        (("documents",), EMPTY),
    ],
)
def test_what_finds_nothing_says_that_the_library_is_empty(data: Path, arguments: tuple[str, ...], said: str) -> None:
    status, _, err = invoke(*arguments, "--data", str(data))
    assert (status, err) == (1, said)
