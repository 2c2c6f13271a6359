"""Chinese for what typer says in English: the help page and the errors of usage, and the exit status they end with.

Invariant: one table holds every phrase that is translated; what is not in it is shown as typer words it, never hidden.
"""

import io
import re
import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

# Each line names a phrase of typer that the pattern matches; all apply in order, so that the long form stands first.
PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), wording)
    for pattern, wording in (
        # No such option: --regoin (Possible options: --region)
        (r"No such option: (\S+) \(Possible options: (.+)\)", r"没有选项 \1，是否要用 \2？"),
        # No such option: -z
        (r"No such option: (\S+)", r"没有选项 \1。"),
        # No such command 'serch'. Did you mean 'search'?
        (r"No such command '(.+?)'\. Did you mean (.+)\?", r"没有命令 \1，是否要用 \2？"),
        # No such command 'abc'.
        (r"No such command '(.+?)'\.", r"没有命令 \1。"),
        # Missing argument '检索词'.
        (r"Missing argument '(.+?)'\.", r"缺少参数“\1”。"),
        # Missing option '--file'.
        (r"Missing option '(.+?)'\.", r"缺少选项 \1。"),
        # Missing command.
        (r"Missing command\.", "缺少命令。"),
        # Got unexpected extra argument(s) (三同)
        (r"Got unexpected extra argument\(s\) \((.+)\)", r"多出了参数“\1”；含空格的内容请用引号括起来。"),
        # Option '-k' requires an argument.
        (r"Option '(.+?)' requires an argument\.", r"选项 \1 后面要有一个值。"),
        # Option '--json' does not take a value.
        (r"Option '(.+?)' does not take a value\.", r"选项 \1 不带值。"),
        # Invalid value for '-n' / '--count': …
        (r"Invalid value for '(.+?)' / '(.+?)': ", r"“\1”（\2）的值不对："),
        # Invalid value for '-k': …
        (r"Invalid value for '(.+?)': ", r"“\1”的值不对："),
        # path '/root/data' is not readable.
        (r"path '(.+?)' is not readable\.", r"没有权限读 \1。"),
        # Value error, 'foo' is not one of 'hybrid', 'lexical', 'dense'.
        (r"Value error, '(.+?)' is not one of (.+)\.", r"没有 \1，可以填 \2。"),
        # Input should be a valid integer, unable to parse string as an integer
        (r"Input should be a valid integer.*", "要填整数。"),
        # Input should be greater than or equal to 1
        (r"Input should be greater than or equal to (\d+)", r"不能小于 \1。"),
        # Input should be less than or equal to 100
        (r"Input should be less than or equal to (\d+)", r"不能大于 \1。"),
        # Show this message and exit.
        (r"Show this message and exit\.", "显示本说明"),
        # [default: 10; 1<=x<=100]
        (r"\[default: ([^;\]]+)(; [^\]]+)?\]", r"（默认 \1）"),
        # [required]
        (r"\s*\[required\]", ""),
        # [1900<=x<=2100]
        (r"\s*\[\d*(<=)?x<=\d+\]|\s*\[x>=\d+\]", ""),
    )
)


class WrongUse(typer.TyperException):
    """A mistake that the user can mend: the message says what, where and how; the process ends with status 2."""

    exit_code = 2


class ChineseCommand(TyperCommand):
    """A command whose help page is in Chinese."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return render_help(self, ctx)


class ChineseGroup(TyperGroup):
    """The commands of the program: help and errors in Chinese, exit status 2 for wrong use."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return render_help(self, ctx)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line and end the process: 0, 1 nothing found or not everything done, 2 wrong use."""
        accept_every_character()
        try:
            status = super().main(*args, **{**extra, "standalone_mode": False})
        except typer.TyperException as error:
            typer.echo(describe_error(error), err=True)
            sys.exit(error.exit_code)
        sys.exit(status)


def in_chinese(message: str) -> str:
    """Put typer's wording into Chinese, phrase by phrase; other text passes unchanged."""
    for pattern, wording in PHRASES:
        message = pattern.sub(wording, message)
    return message


def describe_error(error: typer.TyperException) -> str:
    """Say what was wrong in Chinese and, for an error of usage, where the help is."""
    message = f"错误：{in_chinese(error.format_message())}"
    context = getattr(error, "ctx", None)
    if context is None:
        return message
    return f"{message}\n用法：{context.command_path} --help"


def accept_every_character() -> None:
    """Show "?" for what the terminal's encoding lacks, or a file name that is not text, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def render_help(command: TyperCommand | TyperGroup, ctx: typer.Context) -> str:
    """Lay out the help page in the width of the terminal, at most 100 cells, East Asian widths counted."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console = Console(file=io.StringIO(), color_system=None, width=min(Console().width, 100))
    pieces = " ".join(command.collect_usage_pieces(ctx))
    console.print(Text(f"用法：{ctx.command_path} {pieces}"))
    console.print(Padding(Text(command.help or ""), (1, 0, 0, 2)))
    for title, rows in help_sections(command, ctx):
        table = Table.grid(padding=(0, 2))
        for name, explanation in rows:
            # A line without blanks, as Chinese is, may be longer than the column: without "fold" its end is left out.
            table.add_row(Text(name, no_wrap=True), Text(in_chinese(explanation), overflow="fold"))
        console.print(Text(f"\n{title}："), Padding(table, (0, 0, 0, 2)), sep="\n")
    shown = console.file.getvalue() if isinstance(console.file, io.StringIO) else ""
    return "\n".join(line.rstrip() for line in shown.splitlines())


def help_sections(
    command: TyperCommand | TyperGroup, ctx: typer.Context
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Collect names and explanations under 参数, 选项, 命令, in this order; a kind with no entries is left out."""
    records = [(param.param_type_name, param.get_help_record(ctx)) for param in command.get_params(ctx)]
    arguments = tuple(
        (record[0].split(" <")[0], record[1]) for kind, record in records if record and kind == "argument"
    )
    options = tuple(record for kind, record in records if record and kind == "option")
    commands: tuple[tuple[str, str], ...] = ()
    if isinstance(command, TyperGroup):
        commands = tuple((name, entry.get_short_help_str(limit=80)) for name, entry in command.commands.items())
    return tuple((title, rows) for title, rows in (("参数", arguments), ("选项", options), ("命令", commands)) if rows)
