"""Archives of made files, with names in the encodings that archives come with."""

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.made_files import word
from eval.made_files.made_file import MadeFile


def _write_named_in_gbk(path: Path) -> None:
    """An archive as Windows makes it in China: names in GBK and not marked as anything."""
    file = word.FILES[2]
    with TemporaryDirectory() as folder:
        inner = Path(folder) / f"inner{file.suffix}"
        file.write(inner)
        name = "材料/办理事项.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(inner, "x" * len(name.encode("gbk")))
        stand_in = b"x" * len(name.encode("gbk"))
        path.write_bytes(path.read_bytes().replace(stand_in, name.encode("gbk")))


FILES = (MadeFile("ZIP", "压缩包 GBK 文件名", ".zip", _write_named_in_gbk, word.FILES[2].lines),)
