"""What was put into the running text of a page: symbols against copying, advertisements with their closing cross.

Invariant: symbols go only where a text is strewn with mixtures of them; a rating, a bullet or a mask is none.
"""

import re

from indexer.edits import matches
from indexer.types import Edit

_SHAPES = ("◆◇❖", "★☆✦", "■□▪▫", "●○•", "▲△", "▼▽", "◎", "※", "♦", "♥", "♣", "♠")
_SYMBOLS = "".join(_SHAPES)
# 公民◆★◆、 but not ●● at the beginning of a line
_RUN = re.compile(rf"[{_SYMBOLS}](?<=[^\s{_SYMBOLS}].)[{_SYMBOLS}]+")
# A run of one shape is a rating (★★★☆☆) or a mask (张●●) unless a mark or the end of the line follows.
_BEFORE_MARK = re.compile(r"[，。；：、！？,;:!?）)》”’]|\s|$")
_FEWEST_MIXTURES = 3
# 广告 一句推销的话！ ×, on a line of its own or in mid-paragraph. 71 of 2,152 news pages have one.
_PITCH = r"广告[ \u3000][^\n×]{4,80}?[ \u3000]×(?![ \u3000]?\d)[ \u3000]?"
_ADVERTISEMENT = re.compile(rf"^{_PITCH}\n|{_PITCH}", re.MULTILINE)


def remove_symbols(text: str) -> tuple[Edit, ...]:
    """Return edits that take out strewn symbols (rule `symbols`), where three runs of the text mix their shapes."""
    runs = list(_RUN.finditer(text))
    if sum(_is_mixed(run[0]) for run in runs) < _FEWEST_MIXTURES:
        return ()
    strewn = (run for run in runs if _is_mixed(run[0]) or _BEFORE_MARK.match(text, run.end()))
    return tuple(Edit(run.start(), run.end(), "", "symbols") for run in strewn)


def _is_mixed(run: str) -> bool:
    return sum(any(symbol in shape for symbol in run) for shape in _SHAPES) > 1


def remove_advertisements(text: str) -> tuple[Edit, ...]:
    """Return edits that take out advertisements, with the rest of a line that holds nothing else."""
    return matches(_ADVERTISEMENT, text, "advertisement") if "广告" in text else ()
