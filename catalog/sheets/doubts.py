"""What is doubtful about a table before any value is read: repaired or lost letters, errors, struck-out rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from catalog.sheets.grid import Grid
from catalog.sheets.layout import column_letter, column_number
from catalog.sheets.model import SheetIssue, Table

# A question mark between letters, or the sign for an unreadable letter: "M?t ong" was saved in a code without ậ.
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]|(?<!\w)\?[^\W\d_]|[^\W\d_]\? +[a-zà-ỹ]|\ufffd")
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
    yield from _lost(grid, columns, mine)


def _lost(grid: Grid, columns: dict[int, str], items: frozenset[int]) -> Iterator[SheetIssue]:
    for column, name in columns.items():
        lost = [code for code, text in enumerate(grid.texts[column - 1]) if _is_lost(text)]
        for place in np.flatnonzero(np.isin(grid.codes[:, column - 1], lost)).tolist() if lost else ():
            row = int(grid.numbers[place])
            if row in items:
                yield SheetIssue("text-lost", grid.name, _cell(row, column - 1), name, grid.text(place, column - 1))


def _is_lost(text: str) -> bool:
    return ("?" in text or "\ufffd" in text) and bool(_LOST.search(_QUESTION.sub("", text)))


def _cell(row: int, column: int) -> str:
    return f"{column_letter(column + 1)}{row}"
