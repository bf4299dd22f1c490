"""Answers that a sender gave on a page, written into their sheet as if they had mended it there.

    mend(data, name, report, answers) -> bytes

The mended sheet bears the mark of the submission that it goes on from, so that an import takes it as a returned
workbook that came back. What is no .xlsx becomes a new workbook first, as a returned one does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.columns import BY_NAME
from catalog.errors import OcopError, Unknown
from catalog.forms.book import Book, Sheet
from catalog.forms.copied import copied
from catalog.forms.remarks import Findings, findings
from catalog.forms.returned import MARK
from catalog.forms.worksheet import Worksheet
from catalog.sheets.opening.kinds import NotOpened, recognise
from catalog.sheets.opening.layout import column_number


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to stand in the cell of a row (as Excel counts) and column (of COLUMNS); sheet None: one without name."""

    sheet: str | None
    row: int
    column: str
    words: str


def mend(data: bytes, name: str, report: Mapping[str, Any], answers: Iterable[Answer]) -> bytes:
    """The workbook with the answers in it; columns that it lacks are added behind its last one.

    report is the document of `ocop import --json` of these very bytes, whose sheets and rows the answers name. Raises
    Unknown for a row that is in no table, or a column that is none of ours.
    """
    found = findings(report, name, hashlib.sha256(data).hexdigest())
    book, placed = _opened(data, name, found)
    columns: dict[tuple[int, str], int] = {}
    for answer in answers:
        at = _table_of(found, answer)
        table, lower = placed.tables[at], placed.tables[at]["first_row"] - found.tables[at]["first_row"]
        worksheet = book.worksheet(_sheet(book, table["sheet"]))
        if (at, answer.column) not in columns:
            columns[at, answer.column] = _column(worksheet, table, answer.column)
        worksheet.set_text(answer.row + lower, columns[at, answer.column], answer.words)
    if found.id and MARK not in book.marks():
        book.set_mark(MARK, found.id)
    return book.write()


def _opened(data: bytes, name: str, found: Findings) -> tuple[Book, Findings]:
    """The workbook to write into, and the findings with the sheets and rows that it has."""
    try:
        if recognise(data) == "xlsx":
            return Book(data, name), found
    except (OcopError, NotOpened):
        pass
    plain, placed = copied(data, name, found)
    return Book(plain, name), placed


def _table_of(found: Findings, answer: Answer) -> int:
    if answer.column not in BY_NAME:
        raise Unknown("column", answer.column, BY_NAME)
    for at, table in enumerate(found.tables):
        if table["sheet"] == answer.sheet and table["first_row"] <= answer.row <= table["last_row"]:
            return at
    raise Unknown("row", f"{answer.sheet or ''} {answer.row}".strip())


def _sheet(book: Book, name: str | None) -> Sheet:
    return book.find(name) or book.sheets[0]


def _column(worksheet: Worksheet, table: Mapping[str, Any], column: str) -> int:
    """Where the column of a meaning stands in a table; where it has none, a new one with its header."""
    letters = [letter for letter, said in table["columns"].items() if said["column"] == column]
    if letters:
        return column_number(letters[0])
    rows = [r for r in worksheet.rows if min([*table["header_rows"], table["first_row"]]) <= r <= table["last_row"]]
    new = max([worksheet.last_filled(r) for r in rows] + [column_number(x) for x in table["columns"]]) + 1
    for row in table["header_rows"][-1:]:
        worksheet.set_text(row, new, BY_NAME[column].label)
        worksheet.set_style(row, new, worksheet.style(row, new - 1))
    return new
