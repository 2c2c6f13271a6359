"""The README's commands are the ones that CI runs, and every `yinju` command in it is one that the program has."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import eval.cli  # noqa: F401  (adds the evaluation to the commands)
from service.cli import app

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCUMENTS = (README, ROOT / "eval" / "README.md")
COMMAND = ROOT / ".ci" / "command"


def extract(name: str, readme: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(COMMAND), name, str(readme)], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def documented_commands(text: str) -> list[str]:
    """The lines of ```sh blocks that call yinju, continuation lines joined, comments and redirections cut off."""
    lines: list[str] = []
    for block in re.findall(r"^```sh\n(.*?)^```$", text, flags=re.M | re.S):
        for line in block.replace("\\\n", " ").splitlines():
            # "yinju serve &" | ".venv/bin/yinju serve" | "yinju search … | head"
            found = re.match(r"(?:\S*/)?yinju\s[^|&;>#]*", line.strip())
            if found:
                lines.append(found.group())
    return lines


def understand(command: str) -> Result:
    """What the program says when asked for help on this very command line: 2 for a command or option it lacks."""
    return CliRunner().invoke(app, [*shlex.split(command)[1:], "--help"])


def test_a_marked_block_is_printed_without_its_fence(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(
        "```sh\nother\n```\n<!-- command: test -->\n\n"
        "```sh\npython -m venv .venv\n\n.venv/bin/pytest\n```\n```sh\nx\n```\n",
        encoding="utf-8",
    )
    assert extract("test", readme).stdout == "python -m venv .venv\n\n.venv/bin/pytest\n"


@pytest.mark.parametrize(
    "text", ["", "<!-- command: test -->\ntext\n```sh\nx\n```\n", "<!-- command: run -->\n```sh\nx\n```\n"]
)
def test_a_block_that_is_not_there_is_an_error(tmp_path: Path, text: str) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(text, encoding="utf-8")
    result = extract("test", readme)
    assert (result.returncode, result.stdout) == (1, "")
    assert "no ```sh block follows <!-- command: test -->" in result.stderr


def test_the_readme_has_the_two_commands() -> None:
    run, test = extract("run", README), extract("test", README)
    assert (run.returncode, test.returncode) == (0, 0)
    assert "yinju serve" in run.stdout
    assert "pytest" in test.stdout


@pytest.mark.parametrize(
    "command",
    # Without a README the test above fails; collecting must not.
    [
        command
        for path in DOCUMENTS
        if path.exists()
        for command in documented_commands(path.read_text(encoding="utf-8"))
    ],
)
def test_every_command_in_the_documentation_is_one_that_the_program_takes(command: str) -> None:
    result = understand(command)
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("command", ["yinju serch 两带三同", "yinju search 两带三同 --dta D", "yinju eval retrival D"])
def test_a_command_that_the_program_does_not_have_is_noticed(command: str) -> None:
    assert understand(command).exit_code == 2


def test_commands_are_found_in_sh_blocks_alone() -> None:
    text = """yinju prose
```sh
python -m venv .venv   # yinju comment
.venv/bin/yinju serve &
yinju search "两带三同" \\
  --data D | head   # hits
```
```python
yinju python
```
"""
    assert documented_commands(text) == [".venv/bin/yinju serve ", 'yinju search "两带三同"    --data D ']
