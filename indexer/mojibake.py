"""Repairs GBK text whose stream lost one byte: 。《武漢市 that reads as `?！段錆h市`.

The stop's first byte went missing, the rest was paired one byte off until an ASCII byte was swallowed as a second byte.
Invariant: a run is repaired only where its bytes decode again and the words become far more likely; else it stays.
"""

import math
import re

from indexer.likelihood import likelihood, word_ends
from indexer.script import to_simplified
from indexer.types import Edit

# `?！` that begins a run: a lost byte, then A3A1, which was the second byte of 。 and the first of ” “ 《.
_SUSPECT = re.compile(r"[?？](?=[!！])")
# What follows the stop, up to the letter or the half character at which the stream is in step again.
_BEHIND_STOP = re.compile(
    r"[\u3400-\u9fff]{1,8}(?:[@A-Z\[-~](?=[\u3400-\u9fff])|[?？\u0100-\u024f\u2460-\u249b\ue000-\uf8ff])?|[?？](?![!！?？])"
)
_HAN_ONLY = re.compile("[\u3400-\u9fff]+")
_AFTER_STOP = frozenset("“”‘’《》〈〉「」『』【】（）、。…—·")
_LONGEST_RUN = 400
# Nats per character by which the words must become likelier. True ？！ in clean text stays below 0.
_GAIN = 1.0
# ln of how often 。 stands after a character, against which a word that would end in another character is weighed.
_STOP = math.log(0.04)
_MARKS_LEAD = 0xA1  # of 。 and the quotes
_LEADS = range(0xB0, 0xF8)
_ANNOTATION = re.compile(r"[(（][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]{1,6}[)）]")


def repair_lost_bytes(text: str) -> tuple[Edit, ...]:
    """Return edits for the runs that can be restored; rule `lost_byte`, or `lost_byte_guess` where context chose.

    Loads jieba's word frequencies (0.4 s) only when a text holds a suspect run.
    """
    edits, end = [], 0
    for match in _SUSPECT.finditer(text):
        if match.start() >= end and (edit := _repair_run(text, match.start())) is not None:
            edits.append(edit)
            end = edit.end
    return tuple(edits)


def find_lost_bytes(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans `[start, end)` of runs that look as if they had lost a byte and are not restored.

    Such a run is recognised by what stands behind `?！`: a rare character that is part of no word, a lone letter, or
    another question mark. A true ？！ is followed by words.
    """
    spans = []
    for match in _SUSPECT.finditer(text):
        run = _BEHIND_STOP.match(text, match.end() + 1)
        if run is not None and _is_garbled(run[0]):
            spans.append((match.start(), run.end()))
    return tuple(spans)


def _is_garbled(run: str) -> bool:
    if not _HAN_ONLY.fullmatch(run):
        return True
    ends = word_ends(simplified := to_simplified(run))
    lone = (c for place, c in enumerate(simplified) if {place, place + 1} <= ends | {0})
    return any(not 0xB0 <= (c.encode("gb2312", errors="ignore") or b"\xff")[0] <= 0xD7 for c in lone)


def _repair_run(text: str, start: int) -> Edit | None:
    end = _run_end(text, start + 2)
    if end is None:
        return None
    half = text[end - 1] in "?？"
    if half and end == start + 3:
        return _repair_closing_quote(text, start, end)
    stream = b"\xa1\xa3\xa1" + text[start + 2 : end - half].encode("gb18030", errors="ignore")
    try:
        repaired = (stream[:-1] if half else stream).decode("gb18030")
    except UnicodeDecodeError:
        return None
    if repaired[1] not in _AFTER_STOP or _gain(text, start, end, repaired) < _GAIN:
        return None
    first, guessed = _stop_or_character(text, start)
    last = _half_character(stream[-1], text[:start] + repaired, text[end : end + 1]) if half else ""
    return Edit(start, end, first + repaired[1:] + last, "lost_byte_guess" if guessed or half else "lost_byte")


def _half_character(lead: int, before: str, behind: str) -> str:
    """What the first byte of a character can be said to begin: the mark that ends a paragraph, or U+FFFD."""
    if lead != _MARKS_LEAD or behind.strip():
        return "\ufffd"
    paragraph = before[before.rfind("\n") + 1 :]
    return "”" if paragraph.count("“") > paragraph.count("”") else "。"


def _run_end(text: str, position: int) -> int | None:
    """Find where the stream is in step again: behind a half character, or the first ASCII one if it can be a second
    byte."""
    for end, character in enumerate(text[position : position + _LONGEST_RUN], start=position + 1):
        if character in "?？":
            return end
        if character < "\x80":
            return end if "@" <= character <= "~" else None
        if len(character.encode("gb18030", errors="ignore")) != 2:
            return None
    return None


def _repair_closing_quote(text: str, start: int, end: int) -> Edit | None:
    """Restore `?！?`, whose second character has lost a byte too: the quote or title left open in the paragraph.

    When the lost byte swallowed the `<` of a tag, the rest of the tag goes as well: `?！?/p>` → 。”
    """
    paragraph = text[text.rfind("\n", 0, start) + 1 : start]
    still_open = [close for opening, close in ("“”", "《》") if paragraph.count(opening) > paragraph.count(close)]
    if len(still_open) != 1:
        return None
    first, _ = _stop_or_character(text, start)
    tag = re.compile(r"/[a-z][a-z0-9]*>").match(text, end)
    return Edit(start, tag.end() if tag else end, first + still_open[0], "lost_byte_guess")


def _stop_or_character(text: str, start: int) -> tuple[str, bool]:
    """Choose what lost its first byte before A3: 。 unless the words before ask for a character, as 學? for 學校."""
    left = re.split(r"[^一-鿿]", _ANNOTATION.sub("", text[max(0, start - 60) : start]))[-1][-8:]
    left = to_simplified(left)
    characters = [bytes((lead, 0xA3)).decode("gb18030") for lead in _LEADS]
    best = max(characters, key=lambda character: likelihood(left + to_simplified(character)))
    if left and likelihood(left + to_simplified(best)) > likelihood(left) + _STOP + _GAIN:
        return best, True
    return "。", False


def _gain(text: str, start: int, end: int, repaired: str) -> float:
    """Nats per character gained when the run and the words around it are read as repaired."""
    before, after = text[max(0, start - 4) : start], _ANNOTATION.sub("", text[end : end + 12])[:4]
    damaged = likelihood(to_simplified(before + text[start:end] + after))
    return (likelihood(to_simplified(before + repaired + after)) - damaged) / len(repaired)
