"""Writes a `catalog.db` from rows: tables, search indexes, checks; deterministic to the byte."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from catalog.publish import schema
from catalog.values import text

Row = Mapping[str, Any]


def write_catalog(path: Path, rows: Mapping[str, Sequence[Row]]) -> None:
    """Writes a new file at `path` with the given rows by table; a column that a row leaves out is null.

    The order of rows is the order given: equal rows give equal bytes. Raises sqlite3.IntegrityError where a
    reference leads nowhere or a key stands twice.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA page_size=4096")
        db.execute("PRAGMA journal_mode=OFF")
        db.execute("PRAGMA synchronous=OFF")  # the caller fsyncs the finished file once
        db.execute("PRAGMA foreign_keys=ON")
        db.execute("BEGIN")
        for statement in schema.ddl():
            db.execute(statement)
        for table in schema.TABLES:
            _insert(db, table, rows.get(table.name, ()))
        _index_words(db)
        for statement in schema.INDEX_DDL:
            db.execute(statement)
        db.execute("COMMIT")
        db.execute("ANALYZE")


def _insert(db: sqlite3.Connection, table: schema.PublicTable, rows: Iterable[Row]) -> None:
    names = [column.name for column in table.columns]
    marks = ",".join("?" * len(names))
    # Names are from schema.TABLES, never from data.
    sql = f"INSERT INTO {table.rows_in} ({','.join(names)}) VALUES ({marks})"  # noqa: S608
    db.executemany(sql, ([row.get(name) for name in names] for row in rows))


# What the search finds a product by. Titles of sets are left to the facets: they name goods that a product is not
# ("Chế biến từ thịt, … các sản phẩm từ mật ong" would find every sausage for honey). `former` gives old names
# of communes, districts and provinces.
_SEARCHED = """
    SELECT p.number, p.name, r.name AS producer,
           coalesce(p.commune,'') || ' ' || coalesce(p.province,'') || ' ' || coalesce(p.old_place,'') || ' '
           || coalesce(c.former,'') AS place,
           coalesce(p.brand,'') || ' ' || coalesce(p.summary,'') AS other
      FROM products p JOIN producers r ON r.id = p.producer_id
      LEFT JOIN places c ON c.commune_code = p.commune_code
     ORDER BY p.number
"""


def _index_words(db: sqlite3.Connection) -> None:
    found = db.execute(_SEARCHED).fetchall()
    for index, key in (("products_folded", text.fold), ("products_exact", text.key)):
        sql = f"INSERT INTO {index}(rowid, name, producer, place, other) VALUES (?,?,?,?,?)"  # noqa: S608
        db.executemany(sql, ([row[0], *(key(words or "") for words in row[1:])] for row in found))
        db.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608


def as_json(value: Any) -> str:
    """A JSON column's text: keys in order, Vietnamese letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
