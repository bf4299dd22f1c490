"""What a template asks for: its tables, their columns, and what people said about these."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from catalog.errors import Refused
from catalog.markets.filling import demands
from catalog.markets.filling.anatomy import Anatomy
from catalog.markets.filling.demands import Need
from catalog.markets.filling.fields import FIELDS, PICTURE
from catalog.markets.market import Given
from catalog.registers import headers, refusals
from catalog.sheets.grid import Grid
from catalog.values.text import fold

# Fields of which a template may have several columns, each filled. Of other fields the first column counts.
REPEATED = frozenset({PICTURE, "row_number", "group", "channel"})
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Said:
    """What one column says of itself; guess is the column of COLUMNS that its header is only alike to."""

    label: str
    field: str | None
    help: str = ""
    need: Need | None = None
    words: str | None = None
    scale: int = 1
    guess: str = ""


@dataclass(slots=True)
class Asked:
    """One table that asks for products: columns by their number from 1, rows by what Excel shows."""

    sheet: str
    last_header: int
    columns: dict[int, Said]
    anatomy: Anatomy | None = None
    unsure: list[Said] = field(default_factory=list)

    @property
    def counting(self) -> frozenset[int]:
        """Columns that only count the rows."""
        return frozenset(c for c, said in self.columns.items() if said.field == "row_number")


def refused(code: str, given: Given, **values: str) -> Refused:
    """The refusal of a template, with its sentence."""
    return Refused(refusals.sentence(code, name=given.name, market=given.title, **values), code=code, **values)


def without_samples(tables: list[Asked]) -> list[Asked]:
    """The tables without those on sheets that only show how it is done; all of them where there are no others."""
    samples = demands.words("samples")
    real = [table for table in tables if not any(sample in fold(table.sheet) for sample in samples)]
    return real or tables


def words_at(grid: Grid, row: int, column: int) -> str:
    """What a cell says, by its row and column as Excel counts them; blank where the sheet does not reach."""
    place = grid.places.get(row)
    return " ".join(grid.text(place, column - 1).split()) if place is not None else ""


# Columns of a sheet whose field in a template is made for it.
FIELD_OF = {"images": PICTURE, "gross_weight": "weight"}


def confirmed(said: Said, given: Given) -> Said:
    """The column as somebody said that it is to be filled: by a field, by words of its own, or not at all."""
    plain = (fold(said.label), fold(_BRACKETS.sub(" ", said.label)))
    told = next((field for header, field in given.columns.items() if fold(header) in plain), None)
    if told is None:
        return said
    if len(told) > 1 and told[0] == told[-1] == '"':
        return replace(said, words=told[1:-1], guess="")
    if told == headers.IGNORED:
        return replace(said, field=None, guess="")
    field = FIELD_OF.get(told, told)
    return replace(said, field=field if is_ours(field) else None, guess="")


def is_ours(field: str) -> bool:
    """Whether the catalogue may have something for a field, given with or without which of several it is."""
    name = field.partition(":")[0]
    return name in FIELDS or name == PICTURE
