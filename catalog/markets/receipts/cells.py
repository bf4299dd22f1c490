"""Where a value of a product came from: the cell of the sheet that a market's complaint leads to."""

from __future__ import annotations

import json
from typing import Any

from catalog.workbench.store import Workbench


def source_of(bench: Workbench, product_id: str, column: str) -> dict[str, Any] | None:
    """File, sheet and cell of the newest row of a product that has the column; None where no sheet has it."""
    rows = bench.rows(
        """SELECT u.name, u.tables, r.sheet, r.row FROM drafts d
             JOIN raw_records r ON r.id = d.id JOIN submissions u ON u.id = d.submission_id
            WHERE d.product_id = ? AND u.source = 'sheet'
              AND u.id NOT IN (SELECT submission_id FROM taken_back)
            ORDER BY d.id DESC LIMIT 20""",
        [product_id],
    )
    for row in rows:
        letter = _letter(json.loads(row["tables"]), row["sheet"], row["row"], column)
        if letter:
            return {"file": row["name"], "sheet": row["sheet"], "cell": f"{letter}{row['row']}"}
    return None


def _letter(tables: list[dict[str, Any]], sheet: str | None, row: int, column: str) -> str | None:
    """The letter of a column in the table that holds a row."""
    mine = (t for t in tables if t["sheet"] == sheet and t["first_row"] <= row <= t["last_row"])
    found = (letter for table in mine for letter, said in table["columns"].items() if said["column"] == column)
    return next(found, None)
