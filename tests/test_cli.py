"""The command line as its users meet it: real processes, and typer's runner where a process adds nothing."""

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.types import Filters
from service.answer import answer_question
from service.document_schema import documents_reply
from service.library import Library
from service.schema import answer_reply
from service.search import search_documents
from service.search_schema import search_reply
from tests.processes import (
    PATIENCE,
    ROOT,
    YINJU,
    environment,
    invoke,
    on_terminal,
    stopped_in_any_case,
    untimed,
    without_progress,
    yinju,
)
from tests.screen import cells

FIRST = """---
id: first
title: 甲区的“三联共治”
region: 浙江省/杭州市/甲区
publisher: 甲区组织部
published: 2023-05-06
genre: 案例
---
# 甲区的“三联共治”

一、做法

甲区推行“三联共治”，即组织联建、资源联享、难题联解，选派指导员52名，每人每月补助480元。

二、成效

到2022年底，甲区共化解难题137件，居民满意率由81%升到94%。
"""
SECOND = """---
id: second
title: 乙县工作方案
region: 浙江省/宁波市/乙县
publisher: 乙县县委
published: 2021-03-04
genre: 工作方案
---
# 乙县工作方案

一、总体要求

乙县今年新建党群服务站16个，由镇街统一管理，夜间照常开放。
"""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    (folder / "first.md").write_text(FIRST, encoding="utf-8")
    (folder / "second.md").write_text(SECOND, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def small(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the two texts, indexed by the program itself."""
    data = tmp_path_factory.mktemp("small") / "data"
    status, out, err = yinju("index", str(texts), "--data", str(data))
    assert (status, untimed(out), without_progress(err)) == (
        0,
        "文献：新增 2，变更 0，未变 0，移除 0，失败 0。\n"
        "清理：取下文首信息 2 处（2 份）；取下 Markdown 标记 2 处（2 份）。\n"
        "段落：可检索 3，本次新生成向量 3。\n用时：0。\n",
        "",
    )
    return data


# index


def test_indexing_again_embeds_nothing(small: Path, texts: Path) -> None:
    status, out, err = invoke("index", str(texts), "--data", str(small))
    assert (status, untimed(out), without_progress(err)) == (
        0,
        "文献：新增 0，变更 0，未变 2，移除 0，失败 0。\n段落：可检索 3，本次新生成向量 0。\n用时：0。\n",
        "",
    )


def test_one_document_is_shown_with_how_it_was_read(small: Path) -> None:
    status, out, _ = invoke("documents", "--check", "first", "--data", str(small))
    assert status == 0
    for line in ("甲区的“三联共治”", "清理 2 处", "  取下文首信息 1 处", "目录 2 条", "  一、做法"):
        assert line in out.splitlines()
    status, out, _ = invoke("documents", "--check", "first", "--json", "--data", str(small))
    assert (status, [edit["label"] for edit in json.loads(out)["edits"]]) == (0, ["取下文首信息", "取下 Markdown 标记"])
    status, out, err = invoke("documents", "--check", "third", "--data", str(small))
    assert (status, out, err) == (1, "", "资料库中没有编号为 third 的文献。列出编号请用：yinju documents\n")


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_indexed(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(FIRST, encoding="utf-8")
    (tmp_path / "bad.pdf").write_bytes(b"not a pdf")
    status, out, err = invoke("index", str(tmp_path), "--data", str(tmp_path.parent / "bad-data"))
    assert status == 1
    assert out.startswith("文献：新增 1，变更 0，未变 0，移除 0，失败 1。\n")
    assert without_progress(err).startswith("有 1 个文件（或记录）未能收入，其余已入库：\n- ")
    assert "bad.pdf：" in err.replace("\n  ", "")


def test_a_path_that_does_not_exist_is_wrong_use(tmp_path: Path) -> None:
    missing = tmp_path / "没有"
    assert invoke("index", str(missing), "--data", str(tmp_path / "data")) == (
        2,
        "",
        f"错误：没有这个文件或文件夹：{missing}。请检查路径。\n",
    )


def test_a_data_folder_that_cannot_be_made_is_wrong_use(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    status, out, err = invoke("index", str(texts), "--data", str(tmp_path / "file"))
    assert (status, out) == (2, "")
    assert err.startswith(f"错误：{tmp_path / 'file'}：")
    assert err.endswith("请检查磁盘空间和写入权限，或用 --data 换一个数据目录。\n")


def test_an_interrupted_run_says_that_its_work_is_kept(tmp_path: Path) -> None:
    sentences = (
        "".join(f"第{n}条措施由第{n}个部门在{n}月前落实，" for n in range(m, m + 20)) for m in range(0, 9000, 20)
    )
    (tmp_path / "long.txt").write_text("。\n".join(sentences), encoding="utf-8")
    data = tmp_path / "data"
    process = subprocess.Popen(
        [*YINJU, "index", str(tmp_path / "long.txt"), "--data", str(data)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    with stopped_in_any_case(process):
        assert process.stderr is not None
        # Lines of progress come after two seconds; the first that counts passages when embedding is under way.
        first = next(line for line in process.stderr if "段" in line)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert "段" in first
    assert (process.returncode, out) == (130, "")
    assert err.splitlines()[-1] == "已中断。已完成的工作都保存了，再次运行会接着做；原有的索引照常可用。"
    assert "Traceback" not in err


# search


def test_a_hit_is_shown_whole(small: Path) -> None:
    status, out, err = yinju("search", "三联共治", "-k", "1", "--genre", "案例", "--data", str(small))
    assert (status, untimed(out), err) == (
        0,
        "“三联共治”：排出 1 篇、2 段，显示第 1–1 篇（0 毫秒）\n"
        "\n"
        "1. 甲区的“三联共治”\n"
        "   甲区组织部 · 2023-05-06 · 浙江省/杭州市/甲区 · 案例\n"
        "   一、做法\n"
        "   甲区的“【三联共治】”\n"
        "   一、做法\n"
        "   甲区推行“【三联共治】”，即组织联建、资源联享、难题联解，选派指导员52名，每人\n"
        "   每月补助480元。\n"
        "   出处：first 起止 0–64\n"
        "   本篇排出 2 段，其次是：\n"
        "   · 到2022年底，甲区共化解难题137件，居民满意率由81%升到94%。（66–107）\n",
        "",
    )


def test_the_corpus_answers_with_the_huli_passage_first(corpus_data: Path) -> None:
    status, out, err = invoke("search", "两带三同", "--data", str(corpus_data))
    first = out.split("\n\n")[1]
    assert (status, err) == (0, "")
    assert first.startswith("1. ")
    assert "福建省/厦门市/湖里区" in first
    assert "【两带三同】" in first


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (("两带三同",), {}),
        ((" 六个一 ", "-k", "3", "--offset", "2"), {"k": 3, "offset": 2}),
        (("党建指导员", "--region", "武汉", "--genre", "整理稿"), {"filters": Filters(region="武汉", genre="整理稿")}),
        (("党建指导员", "--year", "2019", "--publisher", ""), {"filters": Filters(year=2019)}),
    ],
)
def test_json_of_search_is_the_reply_of_the_api(
    arguments: Sequence[str], options: dict[str, object], corpus_data: Path, library: Library
) -> None:
    _, out, _ = invoke("search", *arguments, "--json", "--data", str(corpus_data))
    reply = search_reply(search_documents(library, arguments[0].strip(), **options))  # type: ignore[arg-type]
    assert untimed(out) == untimed(reply.model_dump_json()) + "\n"


def test_nothing_found_ends_with_1_and_names_the_filters(small: Path) -> None:
    assert invoke("search", "三联共治", "--region", "武汉", "--year", "2023", "--data", str(small)) == (
        1,
        "",
        "没有找到相符的段落。\n检索限于 --region 武汉 --year 2023；去掉筛选可以扩大范围。\n",
    )


def test_past_the_last_hit_there_is_nothing(small: Path) -> None:
    assert invoke("search", "三联共治", "--offset", "50", "--data", str(small)) == (
        1,
        "",
        "共 2 篇，第 50 篇之后没有了。\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("search", "  "), "错误：“检索词”的值不对：内容是空的，请写出要找的词语或问题。\n用法：yinju search --help\n"),
        (("ask", ""), "错误：“问题”的值不对：内容是空的，请写出要找的词语或问题。\n用法：yinju ask --help\n"),
        (
            ("search", "长" * 501),
            "错误：“检索词”的值不对：共 501 个字符，超过了 500 个，请缩短。\n用法：yinju search --help\n",
        ),
        (
            ("search", "\udcff"),
            "错误：“检索词”的值不对：含有不是文字的字节，请检查终端的编码（应为 UTF-8）。\n用法：yinju search --help\n",
        ),
        (("search", "a", "-k", "101"), "错误：“-k”的值不对：不能大于 100。\n用法：yinju search --help\n"),
        (("search", "a", "--year", "今年"), "错误：“--year”的值不对：要填整数。\n用法：yinju search --help\n"),
    ],
)
def test_wrong_use_ends_with_2(arguments: Sequence[str], message: str) -> None:
    assert invoke(*arguments) == (2, "", message)


@pytest.mark.parametrize("command", [("search", "词"), ("ask", "问"), ("documents",)])
def test_without_an_index_the_message_says_how_to_make_one(command: Sequence[str], tmp_path: Path) -> None:
    assert invoke(*command, "--data", str(tmp_path)) == (
        2,
        "",
        f"错误：{tmp_path} 里还没有索引。请先运行：yinju index 文件或文件夹 --data {tmp_path}\n",
    )


def test_the_data_folder_comes_from_the_environment(small: Path) -> None:
    status, out, _ = yinju("documents", YINJU_DATA=str(small))
    assert status == 0
    assert out.endswith("共 2 份文献，3 段。\n")


def test_an_index_made_by_another_model_is_refused_with_the_command_that_rebuilds(small: Path, tmp_path: Path) -> None:
    current = (small / "CURRENT").read_text(encoding="utf-8")
    generation = tmp_path / "generations" / current
    (tmp_path / "cache").symlink_to(small / "cache")
    for name in ("record.sqlite", "CURRENT"):
        (tmp_path / name).write_bytes((small / name).read_bytes())
    shutil.copytree(small / "generations" / current, generation)
    meta = json.loads((generation / "meta.json").read_text(encoding="utf-8"))
    (generation / "meta.json").write_text(json.dumps({**meta, "model": "another"}), encoding="utf-8")
    status, out, err = invoke("search", "三联共治", "--data", str(tmp_path))
    assert (status, out) == (2, "")
    assert "向量模型是 another，当前程序是 multilingual-e5-small" in err
    assert f"请重新运行：yinju index --data {tmp_path}；" in err
    status, out, err = invoke("index", "--data", str(tmp_path))
    assert (status, untimed(without_progress(out))) == (
        0,
        "文献：新增 0，变更 0，未变 0，移除 0，失败 0。\n段落：可检索 3，本次新生成向量 0。\n用时：0。\n",
    )
    assert invoke("search", "三联共治", "--data", str(tmp_path))[0] == 0


def test_without_a_path_and_without_a_record_there_is_nothing_to_index(tmp_path: Path) -> None:
    assert invoke("index", "--data", str(tmp_path)) == (
        2,
        "",
        f"错误：{tmp_path} 里还没有收入过文件。请写出要收入的文件或文件夹，如：yinju index 我的材料/\n",
    )


def test_a_reader_that_goes_away_is_no_error(corpus_data: Path) -> None:
    process = subprocess.Popen(
        [*YINJU, "search", "党建", "-k", "100", "--data", str(corpus_data)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    with stopped_in_any_case(process):
        assert process.stderr.read() == ""
        assert process.wait(PATIENCE) == 1


def test_search_imports_neither_torch_nor_the_web_framework(small: Path) -> None:
    code = (
        "import sys; sys.argv = ['yinju', 'search', '三联共治', '--data', sys.argv[1]]\n"
        "from eval.cli import main\n"
        "try: main()\n"
        "finally: print(sorted({name.split('.')[0] for name in sys.modules} & set(HEAVY)), file=sys.stderr)"
    )
    heavy = (
        "torch",
        "sentence_transformers",
        "transformers",
        "fastapi",
        "uvicorn",
        "pypdf",
        "bs4",
        "docx",
        "ir_measures",
    )
    done = subprocess.run(
        [sys.executable, "-c", f"HEAVY = {heavy!r}\n{code}", str(small)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=True,
    )
    assert done.stderr == "[]\n"


def test_on_a_terminal_hits_are_coloured_and_no_line_is_too_wide(corpus_data: Path) -> None:
    shown = on_terminal(60, "search", "两带三同", "-k", "3", "--data", str(corpus_data))
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "\x1b[1;31m两带三同\x1b[0m" in shown
    assert "【两带三同】" not in shown
    assert [line for line in plain.splitlines() if cells(line) > 60] == []


def test_where_colour_is_unwanted_hits_are_bracketed(corpus_data: Path) -> None:
    shown = on_terminal(80, "search", "两带三同", "-k", "3", "--data", str(corpus_data), NO_COLOR="1")
    assert "【两带三同】" in shown
    assert "\x1b[1;31m" not in shown


@pytest.mark.parametrize("command", [("search", "党建"), ("ask", "武汉选派了多少名专职党建指导员"), ("documents",)])
def test_no_line_is_wider_than_a_narrow_terminal(command: Sequence[str], corpus_data: Path) -> None:
    _, out, _ = invoke(*command, "--data", str(corpus_data), width=40)
    assert max(cells(line) for line in out.splitlines()) in (39, 40)


# ask, documents


def test_json_of_ask_is_the_reply_of_the_api(corpus_data: Path, library: Library) -> None:
    question = "“两带三同”指的是什么"
    status, out, _ = invoke("ask", question, "--json", "--data", str(corpus_data))
    answer = answer_question(library, question)
    assert untimed(out) == untimed(answer_reply(answer).model_dump_json()) + "\n"
    assert status == (0 if answer.claims else 1)


def test_json_of_documents_is_the_reply_of_the_api(corpus_data: Path, library: Library) -> None:
    assert invoke("documents", "--json", "--data", str(corpus_data)) == (
        0,
        documents_reply(library.documents()).model_dump_json() + "\n",
        "",
    )


def test_an_answer_quotes_its_source(corpus_data: Path) -> None:
    status, out, err = invoke("ask", "“两带三同”指的是什么", "--data", str(corpus_data))
    assert (status, err) == (0, "")
    assert out.startswith("问题：“两带三同”指的是什么\n结论：")
    assert "\n1. " in out
    assert "\n来源\n[1] " in out


def test_what_the_library_does_not_know_is_not_answered(small: Path) -> None:
    status, out, _ = invoke("ask", "火星探测器何时着陆", "--data", str(small))
    assert status == 1
    assert out.startswith("问题：火星探测器何时着陆\n结论：库中没有找到依据，因此不作回答。")
