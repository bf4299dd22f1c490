"""What people do today, as whole processes: run as `python -m benchmarks.peers NAME ARGUMENTS…`."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook
from sqlite_utils import Database


def load(sheet: str, database: str) -> None:
    """The sheet's raw rows into a table: pandas with calamine, then sqlite-utils insert. Understands nothing."""
    frame = pd.read_excel(sheet, engine="calamine", header=4, dtype=str, keep_default_na=False)
    Database(database)["rows"].insert_all(frame.to_dict("records"))


def floor(sheet: str, database: str) -> None:
    """The sheet's raw rows into a table as fast as can be: python-calamine and executemany. Understands nothing."""
    rows = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    marks = ",".join("?" * len(rows[0]))
    names = ",".join(f"c{n}" for n in range(len(rows[0])))
    with sqlite3.connect(database) as db:
        db.execute(f"CREATE TABLE rows ({names})")
        db.executemany(f"INSERT INTO rows VALUES ({marks})", rows)  # noqa: S608 - question marks


def build(catalog: str, database: str) -> None:
    """The rows of a published catalogue by sqlite-utils insert, and a full-text index."""
    source = sqlite3.connect(catalog)
    source.row_factory = sqlite3.Row
    target = Database(database)
    for table in TABLES:
        # Names are the literals below.
        target[table].insert_all(dict(r) for r in source.execute(f"SELECT * FROM {table}"))  # noqa: S608
    target["product_facts"].enable_fts(["name", "commune", "province", "summary"])


TABLES = "sets places sources producers product_facts offers pictures certificates changes".split()

PEERS = {"load": load, "floor": floor, "build": build}

if __name__ == "__main__":
    Path(sys.argv[3]).unlink(missing_ok=True)
    PEERS[sys.argv[1]](sys.argv[2], sys.argv[3])
