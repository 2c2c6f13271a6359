"""Side files: 通知.pdf.yaml (or .yml, .json) next to 通知.pdf states what the document itself does not say.

Invariant: a side file is never a document, and a change to it is a change to the document that it stands beside.
"""

from hashlib import sha256
from pathlib import Path

from indexer.decoding import decode
from indexer.readers.statements import NOTHING, Statements, read_statements
from indexer.system_errors import say_why
from indexer.types import Origin

_SUFFIXES = (".yaml", ".yml", ".json")
_LARGEST = 1_000_000  # bytes


def find_side_file(path: Path) -> Path | None:
    """The side file of a file, the first of .yaml, .yml and .json; None without one."""
    candidates = (path.with_name(path.name + suffix) for suffix in _SUFFIXES)
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def is_side_file(path: Path) -> bool:
    """Tell a side file by its name and by the file that it stands beside."""
    return path.suffix in _SUFFIXES and path.with_suffix("").suffix != "" and path.with_suffix("").is_file()


def read_side_file(path: Path) -> Statements:
    """Read a side file; one that cannot be read states nothing and says why."""
    try:
        data = path.read_bytes()
        if len(data) > _LARGEST:
            return Statements((), (f"旁注文件超过了 {_LARGEST // 1_000_000} MB，没有采用",))
        # YAML reads JSON, too, but for tabs
        text = decode(data).replace("\t", " ") if path.suffix == ".json" else decode(data)
        return read_statements(text, lambda start, end: Origin(f"side_file:{path.name}")) if text.strip() else NOTHING
    except OSError as error:
        return Statements((), (f"旁注文件读不了：{say_why(error)}，没有采用",))
    except ValueError as error:
        return Statements((), (f"{error}；整个旁注文件没有采用",))


def add_side_file(digest: str, side: Path | None) -> str:
    """The digest (SHA-256, hex) of a file together with its side file; its own without one."""
    if side is None:
        return digest
    return sha256(f"{digest} {sha256(side.read_bytes()).hexdigest()}".encode()).hexdigest()
