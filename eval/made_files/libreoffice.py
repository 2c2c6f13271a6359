"""Files of old formats, which LibreOffice makes of new ones where it is installed."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.made_files.made_file import CannotMake
from indexer.readers.legacy import find_libreoffice

_PATIENCE = 90.0  # seconds


def convert(write: Callable[[Path], None], suffix: str, target: str) -> bytes:
    """Write a file with this suffix and turn it into `target` (doc, rtf, xls); raises CannotMake."""
    program = find_libreoffice()
    if program is None:
        raise CannotMake(f"制作 .{target} 要有 LibreOffice")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"made{suffix}"
        write(source)
        profile = (Path(folder) / "profile").as_uri()
        command = [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            folder,
        ]
        subprocess.run([*command, str(source)], capture_output=True, timeout=_PATIENCE, check=False)
        made = source.with_suffix(f".{target}")
        if not made.exists():
            raise CannotMake(f"LibreOffice 没有做出 .{target}（可能缺少相应的组件）")
        return made.read_bytes()
