"""Cells on their way from an opener to the reader: each column as its distinct texts and a code per row.

A sheet of 100,000 × 20 cells becomes twenty lists of distinct texts and twenty arrays of codes. The child that
opens the file writes them down with `pack`, the parent takes them up with `unpack`; both are plain JSON and
numbers, so that nothing a hostile file does in the child can run in the parent.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import compress, groupby, islice
from typing import Any

_BATCH = 256  # rows taken at a time
Area = tuple[int, int, int, int]  # first row, first column, last row, last column; all counted from 1


@dataclass(slots=True)
class Marks:
    """What a sheet says about its cells beside their values; rows and columns are counted from 1.

    state     "visible", "hidden" or "very hidden"
    merges    areas of merged cells
    errors    (row, column, what): cells that hold #N/A, #REF! …; the reader of values shows them as blank
    unfilled  (row, column): formulas without a stored result
    repaired  (column, was, row, text before): the first cell of a column whose old encoding was repaired
    pictures  (row, column, member): pictures pasted into the sheet and the cell that their corner stands in
    """

    state: str = "visible"
    merges: list[Area] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    struck_rows: list[int] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    unfilled: list[tuple[int, int]] = field(default_factory=list)
    repaired: list[tuple[int, str, int, str]] = field(default_factory=list)
    pictures: list[tuple[int, int, str]] = field(default_factory=list)


class Cells:
    """One sheet as it is being read, row by row; rows without any text are left out.

    name       of the sheet; None for texts and documents, which have none
    numbers    the number of each row kept, as Excel shows it
    texts      per column the distinct texts; the first is always the blank
    codes      per column, for each row kept, the place of its text in `texts`
    """

    def __init__(self, name: str | None = None, marks: Marks | None = None) -> None:
        self.name = name
        self.marks = marks or Marks()
        self.numbers = array("I")
        self.texts: list[list[str]] = []
        self.codes: list[array[int]] = []
        self._seen: list[_Seen] = []

    def add(self, number: int, row: Sequence[object], first: int = 0) -> None:
        """Takes one row; `first` is the place of its first value, 0 for column A."""
        self.add_all([(number, row)], first)

    def add_all(self, rows: Iterable[tuple[int, Sequence[object]]], first: int = 0) -> None:
        """Takes rows with their numbers, a batch at a time: column by column is much faster than cell by cell."""
        rows = ((number, row) for number, row in rows if row.count("") != len(row))
        while batch := list(islice(rows, _BATCH)):
            for width, alike in groupby(batch, key=lambda numbered: len(numbered[1])):
                numbers, taken = zip(*alike, strict=True)
                self._take(numbers, taken, first, width)

    def _take(self, numbers: Sequence[int], rows: Sequence[Sequence[object]], first: int, width: int) -> None:
        """Takes rows of one width that are not all blank."""
        while len(self.texts) < first + width:
            self._widen()
        columns = zip(self._seen[first : first + width], zip(*rows, strict=True), strict=True)
        found = [list(map(seen.__getitem__, _without_truth(values))) for seen, values in columns]
        kept = list(map(any, zip(*found, strict=True)))  # not those of nothing but spaces
        if not all(kept):
            found = [list(compress(codes, kept)) for codes in found]
            numbers = list(compress(numbers, kept))
        blank = bytes(self.numbers.itemsize * len(numbers))
        for place, codes in enumerate(self.codes):
            if first <= place < first + width:
                codes.fromlist(found[place - first])
            else:
                codes.frombytes(blank)
        self.numbers.extend(numbers)

    def _widen(self) -> None:
        self.texts.append([""])
        self.codes.append(array("I", bytes(self.numbers.itemsize * len(self.numbers))))
        self._seen.append(_Seen(self.texts[-1]))


def _without_truth(values: Sequence[object]) -> Sequence[object]:
    """The values of a column with truth values in words: True == 1.0 in Python, it would take the code of a number."""
    if bool not in set(map(type, values)):
        return values
    return [str(value).upper() if isinstance(value, bool) else value for value in values]


class _Seen(dict[object, int]):
    """The code of each value of a column; a new value gets the next code and its text a place in `texts`."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__({"": 0})
        self.texts = texts

    def __missing__(self, value: object) -> int:
        if isinstance(value, str) and not value.isspace():  # nearly all; it is not there, or nobody would ask
            self.texts.append(value)
            self[value] = len(self.texts) - 1
            return self[value]
        text = as_text(value)
        self[value] = 0 if not text or text.isspace() else self[text]
        return self[value]


def as_text(value: object) -> str:
    """A cell's value in words: whole numbers without a point, days as ISO, text as it stands."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


def _number(value: float) -> str:
    """At most 15 significant digits, as a spreadsheet keeps them: 0.1 + 0.2 is written 0.3."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return format(value, ".15g")


def pack(sheets: Iterable[Cells]) -> bytes:
    """The sheets as bytes: the length of the description, the description as JSON, then the codes."""
    sheets = list(sheets)
    said = [{"name": s.name, "rows": len(s.numbers), "texts": s.texts, "marks": asdict(s.marks)} for s in sheets]
    head = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    parts = [len(head).to_bytes(8, "little"), head]
    for sheet in sheets:
        parts.append(sheet.numbers.tobytes())
        parts.extend(codes.tobytes() for codes in sheet.codes)
    return b"".join(parts)


def unpack(data: bytes | memoryview) -> list[Cells]:
    """The sheets that `pack` wrote on the same machine."""
    end = 8 + int.from_bytes(data[:8], "little")
    at, sheets = end, []
    for said in json.loads(str(data[8:end], "utf-8", "surrogatepass")):
        sheet = Cells(said["name"], _marks(said["marks"]))
        sheet.texts = said["texts"]
        width = said["rows"] * sheet.numbers.itemsize
        sheet.codes = [array("I") for _ in sheet.texts]
        for codes in (sheet.numbers, *sheet.codes):
            codes.frombytes(data[at : at + width])
            at += width
        sheets.append(sheet)
    return sheets


def _marks(said: dict[str, Any]) -> Marks:
    """JSON knows no tuples: areas and places become tuples again."""
    lists: dict[str, Any] = {
        k: [tuple(x) if isinstance(x, list) else x for x in v] for k, v in said.items() if k != "state"
    }
    return Marks(said["state"], **lists)
