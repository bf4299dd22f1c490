"""Which rows of a template's table are free: behind its words and examples, before its footer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from catalog.markets.filling.asked import Asked
from catalog.sheets.grid import Grid

LAST_ROW = 1_048_576


def free_rows(grid: Grid, asked: Asked) -> tuple[int, int]:
    """The first free row behind header, help, examples and what the seller filled in already; the last before a footer.

    first > last where no row is free.
    """
    first = next(row for row in itertools.count(first_of(asked)) if not _is_item(grid, asked, row))
    if not _is_free(grid, asked, first):
        return first, first - 1
    filled = (int(n) for n in grid.numbers if n > first)
    stop = next((row for row in filled if not _is_free(grid, asked, row)), None)
    if stop is None:
        return first, LAST_ROW
    return first, stop - 1


def first_of(asked: Asked) -> int:
    """The first row that may hold a product, whatever stands there."""
    return max(asked.last_header + 1, asked.anatomy.first_row if asked.anatomy else 0)


def _is_item(grid: Grid, asked: Asked, row: int) -> bool:
    """Whether a row explains the columns, or shows or holds a product: its name and more of it stand there."""
    filled = {column for column, _ in _filled(grid, row) if column in asked.columns}
    named = {column for column, said in asked.columns.items() if said.field == "name"}
    return bool(filled & named) and bool(filled - named)


def _is_free(grid: Grid, asked: Asked, row: int) -> bool:
    """Whether nothing stands in a row but its number and what stands in the rows around it as well."""
    return all(
        (column in asked.counting and text.strip(" .").isdigit()) or _is_repeated(grid, row, column, text)
        for column, text in _filled(grid, row)
    )


def _filled(grid: Grid, row: int) -> Iterator[tuple[int, str]]:
    place = grid.places.get(row)
    if place is not None:
        yield from ((column, text) for column, text in enumerate(grid.row(place), 1) if text)


def _is_repeated(grid: Grid, row: int, column: int, text: str) -> bool:
    """Whether the row above or below says the same there: a value that the template sets for every row."""
    around = (grid.places.get(row - 1), grid.places.get(row + 1))
    return any(place is not None and grid.text(place, column - 1) == text for place in around)
