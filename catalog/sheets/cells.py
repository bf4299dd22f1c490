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
from typing import Any

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
        if row.count("") == len(row):
            return
        while len(self.texts) < first + len(row):
            self._widen()
        if True in row or False in row:  # True == 1.0 in Python: a truth value would take the code of a number
            row = [str(value).upper() if isinstance(value, bool) else value for value in row]
        columns = self._seen[first : first + len(row)]
        found = [seen[value] for seen, value in zip(columns, row, strict=True)]
        if not any(found):  # nothing but spaces
            return
        found = [0] * first + found + [0] * (len(self.codes) - first - len(row))
        for codes, code in zip(self.codes, found, strict=True):
            codes.append(code)
        self.numbers.append(number)

    def _widen(self) -> None:
        self.texts.append([""])
        self.codes.append(array("I", bytes(self.numbers.itemsize * len(self.numbers))))
        self._seen.append(_Seen(self.texts[-1]))


class _Seen(dict[object, int]):
    """The code of each value of a column; a new value gets the next code and its text a place in `texts`."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__({"": 0})
        self.texts = texts

    def __missing__(self, value: object) -> int:
        text = value if isinstance(value, str) else as_text(value)
        code = 0 if not text or text.isspace() else self.get(text)
        if code is None:
            code = self[text] = len(self.texts)
            self.texts.append(text)
        self[value] = code
        return code


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


def unpack(data: bytes) -> list[Cells]:
    """The sheets that `pack` wrote on the same machine."""
    end = 8 + int.from_bytes(data[:8], "little")
    at, sheets = end, []
    for said in json.loads(data[8:end].decode("utf-8", "surrogatepass")):
        sheet = Cells(said["name"], _marks(said["marks"]))
        sheet.texts = said["texts"]
        width = said["rows"] * sheet.numbers.itemsize
        blocks = [data[i : i + width] for i in range(at, at + width * (len(sheet.texts) + 1), width or 1)]
        at += width * (len(sheet.texts) + 1)
        sheet.numbers, *sheet.codes = [array("I", block) for block in blocks] or [array("I")]
        sheets.append(sheet)
    return sheets


def _marks(said: dict[str, Any]) -> Marks:
    """JSON knows no tuples: areas and places become tuples again."""
    lists: dict[str, Any] = {
        k: [tuple(x) if isinstance(x, list) else x for x in v] for k, v in said.items() if k != "state"
    }
    return Marks(said["state"], **lists)
