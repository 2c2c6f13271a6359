"""Web pages, Markdown and records: what is exported from other systems."""

import json
from pathlib import Path

from eval.made_files.made_file import MadeFile
from eval.made_files.wording import NOTICE, TABLE

_ROWS = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TABLE)
_BODY = "".join(f"<p>{line}</p>\n" for line in NOTICE[1:])
_PAGE = (
    f'<!DOCTYPE html><html><head><meta charset="gb2312"><title>{NOTICE[0]}_某区政府网站</title></head><body>'
    '<div class="nav"><a href="/">首页</a> <a href="/a">要闻</a> <a href="/b">政务公开</a></div>'
    f'<h1>{NOTICE[0]}</h1><div class="content">{_BODY}<table>{_ROWS}</table></div>'
    '<div class="footer"><a href="/c">网站地图</a> <a href="/d">联系我们</a></div></body></html>'
)
_PAGE_LINES = (*NOTICE, *(" | ".join(row) for row in TABLE))


def _write_page(path: Path) -> None:
    path.write_bytes(_PAGE.encode("utf-8"))  # not what its meta tag says


def _write_archived_page(path: Path) -> None:
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=PART\r\n\r\n"
    path.write_bytes(f"{head}--PART\r\nContent-Type: text/html\r\n\r\n{_PAGE}\r\n--PART--\r\n".encode())


def _write_markdown(path: Path) -> None:
    head, *rows = (f"| {' | '.join(row)} |" for row in TABLE)
    text = [f"# {NOTICE[0]}", *NOTICE[1:3], f"## {NOTICE[3]}", f"**{NOTICE[4]}**", head, "|---|---|---|", *rows]
    path.write_text("\n\n".join(text[:5]) + "\n\n" + "\n".join(text[5:]) + "\n", encoding="utf-8")


def _write_record(path: Path) -> None:
    record = {"_id": "通知", "title": NOTICE[0], "text": "\n".join(NOTICE)}
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")


FILES = (
    MadeFile("HTML", "网页 编码声明有误", ".html", _write_page, _PAGE_LINES, headings=((NOTICE[0], 1),)),
    MadeFile("HTML", "网页归档", ".mht", _write_archived_page, _PAGE_LINES, headings=((NOTICE[0], 1),)),
    MadeFile(
        "MD",
        "Markdown",
        ".md",
        _write_markdown,
        (*NOTICE[:5], *(f"| {' | '.join(row)} |" for row in TABLE)),
        headings=((NOTICE[0], 1), (NOTICE[3], 2)),
    ),
    MadeFile("JSONL", "记录", ".jsonl", _write_record, NOTICE),
)
