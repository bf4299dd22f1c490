"""Opens Word documents (.docx): their tables, with the lines that stand before each. Runs in the child process only.

Each table becomes a sheet without a name. The lines of text since the table before come first, one a row in
column A, as the title of a sheet would; the rows of the table follow. Cells that continue one above become merges.
"""

from __future__ import annotations

from lxml import etree

from catalog.sheets import archive
from catalog.sheets.cells import Cells, Marks
from catalog.sheets.kinds import NotOpened

LINES = 40  # lines before a table that can be its title; what stands further up is the letter's text
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def open_sheets(data: bytes) -> list[Cells]:
    """Every table of the document, tables within cells left out. Raises NotOpened."""
    with archive.open_archive(data) as opened:
        archive.refuse_entities(opened)
        text = archive.part(opened, "word/document.xml")
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        body = etree.fromstring(text, parser).find(f"{_W}body")
    except etree.XMLSyntaxError as broken:
        raise NotOpened("file-damaged") from broken
    return [] if body is None else _tables(body)


def _tables(body: etree._Element) -> list[Cells]:
    lines: list[str] = []
    sheets = []
    for block in body:
        if block.tag == f"{_W}p":
            lines.append(_paragraph(block))
        elif block.tag == f"{_W}tbl":
            sheets.append(_read(block, [line for line in lines if line][-LINES:]))
            lines = []
    return sheets


def _read(table: etree._Element, lines: list[str]) -> Cells:
    cells = Cells(None, Marks())
    for number, line in enumerate(lines, 1):
        cells.add(number, [line])
    open_merges: dict[int, int] = {}
    for number, row in enumerate(table.iter(f"{_W}tr"), len(lines) + 1):
        texts: list[str] = []
        for cell in row.iterchildren(f"{_W}tc"):
            column, across = len(texts) + 1, _across(cell)
            start = _start_of_merge(cell, number, column, open_merges)
            if across > 1 or start < number:
                _merge(cells.marks, start, number, column, across)
            texts += [_text(cell) if start == number else "", *[""] * (across - 1)]
        cells.add(number, texts)
    return cells


def _start_of_merge(cell: etree._Element, number: int, column: int, open_merges: dict[int, int]) -> int:
    """The row in which the cell begins: above where Word says that it continues."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    if merge is None or merge.get(f"{_W}val") == "restart":
        open_merges[column] = number
    return open_merges.get(column, number)


def _merge(marks: Marks, start: int, number: int, column: int, across: int) -> None:
    marks.merges = [m for m in marks.merges if m[:2] != (start, column)]
    marks.merges.append((start, column, number, column + across - 1))


def _across(cell: etree._Element) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = "1" if span is None else span.get(f"{_W}val", "1")
    return min(max(int(value), 1), 100) if value.isdigit() and len(value) < 4 else 1


def _text(cell: etree._Element) -> str:
    return "\n".join(filter(None, (_paragraph(p) for p in cell.iter(f"{_W}p"))))


def _paragraph(paragraph: etree._Element) -> str:
    """The words of a paragraph; deleted ones of tracked changes are not in w:t."""
    parts = [
        "\n" if part.tag == f"{_W}br" else "\t" if part.tag == f"{_W}tab" else part.text or ""
        for part in paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}tab")
    ]
    return "".join(parts).strip()
