"""Files are read in a process of its own: one that hangs, crashes or eats memory costs itself, and not the run.

Invariant: no file keeps the run waiting for longer than the limit on time, and no process is left behind.
"""

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Self

from indexer.limits import DEFAULT_LIMITS, Limits
from indexer.types import Document, Failure, Remark

# With -P and our own search path, so that no module in the folder where the program runs takes the place of another.
_COMMAND = "import sys; sys.path[:] = sys.argv[1:]; from indexer.reading_worker import serve; serve()"
_LAST_WORDS = 2000  # bytes
_PATIENCE_AT_START = 120.0  # seconds; importing takes one or two on a quiet machine


class ReadingProcess:
    """Reads files one after the other; the process starts with the first, and anew after one that it did not survive.

    It is started rather than forked, as the threads of the encoder do not survive a fork.
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._streams = ExitStack()
        self._timed_out = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read_documents(self, path: Path) -> Iterator[Document | Failure | Remark]:
        """Yield what `reading.read_documents` yields, and as the last a failure when the process had to be ended."""
        complete = False
        try:
            process = self._process or self._start()
            assert process.stdin is not None
            pickle.dump((path, self._limits), process.stdin)
            process.stdin.flush()
            while (item := self._receive(process, self._limits.seconds)) is not None:
                if not isinstance(item, bool):
                    yield item
            complete = True
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            yield Failure(path.resolve().as_posix(), self._explain())
        finally:
            if not complete:  # also when the caller wants no more: what is left in the pipe belongs to no other file
                self._end()

    def _start(self) -> "subprocess.Popen[bytes]":
        self._errors = self._streams.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  closed with the others in _end
        self._timed_out = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _COMMAND, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,  # so that what it starts ends with it
        )
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            self._streams.enter_context(stream)
        self._receive(self._process, _PATIENCE_AT_START)
        return self._process

    def _receive(self, process: "subprocess.Popen[bytes]", seconds: float) -> Document | Failure | Remark | bool | None:
        """Wait for the next text: True is a sign of life, None the end of the file."""
        assert process.stdout is not None
        timer = threading.Timer(seconds, self._stop_for_time, (process,))
        timer.start()
        try:
            item: Document | Failure | bool | None = pickle.load(process.stdout)
        finally:
            timer.cancel()
        return item

    def _stop_for_time(self, process: "subprocess.Popen[bytes]") -> None:
        self._timed_out = True
        _kill(process)

    def _explain(self) -> str:
        assert self._process is not None
        _kill(self._process)
        status = self._process.wait()
        if self._timed_out:
            return f"读取超过了 {self._limits.seconds:g} 秒的上限，已停止；请检查文件，或拆成几个文件"
        return f"读取时程序意外结束（{self._last_words() or f'状态 {status}'}），可能是文件损坏或内存不足，请检查文件"

    def _last_words(self) -> str:
        """The last line that the process wrote about its end: ValueError: …"""
        assert self._errors is not None
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - _LAST_WORDS))
        lines = self._errors.read().decode("utf-8", errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")

    def _end(self) -> None:
        if self._process is None:
            return
        _kill(self._process)
        self._process.wait()
        with suppress(BrokenPipeError):  # of a request that was not read
            self._streams.close()
        self._process = self._errors = None


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End the process and what it started."""
    if sys.platform == "win32":
        process.kill()
        return
    started = Path(f"/proc/{process.pid}/task/{process.pid}/children")  # Linux: LibreOffice leads a group of its own
    with suppress(OSError):
        for child in started.read_text().split():
            os.killpg(int(child), signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
