"""Characters recognised in a picture, by models that come with the library and run offline.

Invariant: every line that was recognised is given, and is as sure as the least sure of its characters.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.readers.layout import Piece

# 工委: and (试行）, as the models often write
_BRACKETS = re.compile(r"[(（]([^()（）]*[\u4e00-\u9fff][^()（）]*)[)）]")
_NARROW = re.compile(r"(?<=[\u4e00-\u9fff”）》])[,;:?!]")
_TO_WIDE = str.maketrans(",;:?!", "，；：？！")
_SHORTEST_SIDE = 736  # pixels
_LONGEST_RATIO = 4
INSTALL = "pip install 'rapidocr>=3.10,<4'"  # the extra `ocr`


def can_recognise() -> bool:
    """Say whether the optional libraries for recognising text are installed."""
    return find_spec("rapidocr") is not None


def recognise(pixels: NDArray[np.uint8]) -> tuple[Piece, ...]:
    """Recognise the text in a picture (height, width, 3), blue first; an empty one gives nothing.

    Takes seconds: about 4 for a full page of 200 dpi on two cores.
    """
    found = _engine()(_pad(pixels), return_word_box=True, return_single_char_box=True)
    if found.boxes is None:
        return ()
    pieces = []
    for corners, text, score, characters in zip(found.boxes, found.txts, found.scores, found.word_results, strict=True):
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        confidence = _confidence(score, characters)
        pieces.append(Piece(_widen(text), float(left), float(top), float(right), float(bottom), confidence))
    return tuple(pieces)


def _confidence(score: float, characters: Sequence[tuple[str, float, object]]) -> float:
    """Of the least sure letter or figure: the models are often unsure of the width of a sign, and rightly so.

    The mean over a line, which the library gives as its score, hides one wrong character among thirty.
    """
    return min((float(sure) for text, sure, _ in characters if any(map(str.isalnum, text))), default=float(score))


def _pad(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Put white below and beside a narrow picture: the models scale the short side to 736 pixels, whatever it takes."""
    height, width, _ = pixels.shape
    shortest = max(_SHORTEST_SIDE, max(height, width) // _LONGEST_RATIO)
    padding = ((0, max(0, shortest - height)), (0, max(0, shortest - width)), (0, 0))
    return np.pad(pixels, padding, constant_values=255)


def _widen(text: str) -> str:
    """Give the signs between Chinese the width that they have in print: the models mix both, (一） in one line."""
    signs = _NARROW.sub(lambda sign: sign[0].translate(_TO_WIDE), text)
    return _BRACKETS.sub("（\\1）", signs)


@cache
def _engine() -> Any:
    """Load the models, a second; kept, as a scan has many pages."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical", "Global.text_score": 0.0})
