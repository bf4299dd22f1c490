"""Writes a `catalog.db`: tables and search indexes; deterministic to the byte."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from catalog.publish.tables import reading, schema, searched

Row = Mapping[str, Any]

INDEXES = ("products_folded", "products_exact")
# What the release before is called beside a new one.
BEFORE = "before"
# Bytes of words that an index gathers before it writes a part, so that few parts are left to be joined.
_GATHERED = 16 << 20
CACHE_KB = 64 << 10
# Rows are written one behind the other, while other processes need memory, too.
_WRITING_KB = 16 << 10

NAMES: dict[str, tuple[str, ...]] = {table.name: tuple(c.name for c in table.columns) for table in schema.TABLES}


def begun(path: Path, before: Path | None = None) -> sqlite3.Connection:
    """A new file with empty tables; it is whole when `complete` was called, but for the caller to sync.

    Nobody else sees the file, so it needs no journal: who fails throws it away. before: a release that is attached as
    BEFORE, to be read.
    """
    db = sqlite3.connect(path.absolute().as_uri(), isolation_level=None, uri=True)
    try:
        for setting in ("page_size=4096", "journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE",
                        "foreign_keys=OFF", f"cache_size=-{_WRITING_KB}"):  # fmt: skip
            db.execute(f"PRAGMA {setting}")  # references are looked at as a whole: checks.py
        if before:
            reading.connect(before).close()  # raises Unreadable where it is none of ours
            db.execute(f"ATTACH ? AS {BEFORE}", [f"{before.resolve().as_uri()}?mode=ro&immutable=1"])
            db.execute(f"PRAGMA {BEFORE}.cache_size=-{CACHE_KB}")  # its rows do not stand in the order of these
        db.execute("BEGIN")
        for statement in schema.ddl():
            db.execute(statement)
        for index in INDEXES:
            db.execute(f"INSERT INTO {index}({index}, rank) VALUES ('hashsize', ?)", [_GATHERED])  # noqa: S608 - ours
    except BaseException:
        db.close()
        raise
    return db


def read_across(db: sqlite3.Connection) -> None:
    """To be called when all rows are there: what is done now goes through them in other orders than they stand in."""
    db.execute(f"PRAGMA main.cache_size=-{CACHE_KB}")


def complete(db: sqlite3.Connection) -> None:
    """Makes the indexes of a file that has all its rows."""
    for index in INDEXES:
        db.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608 - ours
    for statement in schema.INDEX_DDL:
        db.execute(statement)
    db.execute("COMMIT")
    db.execute("ANALYZE main")


@contextmanager
def new_catalog(path: Path, before: Path | None = None) -> Iterator[sqlite3.Connection]:
    """A new file as `begun` gives it; on leaving it is complete."""
    with closing(begun(path, before)) as db:
        yield db
        complete(db)


def insert(db: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Writes rows whose values stand in the order of NAMES."""
    names = NAMES[table]
    # Names are from schema.TABLES, never from data.
    rows_in = schema.BY_NAME[table].rows_in
    sql = f"INSERT INTO {rows_in} ({','.join(names)}) VALUES ({','.join('?' * len(names))})"  # noqa: S608
    db.executemany(sql, rows)


def insert_words(db: sqlite3.Connection, index: str, rows: Iterable[Sequence[Any]]) -> None:
    """Writes what one index finds products by: the rowid of each, then its words (searched.py)."""
    sql = f"INSERT INTO {index}(rowid, {','.join(searched.COLUMNS)}) VALUES (?,?,?,?,?)"  # noqa: S608 - ours
    db.executemany(sql, rows)


def as_row(table: str, row: Row) -> list[Any]:
    """The values of a row in the order of NAMES; a column that it leaves out is null."""
    return list(map(row.get, NAMES[table]))


def write_catalog(path: Path, rows: Mapping[str, Sequence[Row]]) -> None:
    """Writes a new file at `path` with the given rows by table; a column that a row leaves out is null.

    The order of rows is the order given: equal rows give equal bytes. Raises sqlite3.IntegrityError where a key stands
    twice.
    """
    producers = {row["id"]: row["name"] for row in rows.get("producers", ())}
    found = [searched.words(row, producers[row["producer_id"]]) for row in rows.get("products", ())]
    with new_catalog(path) as db:
        for table in NAMES:
            insert(db, table, (as_row(table, row) for row in rows.get(table, ())))
        for place, index in enumerate(INDEXES):
            insert_words(db, index, ((n, *words[place]) for n, words in enumerate(found, 1)))


def as_json(value: Any) -> str:
    """A JSON column's text: keys in order, Vietnamese letters as they are."""
    return _as_json(value)


_as_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
