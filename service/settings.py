"""The settings of one run, read once at start from options and environment."""

import math
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

GENERATOR_SECONDS = 20.0
_MODEL_NOTE = "model.txt"


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` is the folder of the record and the indexes; `model` names an encoder, None the shipped one.

    `reranker` names a cross-encoder that takes a second look at the best passages; None does without.
    """

    data: Path
    model: str | None = None
    reranker: str | None = None


def read_settings(data: Path | None = None, model: str | None = None) -> Settings:
    """Take options first, then `$YINJU_DATA` and `$YINJU_MODEL`, then `./data` and the model its index was made with.

    Where no model was ever named, that is None, the shipped one. `$YINJU_RERANKER` names the reranker, if any.
    """
    folder = data or Path(os.environ.get("YINJU_DATA") or "data")
    return Settings(
        data=folder,
        model=model or os.environ.get("YINJU_MODEL") or _remembered_model(folder),
        reranker=os.environ.get("YINJU_RERANKER") or None,
    )


def _remembered_model(data: Path) -> str | None:
    try:
        return (data / _MODEL_NOTE).read_text(encoding="utf-8").strip() or None
    except (FileNotFoundError, NotADirectoryError):  # whoever opens or makes the folder tells what is wrong with it
        return None


def remember_model(settings: Settings) -> None:
    """Note in the data folder which model its index was made with, so that a search need not be told again.

    A folder is noted by its whole path, since a search may be run elsewhere.
    """
    if settings.model is not None:
        folder = Path(settings.model)
        name = str(folder.resolve()) if folder.is_dir() else settings.model
        (settings.data / _MODEL_NOTE).write_text(name + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class GeneratorSettings:
    """An OpenAI-compatible endpoint that may word the claims; `timeout_s` is for the whole reply."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout_s: float = GENERATOR_SECONDS


def read_generator_settings() -> GeneratorSettings | None:
    """Read `$YINJU_LLM_URL`, `_MODEL`, `_KEY` and `_TIMEOUT`; None, and so no model, where no URL is set.

    Raises ValueError, in Chinese, for a setting that cannot work.
    """
    url = os.environ.get("YINJU_LLM_URL", "").strip()
    if not url:
        return None
    model = os.environ.get("YINJU_LLM_MODEL", "").strip()
    key = os.environ.get("YINJU_LLM_KEY", "").strip() or None
    if not re.fullmatch(
        r"https?://[^\s/\[\]?#]+(?:[/?#]\S*)?|https?://\[[0-9a-fA-F:.]+\]\S*", url
    ):  # http://[::1]:8000/v1
        raise ValueError(f"YINJU_LLM_URL 应以 http:// 或 https:// 开头，如 http://127.0.0.1:11434/v1，现在是 {url}。")
    if not model:
        raise ValueError("设置了 YINJU_LLM_URL，还须用 YINJU_LLM_MODEL 指明模型；不用模型就去掉 YINJU_LLM_URL。")
    if key and not (key.isascii() and key.isprintable()):
        raise ValueError("YINJU_LLM_KEY 含有密钥中不会有的字符，请重新复制。")
    return GeneratorSettings(url, model, key, _seconds(os.environ.get("YINJU_LLM_TIMEOUT", "").strip()))


def _seconds(text: str) -> float:
    try:
        seconds = float(text) if text else GENERATOR_SECONDS
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise ValueError(f"YINJU_LLM_TIMEOUT 应为大于 0 的秒数，现在是 {text}。")
    return seconds
