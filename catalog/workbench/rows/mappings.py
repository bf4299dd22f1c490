"""What senders confirmed of their own headers, remembered for their next sheet; and what changed since the last one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from catalog import columns
from catalog.errors import Unknown
from catalog.registers import headers
from catalog.values import text
from catalog.workbench.rows.drafts import Issue, make_issue
from catalog.workbench.store import Workbench, now


def checked(pairs: Mapping[str, str]) -> dict[str, str]:
    """Header → column, as people give them. Raises Unknown where a column is none of ours.

    The column is a name of COLUMNS, "-" for a header that is not wanted, or blank to forget what was confirmed.
    """
    for column in pairs.values():
        if column not in (*columns.BY_NAME, headers.IGNORED, ""):
            raise Unknown("column", column, sorted(columns.BY_NAME))
    return dict(pairs)


def remembered(bench: Workbench, sender: str) -> dict[str, str]:
    """Header → column of everything that a sender confirmed and did not take back."""
    rows = bench.rows(
        'SELECT header_key, header, "column" FROM confirmed_headers WHERE sender = ? ORDER BY id', [sender]
    )
    latest = {r["header_key"]: (r["header"], r["column"]) for r in rows}
    return {header: column for header, column in latest.values() if column}


def confirm(bench: Workbench, sender: str, pairs: Mapping[str, str], who: str) -> int:
    """Remembers what a sender confirmed and gives the version that this makes; the same again makes none.

    Called inside a transaction.
    """
    known = remembered(bench, sender)
    made = version(bench, sender)
    fresh = [(h, text.fold(h), c or None) for h, c in pairs.items() if (known.get(h) or "") != c]
    if fresh:
        made += 1
        names = ("sender", "header", "header_key", "column", "version", "confirmed_by", "confirmed_at")
        bench.insert("confirmed_headers", names, [(sender, *one, made, who, now()) for one in fresh])
    return made


def version(bench: Workbench, sender: str) -> int:
    """How often a sender's headers were confirmed; 0 where they never were."""
    row = bench.rows("SELECT coalesce(max(version), 0) FROM confirmed_headers WHERE sender = ?", [sender])[0]
    return int(row[0])


def listed(bench: Workbench) -> list[dict[str, Any]]:
    """Every confirmation, oldest first: sender, header, column (null: forgotten), version, by whom and when."""
    rows = bench.rows(
        'SELECT sender, header, "column", version, confirmed_by, confirmed_at FROM confirmed_headers ORDER BY id'
    )
    return [dict(r) for r in rows]


def changes(bench: Workbench, sender: str, tables: list[dict[str, Any]]) -> Issue | None:
    """What a sender's columns are now that they were not in the last sheet; None where nothing changed.

    tables as in the report. Only of senders who gave a name: sheets of nobody have no last one.
    """
    if not sender or not tables:
        return None
    last = bench.one(
        """SELECT s.tables FROM submissions s JOIN receipts r ON r.submission_id = s.id
            WHERE r.sender = ? AND s.source = 'sheet' AND s.tables <> '[]'
              AND s.id NOT IN (SELECT submission_id FROM taken_back) ORDER BY r.rowid DESC LIMIT 1""",
        [sender],
    )
    if last is None:
        return None
    before, after = _meanings(json.loads(last["tables"])), _meanings(tables)
    told = [f"thêm cột “{h}”" for h in after if h not in before]
    told += [f"không còn cột “{h}”" for h in before if h not in after]
    told += [f"cột “{h}” nay là {_name(after[h])}" for h in after if h in before and after[h] != before[h]]
    return make_issue("columns-changed", None, None, None, None, changes="; ".join(told)) if told else None


def _meanings(tables: list[dict[str, Any]]) -> dict[str, str | None]:
    return {c["header"]: c["column"] for table in reversed(tables) for c in table["columns"].values() if c["header"]}


def _name(column: str | None) -> str:
    return f"“{columns.BY_NAME[column].label}”" if column in columns.BY_NAME else "cột không dùng đến"
