"""A returned workbook that was mended and sent again goes on from the submission that it was returned for.

Its rows stand where they stood, so a product keeps its id also where its name was mended, and what was held of the
earlier submission waits for nobody any more (the view `states` calls it replaced). Taken back, all is as before.
"""

from __future__ import annotations

import json

from catalog.forms import copied
from catalog.forms.returned import continuation_of
from catalog.workbench.days import day_shown
from catalog.workbench.rows.drafts import Draft, Issue, make_issue
from catalog.workbench.store import Workbench

# sheet and row, as Excel shows them → the product that stood there.
Places = dict[tuple[str | None, int], str]


def original(bench: Workbench, data: bytes) -> str | None:
    """The submission that a file goes on from; None for a file of its own, or where that one was taken back."""
    found = continuation_of(data)
    row = bench.one(
        "SELECT id FROM submissions WHERE id = ? AND id NOT IN (SELECT submission_id FROM taken_back)", [found]
    )
    return row["id"] if row else None


def places(bench: Workbench, submission_id: str) -> Places:
    """Where each product of a submission stood, by its row's own id.

    What came without sheets came back as a workbook with one, and a chat one row lower, below the header it lacked.
    """
    rows = bench.rows(
        """SELECT r.sheet, r.row, d.named_product_id AS product_id FROM drafts d JOIN raw_records r ON r.id = d.id
            WHERE d.submission_id = ? AND d.product_id IS NOT NULL""",
        [submission_id],
    )
    said = bench.rows("SELECT tables FROM submissions WHERE id = ?", [submission_id])[0]["tables"]
    lower = 0 if any(table["header_rows"] for table in json.loads(said)) else 1
    return {_returned(r["sheet"], r["row"], lower): r["product_id"] for r in rows}


def _returned(sheet: str | None, row: int, lower: int) -> tuple[str | None, int]:
    """Where the row of a sheet stands in the workbook that was returned for it."""
    return (sheet, row) if sheet else (copied.NAME, row + lower)


def told(bench: Workbench, submission_id: str, drafts: list[Draft]) -> Issue:
    """What the sender is told of a sheet that came back: which one it continues, and how many rows changed."""
    first = bench.rows("SELECT received_at FROM submissions WHERE id = ?", [submission_id])[0]
    changed = sum(d.change != "unchanged" for d in drafts)
    return make_issue(
        "file-continues", None, None, None, None,
        date=day_shown(first["received_at"]), changed=changed, same=len(drafts) - changed,
    )  # fmt: skip
