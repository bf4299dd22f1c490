"""A new workbook with the rows of a file that cannot be written back: .xls, .csv, .docx, a chat, .ods, JSON.

Its cells stand where the import says that they stood, so that “F8” is F8. Only chats move: their table gets the
header that they lack.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import xlsxwriter

from catalog.columns import BY_NAME
from catalog.errors import OcopError
from catalog.forms.remarks import Findings, Remark
from catalog.forms.words import clean, place_of, reference
from catalog.sheets import read
from catalog.sheets.grid import Grid
from catalog.sheets.opening.confined import open_confined
from catalog.sheets.opening.kinds import NotOpened, recognise
from catalog.sheets.opening.layout import column_number

# A fixed moment: the same rows give the same bytes.
CREATED = datetime(2025, 7, 1)  # noqa: DTZ001  (XlsxWriter takes naive moments only)
NAME = "Bảng"
TEXT = 49  # the number of the format that leaves everything as typed
PRINTED = 200  # characters side by side that can still be read on a page
ROWS, COLUMNS = 1_048_576, 16_384

Rows = dict[tuple[int, int], str]  # row and column, counted from 1 → words
States = dict[tuple[str | None, int], tuple[str, str]]


def copied(data: bytes, name: str, found: Findings) -> tuple[bytes, Findings]:
    """The workbook, and the findings with the sheets and cells that it has; empty for a file that was refused."""
    sheets = [] if found.status == "refused" else list(_sheets(data, name))
    sheets = sheets or [(None, {})]
    names = _names([said for said, _ in sheets])
    moved = _with_names(found, [said for said, _ in sheets], names, [rows for _, rows in sheets])
    if found.tables and not any(table["header_rows"] for table in found.tables):
        sheets = [(said, _with_header(rows, moved.tables)) for said, rows in sheets]
        moved = _one_lower(moved)
    return _workbook(names, [rows for _, rows in sheets], moved), moved


def _sheets(data: bytes, name: str) -> Iterator[tuple[str | None, Rows]]:
    """Each sheet's name and filled cells as the import reads them; nothing where the file cannot be opened again."""
    try:
        kind = recognise(data)
        grids = [Grid(cells) for cells in open_confined(kind, data, name)]
        tables = read(data, name).tables if kind == "text" else ()
    except (OcopError, NotOpened):
        return
    if tables and not tables[0].header_rows:  # a chat: its lines were taken apart
        yield None, {(row.row, column_number(x)): words for row in tables[0].rows for x, words in row.cells.items()}
        return
    for grid in grids:
        if grid.marks.state == "visible":
            yield grid.name, _filled(grid)


def _filled(grid: Grid) -> Rows:
    numbers = grid.numbers.tolist()
    return {
        (numbers[at], column): words
        for at in range(len(numbers))
        for column, words in enumerate(grid.row(at), 1)
        if words and numbers[at] <= ROWS and column <= COLUMNS
    }


def _names(said: list[str | None]) -> list[str]:
    """Sheet names that a workbook may have, each once."""
    names: list[str] = []
    for at, name in enumerate(said, 1):
        plain = clean("".join(" " if letter in "[]:*?/\\" else letter for letter in name or "")).strip(" '")[:28]
        plain = plain or (NAME if len(said) == 1 else f"{NAME} {at}")
        taken = {known.lower() for known in names}
        names.append(next(n for n in (plain, *(f"{plain}{i}" for i in range(2, 999))) if n.lower() not in taken))
    return names


def _with_names(found: Findings, said: list[str | None], names: list[str], contents: list[Rows]) -> Findings:
    """The findings under the new names; tables without one, as documents have them, are told by their headers."""
    known = {old: new for old, new in zip(said, names, strict=True) if old is not None}
    unnamed = [(new, rows) for old, new, rows in zip(said, names, contents, strict=True) if old is None]
    tables = []
    for table in found.tables:
        while len(unnamed) > 1 and not _heads(table, unnamed[0][1]):
            del unnamed[0]
        name = known.get(table["sheet"]) or (unnamed[0][0] if unnamed else names[0])
        tables.append({**table, "sheet": name})
        if len(unnamed) > 1:
            del unnamed[0]

    def home(sheet: str | None, row: int) -> str:
        if sheet is not None:
            return known.get(sheet, names[0])
        spans = (t for t in tables if min([*t["header_rows"], t["first_row"]]) <= row <= t["last_row"])
        return next((str(table["sheet"]) for table in spans), names[0])

    remarks = [replace(r, sheet=home(r.sheet, _row(r)) if r.cell else r.sheet) for r in found.remarks]
    rows: States = {(home(sheet, row), row): said for (sheet, row), said in found.rows.items()}
    return replace(found, tables=tables, remarks=remarks, rows=rows)


def _heads(table: dict[str, Any], rows: Rows) -> bool:
    """Whether a table's header stands in these rows."""
    letter, said = next(iter(table["columns"].items()))
    words = (" ".join(rows.get((row, column_number(letter)), "").split()) for row in table["header_rows"])
    return not table["header_rows"] or any(word and word in said["header"] for word in words)


def _row(remark: Remark) -> int:
    place = place_of(remark.cell or "")
    return place[0] if place else 0


def _with_header(rows: Rows, tables: list[dict[str, Any]]) -> Rows:
    """The rows one further down, below the names of their columns."""
    labels = {
        (1, column_number(letter)): BY_NAME[said["column"]].label
        for table in tables
        for letter, said in table["columns"].items()
        if said["column"]
    }
    return labels | {(row + 1, column): words for (row, column), words in rows.items()}


def _one_lower(found: Findings) -> Findings:
    """The findings of rows that have moved down by one, in their sentences too."""
    tables = [
        {**t, "header_rows": [1], "first_row": t["first_row"] + 1, "last_row": t["last_row"] + 1} for t in found.tables
    ]
    lower: States = {(sheet, row + 1): said for (sheet, row), said in found.rows.items()}
    return replace(found, tables=tables, rows=lower, remarks=[_lower(remark) for remark in found.remarks])


def _lower(remark: Remark) -> Remark:
    place = place_of(remark.cell or "")
    if place is None:
        return remark
    cell = reference(place[0] + 1, place[1])
    message = remark.message.replace(f"Ô {remark.cell}:", f"Ô {cell}:", 1)
    message = message.replace(f"Dòng {place[0]}:", f"Dòng {place[0] + 1}:", 1)
    return replace(remark, cell=cell, message=message)


def _workbook(names: list[str], sheets: list[Rows], found: Findings) -> bytes:
    """Plain sheets of text: nothing that a cell says becomes a formula, a number or a link."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": CREATED})
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": TEXT})
        head = book.add_format({"text_wrap": True, "valign": "top", "bold": True, "border": 1, "bg_color": "#E4EFE7"})
        for name, rows in zip(names, sheets, strict=True):
            sheet = book.add_worksheet(name)
            headers = {row for table in found.tables_of(name) for row in table["header_rows"]}
            for column, width in _widths(rows).items():
                sheet.set_column(column - 1, column - 1, width)
            for (row, column), words in sorted(rows.items()):
                sheet.write_string(row - 1, column - 1, clean(words), head if row in headers else text)
            sheet.set_landscape()
            if sum(_widths(rows).values()) < PRINTED:
                sheet.fit_to_pages(1, 0)
            sheet.set_paper(9)
            if headers:
                sheet.freeze_panes(max(headers), 0)
                sheet.repeat_rows(min(headers) - 1, max(headers) - 1)
    return out.getvalue()


def _widths(rows: Rows) -> dict[int, int]:
    """A width in characters for each column, from 8 to 40, by its longest line."""
    widths: dict[int, int] = {}
    for (_, column), words in rows.items():
        longest = max(map(len, words.splitlines()), default=0)
        widths[column] = min(max(widths.get(column, 8), longest + 2), 40)
    return widths
