"""Products that stand in a seller's workbook already: a copy that was filled before must not list them twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from catalog.markets.filling.asked import words_at
from catalog.sheets.grid import Grid
from catalog.values.text import fold

CODES = ("sku", "parent_sku", "option_sku")
NAMES = ("name", "producer", "pack", "option")  # together, of a row that has no code

Key = tuple[tuple[int, str], ...]


class _Target(Protocol):
    @property
    def column(self) -> int: ...
    @property
    def field(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """What rows are known by: columns of codes, else of names, and what the filled ones say there → their number."""

    codes: tuple[int, ...] = ()
    names: tuple[int, ...] = ()
    rows: Mapping[Key, int] = field(default_factory=dict)

    def keys(self, said: Mapping[int, str]) -> list[Key]:
        """What a row is known by, of its folded words by column."""
        by_code: list[Key] = [((column, said[column]),) for column in self.codes if said.get(column)]
        by_name: Key = tuple((column, said[column]) for column in self.names if said.get(column))
        return by_code or ([by_name] if by_name else [])

    def row_of(self, filled: Iterable[Mapping[int, object]]) -> int | None:
        """The row in which one of these rows stands already."""
        if not self.rows:
            return None
        columns = {*self.codes, *self.names}
        said = ({c: fold(str(cells[c])) for c in columns & cells.keys()} for cells in filled)
        return next((self.rows[key] for row in said for key in self.keys(row) if key in self.rows), None)


def standing(grid: Grid, targets: Sequence[_Target], rows: range) -> Standing:
    """What stands in these rows of a sheet."""
    codes, names = (tuple(t.column for t in targets if t.field in fields) for fields in (CODES, NAMES))
    known = Standing(codes, names)
    found: dict[Key, int] = {}
    for row in rows:
        said = {column: fold(words_at(grid, row, column)) for column in (*known.codes, *known.names)}
        found |= dict.fromkeys(known.keys(said), row)
    return replace(known, rows=found)
