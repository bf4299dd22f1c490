"""RSS 2.0 with Google's namespace: an item per row, the same attributes as the table beside it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from catalog.markets.listing.rows import Row, Rows

# What XML 1.0 cannot hold, even escaped.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NAMESPACE = "http://base.google.com/ns/1.0"


class Rss:
    """One feed; columns whose text is a list are given once per part, and `detail` as its three parts."""

    def __init__(self, path: Path, title: str, link: str, *, lists: frozenset[str], detail: str) -> None:
        self._lists, self._detail = lists, detail
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._file.write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="{NAMESPACE}">\n<channel>\n'
            f"<title>{_text(title)}</title>\n<link>{_text(link)}</link>\n<description>{_text(title)}</description>\n"
        )

    def write(self, rows: Rows) -> None:
        for row in rows:
            self._file.write("<item>\n" + "".join(self._elements(row)) + "</item>\n")

    def _elements(self, row: Row) -> list[str]:
        found = []
        said = _as_it_is if _is_plain("".join(row.values())) else _text
        for column, value in row.items():
            if not value:
                continue
            if column == self._detail:
                found += [_detail(column, one) for one in value.split(",")]
            elif column in self._lists:
                found += [f"<g:{column}>{said(part)}</g:{column}>\n" for part in value.split(",")]
            else:
                found.append(f"<g:{column}>{said(value)}</g:{column}>\n")
        return found

    def close(self) -> None:
        self._file.write("</channel>\n</rss>\n")
        self._file.close()


# A star, a province: few different ones.
@lru_cache(512)
def _detail(column: str, value: str) -> str:
    names = ("section_name", "attribute_name", "attribute_value")
    parts = zip(names, value.split(":", 2), strict=True)
    inside = "".join(f"<g:{name}>{_text(part)}</g:{name}>" for name, part in parts)
    return f"<g:{column}>{inside}</g:{column}>\n"


def _is_plain(words: str) -> bool:
    """Whether nothing of some texts has to be left out or escaped, as of nearly all."""
    return words.isprintable() and not ("&" in words or "<" in words or ">" in words)


def _as_it_is(words: str) -> str:
    return words


def _text(words: str) -> str:
    return words if _is_plain(words) else escape(_ILLEGAL.sub("", words))
