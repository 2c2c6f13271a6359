"""Stand-ins that keep the real contracts: an encoder that needs no model."""

from collections.abc import Sequence
from typing import Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray


class CharacterEncoder:
    """Hashes character pairs into 64 dimensions: texts that share wording are near, and it costs microseconds."""

    name = "characters-64"
    dimension = 64

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> NDArray[np.float32]:
        """Unit vectors (n, 64); passages are noted in `encoded`."""
        if kind == "passage":
            self.encoded += texts
        vectors = np.full((len(texts), self.dimension), 1e-3, dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for i in range(len(text) - 1):
                row[crc32(text[i : i + 2].encode()) % self.dimension] += 1
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


class OtherEncoder(CharacterEncoder):
    """The same under another name: what one of them made, the other cannot be used with."""

    name = "other-64"
