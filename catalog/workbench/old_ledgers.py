"""The ledgers of before: `exports/sent/<market>.db`, read once by the migration that replaced them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def folder_of(workbench: Path) -> Path:
    """Where they lay."""
    return workbench.parent / "exports" / "sent"


def read(db: Database) -> None:
    """Enters what every ledger beside a workbench says; one that cannot be read costs its market a whole export.

    A copy in memory has none beside it: what is held is told once somebody writes.
    """
    place = next(row[2] for row in db.execute("PRAGMA database_list") if row[1] == "main")
    for path in sorted(folder_of(Path(place)).glob("*.db")) if place else ():
        try:
            held, pending, state = _tables(path)
        except sqlite3.DatabaseError:
            continue
        for table, rows in (("held_rows", held), ("pending_rows", pending)):
            db.conn.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", ((path.stem, *row) for row in rows))  # noqa: S608
        confirmed, waiting, name = state
        where = str(folder_of(Path(place)).parent / (name or ""))
        db.conn.execute("INSERT INTO sendings VALUES (?, ?, ?, NULL, ?)", [path.stem, confirmed, waiting or "", where])


def _tables(path: Path) -> tuple[list[tuple], list[tuple], tuple[str, str | None, str | None]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as ledger:
        held = ledger.execute("SELECT product_id, digest, rows FROM held").fetchall()
        pending = ledger.execute("SELECT product_id, digest, rows FROM pending").fetchall()
        return held, pending, ledger.execute("SELECT confirmed, waiting, folder FROM state").fetchone()


def remove(workbench: Path) -> None:
    """Removes them; also what a process that died between the migration and this has left."""
    if folder_of(workbench).is_dir():
        shutil.rmtree(folder_of(workbench))
