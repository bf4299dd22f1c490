"""Rows as they are stored: as drafts again, to be asked anew what a row is asked when it arrives; and their doubts."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from catalog.workbench.identities import identity, succession
from catalog.workbench.rows.drafts import RECORD, Draft, Issue
from catalog.workbench.rows.encoded import encode
from catalog.workbench.rows.shelf import Shelf
from catalog.workbench.store import Workbench


class Heading(NamedTuple):
    """What stands above a cell, and the column that it was read as; None where it was read as none."""

    words: str
    column: str | None


def headings(tables: list[dict[str, Any]], sheet: str | None, row: int) -> dict[str, Heading]:
    """Letter → heading, of the table in which a row stands; empty for sources without cells.

    tables: what was understood of a delivery, as stored.
    """
    for table in tables:
        if table["sheet"] == sheet and table["first_row"] <= row <= table["last_row"]:
            return {letter: Heading(said["header"] or "", said["column"]) for letter, said in table["columns"].items()}
    return {}


def read(bench: Workbench, numbers: Collection[int]) -> dict[int, Draft]:
    """Rows of one delivery as drafts, by their numbers in order.

    They have their own ids, and no doubts: what reading them asked is not among what is asked of stored rows.
    """
    rows = bench.rows(_ROWS, [json.dumps(sorted(numbers))])
    tables = bench.rows(_TABLES, [rows[0]["submission_id"]])[0] if rows else None
    said = json.loads(tables["tables"]) if tables else []
    shelf = Shelf(RECORD)
    return {row["id"]: _draft(dict(row), said, tables["places_on"] if tables else "", shelf) for row in rows}


_ROWS = """
SELECT d.id, d.submission_id, r.sheet, r.row, d.facts, d.fingerprint, d.name, d.offer_key,
       d.named_producer_id, d.named_product_id,
       (SELECT min(key) FROM identities WHERE id = d.named_product_id AND key LIKE 'name:%') AS known_by
  FROM json_each(?) j JOIN drafts d ON d.id = j.value JOIN raw_records r ON r.id = d.id ORDER BY d.id
"""
_TABLES = "SELECT tables, places_on FROM submissions WHERE id = ?"


def _draft(row: dict[str, Any], tables: list[dict[str, Any]], places_on: str, shelf: Shelf) -> Draft:
    facts = json.loads(row["facts"])
    core = (row["known_by"] or "").partition("|")[2]
    marks = identity.marks(succession.in_force(facts, places_on) | {"core_name": core or None})
    above = headings(tables, row["sheet"], row["row"])
    return Draft(
        sheet=row["sheet"],
        row=row["row"],
        filled=frozenset(),
        shelf=shelf,
        record=shelf.put(row["facts"].encode(), b"{}", encode(marks), b"[]"),
        fingerprint=row["fingerprint"],
        name=row["name"],
        offer_key=row["offer_key"],
        says=frozenset(facts),
        words=b"",
        letters={h.column: letter for letter, h in reversed(above.items()) if h.column},
        named_producer_id=row["named_producer_id"],
        named_product_id=row["named_product_id"],
    )


def tell(bench: Workbench, found: Iterable[tuple[str, int | None, Issue]]) -> None:
    """Stores doubts: of which submission, of which of its rows (None: of the whole), and what is doubted."""
    names = "submission_id draft_id code severity sheet cell column value message fix".split()
    bench.insert(
        "issues",
        names,
        ((s, n, i.code, i.severity, i.sheet, i.cell, i.column, i.value, i.message, i.fix) for s, n, i in found),
    )
