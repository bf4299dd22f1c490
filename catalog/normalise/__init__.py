"""Raw records → typed drafts and issues: pure, column by column, work per distinct value.

Each reader of READERS takes the words of one or several columns and gives typed fields and doubts. A reader is
called once per distinct combination of words, so a column of 100,000 equal cells costs one call. To add a rule for
a column, write its reader beside its kind (`offer`, `who`, `award`, `words`) and add a line to `readers.READERS`;
the words of the doubt stand in registers/issues.toml.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from catalog import columns
from catalog.normalise.readers import READERS
from catalog.normalise.reading import REMEMBERED, Doubt, Reader, Reading

if TYPE_CHECKING:
    # It takes longer to load than most commands take, and most of them read no list.
    import pandas as pd

__all__ = ["EXTRA", "READERS", "Doubt", "Normalised", "Normaliser", "Reader", "Reading", "Row", "normalise"]

# Fields of a draft that come of no single column; `derived` names, parted by blanks, the columns that were not stated
# in their own cells (guessed, or found in a name or a text): they give way to what is stated.
EXTRA = ("core_name", "offer_key", "choices", "derived")


class Row(NamedTuple):
    """One raw record, read: typed fields (absent ones are null) and what is asked about it."""

    fields: dict[str, Any]
    doubts: list[Doubt]


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
    pandas = import_module("pandas")
    rows = Normaliser().rows(raw)
    names = [*(f.name for f, _ in columns.fields()), *EXTRA]
    products = {n: pandas.Series([row.fields.get(n) for row in rows], dtype=object) for n in names}
    issues = [(i, d.code, d.column, d.value, dict(d.said)) for i, row in enumerate(rows) for d in row.doubts]
    return Normalised(pandas.DataFrame(products), pandas.DataFrame(issues, columns=ISSUES))


ISSUES = ["record", "code", "column", "value", "said"]


class Normaliser:
    """Reads a long list part by part, and remembers from part to part what words it has read."""

    def __init__(self) -> None:
        self._known: list[dict[tuple[str, ...], Reading]] = [{} for _ in READERS]

    def rows(self, raw: pd.DataFrame) -> list[Row]:
        """The rows of a raw frame (see `normalise`), in order."""
        made = [Row({}, []) for _ in range(len(raw))]
        words = {c: raw[c].tolist() for c in raw.columns}
        blank = [""] * len(raw)
        for reader, known in zip(READERS, self._known, strict=True):
            if not reader.asks and not any(c in words for c in reader.inputs):
                continue
            if len(known) > REMEMBERED:
                known.clear()
            given = zip(*(words.get(c, blank) for c in reader.inputs), strict=True)
            for (fields, doubts), said in zip(made, given, strict=True):
                reading = known.get(said)
                if reading is None:
                    reading = known[said] = reader.read(*said)
                if reading.fields:
                    fields.update(reading.fields)
                if reading.doubts:
                    doubts.extend(reading.doubts)
                if reading.derived:
                    fields["derived"] = " ".join((*fields.get("derived", "").split(), *reading.derived))
        return made
