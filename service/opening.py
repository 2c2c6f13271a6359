"""Opens what a command works on: the index, the library, the model that words answers.

Invariant: what cannot be opened is wrong use, and the message says what is the matter and how to mend it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from indexer.system_errors import say_why
from indexer.types import IndexReport
from service.settings import Settings, read_generator_settings, remember_model
from service.usage import WrongUse

if TYPE_CHECKING:
    from service.generator import Generator
    from service.library import Library


def build_index(paths: Sequence[Path], settings: Settings) -> IndexReport:
    """Bring the index up to date, show progress and report; raises WrongUse for what the user can mend."""
    from indexer.database import RecordError, explain
    from indexer.encoder import load_encoder
    from indexer.indexing import IndexLocked, index_paths
    from indexer.migration import NewerRecord
    from service.display import open_console
    from service.progress import ProgressDisplay
    from service.report_display import show_failures, show_report

    try:
        with ProgressDisplay() as progress:
            report = index_paths(paths, settings.data, load_encoder(settings.model), progress)
    except KeyboardInterrupt:
        say("已中断。已完成的工作都保存了，再次运行会接着做；原有的索引照常可用。")
        raise
    except (IndexLocked, NewerRecord) as error:
        raise WrongUse(str(error)) from error
    except RecordError as error:
        raise WrongUse(explain(error, settings.data)) from error
    except OSError as error:
        raise WrongUse(describe_os_error(error, settings.data)) from error
    remember_model(settings)
    show_report(open_console(), report)
    if paths and not any((report.new, report.changed, report.unchanged, report.removed, report.older, report.failures)):
        say(f"没有找到可以收入的文件：{'、'.join(map(str, paths))}。可收入的格式见：yinju index --help")
    show_failures(open_console(stderr=True), report.failures)
    return report


def has_record(data: Path) -> bool:
    """Whether files were ever taken into this data folder."""
    from indexer.database import RECORD

    return (data / RECORD).exists()


def describe_os_error(error: OSError, data: Path) -> str:
    """Our own message where the error carries one, else what the system says of which file."""
    if error.errno is None:
        return str(error)
    return f"{error.filename or data}：{say_why(error)}。请检查磁盘空间和写入权限，或用 --data 换一个数据目录。"


@contextmanager
def open_library(settings: Settings) -> Iterator["Library"]:
    """Open the library; one that cannot be used is WrongUse, and the message names the remedy."""
    from indexer.database import RecordError, explain
    from indexer.generation import DamagedGeneration
    from indexer.migration import NewerRecord
    from service.library import IndexMismatch, Library, NoIndex

    unusable = (NoIndex, IndexMismatch, DamagedGeneration, NewerRecord)
    try:
        library = Library.open(settings)
    except unusable as error:
        raise WrongUse(str(error)) from error
    except RecordError as error:
        raise WrongUse(explain(error, settings.data)) from error
    except OSError as error:  # the model or a file of the index is not there
        raise WrongUse(describe_os_error(error, settings.data)) from error
    try:
        with library:
            yield library
    except unusable as error:  # a newer index took its place meanwhile
        raise WrongUse(str(error)) from error
    except RecordError as error:
        raise WrongUse(explain(error, settings.data)) from error


def open_endpoint() -> "Generator | None":
    """The model that words the answers, None where none is set; settings that cannot work are WrongUse."""
    from service.generator import GeneratorUnavailable, open_generator

    try:
        return open_generator(read_generator_settings())
    except (GeneratorUnavailable, ValueError) as error:
        raise WrongUse(str(error)) from error


def ensure_index(settings: Settings) -> None:
    """Where the data folder has no index yet, build one from the built-in documents."""
    from indexer import builtin
    from indexer.generation import current_name

    try:
        name = current_name(settings.data)
    except OSError as error:
        raise WrongUse(describe_os_error(error, settings.data)) from error
    if name is None:
        say("还没有索引，先用自带的资料建立一个。")
        build_index([builtin.DOCUMENTS], settings)


def say(message: str) -> None:
    """Tell the user something that is not a result."""
    typer.echo(message, err=True)
