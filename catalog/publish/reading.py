"""Reads a published `catalog.db` as whole products: what every market and program gets its listings from."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from catalog.errors import Unreadable
from catalog.publish import older, schema

# SQLite's limit on bound values was 999 before 3.32; a batch stays below it.
BATCH = 500
# What the file computes for the day it is looked at, which need not be the day asked for.
COMPUTED = tuple(column.name for column in schema.BY_NAME["products"].computed)

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Product:
    """One published product with everything that belongs to it; each part is a row of its table as a dict.

    certificate is the one in force on the day asked for, with the most stars; None where there is none.
    lapsed is the last one that is no longer in force, where none is.
    """

    facts: Record
    producer: Record
    offers: tuple[Record, ...]
    pictures: tuple[Record, ...]
    certificate: Record | None
    lapsed: Record | None
    set_title: str | None

    @property
    def stars(self) -> int | None:
        """Stars that may be shown on that day; None where no certificate in force confirms any."""
        return self.certificate["stars"] if self.certificate else None


def connect(path: Path) -> sqlite3.Connection:
    """A read-only connection whose rows are dicts. Raises Unreadable where the file is no catalogue of ours."""
    if not path.exists():
        raise Unreadable(f"There is no published catalogue at {path}; run `ocop publish` first.", code="db-foreign")
    db = sqlite3.connect(f"file:{path.resolve()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    db.row_factory = lambda cursor, row: {column[0]: v for column, v in zip(cursor.description, row, strict=True)}
    try:
        version = older.version(db)
    except sqlite3.DatabaseError as error:
        db.close()
        raise Unreadable(f"{path} is not a catalogue of this program: {error}.", code="db-foreign") from error
    if not version or version > schema.SCHEMA_VERSION:
        db.close()
        raise Unreadable(f"{path} was made by a newer version of this program.", code="home-newer")
    older.bridge(db)
    return db


def products(db: sqlite3.Connection, on: date, ids: Iterable[str] | None = None) -> Iterator[Product]:
    """Every product (or those of `ids`) in the order of their ids, as of the day `on`; memory stays constant."""
    titles = {row["ocop_set"]: row["title"] for row in db.execute("SELECT ocop_set, title FROM sets")}
    wanted = sorted(ids) if ids is not None else [r["id"] for r in db.execute("SELECT id FROM products ORDER BY id")]
    for start in range(0, len(wanted), BATCH):
        yield from _batch(db, on, wanted[start : start + BATCH], titles)


def _batch(db: sqlite3.Connection, on: date, ids: list[str], titles: dict[str, str]) -> Iterator[Product]:
    marks = ",".join("?" * len(ids))

    def of(table: str, order: str) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = defaultdict(list)
        # Table and order are the literals below.
        sql = f"SELECT * FROM {table} WHERE product_id IN ({marks}) ORDER BY {order}"  # noqa: S608
        for row in db.execute(sql, ids):
            found[row["product_id"]].append(row)
        return found

    offers, pictures = of("offers", "position"), of("pictures", "position")
    awards = of("certificates", "stars DESC, expires_on DESC, id")
    facts = db.execute(f"SELECT * FROM products WHERE id IN ({marks}) ORDER BY id", ids).fetchall()  # noqa: S608
    makers = sorted({row["producer_id"] for row in facts})
    sql = f"SELECT * FROM producers WHERE id IN ({','.join('?' * len(makers))})"  # noqa: S608
    producers = {row["id"]: row for row in db.execute(sql, makers)}
    for row in facts:
        for name in COMPUTED:
            del row[name]
        in_force = [a for a in awards[row["id"]] if a["expires_on"] >= on.isoformat()]
        over = sorted((a for a in awards[row["id"]] if a not in in_force), key=lambda a: a["expires_on"])
        yield Product(
            facts=row,
            producer=producers[row["producer_id"]],
            offers=tuple(offers[row["id"]]),
            pictures=tuple(pictures[row["id"]]),
            certificate=in_force[0] if in_force else None,
            lapsed=over[-1] if over and not in_force else None,
            set_title=titles.get(row["ocop_set"]),
        )
