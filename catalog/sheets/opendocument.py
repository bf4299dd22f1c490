"""What the XML of an .ods says beside the values: merges, pictures, what is hidden. Counted from 1."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator

from lxml import etree

from catalog.sheets import archive as zips
from catalog.sheets.cells import Area, Marks
from catalog.sheets.kinds import NotOpened
from catalog.sheets.parts import SAFE

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}"
_SHOWN = f"{_TABLE}display"
_HIDDEN = ("collapse", "filter")
_ASKED = (f"{_TABLE}table", f"{_TABLE}table-column", f"{_TABLE}table-row", f"{_STYLE}table-properties")
RUN = 10_000  # hidden rows or columns in one run; a longer run is the empty end of the sheet


def marks(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks of each sheet by its name. Raises NotOpened for damaged XML."""
    try:
        with archive.open("content.xml") as part:
            events = etree.iterparse(part, events=("start", "end"), tag=_ASKED, **SAFE)
            return _read(events)
    except (etree.XMLSyntaxError, KeyError, *zips.DAMAGED) as broken:
        raise NotOpened("file-damaged") from broken


def _read(events: Iterable[tuple[str, etree._Element]]) -> dict[str, Marks]:
    found: dict[str, Marks] = {}
    hidden: set[str] = set()
    said, row, column = Marks(), 1, 1
    for event, element in events:
        if event == "start" and element.tag == f"{_TABLE}table":
            state = "hidden" if element.get(f"{_TABLE}style-name") in hidden else "visible"
            said, row, column = found.setdefault(element.get(f"{_TABLE}name", ""), Marks(state=state)), 1, 1
        elif event == "end" and element.tag == f"{_TABLE}table-column":
            column = _hide(element, said.hidden_columns, column, "columns")
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            said.merges.extend(_merges(element, row))
            said.pictures.extend(_pictures(element, row))
            row = _hide(element, said.hidden_rows, row, "rows")
            element.clear()  # what is read is let go, or the tree of a large sheet would fill the memory
        elif event == "end" and element.tag == f"{_STYLE}table-properties" and element.get(_SHOWN) == "false":
            parent = element.getparent()
            hidden.add("" if parent is None else parent.get(f"{_STYLE}name", ""))
    return found


def _hide(element: etree._Element, hidden: list[int], at: int, side: str) -> int:
    """Notes the rows or columns that an element stands for where they are hidden; the number of the next."""
    times = _count(element, f"number-{side}-repeated")
    if element.get(f"{_TABLE}visibility") in _HIDDEN:
        hidden.extend(range(at, at + min(times, RUN)))
    return at + times


def _merges(row: etree._Element, number: int) -> Iterator[Area]:
    place = 1
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        down, across = (_count(cell, f"number-{side}-spanned") for side in ("rows", "columns"))
        if (down, across) != (1, 1):
            yield number, place, number + down - 1, place + across - 1
        place += _count(cell, "number-columns-repeated")


def _pictures(row: etree._Element, number: int) -> Iterator[tuple[int, int, str]]:
    """Pictures anchored to the cells of a row; links out of the file are left out."""
    place = 1
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        for image in cell.iter(f"{_DRAW}image"):
            if (part := image.get(f"{_LINK}href", "")).startswith("Pictures/"):
                yield number, place, part
        place += _count(cell, "number-columns-repeated")


def _count(element: etree._Element, name: str) -> int:
    value = element.get(f"{_TABLE}{name}", "1")
    return int(value) if value.isdigit() and len(value) < 8 else 1
