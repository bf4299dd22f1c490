"""What the XML of an .ods says beside the values: merges, pictures, number formats, what is hidden. Counted from 1."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from lxml import etree

from catalog.sheets.opening import archive as zips
from catalog.sheets.opening.cells import Area, Marks
from catalog.sheets.opening.kinds import NotOpened
from catalog.sheets.opening.layout import Layout
from catalog.sheets.opening.numberformats import Format
from catalog.sheets.opening.opendocumentformats import SHAPES, STYLE, Styles
from catalog.sheets.opening.parts import SAFE, tree

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}"
_SHOWN = f"{_TABLE}display"
_HIDDEN = ("collapse", "filter")
_ROW, _COLUMN = f"{_TABLE}table-row", f"{_TABLE}table-column"
_ASKED = (f"{_TABLE}table", _COLUMN, _ROW, f"{_STYLE}table-properties", STYLE, *SHAPES)
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_DEFAULT = f"{_TABLE}default-cell-style-name"
_NUMBERS = ("float", "percentage", "currency")  # kinds of values that are numbers
_IMAGE = f"{_DRAW}image"
# Whether any cell of a row is merged with others; nearly no row has one, and its cells are not looked at one by one.
_spans = etree.XPath("boolean(*[@t:number-rows-spanned or @t:number-columns-spanned])", namespaces={"t": _TABLE[1:-1]})
RUN = 10_000  # hidden rows or columns in one run; a longer run is the empty end of the sheet


def layouts(archive: zipfile.ZipFile) -> dict[str, Layout]:
    """The layout of each sheet by its name, without fonts. Raises NotOpened for damaged XML."""
    reader = _Reader(_named_styles(archive))
    try:
        with archive.open("content.xml") as part:
            for event, element in etree.iterparse(part, events=("start", "end"), tag=_ASKED, **SAFE):
                reader.take(event, element)
    except (etree.XMLSyntaxError, KeyError, *zips.DAMAGED) as broken:
        raise NotOpened("file-damaged") from broken
    return reader.found


def _named_styles(archive: zipfile.ZipFile) -> Styles:
    """The styles that have names of their own; those made for single cells stand in the content."""
    styles = Styles()
    if "styles.xml" in archive.namelist():
        styles.take_all(tree(archive, "styles.xml").iter(STYLE, *SHAPES))
    return styles


class _Reader:
    """Takes in what is asked of content.xml, an element after the other: styles first, then sheet by sheet.

    columns   first and last column and format, of columns whose cells have a format that tells unless they say else
    """

    def __init__(self, styles: Styles) -> None:
        self.found: dict[str, Layout] = {}
        self._styles, self._hidden = styles, set[str]()
        self._layout, self._row, self._column = Layout(Marks()), 1, 1
        self._columns: list[tuple[int, int, Format]] = []
        self._tells = False

    def take(self, event: str, element: etree._Element) -> None:
        if event == "start":
            if element.tag == f"{_TABLE}table":
                self._begin(element)
        elif element.tag == _COLUMN:
            self._take_column(element)
        elif element.tag == _ROW:
            self._take_row(element)
        elif element.tag in (STYLE, *SHAPES):
            self._styles.take(element)
        elif element.tag == f"{_STYLE}table-properties" and element.get(_SHOWN) == "false":
            parent = element.getparent()
            self._hidden.add("" if parent is None else parent.get(f"{_STYLE}name", ""))

    def _begin(self, table: etree._Element) -> None:
        state = "hidden" if table.get(f"{_TABLE}style-name") in self._hidden else "visible"
        self._layout = self.found.setdefault(table.get(f"{_TABLE}name", ""), Layout(Marks(state=state)))
        self._row = self._column = 1
        self._columns, self._tells = [], self._styles.any()

    def _take_column(self, element: etree._Element) -> None:
        first = self._column
        self._column = _hide(element, self._layout.marks.hidden_columns, first, "columns")
        if found := self._styles.telling(element.get(_DEFAULT, "")):
            self._columns.append((first, self._column - 1, found))

    def _take_row(self, element: etree._Element) -> None:
        marks, number = self._layout.marks, self._row
        marks.merges.extend(_merges(element, number))
        marks.pictures.extend(_pictures(element, number))
        self._row = _hide(element, marks.hidden_rows, number, "rows")
        formats: dict[int, Format | None] = dict(self._formats(element)) if self._tells else {}
        if formats:
            self._layout.formats.update(dict.fromkeys(range(number, min(self._row, number + RUN)), formats))
        element.clear()  # what is read is let go, or the tree of a large sheet would fill the memory

    def _formats(self, row: etree._Element) -> Iterator[tuple[int, Format]]:
        """The columns of a row that hold a number in a format that tells."""
        place, of_row = 1, row.get(_DEFAULT)
        for cell in row.iterchildren(*_CELLS):
            times = _count(cell, "number-columns-repeated")
            if cell.get(f"{_OFFICE}value-type") in _NUMBERS:
                style = cell.get(f"{_TABLE}style-name", of_row)
                for column in range(place, place + min(times, RUN)):
                    found = self._of_column(column) if style is None else self._styles.telling(style)
                    if found:
                        yield column, found
            place += times

    def _of_column(self, column: int) -> Format | None:
        return next((found for first, last, found in self._columns if first <= column <= last), None)


def _hide(element: etree._Element, hidden: list[int], at: int, side: str) -> int:
    """Notes the rows or columns that an element stands for where they are hidden; the number of the next."""
    times = _count(element, f"number-{side}-repeated")
    if element.get(f"{_TABLE}visibility") in _HIDDEN:
        hidden.extend(range(at, at + min(times, RUN)))
    return at + times


def _merges(row: etree._Element, number: int) -> Iterator[Area]:
    place = 1
    if not _spans(row):
        return
    for cell in row.iterchildren(*_CELLS):
        down, across = (_count(cell, f"number-{side}-spanned") for side in ("rows", "columns"))
        if (down, across) != (1, 1):
            yield number, place, number + down - 1, place + across - 1
        place += _count(cell, "number-columns-repeated")


def _pictures(row: etree._Element, number: int) -> Iterator[tuple[int, int, str]]:
    """Pictures anchored to the cells of a row; links out of the file are left out."""
    place = 1
    if next(row.iter(_IMAGE), None) is None:
        return
    for cell in row.iterchildren(*_CELLS):
        for image in cell.iter(_IMAGE):
            if (part := image.get(f"{_LINK}href", "")).startswith("Pictures/"):
                yield number, place, part
        place += _count(cell, "number-columns-repeated")


def _count(element: etree._Element, name: str) -> int:
    value = element.get(f"{_TABLE}{name}", "1")
    return int(value) if value.isdigit() and len(value) < 8 else 1
