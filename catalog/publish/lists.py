"""Published products as one list, or a whole table, in CSV or JSON: what is taken away rather than looked at.

    python -m catalog.publish.lists < order > list.gz

A process of its own writes long lists (catalog/web/whole_files.py), so that the pages of others never wait for them.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Literal
from urllib.parse import quote

import msgspec

from catalog.errors import Conflict, Unknown
from catalog.publish.tables import reading, schema

# Of a product's row, in this order; `page` is its address on the site, stars are those of the day.
FACTS = (
    "id", "name", "province", "province_code", "commune", "commune_code", "ocop_set", "pack_words", "price_low",
    "price_high", "price_per", "unit_price", "unit_price_per", "updated_on",
)  # fmt: skip
COLUMNS = (*FACTS, "producer", "stars", "expires_on", "page")
# Rows that are written together.
PART = 500
# Below the server's own priority, as its worker is: pages go first.
NICENESS = 5
# The mark by which spreadsheets know UTF-8.
MARK = "\ufeff"

Cells = Sequence[Any]


class Words(msgspec.Struct, frozen=True):
    """What the list says in the words of a site and language: the day of stars (ISO), addresses, unnamed producers.

    page is what stands before and after a product's slug; unnamed is a pattern with %(place)s.
    """

    day: str
    page: tuple[str, str]
    unnamed: str


class Order(msgspec.Struct, frozen=True):
    """One list to be written: of products with these numbers in this order, or, where `table` is named, of its rows.

    release is the id of the one that must be found at `path`.
    """

    path: str
    release: str
    form: Literal["csv", "json"]
    words: Words
    table: str = ""
    numbers: tuple[int, ...] = ()


def written(db: sqlite3.Connection, order: Order) -> Iterator[str]:
    """The list in parts of some hundred rows: memory does not grow with the catalogue."""
    if order.table:
        names, rows = _table(db, order.table)
    else:
        names, rows = COLUMNS, products(db, order.numbers, order.words)
    if order.form == "json":
        return _json(names, rows)
    # Tables are for programs, which would take the mark for a part of the first heading.
    return _csv(names, rows, "" if order.table else MARK)


def products(db: sqlite3.Connection, numbers: Sequence[int], words: Words) -> Iterator[Cells]:
    """The cells of COLUMNS of the products with these numbers, in the same order."""
    for begin in range(0, len(numbers), reading.BATCH):
        some = numbers[begin : begin + reading.BATCH]
        sql = _PRODUCTS.format(",".join("?" * len(some)))
        found = {row[0]: row for row in _tuples(db, sql, [words.day, words.day, *some])}
        yield from (_product(found[number], words) for number in some)


_PRODUCTS = f"""
    SELECT p.number, {", ".join(f"p.{name}" for name in FACTS)},
           {schema.award("stars", "?")}, {schema.award("expires_on", "?")},
           p.slug, r.is_name_shown, r.name, l.commune_rank, r.commune, r.province
      FROM products p JOIN producers r ON r.id = p.producer_id
      LEFT JOIN places l ON l.commune_code = r.commune_code WHERE p.number IN ({{}})"""  # noqa: S608 - our own names


def _product(row: Cells, words: Words) -> Cells:
    _, *facts, stars, expires, slug, is_shown, name, rank, commune, province = row
    place = f"{rank or ''} {commune}".strip() if commune else province or "…"
    page = f"{words.page[0]}{quote(slug)}{words.page[1]}"
    return (*facts, name if is_shown else words.unnamed % {"place": place}, stars, expires, page)


def _table(db: sqlite3.Connection, name: str) -> tuple[Cells, Iterator[Cells]]:
    """The columns and rows of a public table, in the order of its key. Raises Unknown for any other name."""
    table = schema.OPEN_DATA.get(name)
    if table is None:
        raise Unknown("table", name, schema.OPEN_DATA)
    columns = [column.name for column in (*table.columns, *table.computed)]
    there = {column[0] for column in db.execute(f"SELECT * FROM {name} LIMIT 0").description}  # noqa: S608 - ours
    # A column that an older release has not is null.
    asked = ", ".join(column if column in there else f"NULL AS {column}" for column in columns)
    return columns, _tuples(db, f"SELECT {asked} FROM {name} ORDER BY {table.key}", [])  # noqa: S608


def _tuples(db: sqlite3.Connection, sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    cursor = db.cursor()
    cursor.row_factory = None
    return iter(cursor.execute(sql, values))


def _csv(names: Cells, rows: Iterable[Cells], mark: str) -> Iterator[str]:
    """With a heading, in UTF-8; no cell is a formula."""
    for part in _parts(chain([names], rows)):
        out = io.StringIO()
        csv.writer(out).writerows(map(inert, row) for row in part)
        yield mark + out.getvalue()
        mark = ""


def _json(names: Cells, rows: Iterable[Cells]) -> Iterator[str]:
    """One list of objects, each on a line."""
    between = "[\n"
    for part in _parts(rows):
        lines = (json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in part)
        yield between + ",\n".join(lines)
        between = ",\n"
    yield "\n]\n" if between == ",\n" else "[\n\n]\n"


def _parts(rows: Iterable[Cells]) -> Iterator[list[Cells]]:
    left = iter(rows)
    while part := list(islice(left, PART)):
        yield part


def inert(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; a list's honest dash ("- vỏ quế") stays as it is."""
    if not isinstance(value, str) or not value:
        return value
    is_dash = value[0] == "-" and value[1:2].isspace()
    return "'" + value if value[0] in _BEGIN_FORMULAS and not is_dash else value


# The wide forms are those that Excel turns into the plain ones as it reads.
_BEGIN_FORMULAS = frozenset("=+-@\t\r\n＝＋－＠")


def as_written(cell: str) -> str:
    """The words of a cell that `inert` gave."""
    return cell[1:] if cell[:1] == "'" and inert(cell[1:]) == cell else cell


def pack(order: Order, out: IO[bytes]) -> None:
    """Writes the list of an order, packed; equal orders give equal bytes. Raises Conflict for another release."""
    with closing(reading.connect(Path(order.path))) as db:
        (found,) = next(_tuples(db, "SELECT id FROM release", []))
        if found != order.release:
            raise Conflict(f"{order.path} holds release {found} by now, not {order.release}.")
        with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=6, mtime=0, filename="") as packed:
            for part in written(db, order):
                packed.write(part.encode())


if __name__ == "__main__":
    os.nice(NICENESS)
    pack(msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order), sys.stdout.buffer)
