"""Files of older word processors (.doc, .wps, .rtf), turned into .docx by LibreOffice where it is installed.

Invariant: each call has a profile of its own and ends within the limit on time, with all processes it started.
"""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.readers.docx import read_docx
from indexer.readers.source_file import SourceFile
from indexer.readers.unreadable import UnreadableFile
from indexer.types import RawText

_SHARE_OF_TIME = 0.75  # of the limit, so that the reason given is this one's


def read_legacy(file: SourceFile) -> RawText:
    """Read what LibreOffice makes of the file; raises UnreadableFile where it is not installed or cannot open it."""
    program = find_libreoffice()
    if program is None:
        reason = "读取旧格式（.doc .wps .rtf）需要 LibreOffice，本机没有；请安装它，或用 Word/WPS 另存为 .docx"
        raise UnreadableFile(file.path, reason)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        converted = replace(file, data=_convert(file, program, Path(folder)))
    return replace(read_docx(converted), digest=file.digest)


def find_libreoffice() -> str | None:
    """The program's path; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def _convert(file: SourceFile, program: str, folder: Path) -> bytes:
    """Convert in an empty folder; the name that LibreOffice sees is ours, its kind it finds from the content."""
    source, result = folder / "in.doc", folder / "out" / "in.docx"
    source.write_bytes(file.data)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx",
        "--outdir",
        str(result.parent),
        str(source),
    ]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(file.limits.seconds * _SHARE_OF_TIME)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(file.path, "LibreOffice 没有在时限内打开它，请用 Word/WPS 另存为 .docx") from error
    finally:
        _kill(process)
    if not result.exists() or result.stat().st_size > file.limits.file_size:
        raise UnreadableFile(
            file.path, "LibreOffice 打不开它，文件可能损坏或设有口令，请用 Word/WPS 另存为不加密的 .docx"
        )
    return result.read_bytes()


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End what is left of the program: the launcher, and the office behind it in the same session."""
    if sys.platform != "win32":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    process.kill()
    process.wait()
