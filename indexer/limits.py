"""How much a file may ask of the machine before it is put aside with a reason.

Invariant: every limit on reading is here; a reader that stops for one of them says which, and how much there was.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are in bytes, times in seconds of waiting for one text.

    The defaults are far above what documents need: the longest of 60 State Council pages has 25,000 characters, a
    novel some 1,000,000; what XML packages hold packs 5 to 20 times.
    """

    file_size: int = 200_000_000  # files of records, which are read line by line, may be larger
    record_size: int = 20_000_000
    characters: int = 5_000_000
    pages: int = 3000
    cells: int = 2_000_000  # of a spreadsheet, empty ones between others counted
    entries: int = 2000  # of an archive, those in archives inside it counted
    unpacked_size: int = 500_000_000  # of all that an archive or package holds
    ratio: int = 200  # unpacked to packed, once something is larger than `ratio_from`
    ratio_from: int = 10_000_000
    nesting: int = 2  # archive in archive
    seconds: float = 120.0
    memory: int = 3_000_000_000  # of the process that reads, where the system can limit it


DEFAULT_LIMITS = Limits()
