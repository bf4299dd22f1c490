"""The rows of a worksheet as bytes: where each stands in the part, and one of them as a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

from catalog.forms.package import Element, parse, serialise
from catalog.sheets.opening.layout import column_number

_ROW_START = re.compile(rb"<(?:\w+:)?row\b")
_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d{1,7})["']""")
_ENCODING = re.compile(rb"""^[^>]*?encoding\s*=\s*["']([^"']+)["']""")


@dataclass(slots=True)
class Row:
    """A row as a tree, and its cells by their columns."""

    element: Element
    cells: dict[int, Element]


def in_utf8(xml: bytes) -> bytes:
    """The document in UTF-8, in which alone rows can be found as bytes."""
    said = _ENCODING.match(xml[:200])
    wide = xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in xml[:4]
    if wide or (said and said[1].lower() not in (b"utf-8", b"us-ascii")):
        return serialise(parse(xml))
    return xml


def data_of(xml: bytes) -> tuple[int, int]:
    """Where the rows begin and end: behind <sheetData> and before </sheetData>."""
    opened = re.search(rb"<(\w+:)?sheetData\b[^>]*>", xml)
    if opened is None or opened[0].endswith(b"/>"):
        at = opened.end() if opened else 0
        return at, at
    end = xml.rfind(b"</%ssheetData" % (opened[1] or b""))
    return opened.end(), max(end, opened.end())


def row_spans(xml: bytes, start: int, end: int) -> dict[int, tuple[int, int]]:
    """Row number → where its bytes begin and end; a row without a number follows the one before."""
    starts = [found.start() for found in _ROW_START.finditer(xml, start, end)]
    spans: dict[int, tuple[int, int]] = {}
    number = 0
    for first, last in zip(starts, [*starts[1:], end], strict=True) if starts else ():
        said = _NUMBER.search(xml, first, xml.find(b">", first) + 1)
        number = int(said[1]) if said else number + 1
        spans[number] = (first, last)
    return spans


def wrapper(root: Element) -> tuple[bytes, bytes]:
    """Start and end of an element that declares the names of the sheet, to stand around a row."""
    space = root.nsmap.get(None)
    around = etree.Element(f"{{{space}}}rows" if space else "rows", nsmap=root.nsmap)
    around.text = "|"
    start, _, end = etree.tostring(around).partition(b"|")
    return start, end


def placed(row: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a row with their columns; a cell without a reference follows the one before."""
    column = 0
    for cell in row:
        if local(cell) == "c":
            letters = cell.get("r", "").rstrip("0123456789")
            column = _column(letters) if letters else column + 1
            yield column, cell


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


_column = cache(column_number)
