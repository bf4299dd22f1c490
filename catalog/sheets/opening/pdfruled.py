"""Tables of a page whose cells are ruled: from the lines drawn to cells, merged ones included."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from catalog.sheets.opening.edges import Edges
from catalog.sheets.opening.pdfpage import THIN, Letter, Page
from catalog.sheets.opening.pdftext import GAP, cell

LINES = 4000  # of one direction on a page; a page with more is a drawing
_Line = tuple[float, float, float]  # where it stands, from, to


@dataclass(slots=True)
class Ruled:
    """A table as it stands on one page.

    rows     texts by row and column, a merged cell's at its first place
    merges   (row, column, last row, last column), counted from 0
    edges    x of the upright lines
    """

    top: float
    bottom: float
    edges: list[float]
    rows: list[list[str]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def ruled_tables(page: Page) -> tuple[list[Ruled], list[Letter]]:
    """The tables of a page from top to bottom, and the letters outside of them."""
    across, down = _joined(page.across), _joined(page.down)
    if max(len(across), len(down)) > LINES:
        return [], page.letters
    tables, rest = [], page.letters
    for flat, upright in _together(across, down):
        if len(flat) >= 2 and len(upright) >= 3:
            table, rest = _table(flat, upright, rest)
            tables.append(table)
    return sorted(tables, key=lambda table: table.top), rest


def _joined(lines: Iterable[_Line]) -> list[_Line]:
    """The lines, with those that continue or overlap each other as one: each cell has borders of its own."""
    found: list[_Line] = []
    edges = Edges((line[0] for line in lines), THIN)
    by_edge: dict[int, list[_Line]] = defaultdict(list)
    for line in lines:
        by_edge[edges.column(line[0])].append(line)
    for number, parts in by_edge.items():
        start, end = None, 0.0
        for _, first, last in sorted(parts, key=lambda part: part[1]):
            if start is not None and first <= end + THIN:
                end = max(end, last)
                continue
            if start is not None:
                found.append((edges.lines[number], start, end))
            start, end = first, last
        found.append((edges.lines[number], start or 0.0, end))
    return found


def _together(across: list[_Line], down: list[_Line]) -> list[tuple[list[_Line], list[_Line]]]:
    """Lines that touch each other, directly or through others: those of one table."""
    group = list(range(len(across)))
    of_down: list[int] = []
    for x, top, bottom in down:
        met = [
            n for n, (y, a, b) in enumerate(across) if a - THIN <= x <= b + THIN and top - THIN <= y <= bottom + THIN
        ]
        numbers = {group[n] for n in met}
        first = min(numbers, default=-1)
        if len(numbers) > 1:
            group = [first if g in numbers else g for g in group]
            of_down = [first if g in numbers else g for g in of_down]
        of_down.append(first)
    return [
        ([line for line, g in zip(across, group, strict=True) if g == number], upright)
        for number in dict.fromkeys(group)
        if (upright := [line for line, g in zip(down, of_down, strict=True) if g == number])
    ]


def _table(across: list[_Line], down: list[_Line], letters: list[Letter]) -> tuple[Ruled, list[Letter]]:
    xs = Edges((line[0] for line in down), THIN).lines
    ys = Edges((line[0] for line in across), THIN).lines
    cells = _cells(xs, ys, across, down)
    held: dict[tuple[int, int], list[Letter]] = defaultdict(list)
    rest: list[Letter] = []
    for word in _words(letters, xs):
        x, y = (word[0].left + word[-1].right) / 2, word[0].middle[1]
        if xs[0] < x < xs[-1] and ys[0] < y < ys[-1]:
            held[cells[bisect_right(ys, y) - 1, bisect_right(xs, x) - 1]].extend(word)
        else:
            rest.extend(word)
    ends = _ends(cells)
    rows = [[""] * (len(xs) - 1) for _ in ys[1:]]
    for (row, column), inside in held.items():
        rows[row][column] = cell(inside, xs[ends[row, column][1] + 1] - xs[column])
    merges = [(*start, *end) for start, end in ends.items() if start != end]
    return Ruled(ys[0], ys[-1], xs, rows, merges), rest


def _words(letters: list[Letter], xs: Sequence[float]) -> Iterator[list[Letter]]:
    """Letters that were drawn one after the other without a gap: a number too wide for its cell stays whole."""
    word: list[Letter] = []
    for letter in letters:
        if word and not _follows(word[-1], letter, xs):
            yield word
            word = []
        word.append(letter)
    if word:
        yield word


def _follows(before: Letter, letter: Letter, xs: Sequence[float]) -> bool:
    """Whether a letter goes on with the word before it: no space, no gap and no line between them."""
    if letter.spaced or letter.base != before.base or abs(letter.left - before.right) > GAP * letter.size:
        return False
    return not (before.right <= letter.left and bisect_left(xs, before.right) < bisect_right(xs, letter.left))


def _cells(
    xs: Sequence[float], ys: Sequence[float], across: list[_Line], down: list[_Line]
) -> dict[tuple[int, int], tuple[int, int]]:
    """For each box between neighbouring lines the first box of its cell: boxes with no line between are one cell."""
    places = [(row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)]
    first = {place: place for place in places}
    for row, column in places:
        x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        if column and not _drawn(down, xs[column], y) and first[row, column] == (row, column):
            first[row, column] = first[row, column - 1]
        if row and not _drawn(across, ys[row], x) and first[row - 1, column][1] == first[row, column][1]:
            first[row, column] = first[row - 1, column]
    return first


def _drawn(lines: list[_Line], at: float, through: float) -> bool:
    return any(abs(place - at) <= THIN and start <= through <= end for place, start, end in lines)


def _ends(cells: dict[tuple[int, int], tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """The last box of each cell by its first."""
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for (row, column), start in cells.items():
        last = ends.get(start, start)
        ends[start] = max(last[0], row), max(last[1], column)
    return ends
