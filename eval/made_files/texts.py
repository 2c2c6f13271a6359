"""Plain text in the encodings that Chinese files come in."""

from collections.abc import Callable
from pathlib import Path

from eval.made_files.made_file import MadeFile
from eval.made_files.wording import NOTICE


def _encoded(encoding: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes("".join(f"{line}\r\n" for line in NOTICE).encode(encoding))

    return write


FILES = tuple(
    MadeFile("TXT", f"纯文本 {encoding}", ".txt", _encoded(encoding), NOTICE)
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16")
)
