"""What the XML of an .xlsx says beside the values: merges, fonts, hidden and struck-out rows, errors, pictures.

Read with lxml, entities off, a piece of rows at a time; pieces of which nothing is asked are not even parsed.
Rows and columns are counted from 1.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from catalog.sheets.opening import archive as zips
from catalog.sheets.opening.cells import Area, Marks
from catalog.sheets.opening.incell import InCell, read_in_cell
from catalog.sheets.opening.kinds import NotOpened
from catalog.sheets.opening.numberformats import Format, telling
from catalog.sheets.opening.parts import SAFE, attribute, local, tags, targets, tree

CELLS = 60_000_000  # area up to the last filled cell; the reader of values takes 24 bytes for each
MERGES = 300_000  # merged areas of one sheet (H4)
_FAR = re.compile(rb"""\br=["']([A-Z]{2,3})(\d{1,7})["']([^>]*)>""")
_FAR_QUICK = re.compile(rb""" r="([A-Z]{2,3})(\d{1,7})"([^>]*)>""")  # as all office programs write it
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["'](\d{1,7})["']""")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
# What a piece of rows is read for; in XML with prefixed names every piece is read.
_MARKED = (b"hidden", b't="e"', b"<f", b"='", b":row")


@dataclass(slots=True)
class Styles:
    """Cell styles worth a look: style number → font name of an old encoding, or number format that tells; numbers of
    struck-out styles.
    """

    fonts: dict[str, str] = field(default_factory=dict)
    formats: dict[str, Format] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)

    def known(self) -> set[str]:
        """Numbers of styles for which rows have to be parsed."""
        return {*self.fonts, *self.struck}

    def shaped(self) -> re.Pattern[bytes] | None:
        """Finds numbers whose format tells, as office programs write them: whole columns have one, parsing is slow."""
        numbers = "|".join(self.formats)
        return re.compile(rf'<c r="([A-Z]+)(\d+)" s="({numbers})"(?: t="n")?>'.encode()) if numbers else None


@dataclass(frozen=True, slots=True)
class Look:
    """What is asked of each cell of a workbook: its style, and whether its value is a picture."""

    styles: Styles
    in_cell: InCell


@dataclass(slots=True)
class Layout:
    """One sheet: its marks; the font of each cell that is set in one of an old encoding; by row and column the formats
    that tell, None for cells whose value is a picture.
    """

    marks: Marks
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    formats: dict[int, dict[int, Format | None]] = field(default_factory=dict)


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
    found_parts = targets(archive, book)
    look = Look(_styles(archive), read_in_cell(archive))
    found = {}
    for sheet in tags(tree(archive, book), "sheet"):
        target = found_parts.get(attribute(sheet, "id"), "")
        name = sheet.get("name", "")
        if "worksheets/" in target and target in archive.namelist():
            found[name] = _layout(archive, target, name, look)
            found[name].marks.state = {"hidden": "hidden", "veryHidden": "very hidden"}.get(
                sheet.get("state", ""), "visible"
            )
    return found


def _styles(archive: zipfile.ZipFile) -> Styles:
    """Styles whose font is of an old encoding (.VnTime, VNI-Times) or struck out."""
    styles = Styles()
    if "xl/styles.xml" not in archive.namelist():
        return styles
    root = tree(archive, "xl/styles.xml")
    names, struck = [], []
    for font in (f for fonts in tags(root, "fonts") for f in tags(fonts, "font")):
        names.append(next((n.get("val", "") for n in tags(font, "name", "rFont")), ""))
        struck.append(any(s.get("val", "1") not in ("0", "false") for s in tags(font, "strike")))
    cells = next(tags(root, "cellXfs"), None)
    codes = {f.get("numFmtId", ""): f.get("formatCode", "") for f in tags(root, "numFmt")}
    for number, style in enumerate(() if cells is None else tags(cells, "xf")):
        code = style.get("numFmtId", "0")
        if found := telling(int(code) if code.isdigit() else 0, codes.get(code)):
            styles.formats[str(number)] = found
        at = int(style.get("fontId", "0"))
        if at < len(names):
            if names[at].upper().startswith((".VN", "VNI", "VPS")):
                styles.fonts[str(number)] = names[at]
            if struck[at]:
                styles.struck.add(str(number))
    return styles


def _layout(archive: zipfile.ZipFile, part: str, sheet: str, look: Look) -> Layout:
    layout, reach = Layout(Marks()), Reach(sheet)
    wanted = (*_MARKED, *(f's="{n}"'.encode() for n in look.styles.known()), *look.in_cell.marks())
    shaped = look.styles.shaped()
    parser = etree.XMLPullParser(("end",), tag=("{*}row", "{*}mergeCell", "{*}col"), **SAFE)
    try:
        for rows, piece in _pieces(zips.chunks(archive, part)):
            reach.look(piece)
            if shaped:
                _take_formats(shaped, piece, layout, look.styles)
            if not rows or any(mark in piece for mark in wanted) or (shaped and b'<c r="' not in piece):
                parser.feed(piece)
                _take(parser, layout, look)
        parser.close()
    except etree.XMLSyntaxError as broken:
        raise NotOpened("file-damaged") from broken
    layout.marks.pictures += _pictures(archive, part)
    return layout


def _take_formats(shaped: re.Pattern[bytes], piece: bytes, layout: Layout, styles: Styles) -> None:
    columns: dict[bytes, int] = {}
    for letters, number, style in shaped.findall(piece):
        column = columns.get(letters) or columns.setdefault(letters, column_number(letters.decode()))
        layout.formats.setdefault(int(number), {})[column] = styles.formats[style.decode()]


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


def _take(parser: etree.XMLPullParser, layout: Layout, look: Look) -> None:
    for _, element in parser.read_events():
        kind = local(element)
        if kind == "row":
            _read_row(element, layout, look)
        elif kind == "mergeCell":
            layout.marks.merges.extend(_area(element.get("ref", "")))
            if len(layout.marks.merges) > MERGES:
                raise NotOpened("file-too-heavy", limit=f"{MERGES} ô gộp")
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


def _read_row(row: etree._Element, layout: Layout, look: Look) -> None:
    number, marks, styles = int(row.get("r", "0")), layout.marks, look.styles
    if row.get("hidden") in ("1", "true"):
        marks.hidden_rows.append(number)
    filled = struck = 0
    for cell in row:
        place = _REFERENCE.match(cell.get("r", ""))
        value = any(child.text or len(child) for child in cell if local(child) != "f")
        if place is None:
            continue
        column, style = column_number(place[1]), cell.get("s", "")
        if picture := look.in_cell.of(cell):
            marks.pictures.append((number, column, picture))
            layout.formats.setdefault(number, {})[column] = None
        elif cell.get("t") == "e":
            marks.errors.append((number, column, next((c.text or "" for c in cell if local(c) == "v"), "")))
        elif not value and len(cell):
            marks.unfilled.append((number, column))
        if value:
            filled, struck = filled + 1, struck + (style in styles.struck)
            if style in styles.fonts:
                layout.fonts[number, column] = styles.fonts[style]
            if style in styles.formats and cell.get("t", "n") == "n":
                layout.formats.setdefault(number, {})[column] = styles.formats[style]
    if filled and struck == filled:
        marks.struck_rows.append(number)


def _pictures(archive: zipfile.ZipFile, part: str) -> list[tuple[int, int, str]]:
    """Pictures of the sheet with the cell in which their upper left corner stands."""
    found = []
    for drawing in (t for t in targets(archive, part).values() if "drawings/drawing" in t):
        if drawing not in archive.namelist():
            continue
        media = targets(archive, drawing)
        for anchor in tags(tree(archive, drawing), "oneCellAnchor", "twoCellAnchor"):
            start, blip = next(tags(anchor, "from"), None), next(tags(anchor, "blip"), None)
            if start is None or blip is None or attribute(blip, "embed") not in media:
                continue
            row, column = (int(next(tags(start, side)).text or 0) + 1 for side in ("row", "col"))
            found.append((row, column, media[attribute(blip, "embed")]))
    return found
