"""Opens PDFs with a text layer: their tables, ruled or not, with the lines that stand before each.

A table that runs over pages is one sheet: it has the same upright lines on each page and only a page's number, or
the same running title, stands between. Headers that stand again are told by the reader of rows, as in any sheet.
Runs in the child process only.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from catalog.sheets.opening.cells import Cells
from catalog.sheets.opening.document import LINES
from catalog.sheets.opening.kinds import NotOpened
from catalog.sheets.opening.pdfpage import Page, read_page
from catalog.sheets.opening.pdfruled import Ruled, ruled_tables
from catalog.sheets.opening.pdftext import chunks, lines
from catalog.sheets.opening.pdfunruled import unruled_rows
from catalog.sheets.words import is_page

PAGES = 2000
LETTERS = 20  # a document with fewer has no text layer
SLACK = 6.0  # points by which the lines of one table may differ from page to page


def open_sheets(data: bytes) -> list[Cells]:
    """Every table of the document. Raises NotOpened for a password, damage, or pages that are only pictures."""
    pages = list(_pages(data))
    if sum(len(page.letters) for page in pages) < LETTERS:
        raise NotOpened("file-scan")
    parts = [_parts(page) for page in pages]
    running = _running(parts)
    tables = _over_pages(parts, running)
    if tables:
        return [_sheet(table) for table in tables]
    above, rows = unruled_rows(pages)
    return [_sheet(_Table(above, [], rows))] if rows else []


def _pages(data: bytes) -> Iterator[Page]:
    pdfium.FPDF_InitLibrary()
    buffer = ctypes.create_string_buffer(data, len(data))
    document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
    if not document:
        locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
        raise NotOpened("file-password" if locked else "file-damaged")
    count = pdfium.FPDF_GetPageCount(document)
    if count > PAGES:
        raise NotOpened("file-too-heavy", limit=f"{PAGES} trang")
    for number in range(count):
        yield read_page(document, number)


@dataclass(slots=True)
class _Table:
    """A table as it goes over the pages; merges are counted in its rows from 0."""

    above: list[str]
    edges: list[float]
    rows: list[list[str]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def _parts(page: Page) -> list[str | Ruled]:
    """The lines of text and the tables of a page from top to bottom."""
    tables, rest = ruled_tables(page)
    said: list[tuple[float, str | Ruled]] = [(table.top, table) for table in tables]
    said += [(line[0].base, " ".join(chunks(line))) for line in lines(rest)]
    return [part for _, part in sorted(said, key=lambda pair: pair[0])]


def _running(pages: list[list[str | Ruled]]) -> frozenset[str]:
    """Lines that stand on several pages: running titles."""
    seen = Counter(line for page in pages for line in {part for part in page if isinstance(part, str)})
    return frozenset(line for line, count in seen.items() if count > 1)


def _over_pages(pages: list[list[str | Ruled]], running: frozenset[str]) -> list[_Table]:
    found: list[_Table] = []
    above: list[str] = []
    for page in pages:
        for number, part in enumerate(page):
            if isinstance(part, str):
                if not (is_page(part) or part.strip(" -–.").isdigit() or (found and part in running)):
                    above.append(part)
            elif found and not above and _first(page, number) and _alike(found[-1], part):
                _append(found[-1], part)
            else:
                found.append(_Table(above[-LINES:], part.edges, part.rows, part.merges))
                above = []
    return found


def _first(page: list[str | Ruled], number: int) -> bool:
    """Whether no table stands above on the page."""
    return all(isinstance(part, str) for part in page[:number])


def _alike(table: _Table, part: Ruled) -> bool:
    return len(table.edges) == len(part.edges) and all(
        abs(a - b) <= SLACK for a, b in zip(table.edges, part.edges, strict=True)
    )


def _append(table: _Table, part: Ruled) -> None:
    """Adds the rows of the next page; a row that the page cut in two is one row again."""
    start = len(table.rows)
    rows = part.rows
    if table.rows and _goes_on(table.rows[-1], rows[0]):
        table.rows[-1] = [" ".join(filter(None, texts)) for texts in zip(table.rows[-1], rows[0], strict=True)]
        rows, start = rows[1:], start - 1
    table.rows = [*table.rows, *rows]
    table.merges += [(a + start, b, c + start, d) for a, b, c, d in part.merges]


def _goes_on(before: list[str], row: list[str]) -> bool:
    """Whether a row without a number is the end of the one before: all it says begins in small letters."""
    said = [text for text in row if text]
    return bool(before[0]) and not row[0] and bool(said) and all(text[0].islower() for text in said)


def _sheet(table: _Table) -> Cells:
    sheet = Cells()
    lines = [line for line in table.above if line][-LINES:]
    for number, line in enumerate(lines, 1):
        sheet.add(number, [line])
    first = len(lines) + 1
    for number, row in enumerate(table.rows, first):
        sheet.add(number, row)
    sheet.marks.merges = [(a + first, b + 1, c + first, d + 1) for a, b, c, d in table.merges]
    return sheet
