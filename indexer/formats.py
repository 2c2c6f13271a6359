"""Which files are read, by suffix: for the readers, for messages, and for the help of the command line.

Invariant: there is a reader for every suffix here and for no other.
"""

FORMATS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("纯文本", (".txt", ".md", ".markdown")),
    ("网页", (".html", ".htm", ".mht", ".mhtml")),
    ("版式文件", (".pdf", ".ofd")),
    ("文字文档", (".docx", ".doc", ".wps", ".rtf")),
    ("表格", (".xlsx", ".xls", ".et", ".csv", ".tsv")),
    ("图像", (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")),
    ("记录和压缩包", (".jsonl", ".zip")),
)
SEVERAL = frozenset((".jsonl", ".zip"))  # files of several texts
SUFFIXES = frozenset(suffix for _, suffixes in FORMATS for suffix in suffixes)


def list_formats() -> str:
    """Name the suffixes by kind: `纯文本 .txt .md；网页 .html`."""
    return "；".join(f"{kind} {' '.join(suffixes)}" for kind, suffixes in FORMATS)
