"""A release as SQL, small enough to be kept beside the tests when its shape becomes one of before.

    python -m tests.catalog.publish.dumping CATALOG.DB > tests/catalog/publish/release_v<version>.sql

Run it on a release of invented goods just before SCHEMA_VERSION is raised; test_older.py then reads it for ever.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

SEARCHED = ("products_folded", "products_exact")


def dump(path: Path) -> Iterator[str]:
    """The statements that make the release again: tables, search indexes, rows, views and indexes, in order."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
        made = db.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
        made = [row for row in made if not row[1].startswith(("sqlite_", *(f"{name}_" for name in SEARCHED)))]
        tables = [(name, sql) for kind, name, sql in made if kind == "table"]
        yield from (f"{sql};" for _, sql in tables)
        for name, _ in tables:
            yield from _rows(db, name)
        yield from (f"{sql};" for kind, _, sql in made if kind != "table")


def _rows(db: sqlite3.Connection, table: str) -> Iterator[str]:
    """Names of tables are those of the file itself."""
    number = "rowid, " if table in SEARCHED else ""
    found = db.execute(f"SELECT {number}* FROM {table}")  # noqa: S608
    names = [column[0] for column in found.description]
    for row in found:
        said = {n: db.execute("SELECT quote(?)", [v]).fetchone()[0] for n, v in zip(names, row, strict=True)}
        filled = {n: words for n, words in said.items() if words != "NULL"}
        yield f"INSERT INTO {table}({', '.join(filled)}) VALUES ({', '.join(filled.values())});"  # noqa: S608


if __name__ == "__main__":
    print("\n".join(dump(Path(sys.argv[1]))))
