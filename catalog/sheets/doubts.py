"""What is doubtful about a table before any value is read: repaired or lost letters, errors, struck-out rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np

from catalog.sheets.grid import Grid
from catalog.sheets.model import SheetIssue, Table
from catalog.sheets.opening.layout import column_letter, column_number

# A question mark between letters, or the sign for an unreadable letter: "M?t ong" was saved in a code without ậ.
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]|(?<!\w)\?[^\W\d_]|[^\W\d_]\? +[a-zà-ỹ]|\ufffd")
_LOST_SIGN = re.compile("[?\ufffd]")
# A line of a cell that is one of several: "- Vải sấy", "2. Mật ong", "+ Vang vải".
_ENTRY = re.compile(r"^\s*(?:[-–+*•]|\d{1,2}[.)])\s*[^\W\d_]", re.M)
_LINES = re.compile("\n")
_MANY = frozenset({"name"})
# What Excel makes of "10-12" or "3/5", as a cell's value is written down; in these columns no day belongs (H62).
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?")
_NO_DAYS = frozenset(
    {"name", "producer", "price", "price_old", "wholesale_price", "pack", "net_content", "gross_weight",
     "packed_dimensions", "dimensions", "stock", "output", "unit", "stars", "score", "phone", "tax_code", "sku", "gtin",
     "product_code", "ocop_set"}
)  # fmt: skip
_QUESTION = re.compile(r"https?://\S*|www\.\S*")


def sheet_doubts(grid: Grid) -> list[SheetIssue]:
    """What was repaired on the way: one issue for each column, naming its first such cell."""
    return [
        SheetIssue("text-repaired", grid.name, _cell(row, column), value=before, values={"was": was.upper()})
        for column, was, row, before in grid.repaired
    ]


def table_doubts(grid: Grid, table: Table, items: list[int]) -> Iterator[SheetIssue]:
    """Issues of the item rows of a table; items are their numbers. Columns that are not used raise none."""
    columns = {column_number(m.letter): m.column for m in table.columns.values() if m.column}
    for mapped in table.columns.values():
        if mapped.how in ("fuzzy", "values") and mapped.column:
            yield SheetIssue("column-guessed", grid.name, mapped.letter, mapped.column, mapped.header)
    mine = frozenset(items)
    marks = grid.marks
    for row, column, what in marks.errors:
        if row in mine and column in columns:
            yield SheetIssue("cell-error", grid.name, _cell(row, column - 1), columns[column], what)
    for row, column in marks.unfilled:
        if row in mine and column in columns:
            yield SheetIssue("formula-no-value", grid.name, _cell(row, column - 1), columns[column])
    for row in sorted(mine.intersection(marks.struck_rows)):
        yield SheetIssue("row-struck", grid.name, _cell(row, min(columns) - 1), "name", values={"row": str(row)})
    if hidden := mine.intersection(marks.hidden_rows):
        yield SheetIssue("rows-hidden", grid.name, values={"count": str(len(hidden))})
    yield from _listed(grid, columns, mine, "text-lost", frozenset(columns.values()), _LOST_SIGN, _is_lost)
    yield from _listed(grid, columns, mine, "cell-many", _MANY, _LINES, lambda text: len(_ENTRY.findall(text)) > 1)
    yield from _listed(grid, columns, mine, "cell-became-date", _NO_DAYS, _DAY, lambda text: bool(_DAY.fullmatch(text)))


def _listed(
    grid: Grid,
    columns: dict[int, str],
    items: frozenset[int],
    code: str,
    names: frozenset[str],
    sign: re.Pattern[str],
    is_one: Callable[[str], bool],
) -> Iterator[SheetIssue]:
    """An issue for each cell of some columns whose text is of a kind; each distinct text is looked at once.

    sign is found in every text of that kind: a column in which it is nowhere is not looked at text by text.
    """
    for column in (column for column, name in columns.items() if name in names):
        if not sign.search(" ".join(grid.texts[column - 1])):
            continue
        found = [number for number, text in enumerate(grid.texts[column - 1]) if is_one(text)]
        for place in np.flatnonzero(np.isin(grid.codes[:, column - 1], found)).tolist() if found else ():
            row, text = int(grid.numbers[place]), grid.text(place, column - 1)
            if row in items:
                value = " / ".join(text.split("\n"))
                yield SheetIssue(code, grid.name, _cell(row, column - 1), columns[column], value)


def _is_lost(text: str) -> bool:
    return ("?" in text or "\ufffd" in text) and bool(_LOST.search(_QUESTION.sub("", text)))


def _cell(row: int, column: int) -> str:
    return f"{column_letter(column + 1)}{row}"
