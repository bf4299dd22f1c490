"""`frame`: the items of a table as a pandas frame whose columns are those of COLUMNS."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from catalog.columns import COLUMNS, CONTEXT
from catalog.registers.units import measures
from catalog.sheets import above, feedwords
from catalog.sheets.model import MappedColumn, Table
from catalog.sheets.opening.layout import column_number
from catalog.sheets.prices import together
from catalog.sheets.rows import Rows, row_numbers
from catalog.sheets.ticks import ticked
from catalog.sheets.understand import CONTENTS
from catalog.values.text import fold

# A number without a unit in a column of contents.
_MEASURES_ALONE = frozenset({"don vi khoi luong", "don vi trong luong", "don vi do khoi luong", "dv khoi luong"})
_MEASURES = _MEASURES_ALONE | {"don vi", "don vi tinh", "dvt", "dv"}
_BARE = re.compile(r"\s*\d{1,6}(?:[.,]\d{1,3})?\s*")

# Headers of prices in a sale, and of those that hold without one: the price of another day is none.
_REDUCED = re.compile(r"\b(sale|khuyen mai|km|uu dai|sau giam|da giam)\b")
_USUAL = re.compile(r"\b(regular price|list price|gia (ban )?niem yet|gia goc|gia ban( le)?|gia chua giam)$")

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
    if unit := _measure_beside(table, letters):
        measured = _texts(table, unit)
        for name in CONTENTS & data.keys():
            data[name] = _in_units(data[name], measured)
    for name in names:
        if (unit := table.columns[letters[name][0]].unit) and name in CONTENTS:
            data[name] = _measured(data[name], unit)
    if _is_reduced(table, letters):
        data["price"] = np.where(data["price"] == "", data["price_old"], data["price"])
    if len(letters["price"]) > 1:
        data["price"] = _priced_together(table, letters["price"])
    for name in names:
        if name != "price" and table.columns[letters[name][0]].label:
            data[name] = _answered(table, letters[name])
    if found := _said_above(table, data):
        data |= found
        data = {column.name: data[column.name] for column in COLUMNS if column.name in data}
    if table.feed:
        data = feedwords.read(table.feed, data)
        data = {column.name: data[column.name] for column in COLUMNS if column.name in data}
    return pd.DataFrame({**data, **_context(table)}, dtype="str")


def _said_above(table: Table, data: dict[str, Texts]) -> dict[str, Texts]:
    """Producers and stars that stand above rows which say none themselves: in titles of groups, of the sheet."""
    found: dict[str, Texts] = {}
    blank = np.full(len(table.rows), "", dtype=object)
    owners = [above.owner(group or "") for group in _groups(table)] if table.group_rows else []
    if any(owners):
        own = data.get("producer", blank)
        found["producer"] = np.where(own == "", np.array(owners, dtype=object), own)
    if table.stars and "stars" not in data:
        found["stars"] = np.full(len(table.rows), table.stars, dtype=object)
    return found


def _groups(table: Table) -> Sequence[str | None]:
    return table.rows.groups if isinstance(table.rows, Rows) else [row.group for row in table.rows]


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


def _is_reduced(table: Table, letters: Mapping[str, list[str]]) -> bool:
    """Whether the price is a reduced one beside the usual: goods that are not reduced state the usual one alone."""
    if len(letters["price"]) != 1 or "price_old" not in letters:
        return False
    price, usual = (table.columns[letters[name][0]] for name in ("price", "price_old"))
    words, before = fold(price.header), fold(usual.header)
    return bool(_REDUCED.search(words)) and bool(_USUAL.search(before)) and price.scale == usual.scale


def _measured(texts: Texts, unit: str) -> Texts:
    """The contents of each row, bare numbers in the unit of their header: "0,3 kg"."""
    return np.array([f"{text} {unit}" if _BARE.fullmatch(text) else text for text in texts], dtype=object)


def _measure_beside(table: Table, letters: Mapping[str, list[str]]) -> str | None:
    """The letter of the column that says what contents are measured in: "Đơn vị" below the header above theirs."""
    stated = next((table.columns[letters[name][0]] for name in ("net_content", "pack") if name in letters), None)
    unit = next((m for m in table.columns.values() if fold(m.header.rpartition(" / ")[2]) in _MEASURES), None)
    if stated is None or unit is None:
        return None
    above_both = stated.header.rpartition(" / ")[0]
    is_beside = bool(above_both) and above_both == unit.header.rpartition(" / ")[0]
    return unit.letter if is_beside or fold(unit.header) in _MEASURES_ALONE else None


def _in_units(texts: Texts, units: Texts) -> Texts:
    """The contents of each row, bare numbers with the measure that stands beside them: "500 ml"."""
    said = zip(texts, units, strict=True)
    known = measures()
    return np.array(
        [f"{text} {unit}" if unit.strip().lower() in known and _BARE.fullmatch(text) else text for text, unit in said],
        dtype=object,
    )


def _answered(table: Table, letters: list[str]) -> Texts:
    """The answers that each row ticks: "3 sao"."""
    labels = [table.columns[letter].label or "" for letter in letters]
    columns = [_texts(table, letter) for letter in letters]
    return np.array([ticked(labels, texts) for texts in zip(*columns, strict=True)], dtype=object)


def _context(table: Table) -> dict[str, object]:
    """The columns of CONTEXT in their order; those that are the same for all rows are plain strings."""
    price, wholesale, old = (_priced(table, name) for name in ("price", "wholesale_price", "price_old"))
    known = {
        "row": [str(number) for number in row_numbers(table)],
        "group": [group or "" for group in _groups(table)],
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
