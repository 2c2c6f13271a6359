"""Files of older word processors, made of the Word files; what the conversion itself changes is not expected back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from eval.made_files import word
from eval.made_files.libreoffice import convert
from eval.made_files.made_file import MadeFile


def _converted(file: MadeFile, target: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(convert(file.write, file.suffix, target))

    return write


# .wps files of WPS Office are Word's binary format under another name. LibreOffice writes no Chinese numbers into RTF.
FILES = tuple(
    replace(
        file,
        format="DOC",
        name=f"{file.name} {suffix}",
        suffix=suffix,
        write=_converted(file, target),
    )
    for file, suffix, target in (
        (word.FILES[0], ".doc", "doc"),
        (word.FILES[1], ".doc", "doc"),
        (word.FILES[2], ".wps", "doc"),
        (word.FILES[2], ".rtf", "rtf"),
    )
)
