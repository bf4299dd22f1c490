"""Reads a published `catalog.db` as whole products: what every market and program gets its listings from."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from catalog.errors import Unreadable
from catalog.publish.tables import older, schema

# SQLite's limit on bound values was 999 before 3.32; a batch stays below it.
BATCH = 500
# What stands in the file; the rest it computes for the day it is looked at, which need not be the day asked for.
STORED = frozenset(column.name for column in schema.BY_NAME["products"].columns)

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Product:
    """One published product with everything that belongs to it; each part is a row of its table as a dict.

    certificate is the one in force on the day asked for, with the most stars; None where there is none.
    lapsed is the last one that is no longer in force, where none is. commune_rank is xã, phường or đặc khu.
    """

    facts: Record
    producer: Record
    offers: tuple[Record, ...]
    pictures: tuple[Record, ...]
    certificate: Record | None
    lapsed: Record | None
    set_title: str | None
    commune_rank: str | None = None

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
    names = Names.of(db)
    if ids is not None:
        wanted = sorted(ids)
        for start in range(0, len(wanted), BATCH):
            some = wanted[start : start + BATCH]
            yield from _whole(db, on, names, f"IN ({','.join('?' * len(some))})", some)
        return
    last = ""
    while row := db.execute(_LAST_OF_BATCH, [last, BATCH]).fetchone():
        if (until := row["id"]) is None:
            return
        # Ids are text, so that the range holds exactly the products of this batch.
        yield from _whole(db, on, names, "BETWEEN ? AND ?", [row["first"], until])
        last = until


_LAST_OF_BATCH = (
    "SELECT min(id) AS first, max(id) AS id FROM (SELECT id FROM products WHERE id > ? ORDER BY id LIMIT ?)"
)


@dataclass(frozen=True, slots=True)
class Names:
    """Titles of the sets and ranks of the communes, small tables that every product refers to; and what is read of one.

    columns: those of products that stand in the file, so that nothing is computed for the day of reading.
    """

    sets: dict[str, str]
    ranks: dict[str, str]
    columns: str

    @classmethod
    def of(cls, db: sqlite3.Connection) -> Names:
        sets = {row["ocop_set"]: row["title"] for row in db.execute("SELECT ocop_set, title FROM sets")}
        ranks = {
            r["commune_code"]: r["commune_rank"] for r in db.execute("SELECT commune_code, commune_rank FROM places")
        }
        columns = (column[0] for column in db.execute("SELECT * FROM products LIMIT 0").description)
        return cls(sets, ranks, ", ".join(column for column in columns if column in STORED))


def _whole(db: sqlite3.Connection, on: date, names: Names, which: str, values: list[str]) -> Iterator[Product]:
    """The products whose ids are `which` of `values`, with what belongs to them."""

    def of(table: str, order: str) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = defaultdict(list)
        # Table, order and condition are literals of this module.
        for row in _rows(db, f"SELECT * FROM {table} WHERE product_id {which} ORDER BY {order}", values):  # noqa: S608
            found[row["product_id"]].append(row)
        return found

    offers, pictures = of("offers", "product_id, position"), of("pictures", "product_id, position")
    awards = of("certificates", "stars DESC, expires_on DESC, id")
    facts = list(_rows(db, f"SELECT {names.columns} FROM products WHERE id {which} ORDER BY id", values))  # noqa: S608
    makers = list({row["producer_id"] for row in facts})
    sql = f"SELECT * FROM producers WHERE id IN ({','.join('?' * len(makers))})"  # noqa: S608
    producers = {row["id"]: row for row in _rows(db, sql, makers)}
    day = on.isoformat()
    for row in facts:
        ident = row["id"]
        certificate, lapsed = _standing(awards[ident], day) if ident in awards else (None, None)
        yield Product(
            row,
            producers[row["producer_id"]],
            tuple(offers.get(ident, ())),
            tuple(pictures.get(ident, ())),
            certificate,
            lapsed,
            names.sets.get(row["ocop_set"]),
            names.ranks.get(row["commune_code"]),
        )


def _standing(awards: Sequence[Record], day: str) -> tuple[Record | None, Record | None]:
    """The first of the awards in force on a day, else the one that lapsed last."""
    for award in awards:
        if award["expires_on"] >= day:
            return award, None
    return None, max(awards, key=lambda a: a["expires_on"], default=None)


def _rows(db: sqlite3.Connection, sql: str, values: list[str]) -> Iterator[Record]:
    """Rows as dicts, as the connection gives them, in half the time: the names are looked up once."""
    cursor = db.cursor()
    cursor.row_factory = None
    cursor.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)
