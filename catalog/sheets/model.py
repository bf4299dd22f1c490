"""What a file turns into: tables of raw rows with every cell accounted for, words untouched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from catalog.registers.feeds import Feed

How = Literal["synonym", "fuzzy", "values", "remembered", "ignored"]


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """What a sheet's column was taken for, and how that was decided.

    column   a name of COLUMNS, or None where the column is ignored on purpose
    scale    what one unit of its numbers is worth in đồng where the header or title says so ("nghìn đồng": 1000)
    unit     a unit that the header carries: "kg" for "Giá bán (đ/kg)"
    label    what its prices are for where a row has one for each size or market: "250g", "Chợ huyện"; the answer that
             a tick in it stands for: "3 sao"
    """

    letter: str
    header: str
    column: str | None
    how: How
    scale: int = 1
    unit: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class RawRow:
    """One item: its row as Excel shows it, and its cells (letter → text as it stands, blanks left out).

    Cells that a vertical merge covers are filled from the merge and named in `filled`; they are not counted twice.
    """

    row: int
    cells: dict[str, str]
    group: str | None = None
    filled: frozenset[str] = frozenset()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One product table of a sheet. Row numbers and letters are those that Excel shows.

    skipped     row → why it is no item: "title", "numbering", "group", "total", "signature", "note", "header again"
    place_hint  words of title lines that name a place ("huyện Văn Yên, tỉnh Yên Bái")
    date_hint   ISO day that the title or the (Kèm theo …) line states
    pictures    row of an item → the parts of the workbook's zip that hold the pictures pasted into that row
    stars       the class of stars that the title puts all of its products into ("4 sao")
    decision    the decision that the title names, as written ("Quyết định số 816/QĐ-UBND ngày 26/4/2024")
    feed        whose table it is where a program made it
    """

    sheet: str | None
    header_rows: tuple[int, ...]
    columns: dict[str, MappedColumn]
    rows: Sequence[RawRow]
    skipped: dict[int, str] = field(default_factory=dict)
    group_rows: tuple[int, ...] = ()
    place_hint: str = ""
    date_hint: str = ""
    decision: str = ""
    stars: str = ""
    pictures: dict[int, tuple[str, ...]] = field(default_factory=dict)
    feed: Feed | None = None

    def letter(self, column: str) -> str | None:
        """The letter of the first sheet column taken for `column`."""
        return next((m.letter for m in self.columns.values() if m.column == column), None)


@dataclass(frozen=True, slots=True)
class SheetIssue:
    """A doubt about the file, a table or a column; `values` fill the sentence of registers/issues.toml."""

    code: str
    sheet: str | None = None
    cell: str | None = None
    column: str | None = None
    value: str | None = None
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetFile:
    """Everything one file holds. used + ignored = read; normalise turns some of the used into rejected.

    kind      what the bytes are: xlsx, csv, …
    ignored   why → number of cells: "title", "column not understood", "signature", "hidden sheet", …
    """

    kind: str
    tables: tuple[Table, ...]
    cells_read: int
    cells_used: int
    ignored: Counter[str] = field(default_factory=Counter)
    issues: tuple[SheetIssue, ...] = ()
