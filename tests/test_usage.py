"""Wrong use and help in Chinese, whatever typer says in English."""

import io
import sys
from enum import StrEnum
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from service.usage import ChineseCommand, ChineseGroup, WrongUse, accept_every_character, in_chinese


class Order(StrEnum):
    BEST = "best"
    NEWEST = "newest"


app = typer.Typer(cls=ChineseGroup, help="一个程序。", add_completion=False, options_metavar="[选项]")


@app.command(cls=ChineseCommand, options_metavar="[选项]")
def find(
    query: Annotated[str, typer.Argument(metavar="检索词", help="要找的词")],
    k: Annotated[int, typer.Option("-k", metavar="条数", min=1, max=9, help="显示几条")] = 3,
    region: Annotated[str | None, typer.Option(metavar="地区", help="地区")] = None,
    order: Annotated[Order, typer.Option("-o", "--order", metavar="次序", help="次序")] = Order.BEST,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """找。"""
    if query == "坏":
        raise WrongUse("坏的不能找，请换一个。")
    if query == "停":
        raise KeyboardInterrupt
    typer.echo(query)
    if query == "无":
        raise typer.Exit(1)


@app.command(cls=ChineseCommand)
def other() -> None:
    """别的。"""


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, arguments, prog_name="yinju")
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "错误：缺少命令。\n用法：yinju --help\n"),
        (("fidn",), "错误：没有命令 fidn，是否要用 'find'？\n用法：yinju --help\n"),
        (("xyz",), "错误：没有命令 xyz。\n用法：yinju --help\n"),
        (("--foo",), "错误：没有选项 --foo。\n用法：yinju --help\n"),
        (("find",), "错误：缺少参数“检索词”。\n用法：yinju find --help\n"),
        (("find", "a", "b c"), "错误：多出了参数“b c”；含空格的内容请用引号括起来。\n用法：yinju find --help\n"),
        (("find", "a", "-k", "多"), "错误：“-k”的值不对：要填整数。\n用法：yinju find --help\n"),
        (("find", "a", "-k", "1.5"), "错误：“-k”的值不对：要填整数。\n用法：yinju find --help\n"),
        (("find", "a", "-k", "0"), "错误：“-k”的值不对：不能小于 1。\n用法：yinju find --help\n"),
        (("find", "a", "-k", "10"), "错误：“-k”的值不对：不能大于 9。\n用法：yinju find --help\n"),
        (("find", "a", "-k"), "错误：选项 -k 后面要有一个值。\n"),
        (("find", "a", "--regoin", "b"), "错误：没有选项 --regoin，是否要用 --region？\n用法：yinju find --help\n"),
        (("find", "a", "--json=1"), "错误：选项 --json 不带值。\n"),
        (
            ("find", "a", "-o", "旧"),
            "错误：“-o”（--order）的值不对：没有 旧，可以填 'best', 'newest'。\n用法：yinju find --help\n",
        ),
        (("find", "坏"), "错误：坏的不能找，请换一个。\n"),
    ],
)
def test_wrong_use_is_told_in_chinese_on_standard_error_with_status_2(arguments: tuple[str, ...], message: str) -> None:
    assert run(*arguments) == (2, "", message)


def test_statuses_pass_through() -> None:
    assert run("find", "有") == (0, "有\n", "")
    assert run("find", "无") == (1, "无\n", "")
    assert run("find", "停") == (130, "", "")


def test_an_unexpected_error_is_not_taken_for_wrong_use() -> None:
    broken = typer.Typer(cls=ChineseGroup)

    @broken.command()
    def fail() -> None:
        raise ZeroDivisionError

    broken.command("other")(other)
    assert isinstance(CliRunner().invoke(broken, ["fail"]).exception, ZeroDivisionError)


def test_the_help_of_a_command_is_in_chinese() -> None:
    assert run("find", "--help") == (
        0,
        "用法：yinju find [选项] {检索词}\n"
        "\n"
        "  找。\n"
        "\n"
        "参数：\n"
        "  检索词  要找的词\n"
        "\n"
        "选项：\n"
        "  -k 条数           显示几条  （默认 3）\n"
        "  --region 地区     地区\n"
        "  -o, --order 次序  次序  （默认 best）\n"
        "  --json            输出 JSON\n"
        "  --help            显示本说明\n",
        "",
    )


@pytest.mark.parametrize("width", [40, 80])
def test_no_word_of_a_long_explanation_is_left_out(width: int) -> None:
    explanation = f"{'文件或文件夹' * 9} .txt {'可以有多个' * 9} .md"
    explained = typer.Typer(cls=ChineseGroup, add_completion=False)

    @explained.command(cls=ChineseCommand)
    def take(path: Annotated[str, typer.Argument(help=explanation)]) -> None:
        """取。"""

    explained.command("other")(other)
    shown = CliRunner(env={"COLUMNS": str(width)}).invoke(explained, ["take", "--help"]).stdout
    assert "".join(explanation.split()) in "".join(shown.split())


def test_the_help_of_the_program_lists_its_commands() -> None:
    assert run("--help") == (
        0,
        "用法：yinju [选项] COMMAND [ARGS]...\n"
        "\n"
        "  一个程序。\n"
        "\n"
        "选项：\n"
        "  --help  显示本说明\n"
        "\n"
        "命令：\n"
        "  find   找。\n"
        "  other  别的。\n",
        "",
    )


def test_text_that_is_not_typers_passes_unchanged() -> None:
    assert in_chinese("没有这个文件或文件夹：a.md。") == "没有这个文件或文件夹：a.md。"


def test_a_character_that_the_terminal_lacks_becomes_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="gbk"))
    accept_every_character()
    print("标题 › 党建", flush=True)
    assert written.getvalue().decode("gbk") == "标题 ? 党建\n"
