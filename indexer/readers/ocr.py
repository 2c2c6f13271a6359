"""Characters recognised in a picture, by models that come with the library and run offline.

Invariant: every line that was recognised is given, each with the confidence of its recognition; none is dropped.
"""

import re
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.readers.layout import Piece

# 工委: the models often give Chinese punctuation the width of ASCII
_NARROW = re.compile(r"(?<=[\u4e00-\u9fff”）》])[,;:?!]")
_TO_WIDE = str.maketrans(",;:?!", "，；：？！")
INSTALL = "pip install 'yinju[ocr]'"


def can_recognise() -> bool:
    """Say whether the optional libraries for recognising text are installed."""
    return find_spec("rapidocr") is not None


def recognise(pixels: NDArray[np.uint8]) -> tuple[Piece, ...]:
    """Recognise the text in a picture (height, width, 3), blue first; an empty one gives nothing.

    Takes seconds: about 4 for a full page of 200 dpi on two cores.
    """
    found = _engine()(pixels)
    if found.boxes is None:
        return ()
    pieces = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        text = _NARROW.sub(lambda sign: sign[0].translate(_TO_WIDE), text)
        pieces.append(Piece(text, float(left), float(top), float(right), float(bottom), float(score)))
    return tuple(pieces)


@cache
def _engine() -> Any:
    """Load the models, a second; kept, as a scan has many pages."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical", "Global.text_score": 0.0})
