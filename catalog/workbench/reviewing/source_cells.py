"""Where each value of a draft stood: the sheet's cell, or the field of a form, page or message, and its words."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import NamedTuple

from catalog.workbench.rows import stored
from catalog.workbench.store import Workbench


class Cell(NamedTuple):
    """One cell: its address as Excel shows it (a field's name where there are no cells), the heading, the words."""

    address: str
    header: str
    words: str


def by_column(bench: Workbench, draft: int) -> dict[str, list[Cell]]:
    """The cells of a draft's row under the column that each was read as; blank for those that were read as none."""
    sql = """SELECT r.sheet, r.row, r.cells, u.tables FROM raw_records r JOIN submissions u ON u.id = r.submission_id
              WHERE r.id = ?"""
    row = bench.one(sql, [draft])
    if row is None:
        return {}
    read = stored.headings(json.loads(row["tables"]), row["sheet"], row["row"])
    found: dict[str, list[Cell]] = defaultdict(list)
    for key, words in json.loads(row["cells"]).items():
        header, column = read.get(key, ("", key))
        address = f"{key}{row['row']}" if key in read else key
        found[column or ""].append(Cell(address, header, str(words)))
    return dict(found)
