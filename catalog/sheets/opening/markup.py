"""Opens HTML under any ending, and the XML that Excel 2003 wrote. Runs in the child process only.

Each table of the page becomes a sheet without a name, its rows counted from 1; cells that span rows or columns
become merges. Scripts, links and pictures are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from catalog.sheets.opening.cells import Cells, Marks
from catalog.sheets.opening.delimited import decode
from catalog.sheets.opening.kinds import NotOpened
from catalog.sheets.opening.parts import not_parsed

_DECLARED = re.compile(r"<\?xml[^>]*\?>")
_BREAKS = ("br", "p", "div", "li")
SPAN = 1000  # the HTML standard's own limit of colspan; rowspan is cut to the rows there are


def open_sheets(data: bytes) -> list[Cells]:
    """Every innermost table of the page. Raises NotOpened for entities and for pages without any element."""
    text = decode(data)
    if "<!ENTITY" in text[:65536]:
        raise NotOpened("file-unsafe", what="khai báo thực thể XML")
    parser = etree.HTMLParser(no_network=True, huge_tree=True)
    try:
        page = etree.fromstring(_DECLARED.sub("", text), parser)
    except (etree.LxmlError, ValueError) as broken:
        raise not_parsed(broken) from broken
    if page is None:
        raise NotOpened("file-damaged")
    tables = [t for t in page.iter("table", "ss:table", "worksheet") if t.find(".//table") is None]
    return [_read(table) for table in tables]


def _read(table: etree._Element) -> Cells:
    cells = Cells(None, Marks())
    cells.add_all(enumerate(_rows(table, cells.marks), 1))
    return cells


def _rows(table: etree._Element, marks: Marks) -> Iterator[list[str]]:
    """The texts of each row; cells that span others are noted in the marks."""
    taken: set[tuple[int, int]] = set()
    rows = (
        row for row in table.iter("tr", "row", "ss:row") if row.find("th[@class='column-headers-background']") is None
    )
    for number, row in enumerate(rows, 1):
        texts: list[str] = []
        for cell in row.iterchildren("td", "th", "cell", "ss:cell"):
            if "row-header" in cell.get("class", "") and cell.tag == "th":
                continue  # the number of the row, as published spreadsheets show it
            while (number, len(texts) + 1) in taken:
                texts.append("")
            column = len(texts) + 1
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            if (down, across) != (1, 1):
                marks.merges.append((number, column, number + down - 1, column + across - 1))
                taken.update((r, column) for r in range(number + 1, number + down))
            texts += [_text(cell), *[""] * (across - 1)]
        yield texts


def _span(cell: etree._Element, name: str) -> int:
    if (value := cell.get(name)) is None:
        return 1
    value = value.strip()
    return min(max(int(value), 1), SPAN) if value.isdigit() and len(value) < 6 else 1


def _text(cell: etree._Element) -> str:
    """The words of a cell, a line break where the page breaks the line."""
    if len(cell) == 0:
        return " ".join((cell.text or "").split())
    words = "".join(_words(cell)).split("\n")
    return "\n".join(line for part in words if (line := " ".join(part.split())))


def _words(cell: etree._Element) -> Iterator[str]:
    """The texts of a cell in order; line breaks of the source are spaces, those of the page are line breaks."""
    for part in cell.iter():
        if not isinstance(part.tag, str) or part.tag in ("script", "style"):
            yield " "
        else:
            yield ("\n" if part.tag in _BREAKS and part is not cell else "") + " ".join((part.text or "").splitlines())
        if part is not cell:
            yield " ".join((part.tail or "").splitlines())
