"""The annex as .xlsx: a sheet for each table, each whole by itself, ready to print on A4."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from catalog.reports import letterhead
from catalog.reports.annex import Annex, Cell, Form, numbering, roman

# A fixed moment: the same figures give the same bytes.
CREATED = datetime(2025, 7, 1)  # noqa: DTZ001  (XlsxWriter takes naive moments only)
A4 = 9
ALIGNS = ("left", "right", "center")
MILLIMETRES = 25.4  # of an inch, in which XlsxWriter takes margins


def write(annex: Annex) -> bytes:
    """The bytes of the workbook."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": annex.title, "created": CREATED})
        styles = _styles(book)
        for number, form in enumerate(annex.forms, 1):
            _Sheet(book.add_worksheet(form.name), styles, annex, form, number).write()
    return out.getvalue()


def _half(form: Form) -> int:
    """The last column of a block that takes about half of the width; the other block has at least one."""
    widths = [column.width for column in form.columns]
    half = [at for at in range(len(widths)) if sum(widths[: at + 1]) <= sum(widths) / 2]
    return min(max(half, default=0), len(widths) - 2)


def _styles(book: xlsxwriter.Workbook) -> dict[str, Any]:
    def style(**more: Any) -> Any:
        return book.add_format({"font_name": letterhead.FONT, "font_size": 12, "valign": "vcenter"} | more)

    framed = {"border": 1, "text_wrap": True}
    return {
        "plain": style(align="center"),
        "bold": style(bold=True, align="center"),
        "title": style(bold=True, align="center", font_size=14),
        "italic": style(italic=True, align="center"),
        "right": style(italic=True, align="right"),
        "note": style(text_wrap=True, valign="top"),
        "head": style(bold=True, align="center", bg_color="#EDEDED", **framed),
        "numbering": style(italic=True, align="center", font_size=10, **framed),
        **{align: style(align=align, num_format="#,##0", **framed) for align in ALIGNS},
        **{f"total_{align}": style(bold=True, align=align, num_format="#,##0", **framed) for align in ALIGNS},
        "sign": style(bold=True, align="center", text_wrap=True),
    }


class _Sheet:
    """One sheet, written from the top; `at` is the row that comes next."""

    def __init__(self, sheet: Any, styles: dict[str, Any], annex: Annex, form: Form, number: int) -> None:
        self.sheet, self.styles, self.annex, self.form, self.number = sheet, styles, annex, form, number
        self.at = 0
        self.last = len(form.columns) - 1
        self.middle = _half(form)

    def write(self) -> None:
        self._page()
        self._head()
        self._table()
        self._foot()

    def _page(self) -> None:
        sheet = self.sheet
        left, right, top, bottom = (edge / MILLIMETRES for edge in letterhead.MARGINS)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.set_margins(left, right, top, bottom)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P/&N")
        for number, column in enumerate(self.form.columns):
            sheet.set_column(number, number, column.width)

    def _across(self, words: str, style: str, first: int = 0, last: int | None = None) -> None:
        last = self.last if last is None else last
        if first == last:
            self.sheet.write_string(self.at, first, words, self.styles[style])
        else:
            self.sheet.merge_range(self.at, first, self.at, last, words, self.styles[style])

    def _pair(self, left: str, right: str, style: str) -> None:
        self._across(left, style, 0, self.middle)
        self._across(right, style, self.middle + 1)
        self.at += 1

    def _head(self) -> None:
        for left, right in zip(letterhead.AGENCY, letterhead.STATE, strict=True):
            self._pair(left, right, "bold")
        self._pair("", letterhead.PLACE_AND_DATE, "italic")
        self.at += 1
        lines = [f"PHỤ LỤC {roman(self.number)}", self.form.title.upper()]
        for words, style in [
            *((line, "title") for line in lines),
            *((w, "italic") for w in letterhead.above(self.annex)),
        ]:
            self._across(words, style)
            self.at += 1
        self.at += 1

    def _table(self) -> None:
        self.sheet.set_row(self.at, 48)
        for number, column in enumerate(self.form.columns):
            self.sheet.write_string(self.at, number, column.title, self.styles["head"])
        self.sheet.repeat_rows(self.at, self.at + 1)
        self.at += 1
        for number, words in enumerate(numbering(self.form.columns)):
            self.sheet.write_string(self.at, number, words, self.styles["numbering"])
        self.at += 1
        for row in self.form.rows:
            self._row(row, "")
        if self.form.total:
            self._row(self.form.total, "total_")
        if not self.form.rows:
            self._across("Không có.", "left")
            self.at += 1

    def _row(self, row: tuple[Cell, ...], kind: str) -> None:
        for at, (value, column) in enumerate(zip(row, self.form.columns, strict=True)):
            style = self.styles[kind + column.align]
            if isinstance(value, int):
                self.sheet.write_number(self.at, at, value, style)
            else:
                self.sheet.write_string(self.at, at, value, style)
        self.at += 1

    def _foot(self) -> None:
        self.at += 1
        characters = sum(column.width for column in self.form.columns)
        for words in letterhead.below(self.annex):
            # Merged cells do not grow with their words.
            self.sheet.set_row(self.at, 16 * (1 + int(len(words) * 1.1) // characters))
            self._across(words, "note")
            self.at += 1
        self.at += 1
        (left, how), (right, how_right) = letterhead.SIGNED
        self.sheet.set_row(self.at, 34)
        self._pair(left, right, "sign")
        self._pair(how, how_right, "italic")
