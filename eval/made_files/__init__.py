"""Files of every format, made on the spot from own sentences, for measuring and testing the readers.

Invariant: names are unique; a module for each kind of file gives its FILES, and the registry holds them all.
"""

from eval.made_files import archives, ofd, old_word, pages, pdf, scans, sheets, texts, word
from eval.made_files.made_file import CannotMake, MadeFile

__all__ = ["MADE_FILES", "CannotMake", "MadeFile"]

MADE_FILES: tuple[MadeFile, ...] = (
    *texts.FILES,
    *pages.FILES,
    *word.FILES,
    *old_word.FILES,
    *sheets.FILES,
    *ofd.FILES,
    *archives.FILES,
    *pdf.FILES,
    *scans.FILES,
)
