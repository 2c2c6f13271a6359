"""Pictures of text (.png .jpg .tif .bmp .webp): recognised page by page, turned upright as the camera noted.

Invariant: every page of a picture file is recognised, or the file fails with the reason.
"""

import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence

from indexer.readers.layout import lay_out
from indexer.readers.ocr import INSTALL, can_recognise, recognise
from indexer.readers.page_lines import join_pages
from indexer.readers.source_file import SourceFile
from indexer.readers.unreadable import UnreadableFile
from indexer.types import RawText

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")

# More pixels than the library opens without a warning: 89 million, A2 at 400 dpi has 62
_TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_DAMAGE = (OSError, ValueError, TypeError, KeyError, IndexError, SyntaxError, EOFError, OverflowError, AttributeError,
           struct.error, zlib.error)  # fmt: skip


def read_image(file: SourceFile) -> RawText:
    """Recognise the text of a picture; raises UnreadableFile when it is damaged, too large, or holds none."""
    if not can_recognise():
        raise UnreadableFile(file.path, f"是图像，要先做文字识别：请运行 {INSTALL}，再重新索引")
    layouts = []
    for pixels in _pages(file):
        layouts.append(lay_out(recognise(pixels)))
        file.alive()
    if not any(layout.lines for layout in layouts):
        raise UnreadableFile(file.path, "图像中没有识别出文字，请检查是否清晰、是否是文字材料")
    raw = join_pages(file, layouts)
    return raw if len(layouts) > 1 else replace(raw, pages=())


def _pages(file: SourceFile) -> Iterator[NDArray[np.uint8]]:
    """Yield the pictures in the file: (height, width, 3), blue first."""
    try:
        with _opened(file) as image:
            count = getattr(image, "n_frames", 1)
            if count > file.limits.pages:
                reason = f"图像有 {count} 页，超过了 {file.limits.pages} 页的上限，请拆成几个文件"
                raise UnreadableFile(file.path, reason)
            for frame in ImageSequence.Iterator(image):
                yield _upright(frame)
    except _TOO_LARGE as error:
        raise UnreadableFile(file.path, "图像太大，请缩小到每边 9000 像素以内") from error
    except _DAMAGE as error:
        raise UnreadableFile(file.path, "图像文件损坏，无法解析，请重新获取") from error


def _opened(file: SourceFile) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return Image.open(BytesIO(file.data))


def _upright(frame: Image.Image) -> NDArray[np.uint8]:
    """Turn a frame as its camera held it, on white where it is transparent."""
    turned = ImageOps.exif_transpose(frame).convert("RGBA")
    page = Image.new("RGBA", turned.size, "white")
    page.alpha_composite(turned)
    return np.ascontiguousarray(np.asarray(page.convert("RGB"))[:, :, ::-1])
