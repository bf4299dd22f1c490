"""Raw records → typed drafts and issues: pure, column by column, work per distinct value.

Each reader of READERS takes the words of one or several columns and gives typed fields and doubts. A reader is
called once per distinct combination of words, so a column of 100,000 equal cells costs one call. To add a rule for
a column, write its reader beside its kind (`offer`, `who`, `award`, `words`) and add a line to `readers.READERS`;
the words of the doubt stand in registers/issues.toml.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from catalog import columns
from catalog.normalise.readers import READERS
from catalog.normalise.reading import Doubt, Reader, Reading

__all__ = ["EXTRA", "READERS", "Doubt", "Normalised", "Reader", "Reading", "normalise"]

# Fields of a draft that come of no single column.
EXTRA = ("core_name", "offer_key", "choices")


class Normalised(NamedTuple):
    """products: one row per raw record, in order, a column per typed field; null where nothing is stated.
    issues: a row per doubt: record (position in products), code, column, value, said (dict for the sentence)."""

    products: pd.DataFrame
    issues: pd.DataFrame


def normalise(raw: pd.DataFrame) -> Normalised:
    """Products and issues, from the words as they stood.

    raw: a row per raw record, columns of COLUMNS and of columns.CONTEXT, all text; blank is "". Reads no other row,
    file or clock: the whole equals its parts joined. Does not raise on any text.
    """
    records: list[dict[str, Any]] = [{} for _ in range(len(raw))]
    doubts: list[list[Doubt]] = [[] for _ in range(len(raw))]
    words = {c: raw[c].tolist() for c in raw.columns}
    blank = [""] * len(raw)
    for reader in READERS:
        if not reader.asks and not any(c in words for c in reader.inputs):
            continue
        known: dict[tuple[str, ...], Reading] = {}
        for i, given in enumerate(zip(*(words.get(c, blank) for c in reader.inputs), strict=True)):
            reading = known.get(given)
            if reading is None:
                reading = known[given] = reader.read(*given)
            if reading.fields:
                records[i].update(reading.fields)
            if reading.doubts:
                doubts[i].extend(reading.doubts)
    return Normalised(_frame(records), _issues(doubts))


def _frame(records: list[dict[str, Any]]) -> pd.DataFrame:
    names = [f.name for f, _ in columns.fields()]
    return pd.DataFrame({n: pd.Series([r.get(n) for r in records], dtype=object) for n in [*names, *EXTRA]})


def _issues(doubts: list[list[Doubt]]) -> pd.DataFrame:
    rows = [(i, d.code, d.column, d.value, dict(d.said)) for i, found in enumerate(doubts) for d in found]
    return pd.DataFrame(rows, columns=["record", "code", "column", "value", "said"])
