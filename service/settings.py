"""The settings of one run, read once at start from options and environment."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` is the folder of the record and the indexes; `model` names an encoder, None the shipped one."""

    data: Path
    model: str | None = None


def read_settings(data: Path | None = None, model: str | None = None) -> Settings:
    """Take options first, then `$YINJU_DATA` and `$YINJU_MODEL`, then `./data` and the shipped model."""
    return Settings(
        data=data or Path(os.environ.get("YINJU_DATA") or "data"),
        model=model or os.environ.get("YINJU_MODEL") or None,
    )
