"""`frame`: the items of a table as a pandas frame whose columns are those of COLUMNS."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
import numpy.typing as npt
import pandas as pd

from catalog.columns import COLUMNS, CONTEXT
from catalog.sheets import feedwords
from catalog.sheets.model import MappedColumn, Table
from catalog.sheets.opening.layout import column_number
from catalog.sheets.prices import together
from catalog.sheets.rows import Rows, row_numbers
from catalog.sheets.ticks import ticked
from catalog.sheets.understand import CONTENTS

# A number without a unit in a column of contents.
_BARE = re.compile(r"\s*\d{1,6}(?:[.,]\d{1,3})?\s*")

Texts = npt.NDArray[np.object_]


def frame(table: Table) -> pd.DataFrame:
    """One row per item, all text, blank is "".

    Columns: the names of COLUMNS that the table has, in their order, then every name of columns.CONTEXT. Several
    sheet columns of one meaning are joined by line breaks.
    """
    letters: dict[str, list[str]] = defaultdict(list)
    for mapped in table.columns.values():
        if mapped.column:
            letters[mapped.column].append(mapped.letter)
    names = [column.name for column in COLUMNS if column.name in letters]
    data = {name: _joined([_texts(table, letter) for letter in letters[name]]) for name in names}
    for name in names:
        if (unit := table.columns[letters[name][0]].unit) and name in CONTENTS:
            data[name] = _measured(data[name], unit)
    if len(letters["price"]) > 1:
        data["price"] = _priced_together(table, letters["price"])
    for name in names:
        if name != "price" and table.columns[letters[name][0]].label:
            data[name] = _answered(table, letters[name])
    if table.feed:
        data = feedwords.read(table.feed, data)
        data = {column.name: data[column.name] for column in COLUMNS if column.name in data}
    return pd.DataFrame({**data, **_context(table)}, dtype="str")


def _texts(table: Table, letter: str) -> Texts:
    if isinstance(table.rows, Rows):
        return table.rows.column(column_number(letter) - 1)
    return np.array([row.cells.get(letter, "") for row in table.rows], dtype=object)


def _joined(columns: list[Texts]) -> Texts:
    if len(columns) == 1:
        return columns[0]
    return np.array(["\n".join(filter(None, texts)) for texts in zip(*columns, strict=True)], dtype=object)


def _priced_together(table: Table, letters: list[str]) -> Texts:
    """The prices of each row with what each is for: "100g: 95 nghìn; 250g: 180 nghìn"."""
    labels = [(table.columns[letter].label or "", table.columns[letter].scale) for letter in letters]
    columns = [_texts(table, letter) for letter in letters]
    return np.array([together(labels, texts) for texts in zip(*columns, strict=True)], dtype=object)


def _measured(texts: Texts, unit: str) -> Texts:
    """The contents of each row, bare numbers in the unit of their header: "0,3 kg"."""
    return np.array([f"{text} {unit}" if _BARE.fullmatch(text) else text for text in texts], dtype=object)


def _answered(table: Table, letters: list[str]) -> Texts:
    """The answers that each row ticks: "3 sao"."""
    labels = [table.columns[letter].label or "" for letter in letters]
    columns = [_texts(table, letter) for letter in letters]
    return np.array([ticked(labels, texts) for texts in zip(*columns, strict=True)], dtype=object)


def _context(table: Table) -> dict[str, object]:
    """The columns of CONTEXT in their order; those that are the same for all rows are plain strings."""
    price, wholesale, old = (_priced(table, name) for name in ("price", "wholesale_price", "price_old"))
    rows = table.rows
    groups = rows.groups if isinstance(rows, Rows) else [row.group for row in rows]
    known = {
        "row": [str(number) for number in row_numbers(table)],
        "group": [group or "" for group in groups],
        "place_hint": table.place_hint,
        "date_hint": table.date_hint,
        "decision": table.decision,
        "price_scale": _scale(price),
        "wholesale_scale": _scale(wholesale),
        "old_scale": _scale(old),
        "price_unit": (price.unit if price else None) or "",
    }
    return {name: known[name] for name in CONTEXT}


def _priced(table: Table, column: str) -> MappedColumn | None:
    return next((mapped for mapped in table.columns.values() if mapped.column == column), None)


def _scale(mapped: MappedColumn | None) -> str:
    return str(mapped.scale) if mapped and mapped.scale != 1 else ""
