"""The returned workbook: the sender's own sheets with doubtful cells coloured, commented and explained in words.

    mark(data, name, report) -> Returned      bytes that open in Excel 2010, LibreOffice and WPS
    continuation_of(data) -> str | None       the submission that a workbook was returned for

Marked again, a workbook bears the newer marks only. What nobody remarked on stays byte for byte; inputs that are no
.xlsx come back as a new workbook with their rows as they were read.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from catalog.errors import OcopError
from catalog.forms.book import Book, Sheet, marks
from catalog.forms.comments import write_comments
from catalog.forms.copied import copied
from catalog.forms.package import Package
from catalog.forms.remarks import Findings, Place, Remark, findings, urgency, worst
from catalog.forms.result_sheet import FILLS, find_result, write_result
from catalog.forms.styles import Look
from catalog.forms.words import lines_in
from catalog.forms.worksheet import Worksheet
from catalog.sheets.opening.kinds import NotOpened, recognise
from catalog.sheets.opening.layout import column_number
from catalog.sheets.ours import REMARKS, is_remarks

MARK = "OcopSubmission"  # the custom property that names the submission
SUFFIX = " - kết quả"
WIDTH = 60  # characters of the column of remarks
LINE = 13  # points of a line of remarks
MOST_GROWN = 120  # points: what is longer can be read in the cell's comment
COLUMNS = 16_384
LARGEST_MERGE, MOST_COVERED = 5_000, 200_000  # cells; beyond them a merge is decoration, or an attack
_HEADER_FILL = "FFFFF2CC"
_WORDS_LOOK = Look(size=10, colour="FF8E1B10", is_framed=True)
# Behind its last value a sheet may hold a million empty rows (H48); more bytes of them than this are cut.
_EMPTY_TAIL = 5 * 10**6


@dataclass(frozen=True, slots=True)
class Returned:
    """The marked workbook and what to call it; is_copy where the sender's own file could not be written back.

    remarks  how many remarks it carries; summary  what a picture for a chat says, see `forms.summary`
    """

    data: bytes
    name: str
    is_copy: bool
    remarks: int
    findings: Findings


def mark(data: bytes, name: str, report: Mapping[str, Any]) -> Returned:
    """The workbook to send back for one file of an import.

    data and name are what was received; report is the document of `ocop import --json`. Never raises on a file that
    the import has seen: what cannot be edited comes back as a copy.
    """
    found = findings(report, name, hashlib.sha256(data).hexdigest())
    try:
        is_copy = found.status == "refused" or recognise(data) != "xlsx"
        book = Book(data, name) if not is_copy else None
        written = _write(book, found) if book else b""
    except (OcopError, NotOpened):
        is_copy, book = True, None
    if book is None:
        plain, found = copied(data, name, found)
        book = Book(plain, name)
        written = _write(book, found)
    return Returned(written, _name(name, ".xlsm" if book.has_macros else ".xlsx"), is_copy, len(found.remarks), found)


def _name(name: str, ending: str) -> str:
    """What a returned workbook is called; one that is returned again keeps its name."""
    stem = (name.rpartition(".")[0] or name).removesuffix(SUFFIX)
    return f"{stem}{SUFFIX}{ending}"


def continuation_of(data: bytes) -> str | None:
    """The id of the submission that a workbook was returned for; None for any other file."""
    try:
        return marks(Package(data)).get(MARK) if recognise(data) == "xlsx" else None
    except (OcopError, NotOpened):
        return None


def _write(book: Book, found: Findings) -> bytes:
    result = find_result(book)
    for sheet in book.sheets:
        if sheet != result and sheet.is_visible and (found.tables_of(sheet.name) or found.by_cell(sheet.name)):
            _mark_sheet(book, sheet, found)
    write_result(book, found)
    book.show_first()
    if found.id:
        book.set_mark(MARK, found.id)
    return book.write()


def _mark_sheet(book: Book, sheet: Sheet, found: Findings) -> None:
    worksheet = book.worksheet(sheet)
    worksheet.cut_empty_tail(_EMPTY_TAIL)
    _restore(book, worksheet)
    cells = found.by_cell(sheet.name)
    bands = _bands(worksheet, found.tables_of(sheet.name))
    for band in bands:
        _open_column(book, worksheet, band)
    anchors = _anchors(worksheet)
    shown: dict[Place, list[Remark]] = defaultdict(list)
    for row, places in groupby(cells, key=lambda place: place[0]):
        remarks = []
        for place in places:
            remarks += cells[place]
            shown[anchors.get(place, place)] += cells[place]
        for band in (band for band in bands if band.first <= row <= band.last and row not in band.headers):
            _write_remarks(book, worksheet, row, band.column, sorted(remarks, key=urgency))
    for place, remarks in shown.items():
        style = book.styles.derived(worksheet.style(*place), FILLS[worst(remarks)])
        worksheet.set_style(*place, style)
    write_comments(book, sheet, {place: _said(remarks) for place, remarks in shown.items()})


def _anchors(worksheet: Worksheet) -> dict[Place, Place]:
    """Cells that a merge covers → the one that is seen; a colour or comment on the others would show nowhere."""
    found: dict[Place, Place] = {}
    for top, left, bottom, right in worksheet.merges():
        size = (bottom - top + 1) * (right - left + 1)
        if size <= LARGEST_MERGE and len(found) < MOST_COVERED:
            covered = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
            found |= dict.fromkeys(covered, (top, left))
    return found


def _said(remarks: list[Remark]) -> str:
    """The words of a comment: each remark on a line of its own, said once."""
    return "\n".join(dict.fromkeys(remark.words for remark in remarks))


def _restore(book: Book, worksheet: Worksheet) -> None:
    """Takes the colours of an earlier return off the cells that wear them."""
    ours = frozenset(FILLS.values())
    styles = book.styles
    is_kept = not book.application.startswith("LibreOffice")  # which puts a colour of its own behind every ground
    before = {str(n).encode(): styles.restored(n, ours, is_kept=is_kept) for n in styles.on_ground(ours)}
    if not before:
        return
    for row in worksheet.rows:
        for column, number in worksheet.styled(row, before.keys()):
            worksheet.set_style(row, column, before[number])


@dataclass(frozen=True, slots=True)
class Band:
    """The rows that one column of remarks stands beside; `is_new` where it stands there for the first time."""

    first: int
    last: int
    headers: tuple[int, ...]
    column: int
    is_new: bool


def _bands(worksheet: Worksheet, tables: list[dict[str, Any]]) -> list[Band]:
    """A band for each table; tables that share rows, side by side, share one."""
    spans: list[list[dict[str, Any]]] = []
    for table in sorted(tables, key=_first):
        if spans and _first(table) <= max(t["last_row"] for t in spans[-1]):
            spans[-1].append(table)
        else:
            spans.append([table])
    return [_band(worksheet, span) for span in spans]


def _first(table: Mapping[str, Any]) -> int:
    return int(min([*table["header_rows"], table["first_row"]]))


def _band(worksheet: Worksheet, tables: list[dict[str, Any]]) -> Band:
    first, last = _first(tables[0]), max(table["last_row"] for table in tables)
    known = [x for table in tables for x, said in table["columns"].items() if is_remarks(said["header"])]
    headers = tuple(sorted({row for table in tables for row in table["header_rows"]}))
    if known:
        return Band(first, last, headers, column_number(known[-1]), False)
    ends = [worksheet.last_filled(row) for row in worksheet.rows if first <= row <= last]
    ends += [right for top, _, bottom, right in worksheet.merges() if top <= last and bottom >= first]
    ends += [column_number(letter) for table in tables for letter in table["columns"]]
    return Band(first, last, headers, min(max(ends, default=0) + 1, COLUMNS), True)


def _open_column(book: Book, worksheet: Worksheet, band: Band) -> None:
    """The header of a new column of remarks; an old column loses what it says."""
    if band.is_new:
        worksheet.set_width(band.column, WIDTH)
        for row in band.headers[:1]:
            style = book.styles.derived(worksheet.style(row, max(band.column - 1, 1)), _HEADER_FILL, is_wrapped=True)
            worksheet.set_text(row, band.column, REMARKS)
            worksheet.set_style(row, band.column, style)
    else:
        for row in worksheet.rows:
            is_mine = band.first <= row <= band.last and row not in band.headers
            if is_mine and worksheet.last_filled(row) >= band.column:
                worksheet.clear(row, band.column)


def _write_remarks(book: Book, worksheet: Worksheet, row: int, column: int, remarks: list[Remark]) -> None:
    """What is to be done in one row, in words; the row grows so that they can be read."""
    words = _said(remarks)
    worksheet.set_text(row, column, words)
    worksheet.set_style(row, column, book.styles.look(_WORDS_LOOK))
    worksheet.grow(row, min(LINE * lines_in(words, WIDTH) + 3, MOST_GROWN))
