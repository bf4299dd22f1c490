"""Workbooks that look as offices and cooperatives make them, and come out the same to the byte each time."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import xlsxwriter

# A fixed day stands in the file's properties; the zip is stored, because compressed bytes differ between machines.
CREATED = datetime(2026, 10, 5, 8, 0)  # noqa: DTZ001 (a workbook's dates have no zone)
ZIP_DAY = (1980, 1, 1, 0, 0, 0)

Cell = str | int | float | date | None
Form = Literal["NFC", "NFD"]

LOOKS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True},
    "title": {"bold": True, "align": "center", "font_size": 14, "text_wrap": True},
    "italic": {"italic": True, "align": "center"},
    "header": {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
    "small": {"italic": True, "align": "center", "font_size": 9, "border": 1},
    "group": {"bold": True, "border": 1},
    "cell": {"border": 1, "valign": "vcenter", "text_wrap": True},
    "date": {"border": 1, "valign": "vcenter", "num_format": "dd/mm/yyyy"},
    "plain": {},
}


class Page:
    """One sheet that is written from the top; `row` is the next free row, counted from 0."""

    def __init__(self, book: Book, name: str, width: int) -> None:
        self.book, self.width, self.row = book, width, 0
        self.sheet = book.book.add_worksheet(name)
        self.sheet.set_column(0, 0, 6)
        self.sheet.set_column(1, width - 1, 22)

    def skip(self, rows: int = 1) -> None:
        self.row += rows

    def across(self, text: str, look: str = "title", first: int = 0, last: int | None = None) -> None:
        """One merged line over the columns first to last, or over the whole table."""
        last = self.width - 1 if last is None else last
        self.sheet.merge_range(self.row, first, self.row, last, text, self.book.look(look))
        self.row += 1

    def letterhead(self, agency: str) -> None:
        """The two blocks on top of every official paper."""
        half = self.width // 2
        self.sheet.merge_range(self.row, 0, self.row, half - 1, agency, self.book.look("head"))
        motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
        self.sheet.merge_range(self.row, half, self.row, self.width - 1, motto, self.book.look("head"))
        self.sheet.set_row(self.row, 34)
        self.row += 2

    def header(self, titles: Sequence[str]) -> None:
        self.line(titles, "header")

    def header_of_two_rows(self, titles: Sequence[str]) -> None:
        """A header in which "Chủ thể|Tên", "Chủ thể|Địa chỉ" … stand as one merged cell over its parts."""
        look, column = self.book.look("header"), 0
        for above, group in groupby(titles, lambda title: title.split("|")[0]):
            parts = [title.split("|")[1] for title in group if "|" in title]
            if parts:
                self.sheet.merge_range(self.row, column, self.row, column + len(parts) - 1, above, look)
                for offset, part in enumerate(parts):
                    self.sheet.write(self.row + 1, column + offset, part, look)
            else:
                self.sheet.merge_range(self.row, column, self.row + 1, column, above, look)
            column += max(1, len(parts))
        self.row += 2

    def numbering(self) -> None:
        """The row of column numbers (1) (2) (3) below a header."""
        self.line([f"({n})" for n in range(1, self.width + 1)], "small")

    def group(self, number: str, title: str) -> None:
        self.line([number, title, *[None] * (self.width - 2)], "group")

    def line(self, cells: Sequence[Cell], look: str = "cell") -> None:
        for column, value in enumerate(cells):
            self.write(self.row, column, value, look)
        self.row += 1

    def write(self, row: int, column: int, value: Cell, look: str = "cell") -> None:
        if isinstance(value, date):
            # A workbook's day has no zone.
            day = datetime(value.year, value.month, value.day)  # noqa: DTZ001
            self.sheet.write_datetime(row, column, day, self.book.look("date"))
        elif value in ("", None):
            self.sheet.write_blank(row, column, None, self.book.look(look))
        elif isinstance(value, str):
            # As text: a description that begins with "- " or "=" is no formula.
            text = unicodedata.normalize(self.book.form, value)
            self.sheet.write_string(row, column, text, self.book.look(look))
        else:
            self.sheet.write_number(row, column, value, self.book.look(look))

    def merge_equal(self, rows: Sequence[Sequence[Cell]], columns: Sequence[int], top: int) -> None:
        """Merges runs of equal cells downwards, as producers are shown who have several products."""
        start = 0
        for end in range(1, len(rows) + 1):
            same = end < len(rows) and all(rows[end][c] == rows[start][c] for c in columns)
            if same:
                continue
            if end - start > 1:
                for c in columns:
                    value = rows[start][c]
                    self.sheet.merge_range(top + start, c, top + end - 1, c, value or "", self.book.look("cell"))
            start = end

    def signatures(self, place_and_day: str, left: str, right: str) -> None:
        """Place and date, and the two blocks of those who sign."""
        self.skip()
        half = self.width // 2
        self.across(place_and_day, "italic", half, self.width - 1)
        self.sheet.merge_range(self.row, 0, self.row, half - 1, left, self.book.look("head"))
        self.sheet.merge_range(self.row, half, self.row, self.width - 1, right, self.book.look("head"))
        self.sheet.set_row(self.row, 34)
        self.row += 1


class Book:
    """A workbook in memory; `form` is how its accents are spelt (a Mac's NFD, everybody else's NFC)."""

    def __init__(self, form: Form = "NFC") -> None:
        self.form, self.bytes = form, io.BytesIO()
        self.book = xlsxwriter.Workbook(self.bytes, {"in_memory": True})
        self.book.set_properties({"created": CREATED})
        self.formats: dict[str, Any] = {}

    def look(self, name: str) -> Any:
        if name not in self.formats:
            font = {"font_name": "Times New Roman"}
            self.formats[name] = self.book.add_format({**font, "font_size": 12, **LOOKS[name]})
        return self.formats[name]

    def page(self, name: str, width: int) -> Page:
        return Page(self, name, width)

    def save(self, path: Path) -> None:
        self.book.close()
        with zipfile.ZipFile(self.bytes) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as kept:
            for name in made.namelist():
                kept.writestr(zipfile.ZipInfo(name, ZIP_DAY), made.read(name))
