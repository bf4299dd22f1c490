"""One sheet as the reader sees it: rows that hold text, columns of distinct texts, what is merged and hidden.

Rows are counted by their place among the rows kept (0, 1, …); `numbers` gives what Excel shows. Columns are counted
from 0. Blank is "".
"""

from __future__ import annotations

from functools import cached_property
from typing import cast

import numpy as np
import numpy.typing as npt

from catalog.sheets.opening.cells import Cells, Marks
from catalog.sheets.opening.encodings import Was, repair_column

Codes = npt.NDArray[np.int32]
Filled = npt.NDArray[np.bool_]
Span = tuple[int, int, int]
_SPANNED = 8  # rows below its first in which a merge is looked for; a header has at most three


class Grid:
    """The cells of one sheet with what was repaired in them on the way.

    name      of the sheet; None for texts and documents
    texts     per column the distinct texts, repaired; the first is the blank
    codes     rows × columns: the place of each cell's text in `texts` of its column
    repaired  (column, was, row number, text before): the first cell of each column in an old encoding
    """

    def __init__(self, cells: Cells) -> None:
        self.name: str | None = cells.name
        self.marks: Marks = cells.marks
        self.numbers = np.frombuffer(cells.numbers, np.uintc).astype(np.int64)
        columns = [np.frombuffer(codes, np.uintc).astype(np.int32) for codes in cells.codes]
        shape = (len(self.numbers), len(columns))
        self.codes = np.stack(columns, axis=1) if columns and shape[0] else np.zeros(shape, np.int32)
        self.texts: list[list[str]] = []
        self.repaired: list[tuple[int, str, int, str]] = [
            (column - 1, was, row, before) for column, was, row, before in cells.marks.repaired
        ]
        for column, texts in enumerate(cells.texts):
            self.texts.append(self._repair(column, texts))
        old = {column for column, was, _, _ in self.repaired if was in ("tcvn3", "vni")}
        if old:  # a column of few words may follow the others
            for column in set(range(len(self.texts))) - old:
                self.texts[column] = self._repair(column, self.texts[column], closely=True)

    def _repair(self, column: int, texts: list[str], closely: bool = False) -> list[str]:
        if all(map(str.isascii, texts)):
            return texts
        found, was = repair_column(texts, closely)
        if was not in ("nfc", "nfd", "cp1258"):
            self._note(column, was, texts, found)
        return found

    def _note(self, column: int, was: Was, before: list[str], after: list[str]) -> None:
        changed = {code for code, (a, b) in enumerate(zip(before, after, strict=True)) if a != b}
        places = np.flatnonzero(np.isin(self.codes[:, column], list(changed)))
        if len(places):
            first = int(places[0])
            text = before[self.codes[first, column]]
            self.repaired.append((column, was, int(self.numbers[first]), text))

    @cached_property
    def filled(self) -> Filled:
        """Rows × columns: where there is text."""
        return cast(Filled, self.codes > 0)

    @cached_property
    def places(self) -> dict[int, int]:
        """Row number as Excel shows it → place among the rows kept."""
        return {int(number): place for place, number in enumerate(self.numbers)}

    @cached_property
    def merged(self) -> tuple[Codes, Filled]:
        """The codes with vertical merges filled downwards, and where that was done."""
        codes, covered = self.codes, np.zeros(self.codes.shape, bool)
        tall = [merge for merge in self.marks.merges if merge[0] < merge[2] and merge[1] <= codes.shape[1]]
        down = np.array(tall, np.int64).reshape(-1, 4)
        if not len(down):
            return codes, covered
        codes = codes.copy()
        firsts, lasts = np.searchsorted(self.numbers, [down[:, 0], down[:, 2] + 1])
        spans = np.flatnonzero((firsts + 1 < lasts) & (self.numbers[np.minimum(firsts, len(codes) - 1)] == down[:, 0]))
        for first, last, column in zip(firsts[spans], lasts[spans], down[spans, 1] - 1, strict=True):
            below = slice(first + 1, last)
            covered[below, column] |= (codes[below, column] == 0) & (codes[first, column] > 0)
            codes[below, column] = np.where(covered[below, column], codes[first, column], codes[below, column])
        return codes, covered

    def text(self, row: int, column: int) -> str:
        return self.texts[column][self.codes[row, column]] if column < len(self.texts) else ""

    def row(self, row: int) -> list[str]:
        """The texts of one row, blanks included."""
        return [texts[code] for texts, code in zip(self.texts, self.codes[row].tolist(), strict=True)]

    def count(self) -> int:
        """How many cells hold text."""
        return int(self.filled.sum())

    @cached_property
    def _spans(self) -> dict[int, dict[int, Span]]:
        """Merges by the number of each of their first rows; only headers and titles of groups ask."""
        found: dict[int, dict[int, Span]] = {}
        for top, left, bottom, right in self.marks.merges:
            for number in range(top, min(bottom, top + _SPANNED) + 1):
                found.setdefault(number, {})[left - 1] = (top, bottom, right - 1)
        return found

    def spans(self, row: int) -> dict[int, Span]:
        """Merges that touch a row: the column they begin in → (first row number, last, last column from 0)."""
        return self._spans.get(int(self.numbers[row]), {})
