"""A plain sheet of words by column: what the page's form, or a tap on a producer's own page, hands in.

One header row of the names that COLUMNS gives, then a row per product, all text: it is read like any sheet that comes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

import xlsxwriter

from catalog.columns import COLUMNS

SHEET = "Sản phẩm"
# The row of the first product, as Excel counts.
FIRST = 2
_CREATED = datetime(2025, 7, 1)  # noqa: DTZ001  (a fixed moment; XlsxWriter takes naive ones only)


def make(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The sheet as an .xlsx; rows are column → words. The same rows give the same bytes."""
    said = [column for column in COLUMNS if any(row.get(column.name) for row in rows)]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet(SHEET)
        for at, column in enumerate(said):
            sheet.write_string(0, at, column.label)
            for number, row in enumerate(rows, FIRST - 1):
                if words := row.get(column.name):
                    sheet.write_string(number, at, words)
    return out.getvalue()
