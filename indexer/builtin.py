"""Where the built-in corpus lies: next to the packages, in a checkout and in an installation alike."""

from pathlib import Path

_CORPUS = Path(__file__).resolve().parent.parent / "corpus"
DOCUMENTS = _CORPUS / "documents"
TERMS = _CORPUS / "terms.dict"
