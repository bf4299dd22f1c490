"""Workbooks in constant memory whose cells no program runs: numbers as numbers, everything else as written text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter

from catalog.markets.listing.rows import Row, Rows
from catalog.markets.writing.sheet import Sheet

# A fixed moment: the same listings give the same bytes.
CREATED = datetime(2025, 7, 1)  # noqa: DTZ001  (XlsxWriter takes naive moments only)
# The formats' own limits (Excel's specifications): characters of a cell, rows of a sheet with the header.
MOST_CHARACTERS = 32_767
MOST_ROWS = 1_048_576


@dataclass(frozen=True, slots=True)
class Column:
    """A header, its width in characters, and whether its cells are numbers."""

    name: str
    width: int = 16
    is_number: bool = False


class Book:
    """`<stem>.xlsx`: the rows on its first sheet, then `others` as sheets of lines; further files where it is full.

    A text that begins with = + - or @ is written as a string, never as a formula or a link; it comes back unchanged.
    """

    def __init__(
        self,
        folder: Path,
        stem: str,
        columns: Sequence[Column],
        *,
        sheet: str = "Sản phẩm",
        most_rows: int = MOST_ROWS,
        others: Sequence[tuple[str, Sequence[str]]] = (),
    ) -> None:
        self._folder, self._stem, self._columns = folder, stem, tuple(columns)
        self._names = [column.name for column in columns]
        self._numbers = [number for number, column in enumerate(columns) if column.is_number]
        self._title, self._most, self._others = sheet, most_rows, others
        self._files = 0
        self._open()

    def _open(self) -> None:
        self._files += 1
        name = self._stem if self._files == 1 else f"{self._stem}-{self._files}"
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(self._folder / f"{name}.xlsx"), options)
        self._book.set_properties({"title": self._title, "created": CREATED})
        head = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        head.set_bg_color("#F3E9DA")
        self._wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._sheet: Sheet = self._book.add_worksheet(self._title, Sheet)
        self._sheet.prepare(len(self._columns), self._wrapped)
        self._sheet.freeze_panes(1, 1)
        for number, column in enumerate(self._columns):
            self._sheet.set_column(number, number, column.width, self._wrapped)
            self._sheet.write_string(0, number, column.name, head)
        self._rows = 0

    def write(self, rows: Rows) -> None:
        if self._rows and self._rows + len(rows) >= self._most:
            self._finish()
            self._open()
        for row in rows:
            self._rows += 1
            self._write_row(row)

    def _write_row(self, row: Row) -> None:
        cells: list[str | float | None] = list(map(row.get, self._names))
        for number in self._numbers:
            value = cells[number]
            cells[number] = float(value) if value else None
        self._sheet.write_cells(self._rows, cells)

    def _finish(self) -> None:
        for title, lines in self._others:
            other = self._book.add_worksheet(title)
            other.set_column(0, 0, 110)
            for number, line in enumerate(lines):
                other.write_string(number, 0, line)
        self._book.close()

    def close(self) -> None:
        self._finish()
