"""The product tables of one sheet, and what every other cell of it was left for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from catalog.registers import feeds
from catalog.registers.feeds import Feed
from catalog.sheets import above
from catalog.sheets.doubts import table_doubts
from catalog.sheets.grid import Codes, Filled, Grid
from catalog.sheets.header import WEAK, Header, find_headers, side_by_side
from catalog.sheets.model import MappedColumn, SheetIssue, Table
from catalog.sheets.opening.kinds import NotOpened
from catalog.sheets.opening.layout import column_number
from catalog.sheets.rowkinds import ITEM, Kinds, classify
from catalog.sheets.rows import Rows
from catalog.sheets.titles import Title, read_title
from catalog.sheets.understand import SAMPLE, understand
from catalog.sheets.words import is_page
from catalog.values.text import fold

Places = npt.NDArray[np.int64]

TABLES = 300  # on one sheet; a list of a province by commune has some 150
# Ways of writing "as above" in a cell.
_DITTO = frozenset({'"', "''", "”", "“", "〃", "//", "nt", "-nt-", "- nt -", "n.t", "như trên", "-như trên-"})

# Headers of shop programs below which the further sizes of a product follow it, nameless.
_SIZES_BELOW = frozenset({"gia tri thuoc tinh 1", "option1 value", "ten phien ban san pham"})

# What a row says of one size only; a further row of the same product shares all else.
_OF_ONE_SIZE = frozenset(
    {"row_number", "price", "price_old", "wholesale_price", "pack", "net_content", "gross_weight", "packed_dimensions",
     "dimensions", "unit", "stock", "sku", "gtin", "images", "note", "description", "summary"}
)  # fmt: skip


@dataclass(slots=True)
class Found:
    """The tables of one sheet; used + ignored = cells of the sheet.

    empty: the row of a product table's header below which no item stands.
    """

    sheet: str | None = None
    tables: list[Table] = field(default_factory=list)
    used: int = 0
    ignored: Counter[str] = field(default_factory=Counter)
    issues: list[SheetIssue] = field(default_factory=list)
    empty: int | None = None


@dataclass(slots=True)
class Ledger:
    """For each cell of a sheet whether it is used, and else why not. What is written later does not undo `used`."""

    used: Filled
    why: npt.NDArray[np.int16]
    reasons: list[str]

    @classmethod
    def of(cls, grid: Grid) -> Ledger:
        return cls(np.zeros(grid.codes.shape, bool), np.zeros(grid.codes.shape, np.int16), ["no table"])

    def leave(self, rows: Places | list[int], columns: list[int], reason: str) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)
        self.why[np.asarray(rows, np.int64)[:, None], np.asarray(columns, np.int64)] = self.reasons.index(reason)

    def use(self, rows: Places | list[int], columns: list[int]) -> None:
        self.used[np.asarray(rows, np.int64)[:, None], np.asarray(columns, np.int64)] = True

    def close(self, grid: Grid) -> tuple[int, Counter[str]]:
        """How many filled cells are used, and how many are not, by reason."""
        left = grid.filled & ~self.used
        counts = np.bincount(self.why[left], minlength=len(self.reasons)).tolist()
        ignored = Counter({reason: n for reason, n in zip(self.reasons, counts, strict=True) if n})
        return int((grid.filled & self.used).sum()), ignored


def find_tables(grid: Grid) -> Found:
    """Every product table of one sheet, from top to bottom and left to right. Raises NotOpened for too many."""
    found, ledger, start = Found(grid.name), Ledger.of(grid), 0
    for header, end in _blocks(grid):
        tables, last = _read_block(grid, header, start, end, ledger, found)
        found.tables += tables
        start = last + 1 if tables else start
    found.used, found.ignored = ledger.close(grid)
    return found


def _blocks(grid: Grid) -> list[tuple[Header, int]]:
    """Each header with the place where its rows end; a header that only stands again on the next page begins none."""
    headers, others = find_headers(grid)
    kept: list[Header] = []
    for header in headers:
        if not (kept and _stands_again(grid, kept[-1], header)):
            kept.append(header)
    if len(kept) > TABLES:
        raise NotOpened("file-too-heavy", limit=f"{TABLES} bảng trên một trang")
    stops = sorted([*(header.first for header in kept), *others, len(grid.numbers)])
    return [(header, next(stop for stop in stops if stop > header.last)) for header in kept]


def _stands_again(grid: Grid, before: Header, header: Header) -> bool:
    """Whether a header repeats the one before and follows its items at once."""
    above = header.first - 1
    while above > before.last and is_page(" ".join(filter(None, grid.row(above)))):
        above -= 1
    full = int(grid.filled[above].sum()) * 2 > len(before.paths)
    return header.paths == before.paths and above > before.last and full


def _read_block(
    grid: Grid, header: Header, start: int, end: int, ledger: Ledger, found: Found
) -> tuple[list[Table], int]:
    """The tables below one header (several where they stand side by side) and the place of their last row."""
    title = read_title(t for row in range(start, header.first) for t in grid.row(row) if t)
    columns = list(range(len(grid.texts)))
    body = np.arange(header.last + 1, end)
    tables: list[Table] = []
    last = -1
    for part in side_by_side(header):
        read = _read_part(grid, part, body, title, found)
        if read is None:
            continue
        if not tables:
            ledger.leave(np.arange(start, header.first), columns, "title")
            ledger.leave(np.arange(header.first, end), columns, "beside the table")
        table, kinds, doubts = read
        _enter(grid, part, table, kinds, body, ledger)
        tables.append(table)
        found.issues.extend(doubts)
        ends = [int(row) for row, kind in zip(body, kinds.kinds, strict=True) if kind in (ITEM, "total", "signature")]
        last = max(last, *ends)
    return tables, last


def _read_part(
    grid: Grid, header: Header, body: Places, title: Title, found: Found
) -> tuple[Table, Kinds, list[SheetIssue]] | None:
    """The table of one header; None where no item stands below it, or its columns turn out to be no product's."""
    hidden = frozenset(column - 1 for column in grid.marks.hidden_columns)

    def texts(column: int) -> list[str]:
        codes = np.unique(grid.codes[body[: SAMPLE * 5], column])[: SAMPLE + 1]
        return [grid.texts[column][code] for code in codes if code]

    columns, issues = understand(header, texts, f"{grid.name or ''}\n{title.words}", hidden)
    known = {m.column for m in columns.values() if m.column}
    if "name" not in known or not known - WEAK - {"name"}:
        return None
    kinds = classify(grid, header, columns, body)
    items = np.array([row for row, kind in zip(body, kinds.kinds, strict=True) if kind == ITEM], np.int64)
    if not len(items):
        found.empty = int(grid.numbers[header.last])
        return None
    feed = feeds.known(path[-1] for path in header.paths.values())
    rows = _rows(grid, header, columns, items, kinds, feed)
    table = replace(_table(grid, header, columns, rows, kinds, body, title), feed=feed)
    issues = [replace(issue, sheet=grid.name) for issue in issues]
    return table, kinds, [*issues, *table_doubts(grid, table, rows.numbers)]


def _rows(
    grid: Grid, header: Header, columns: dict[str, MappedColumn], items: Places, kinds: Kinds, feed: Feed | None
) -> Rows:
    groups = [group for group, kind in zip(kinds.groups, kinds.kinds, strict=True) if kind == ITEM]
    codes, covered = grid.merged
    mine, filled = codes[items], covered[items]
    for mapped in columns.values():
        if mapped.column not in (None, "name", "row_number"):
            _fill_ditto(grid, column_number(mapped.letter) - 1, mine, filled)
    _fill_continued(grid.numbers[items], columns, mine, filled, _Continued.of(header, columns, feed))
    return Rows(grid, items, mine, filled, groups, sorted(header.paths))


def _fill_ditto(grid: Grid, column: int, codes: Codes, filled: Filled) -> None:
    """Marks that mean "as above" take the text above them, in place."""
    marks = [code for code, text in enumerate(grid.texts[column]) if len(text) < 14 and text.strip().lower() in _DITTO]
    if not marks:
        return
    for at in np.flatnonzero(np.isin(codes[:, column], marks)).tolist():
        if at and codes[at - 1, column]:
            codes[at, column] = codes[at - 1, column]
            filled[at, column] = True


@dataclass(frozen=True, slots=True)
class _Continued:
    """By what a row shows that it is a further size of the product above: places of columns, None where there is none.

    key     an address or handle by which a program knows the product, the same in both rows
    count   the running number, which further sizes lack
    always  a row without a name is one, whatever else stands in it
    """

    key: int | None
    count: int | None
    always: bool = False

    @classmethod
    def of(cls, header: Header, columns: dict[str, MappedColumn], feed: Feed | None) -> _Continued:
        places = {m.column: column_number(m.letter) - 1 for m in reversed(columns.values()) if m.column}
        if feed is None:
            has_sizes = any(fold(path[-1]) in _SIZES_BELOW for path in header.paths.values())
            return cls(places.get("url"), places.get("row_number"), has_sizes)
        handle = next((c for c, path in header.paths.items() if path[-1].casefold() == feed.handle), None)
        return cls(handle, None, feed.continues)


def _fill_continued(
    numbers: Places, columns: dict[str, MappedColumn], codes: Codes, filled: Filled, by: _Continued
) -> None:
    """Gives rows that are a further size of the product above what they share with it, in place.

    Such a row is nameless; either the table numbers its products and leaves the row without a number, or the row
    repeats what a shop program knows the product by.
    """
    name = next(column_number(m.letter) - 1 for m in columns.values() if m.column == "name")
    nameless = codes[1:, name] == 0
    below = nameless & (np.diff(numbers) == 1)
    further = below & by.always
    if by.count is not None:
        further |= below & (codes[1:, by.count] == 0)
    if by.key is not None:  # rows of further pictures, which are no items, may stand between
        further |= nameless & (codes[1:, by.key] > 0) & (codes[1:, by.key] == codes[:-1, by.key])
    shared = [column_number(m.letter) - 1 for m in columns.values() if m.column and m.column not in _OF_ONE_SIZE]
    for at in (np.flatnonzero(further) + 1).tolist():
        gaps = [c for c in shared if not codes[at, c] and codes[at - 1, c]] if codes[at - 1, name] else []
        codes[at, gaps] = codes[at - 1, gaps]
        filled[at, gaps] = True


def _table(
    grid: Grid, header: Header, columns: dict[str, MappedColumn], rows: Rows, kinds: Kinds, body: Places, title: Title
) -> Table:
    numbers = grid.numbers
    kept = [(int(numbers[row]), kind) for row, kind in zip(body, kinds.kinds, strict=True) if kind != ITEM]
    return Table(
        sheet=grid.name,
        header_rows=tuple(int(numbers[row]) for row in header.rows),
        columns=columns,
        rows=rows,
        skipped=dict(kept),
        group_rows=tuple(row for row, kind in kept if kind == "group"),
        place_hint=title.place,
        date_hint=title.day,
        decision=title.decision,
        stars=above.stars(title.words.split("\n")) or above.stars([grid.name or ""]),
        pictures=_pictures(grid, frozenset(rows.numbers)),
    )


def _pictures(grid: Grid, items: frozenset[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for row, _, part in grid.marks.pictures:
        if row in items:
            found[row] = (*found.get(row, ()), part)
    return found


def _enter(grid: Grid, header: Header, table: Table, kinds: Kinds, body: Places, ledger: Ledger) -> None:
    """Writes into the ledger what one table uses and why it leaves the rest of its rows."""
    at = {m.letter: column_number(m.letter) - 1 for m in table.columns.values()}
    used = [at[m.letter] for m in table.columns.values() if m.column]
    hidden = [column - 1 for column in grid.marks.hidden_columns if column - 1 in header.paths]
    left = [at[m.letter] for m in table.columns.values() if not m.column]
    items = [int(row) for row, kind in zip(body, kinds.kinds, strict=True) if kind == ITEM]
    ledger.use([*header.rows, *items], used)
    ledger.leave([*header.rows, *items], left, "column ignored")
    ledger.leave([*header.rows, *items], hidden, "hidden column")
    for reason in dict.fromkeys(kinds.kinds):
        rows = [int(row) for row, kind in zip(body, kinds.kinds, strict=True) if kind == reason]
        if reason != ITEM:
            ledger.leave(rows, [*at.values()], reason)
