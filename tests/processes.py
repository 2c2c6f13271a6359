"""The program as a process of its own: run, on a terminal, as a service; no wait is endless, no process is left."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from urllib.parse import urlsplit

from typer.testing import CliRunner

from service.cli import app

ROOT = Path(__file__).resolve().parent.parent
YINJU = (sys.executable, "-c", "import sys; sys.argv[0] = 'yinju'; from eval.cli import main; main()")
# Longest wait for a process on a busy machine; every wait in this file ends by then.
PATIENCE = 120.0

# 生成向量 120/1000 段 10.0 段/秒 剩 1 分 28 秒
PROGRESS = re.compile("读取文件|比对重复|生成向量|切分词语|建立索引")


def environment(**changes: str) -> dict[str, str]:
    """The environment without what would change the output, and with the changes."""
    dropped = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM", "YINJU_DATA", "YINJU_MODEL", "YINJU_LLM_URL")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "PYTHONUTF8": "1", **changes}


def yinju(*arguments: str, **changes: str) -> tuple[int, str, str]:
    """Run the program as a process of its own: status, standard output, standard error."""
    done = subprocess.run(
        [*YINJU, *arguments],
        cwd=ROOT,
        env=environment(**changes),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def invoke(*arguments: str, width: int = 80) -> tuple[int, str, str]:
    """Run the program inside this process: status, standard output, standard error."""
    result = CliRunner(env={"COLUMNS": str(width), "YINJU_LLM_URL": None}).invoke(app, arguments, prog_name="yinju")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def untimed(text: str) -> str:
    """The text with every time that was taken set to zero."""
    text = re.sub(r'"took_ms":[0-9.]+', '"took_ms":0', text)
    return re.sub(r"（\d+ 毫秒）", "（0 毫秒）", re.sub(r"用时：.+。", "用时：0。", text))


def without_progress(text: str) -> str:
    """The text without the lines that tell of progress, which come only where the machine takes over two seconds."""
    return "".join(line for line in text.splitlines(keepends=True) if not PROGRESS.match(line))


def on_terminal(width: int, *arguments: str, **changes: str) -> str:
    """What the program writes when its output is a terminal of this width."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    process = subprocess.Popen(
        [*YINJU, *arguments],
        cwd=ROOT,
        env=environment(TERM="xterm-256color", **changes),
        stdin=follower,
        stdout=follower,
        stderr=subprocess.DEVNULL,
    )
    os.close(follower)
    written = b""
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if not select.select([leader], [], [], 1.0)[0]:
                continue
            try:
                part = os.read(leader, 65536)
            except OSError:  # Linux reports the end of a terminal's output as an error.
                break
            if not part:
                break
            written += part
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        os.close(leader)
    return written.decode().replace("\r\n", "\n")


@contextmanager
def serving(data: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A real service on a free port of this machine: the process, and its address once it answers."""
    process = subprocess.Popen(
        [*YINJU, "serve", "--port", "0", "--data", str(data)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    with stopped_in_any_case(process):
        assert process.stdout is not None
        address = next((line.removeprefix("网页：") for line in process.stdout if line.startswith("网页：")), None)
        assert address, f"the service ended with {process.wait(PATIENCE)} before it was ready"
        yield process, urlsplit(address.strip()).netloc


@contextmanager
def stopped_in_any_case(process: "subprocess.Popen[str]") -> Iterator[None]:
    """End the process when the block ends, or when it has run for too long, which ends every wait for its output."""
    limit = Timer(PATIENCE, process.kill)
    limit.start()
    try:
        yield
    finally:
        limit.cancel()
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()
