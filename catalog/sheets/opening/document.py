"""Opens Word documents (.docx): their tables, with the lines that stand before each. Runs in the child process only.

Each table becomes a sheet without a name. The lines of text since the table before come first, one a row in
column A, as the title of a sheet would; the rows of the table follow. Cells that continue one above become merges.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from catalog.sheets.opening import archive, parts
from catalog.sheets.opening.cells import Cells, Marks

LINES = 40  # lines before a table that can be its title; what stands further up is the letter's text
_PART = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What may stand around paragraphs, tables, rows and cells without being one: content controls, tracked insertions.
_AROUND = (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag")
_TEXTS = (f"{_W}t", f"{_W}br", f"{_W}tab", f"{_W}cr", f"{_W}noBreakHyphen")
_SIGNS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}


def open_sheets(data: bytes) -> list[Cells]:
    """Every table of the document, tables within cells as text of the cell. Raises NotOpened."""
    with archive.open_archive(data) as opened:
        archive.refuse_entities(opened)
        text = archive.part(opened, _PART)
        media = parts.targets(opened, _PART)
    try:
        body = parts.parse(text).find(f"{_W}body")
    except etree.XMLSyntaxError as broken:
        raise parts.not_parsed(broken) from broken
    return [] if body is None else _tables(body, media)


class Merges:
    """The areas of one table in which cells run on, written down row by row."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._open: dict[int, int] = {}
        self._areas: dict[tuple[int, int], int] = {}

    def start(self, number: int, column: int, across: int, down: str) -> int:
        """The row in which a cell begins; down is "next" where it continues the one above it."""
        if down != "next" or column not in self._open:
            self._open[column] = number
        start = self._open[column]
        if across > 1 or start < number:
            area = (start, column, number, column + across - 1)
            if (start, column) in self._areas:
                self._marks.merges[self._areas[start, column]] = area
            else:
                self._areas[start, column] = len(self._marks.merges)
                self._marks.merges.append(area)
        return start


def _tables(body: etree._Element, media: dict[str, str]) -> list[Cells]:
    lines: list[str] = []
    sheets = []
    for block in _inside(body):
        if block.tag == f"{_W}p":
            lines.append(_paragraph(block))
        elif block.tag == f"{_W}tbl":
            sheets.append(_read(block, [line for line in lines if line][-LINES:], media))
            lines = []
    return sheets


def _inside(element: etree._Element) -> Iterator[etree._Element]:
    """The children of an element, and those of what only stands around them."""
    for child in element:
        if child.tag in _AROUND:
            yield from _inside(child)
        else:
            yield child


def _read(table: etree._Element, lines: list[str], media: dict[str, str]) -> Cells:
    cells = Cells(None, Marks())
    for number, line in enumerate(lines, 1):
        cells.add(number, [line])
    merges = Merges(cells.marks)
    rows = (row for row in _inside(table) if row.tag == f"{_W}tr")
    for number, row in enumerate(rows, len(lines) + 1):
        texts = [""] * _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for cell in (cell for cell in _inside(row) if cell.tag == f"{_W}tc"):
            column, across = len(texts) + 1, max(_number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1), 1)
            own = merges.start(number, column, across, _down(cell)) == number
            texts += [_text(cell) if own else "", *[""] * (across - 1)]
            cells.marks.pictures += [(number, column, part) for part in _pictures(cell, media)]
        cells.add(number, texts)
    return cells


def _down(cell: etree._Element) -> str:
    """Whether a cell continues the one above it ("next")."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return "next" if merge is not None and merge.get(f"{_W}val") != "restart" else ""


def _number(element: etree._Element | None, otherwise: int) -> int:
    value = "" if element is None else element.get(f"{_W}val", "")
    return min(int(value), 100) if value.isdigit() and len(value) < 4 else otherwise


def _pictures(cell: etree._Element, media: dict[str, str]) -> list[str]:
    """The parts of the zip that hold the pictures in a cell, as Word draws them now (a:blip) or once (v:imagedata)."""
    ids = [parts.attribute(blip, "embed") for blip in parts.tags(cell, "blip")]
    ids += [parts.attribute(data, "id") for data in parts.tags(cell, "imagedata")]
    return list(dict.fromkeys(media[id_] for id_ in ids if id_ in media))


def _text(cell: etree._Element) -> str:
    return "\n".join(filter(None, (_paragraph(p) for p in cell.iter(f"{_W}p"))))


def _paragraph(paragraph: etree._Element) -> str:
    """The words of a paragraph; deleted ones of tracked changes are not in w:t, hidden ones are left out."""
    said = [_SIGNS.get(str(part.tag), part.text or "") for part in paragraph.iter(*_TEXTS) if not _is_hidden(part)]
    return "".join(said).strip()


def _is_hidden(part: etree._Element) -> bool:
    run = part.getparent()
    vanish = None if run is None else run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val", "1") not in ("0", "false", "none")
