"""Finding the header of each table in a sheet: which rows it takes, and what stands above each column.

A header is one to three rows. Merges join its rows; where there are none (CSV, documents), a row whose texts stand
only below blanks or below a spanning cell belongs to the header above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from catalog.registers import feeds, headers
from catalog.sheets.grid import Grid
from catalog.sheets.ours import exported
from catalog.sheets.prices import is_size
from catalog.sheets.words import is_count, is_letterhead
from catalog.values.text import fold

ROWS = 3  # a header never takes more
EARLY = 300  # rows in which every text is compared folded; further down only exact spellings are looked for
LONGEST = 160  # characters of a header's cell
FEED_ROWS = 3  # in which the header of a program's table stands
QUESTIONS = 10  # rows in which a header of whole sentences is looked for, as forms have it
# Columns that do not make a list of products by themselves, whatever their number.
WEAK = frozenset({headers.IGNORED, "row_number", "note", "timestamp", "representative", "email"})

# What is said of goods and not of people; those who sign beside their names attend a meeting.
OFFERED = frozenset({"price", "stars", "score", "pack", "net_content", "unit", "decision_number", "ocop_set", "stock"})
SIZES = -1  # in the place of a meaning
SIGNED = frozenset({"ky nhan", "chu ky", "ky ten"})

# "Lần công nhận trước / Hạng sao": what an award was holds only where no column says what it is.
BEFORE = re.compile(r"\b(?:truoc|cu|lan dau)\b")
AWARD = frozenset({"stars", "score", "decision_number", "decision_date", "expires"})

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """Places of the first and last row, and the texts above each column from top to bottom."""

    first: int
    last: int
    paths: dict[int, Path]

    @property
    def rows(self) -> range:
        return range(self.first, self.last + 1)

    def within(self, columns: range) -> Header:
        """The part of the header over some columns: one of several tables that stand side by side."""
        return Header(self.first, self.last, {c: p for c, p in self.paths.items() if c in columns})


def find_headers(grid: Grid) -> tuple[list[Header], list[int]]:
    """The headers of a sheet from top to bottom, and the places of rows that head a list of something else."""
    if feed := _find_feed(grid):
        return [feed], []  # below it stand the words of a market's columns, which look like headers
    found: list[Header] = []
    others: list[int] = []
    for row in _candidates(grid):
        if found and row <= found[-1].last:
            continue
        header = _build(grid, row, found[-1].last if found else -1)
        if is_product_header(header):
            found.append(header)
            if exported([path[-1] for path in header.paths.values()]):
                break  # below it stand the words of a market's columns, which look like headers
        elif _heads_others(grid, row):
            others.append(header.first)
    return found or _find_questions(grid), others


def _find_feed(grid: Grid) -> Header | None:
    """The header of a table that a program made: its first row, or the one below comments."""
    for row in range(min(FEED_ROWS, len(grid.numbers))):
        paths: dict[int, Path] = {
            c: (" ".join(text.split()),) for c in range(len(grid.texts)) if (text := grid.text(row, c))
        }
        if feeds.known(path[0] for path in paths.values()):
            return Header(row, row, paths)
    return None


def _heads_others(grid: Grid, row: int) -> bool:
    """Whether nearly all texts of a row are known headers: officials, a budget or a timetable begin here."""
    texts = [t for t in grid.row(row) if t]
    matches = [headers.lookup(t) for t in texts]
    unknown = [t for t, match in zip(texts, matches, strict=True) if not match]
    known = [t for t, match in zip(texts, matches, strict=True) if match]
    return len(known) >= 3 and 3 * len(unknown) <= len(texts) and not any(map(str.isdigit, "".join(unknown)))


def _find_questions(grid: Grid) -> list[Header]:
    """The header of a form whose questions are sentences: most of them begin as known headers do."""
    for row in range(min(QUESTIONS, len(grid.numbers))):
        texts = [t for t in grid.row(row) if t]
        matches = [match_path((t,)) for t in texts]
        known = {match.column for match in matches if match}
        if len(known) >= 4 and 2 * len(known) >= len(texts):
            header = _build(grid, row, row - 1)
            if is_product_header(header):
                return [header]
    return []


def is_product_header(header: Header) -> bool:
    """Whether the columns name products and at least one more fact of them."""
    matches = [match for path in header.paths.values() if (match := match_path(path))]
    known = {match.column for match in matches}
    if _sizes(path[-1] for path in header.paths.values()) > 1:
        known.add("price")
    if not any(match.column == "name" and match.otherwise != "description" for match in matches):
        return {"name", "price", "unit"} <= known  # a quotation calls its goods "Nội dung"
    if not known & OFFERED and any(fold(path[-1]) in SIGNED for path in header.paths.values()):
        return False
    return bool(known - WEAK - {"name"})


def _sizes(texts: Iterable[str]) -> int:
    return sum(map(is_size, texts))


def match_path(path: Path) -> headers.Match | None:
    """What the texts above a column mean together: "Chủ thể / Tên" is the producer, "Tên" alone the product."""
    match = _match_path(path)
    if match and match.column in AWARD and any(BEFORE.search(fold(text)) for text in path):
        return replace(match, otherwise=headers.IGNORED)
    return match


def _match_path(path: Path) -> headers.Match | None:
    child, parents = path[-1], path[:-1]
    if confirmed := headers.as_confirmed(" / ".join(path)):
        return confirmed
    for parent in reversed(parents):
        for words in (f"{child} {parent}", f"{parent} {child}"):
            if found := headers.lookup(words):
                return found
    own = headers.lookup(child)
    above = next((m for parent in reversed(parents) if (m := headers.lookup(parent))), None)
    if own and above and own.column == "name" and own.otherwise == above.column:
        return above  # "Tên" below whatever "producer" is called
    if above and above.column == "price" and (found := headers.lookup(f"giá {child}")):
        return found  # "Tháng trước" below "Giá bán lẻ" is the price of before
    if own and own.otherwise == headers.IGNORED and above and above.column == headers.IGNORED:
        return above  # "SL" below "Nhập trong kỳ" is no stock
    if own or not parents:
        return own or headers.closest(child)
    return headers.closest(child) or (headers.Match(above.column, above.otherwise, "fuzzy") if above else None)


def _candidates(grid: Grid) -> Iterator[int]:
    """Rows with two known headers of different meaning or more; one that begins with a number is an item."""
    known = _known(grid)
    for row in np.flatnonzero((known != 0).sum(axis=1) >= 2):
        said = known[row].tolist()
        alone = {0, SIZES} if said.count(SIZES) == 1 else {0}  # one size is what an item says of its pack
        if len(set(said) - alone) >= 2 and not is_count(next(filter(None, grid.row(int(row))))):
            yield int(row)


def _known(grid: Grid) -> npt.NDArray[np.int32]:
    """Rows × columns: a number for each meaning that a cell's text has as a header, SIZES for a size, 0 for none."""
    numbers: dict[str, int] = {}
    known = np.zeros(grid.codes.shape, np.int32)
    spellings = headers.spellings()
    for column, texts in enumerate(grid.texts):
        early = set(grid.codes[:EARLY, column].tolist())
        meanings = np.zeros(len(texts), np.int32)
        for code, text in enumerate(texts):
            if code in early or text.strip().lower() in spellings:
                match = headers.lookup(text) if len(text) <= LONGEST else None
                if match and match.column != headers.IGNORED:
                    meanings[code] = numbers.setdefault(match.column, len(numbers) + 1)
                elif is_size(text):
                    meanings[code] = SIZES
        known[:, column] = meanings[grid.codes[:, column]]
    return known


def _build(grid: Grid, row: int, after: int) -> Header:
    first = last = row
    while first - 1 > after and row - first < ROWS - 1 and _spans_down(grid, first - 1, first):
        first -= 1
    while last + 1 < len(grid.numbers) and last + 1 - first < ROWS and _continues(grid, first, last + 1):
        last += 1
    paths = {c: path for c in range(len(grid.texts)) if (path := _path(grid, range(first, last + 1), c))}
    return Header(first, last, paths)


def _adjacent(grid: Grid, upper: int, lower: int) -> bool:
    return int(grid.numbers[lower] - grid.numbers[upper]) == lower - upper


def _spans_down(grid: Grid, upper: int, lower: int) -> bool:
    """Whether the row above belongs to the header: it is merged into it, or spans some of its columns."""
    if not _adjacent(grid, upper, lower):
        return False
    texts = [t for t in grid.row(upper) if t]
    if len(texts) < 2 or any(len(t) > LONGEST or is_letterhead(t) for t in texts):
        return False
    number = int(grid.numbers[lower])
    if any(bottom >= number for _, bottom, _ in grid.spans(upper).values()):
        return True
    return any(headers.lookup(t) for t in texts) and bool(_parents(grid, upper, lower)[0])


def _continues(grid: Grid, first: int, row: int) -> bool:
    """Whether a row is a further row of the header that begins at `first`."""
    if not _adjacent(grid, first, row):
        return False
    number = int(grid.numbers[row])
    if any(b >= number and r < number for place in range(first, row) for r, b, _ in grid.spans(place).values()):
        return True
    texts = [t for t in grid.row(row) if t]
    if not all(len(t) <= 60 and (not t.strip()[0].isdigit() or is_size(t)) for t in texts):
        return False
    parents, lonely = _parents(grid, row - 1, row)
    return bool(parents) and (not lonely or any(headers.lookup(t) for t in texts))


def _parents(grid: Grid, upper: int, lower: int) -> tuple[set[int], bool]:
    """Columns whose text above spans the blanks to its right, where two rows interlock; none where they do not.

    The second is True where some parent has no text of its own below it: then the words have to tell.
    """
    above, below = grid.filled[upper], grid.filled[lower]
    parents = {int(np.flatnonzero(above[:c])[-1]) for c in np.flatnonzero(below & ~above) if above[:c].any()}
    doubled = set(np.flatnonzero(below & above).tolist())
    return (parents, bool(parents - doubled)) if doubled <= parents else (set(), True)


def _path(grid: Grid, rows: range, column: int) -> Path:
    path: list[str] = []
    for row in rows:
        text = " ".join((grid.text(row, column) or _spanning(grid, row, column, rows)).split())
        if text and text not in path:
            path.append(text)
    return tuple(path) if any(grid.text(row, column) for row in rows) else ()


def _spanning(grid: Grid, row: int, column: int, rows: range) -> str:
    """The text of the cell that spans this one from the left: by its merge, or in sheets without merges by blanks."""
    for left, (top, _, right) in grid.spans(row).items():
        if left < column <= right:
            return grid.text(grid.places.get(top, row), left)
    if grid.marks.merges or row == rows[-1] or not grid.text(row + 1, column):
        return ""
    before = np.flatnonzero(grid.filled[row, :column])
    if len(before) and grid.text(row + 1, int(before[-1])):
        return grid.text(row, int(before[-1]))
    return ""


def side_by_side(header: Header) -> list[Header]:
    """The header cut where its first text stands again or at an empty column, if each part lists products."""
    columns = sorted(header.paths)
    starts = [c for c in columns if header.paths[c] == header.paths[columns[0]]]
    if len(starts) < 2:
        return _cut_at_gaps(header, columns)
    parts = [
        header.within(range(start, end)) for start, end in zip(starts, [*starts[1:], columns[-1] + 1], strict=True)
    ]
    return parts if all(map(is_product_header, parts)) else [header]


def _cut_at_gaps(header: Header, columns: list[int]) -> list[Header]:
    """The header cut at empty columns where what stands to the left and to the right each lists products."""
    end = columns[-1] + 1
    for before, start in pairwise(columns):
        if start - before > 1:
            left, right = header.within(range(columns[0], start)), header.within(range(start, end))
            if is_product_header(left) and is_product_header(right):
                return [left, *_cut_at_gaps(right, sorted(right.paths))]
    return [header]
