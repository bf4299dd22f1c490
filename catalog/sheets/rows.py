"""The rows of a table, made one by one only where somebody asks for one; columns are there at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import overload

import numpy as np
import numpy.typing as npt

from catalog.sheets.grid import Codes, Grid
from catalog.sheets.model import RawRow, Table
from catalog.sheets.opening.layout import column_letter

_BATCH = 5000  # rows made at a time
_NONE: frozenset[str] = frozenset()


def row_numbers(table: Table) -> list[int]:
    """The number of each item's row, without making the rows where they are made on demand."""
    rows = table.rows
    return rows.numbers if isinstance(rows, Rows) else [row.row for row in rows]


def extent(table: Table) -> tuple[int, int]:
    """The first row below the header that belongs to a table, a group row included, and its last item's row."""
    numbers = row_numbers(table)
    return min([*numbers, *table.group_rows]), max(numbers)


class Rows(Sequence[RawRow]):
    """Items of one table: places of rows in the grid, and the codes of their cells after filling.

    codes    items × columns of the grid; merges and ditto marks filled
    filled   items × columns: cells whose text stands in another cell
    groups   the group row above each item, or None
    """

    def __init__(
        self,
        grid: Grid,
        places: npt.NDArray[np.int64],
        codes: Codes,
        filled: npt.NDArray[np.bool_],
        groups: list[str | None],
        columns: Sequence[int],
    ) -> None:
        self._grid, self._places, self._codes, self._filled = grid, places, codes, filled
        self._columns = list(columns)
        self._letters = [column_letter(column + 1) for column in columns]
        self.groups = groups
        self.numbers: list[int] = grid.numbers[places].tolist()
        self._hidden = frozenset(grid.marks.hidden_rows)

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> RawRow: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[RawRow]: ...
    def __getitem__(self, at: int | slice) -> RawRow | Sequence[RawRow]:
        if isinstance(at, slice):
            return tuple(self._row(i) for i in range(*at.indices(len(self))))
        return self._row(range(len(self))[at])

    def __iter__(self) -> Iterator[RawRow]:
        for start in range(0, len(self), _BATCH):
            yield from self._rows(slice(start, start + _BATCH))

    def _row(self, at: int) -> RawRow:
        return next(self._rows(slice(at, at + 1)))

    def _rows(self, part: slice) -> Iterator[RawRow]:
        texts = [self._grid.texts[column] for column in self._columns]
        codes = self._codes[part][:, self._columns].tolist()
        filled = self._filled[part][:, self._columns] & (self._codes[part][:, self._columns] > 0)
        having = np.flatnonzero(filled.any(axis=1)).tolist()
        names = {at: frozenset(compress(self._letters, filled[at])) for at in having}
        for at, (number, group, row) in enumerate(zip(self.numbers[part], self.groups[part], codes, strict=True)):
            cells = {x: said[code] for x, said, code in zip(self._letters, texts, row, strict=True) if code}
            yield RawRow(number, cells, group, names.get(at, _NONE), number in self._hidden)

    def column(self, number: int) -> npt.NDArray[np.object_]:
        """The texts of one column of the grid (A is 0), an item each."""
        return np.array(self._grid.texts[number], dtype=object)[self._codes[:, number]]
