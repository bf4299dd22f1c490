"""Pages to copy from: every field of a product in a box of its own with a button; printed, each product has its page.

Files without anything from elsewhere, so that they open from a USB stick and on an old phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TextIO

from catalog.markets.listing.rows import Row

# What an old phone still scrolls through.
MOST_PER_FILE = 100

_STYLE = """body{font:16px/1.4 sans-serif;max-width:46em;margin:1em auto;padding:0 1em;color:#222}
section{border-top:3px solid #a33;margin-top:2em}h2{font-size:1.3em}h3{font-size:1.05em;border-top:1px solid #ccc}
dt{font-weight:bold;margin-top:.7em}dd{margin:0;white-space:pre-wrap}
button{font:inherit;margin-left:.6em;padding:.1em .7em}img{width:8em;margin:.3em}p{color:#555}
@media print{button{display:none}section{border:0;margin:0;page-break-after:always}}"""
# Old browsers have no clipboard object; there the words are selected and copied the old way.
_SCRIPT = """document.addEventListener('click',function(e){var b=e.target;if(b.tagName!=='BUTTON')return;
var d=b.parentNode.nextElementSibling,r=document.createRange();r.selectNodeContents(d);
var s=getSelection();s.removeAllRanges();s.addRange(r);
if(navigator.clipboard){navigator.clipboard.writeText(d.textContent)}else{document.execCommand('copy')}
b.textContent='Đã chép'})"""
_COPY = '<button type="button">Chép</button>'


class Pages:
    """`trang/1.html`, `trang/2.html` …: MOST_PER_FILE products in each, in the order of the worksheet."""

    def __init__(self, folder: Path, note: str) -> None:
        self._folder, self._note = folder, note
        self._folder.mkdir()
        self._products = 0
        self._file: TextIO | None = None

    def write(self, title: str, packs: Sequence[Row]) -> None:
        """One product; packs are its rows, of which the fields that are equal are shown once."""
        if self._products % MOST_PER_FILE == 0:
            self._next()
        self._products += 1
        assert self._file is not None
        self._file.write(_section(title, packs))

    def _next(self) -> None:
        self.close()
        path = self._folder / f"{self._products // MOST_PER_FILE + 1}.html"
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._file.write(
            '<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width">\n<title>Sản phẩm đưa lên sàn</title>\n'
            f"<style>{_STYLE}</style>\n<script>{_SCRIPT}</script>\n</head>\n<body>\n<p>{escape(self._note)}</p>\n"
        )

    def close(self) -> None:
        if self._file is not None:
            self._file.write("</body>\n</html>\n")
            self._file.close()


def _section(title: str, packs: Sequence[Row]) -> str:
    first, more = packs[0], packs[1:]
    own = first
    if more:
        own = {name: value for name, value in first.items() if all(row.get(name) == value for row in more)}
    parts = [f"<section>\n<h2>{escape(title)}</h2>\n", _fields(own)]
    for number, row in enumerate(packs if more else (), 1):
        fields = {name: value for name, value in row.items() if name not in own}
        parts.append(f"<h3>Quy cách {number}</h3>\n{_fields(fields)}")
    return "".join([*parts, _pictures(first.get("Ảnh", "")), "</section>\n"])


def _fields(fields: Row) -> str:
    lines = [f"{_heading(name)}{escape(value)}</dd>\n" for name, value in fields.items() if value]
    return f"<dl>\n{''.join(lines)}</dl>\n"


@lru_cache(128)
def _heading(name: str) -> str:
    """What stands before the value of a field; every product has the same fields."""
    return f"<dt>{escape(name)}{_COPY}</dt>\n<dd>"


def _pictures(names: str) -> str:
    shown = [f'<img src="../{escape(name)}" alt="">' for name in names.split("; ") if name]
    return f"<p>{''.join(shown)}</p>\n" if shown else ""
