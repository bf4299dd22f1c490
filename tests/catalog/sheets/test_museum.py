"""The museum of sheets: one room per trait, one test for each thing that its expected.json says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from catalog import sheets
from catalog.normalise import normalise
from catalog.sheets.model import SheetFile, Table
from tests.catalog.sheets.making import expected, specimen, traits


@cache
def read(trait: str) -> SheetFile:
    return sheets.read(*specimen(trait))


def _split(cell: str) -> tuple[str, int]:
    letters = cell.rstrip("0123456789")
    return letters, int(cell[len(letters) :])


def _prices(table: Table) -> list[Any]:
    """What each price is read as: đồng, a range as [low, high], sizes with their prices, else why there is none."""
    found = normalise(sheets.frame(table)).products
    said = found[["price_low", "price_high", "price_none", "choices"]].values.tolist()
    return [_price(*(None if value != value else value for value in row)) for row in said]


def _price(low: int | None, high: int | None, none: str | None, choices: str | None) -> Any:
    if choices:
        return [[size, a] if a == b else [size, a, b] for size, a, b in json.loads(choices)]
    return none if low is None else low if low == high else [low, high]


def _row(table: Table, number: int) -> Any:
    return next(row for row in table.rows if row.row == number)


# What a table's expectation may say, and how it is looked up.
LOOK = {
    "sheet": lambda t: t.sheet,
    "header_rows": lambda t: list(t.header_rows),
    "rows": lambda t: [row.row for row in t.rows],
    "group_rows": lambda t: list(t.group_rows),
    "skipped": lambda t: {str(row): why for row, why in t.skipped.items()},
    "names": lambda t: sheets.frame(t)["name"].tolist(),
    "prices": lambda t: _prices(t),
    "contents": lambda t: [None if n != n else n for n in normalise(sheets.frame(t)).products["net_total"].tolist()],
    "stars": lambda t: normalise(sheets.frame(t)).products["stars"].tolist(),
    "producers": lambda t: sheets.frame(t)["producer"].tolist(),
    "columns": lambda t: {m.letter: m.column for m in t.columns.values() if m.column},
    "how": lambda t: {m.letter: m.how for m in t.columns.values() if m.how != "synonym"},
    "scale": lambda t: {m.letter: m.scale for m in t.columns.values() if m.scale != 1},
    "unit": lambda t: {m.letter: m.unit for m in t.columns.values() if m.unit},
    "groups": lambda t: {str(row.row): row.group for row in t.rows},
    "filled": lambda t: sorted(f"{letter}{row.row}" for row in t.rows for letter in row.filled),
    "hidden": lambda t: [row.row for row in t.rows if row.hidden],
    "place_hint": lambda t: t.place_hint,
    "date_hint": lambda t: t.date_hint,
    "decision": lambda t: t.decision,
}  # fmt: skip


def questions() -> Iterator[Any]:
    for trait in traits():
        said = expected(trait)
        for key in said.keys() - {"tables", "why"}:
            yield pytest.param(trait, None, key, said[key], id=f"{trait}-{key}")
        yield pytest.param(trait, None, "tables", len(said["tables"]), id=f"{trait}-tables")
        for number, table in enumerate(said["tables"]):
            for key, value in table.items():
                yield pytest.param(trait, number, key, value, id=f"{trait}-{number}-{key}")


@pytest.mark.parametrize(("trait", "number", "key", "value"), list(questions()))
def test_museum(trait: str, number: int | None, key: str, value: Any) -> None:
    file = read(trait)
    if number is None:
        answers = {
            "tables": len(file.tables),
            "issues": sorted({issue.code for issue in file.issues}),
            "issue_cells": sorted(f"{i.code} {i.cell}" for i in file.issues if i.cell),
            "ignored": dict(file.ignored),
            "kind": file.kind,
        }
        assert answers[key] == value
    elif key == "cells":
        table = file.tables[number]
        assert {cell: _row(table, _split(cell)[1]).cells.get(_split(cell)[0], "") for cell in value} == value
    else:
        assert LOOK[key](file.tables[number]) == value


@pytest.mark.parametrize("trait", traits())
def test_every_cell_is_accounted_for(trait: str) -> None:
    file = read(trait)
    assert file.cells_used + sum(file.ignored.values()) == file.cells_read


@pytest.mark.parametrize("trait", traits())
def test_the_frame_says_what_the_rows_say(trait: str) -> None:
    for table in read(trait).tables:
        found = sheets.frame(table)
        assert found["row"].tolist() == [str(row.row) for row in table.rows]
        assert not found.isna().any(axis=None)
        letter = table.letter("name")
        assert found["name"].tolist() == [row.cells.get(letter or "", "") for row in table.rows]
