"""Homes as earlier programs left them: what stands in a workbench of today, in a schema of before.

Real rows, so that the migrations meet what they will meet: every table that the earlier schema had gets the columns
that it had. What it could not say (an edit, a join) is lost.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from catalog.workbench.migrating import migrations
from catalog.workbench.store import Workbench

# Columns that are called otherwise today: (table, column) → its name now.
NOW = {("readings", "draft_id"): "statement_id"}
# The schema after each migration but the last.
EARLIER = [m.name for m in migrations._migrations[:-1]]


def make_earlier(workbench: Path, last: str) -> None:
    """Rewrites a workbench of today as one to which migrations up to `last` were applied."""
    older = workbench.with_name("older.db")
    names = [m.name for m in migrations._migrations]
    with Workbench(workbench) as bench, closing(sqlite3.connect(older, isolation_level=None)) as db:
        migrations.apply(Database(db), stop_before=names[names.index(last) + 1])
        db.execute("PRAGMA foreign_keys=OFF")
        for table in _tables(db):
            there = {row[1] for row in bench.db.execute(f"PRAGMA table_info({table})")}
            then = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            now = {f'"{name}"': f'"{NOW.get((table, name), name)}"' for name in then}
            both = [name for name in now if now[name].strip('"') in there]
            if both:
                columns = ",".join(now[name] for name in both)
                rows = bench.db.execute(f"SELECT {columns} FROM {table}").fetchall()  # noqa: S608
                # Or ignore: a key that several ids have today was one id's before.
                sql = f"INSERT OR IGNORE INTO {table} ({','.join(both)}) VALUES ({','.join('?' * len(both))})"  # noqa: S608
                db.executemany(sql, rows)
    for leftover in workbench.parent.glob(f"{workbench.name}-*"):
        leftover.unlink()
    older.replace(workbench)


def _tables(db: sqlite3.Connection) -> list[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
    return [row[0] for row in db.execute(sql)]
