"""What the XML of an .xlsx says beside the values: merges, fonts, hidden and struck-out rows, errors, pictures.

Read with lxml, entities off, a piece of rows at a time; pieces of which nothing is asked are not even parsed.
Rows and columns are counted from 1.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from catalog.sheets import archive as zips
from catalog.sheets.cells import Area, Marks
from catalog.sheets.kinds import NotOpened

CELLS = 60_000_000  # area up to the last filled cell; the reader of values takes 24 bytes for each
_FAR = re.compile(rb"""\br=["']([A-Z]{2,3})(\d{1,7})["']([^>]*)>""")
_FAR_QUICK = re.compile(rb""" r="([A-Z]{2,3})(\d{1,7})"([^>]*)>""")  # as all office programs write it
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["'](\d{1,7})["']""")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
# Entities stay unresolved and nothing is fetched (H2); huge_tree lifts a limit that the budget of memory replaces.
_SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": True}
# What a piece of rows is read for; in XML with prefixed names every piece is read.
_MARKED = (b"hidden", b't="e"', b"<f", b"='", b":row")


@dataclass(slots=True)
class Styles:
    """Cell styles worth a look: style number → font name of an old encoding; numbers of struck-out styles."""

    fonts: dict[str, str] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Layout:
    """One sheet: its marks, and the font of each cell that is set in one of an old encoding."""

    marks: Marks
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letter(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def layouts(archive: zipfile.ZipFile) -> dict[str, Layout]:
    """Every worksheet's layout by its name. Raises NotOpened where a filled cell stands too far out (H3)."""
    book = "xl/workbook.xml"
    parts = _targets(archive, book)
    styles = _styles(archive)
    found = {}
    for sheet in _tags(_tree(archive, book), "sheet"):
        target = parts.get(_attribute(sheet, "id"), "")
        name = sheet.get("name", "")
        if "worksheets/" in target and target in archive.namelist():
            found[name] = _layout(archive, target, name, styles)
            found[name].marks.state = {"hidden": "hidden", "veryHidden": "very hidden"}.get(
                sheet.get("state", ""), "visible"
            )
    return found


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element:
    try:
        return etree.fromstring(zips.part(archive, name), etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError as broken:
        raise NotOpened("file-damaged") from broken


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _tags(tree: etree._Element, *names: str) -> Iterator[etree._Element]:
    return tree.iter(*(f"{{*}}{name}" for name in names))


def _attribute(element: etree._Element, local: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == local), "")


def _targets(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """The parts that a part refers to, by relation id; links out of the file are left out."""
    folder, _, base = name.rpartition("/")
    relations = f"{folder}/_rels/{base}.rels"
    if relations not in archive.namelist():
        return {}
    return {
        r.get("Id", ""): posixpath.normpath(posixpath.join("/" + folder, r.get("Target", ""))).lstrip("/")
        for r in _tags(_tree(archive, relations), "Relationship")
        if r.get("TargetMode") != "External"
    }


def _styles(archive: zipfile.ZipFile) -> Styles:
    """Styles whose font is of an old encoding (.VnTime, VNI-Times) or struck out."""
    styles = Styles()
    if "xl/styles.xml" not in archive.namelist():
        return styles
    tree = _tree(archive, "xl/styles.xml")
    names, struck = [], []
    for font in (f for fonts in _tags(tree, "fonts") for f in _tags(fonts, "font")):
        names.append(next((n.get("val", "") for n in _tags(font, "name", "rFont")), ""))
        struck.append(any(s.get("val", "1") not in ("0", "false") for s in _tags(font, "strike")))
    cells = next(_tags(tree, "cellXfs"), None)
    for number, style in enumerate(() if cells is None else _tags(cells, "xf")):
        at = int(style.get("fontId", "0"))
        if at < len(names):
            if names[at].upper().startswith((".VN", "VNI", "VPS")):
                styles.fonts[str(number)] = names[at]
            if struck[at]:
                styles.struck.add(str(number))
    return styles


def _layout(archive: zipfile.ZipFile, part: str, sheet: str, styles: Styles) -> Layout:
    layout, reach = Layout(Marks()), Reach(sheet)
    wanted = (*_MARKED, *(f's="{n}"'.encode() for n in {*styles.fonts, *styles.struck}))
    parser = etree.XMLPullParser(("end",), tag=("{*}row", "{*}mergeCell", "{*}col"), **_SAFE)
    try:
        for rows, piece in _pieces(zips.chunks(archive, part)):
            reach.look(piece)
            if not rows or any(mark in piece for mark in wanted):
                parser.feed(piece)
                _take(parser, layout, styles)
        parser.close()
    except etree.XMLSyntaxError as broken:
        raise NotOpened("file-damaged") from broken
    layout.marks.pictures = _pictures(archive, part)
    return layout


def _pieces(chunks: Iterator[bytes]) -> Iterator[tuple[bool, bytes]]:
    """The document in order, as (True, nothing but whole rows) or (False, anything)."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        start, end = _ROW.search(rest), rest.rfind(b"row>") + 4
        closes = rest[rest.rfind(b"<", 0, end) :].startswith(b"</")
        if start and start.start() < end and closes:
            yield False, rest[: start.start()]
            yield True, rest[start.start() : end]
            rest = rest[end:]
    yield False, rest


@dataclass(slots=True)
class Reach:
    """How far the filled cells of one sheet go."""

    sheet: str
    column: int = 26
    row: int = 1
    cell: str = "A1"

    def look(self, piece: bytes) -> None:
        """Raises NotOpened as soon as the area up to the last filled cell is too large (H3)."""
        end = max(piece.rfind(b"</c>"), piece.rfind(b":c>"))
        if end < 0:
            return
        last = _ROW.match(piece, piece.rfind(b"<row ", 0, end)) or next(iter(_ROW.findall(piece, 0, end)[-1:]), None)
        self.row = max(self.row, int(last if isinstance(last, bytes) else last[1] if last else 1))
        pattern = _FAR if b"='" in piece else _FAR_QUICK
        for letters, number, rest in pattern.findall(piece):
            column = column_number(letters.decode())
            if column > self.column and not rest.endswith(b"/"):
                self.column, self.cell = column, f"{letters.decode()}{number.decode()}"
        if self.column * self.row > CELLS:
            raise NotOpened("sheet-too-wide", sheet=self.sheet, cell=self.cell)


def _take(parser: etree.XMLPullParser, layout: Layout, styles: Styles) -> None:
    for _, element in parser.read_events():
        kind = _local(element)
        if kind == "row":
            _read_row(element, layout, styles)
        elif kind == "mergeCell":
            layout.marks.merges.extend(_area(element.get("ref", "")))
        elif element.get("hidden") in ("1", "true"):
            last = min(int(element.get("max", "1")), 16_384)
            layout.marks.hidden_columns.extend(range(int(element.get("min", "1")), last + 1))
        # What is read is let go, or the tree of a large sheet would fill the memory.
        element.clear(keep_tail=True)
        parent = element.getparent()
        while parent is not None and (before := element.getprevious()) is not None:
            parent.remove(before)


def _area(reference: str) -> list[Area]:
    corners = [_REFERENCE.match(corner) for corner in reference.split(":")]
    if len(corners) != 2 or not corners[0] or not corners[1]:
        return []
    (left, top), (right, bottom) = corners[0].groups(), corners[1].groups()
    return [(int(top), column_number(left), int(bottom), column_number(right))]


def _read_row(row: etree._Element, layout: Layout, styles: Styles) -> None:
    number, marks = int(row.get("r", "0")), layout.marks
    if row.get("hidden") in ("1", "true"):
        marks.hidden_rows.append(number)
    filled = struck = 0
    for cell in row:
        place = _REFERENCE.match(cell.get("r", ""))
        value = any(child.text or len(child) for child in cell if _local(child) != "f")
        if place is None:
            continue
        column, style = column_number(place[1]), cell.get("s", "")
        if cell.get("t") == "e":
            marks.errors.append((number, column, next((c.text or "" for c in cell if _local(c) == "v"), "")))
        elif not value and len(cell):
            marks.unfilled.append((number, column))
        if value:
            filled, struck = filled + 1, struck + (style in styles.struck)
            if style in styles.fonts:
                layout.fonts[number, column] = styles.fonts[style]
    if filled and struck == filled:
        marks.struck_rows.append(number)


def _pictures(archive: zipfile.ZipFile, part: str) -> list[tuple[int, int, str]]:
    """Pictures of the sheet with the cell in which their upper left corner stands."""
    found = []
    for drawing in (t for t in _targets(archive, part).values() if "drawings/drawing" in t):
        if drawing not in archive.namelist():
            continue
        media = _targets(archive, drawing)
        for anchor in _tags(_tree(archive, drawing), "oneCellAnchor", "twoCellAnchor"):
            start, blip = next(_tags(anchor, "from"), None), next(_tags(anchor, "blip"), None)
            if start is None or blip is None or _attribute(blip, "embed") not in media:
                continue
            row, column = (int(next(_tags(start, side)).text or 0) + 1 for side in ("row", "col"))
            found.append((row, column, media[_attribute(blip, "embed")]))
    return found
