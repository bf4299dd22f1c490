"""What a question finds as a file: `/san-pham.csv` for a spreadsheet, `/san-pham.json` for a program; all of it."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from datasette.utils.asgi import AsgiStream

from catalog.publish import reading
from catalog.publish.reading import Product
from catalog.web import headers, listing, phrases, ranking, search
from catalog.web.pages import Visit

# Of a product's row, in this order; `page` is its address on the site, stars are those of today.
FACTS = (
    "id", "name", "province", "province_code", "commune", "commune_code", "ocop_set", "pack_words", "price_low",
    "price_high", "price_per", "unit_price", "unit_price_per", "updated_on",
)  # fmt: skip
COLUMNS = (*FACTS, "producer", "stars", "expires_on", "page")

Row = dict[str, Any]


async def as_csv(visit: Visit) -> AsgiStream:
    """The answer with a heading, in UTF-8 with the mark that spreadsheets need; no cell is a formula."""

    def lines(rows: Sequence[Row]) -> str:
        out = io.StringIO()
        csv.writer(out).writerows([inert(row[name]) for name in COLUMNS] for row in rows)
        return out.getvalue()

    heading = "\ufeff" + ",".join(COLUMNS) + "\r\n"
    return _stream(visit, "csv", "text/csv; charset=utf-8", heading, lambda rows, _: lines(rows), "")


async def as_json(visit: Visit) -> AsgiStream:
    """The answer as one list of objects."""

    def lines(rows: Sequence[Row], is_first: bool) -> str:
        return ("" if is_first else ",\n") + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)

    return _stream(visit, "json", "application/json; charset=utf-8", "[\n", lines, "\n]\n")


def _stream(
    visit: Visit, ending: str, media_type: str, start: str, part: Callable[[Sequence[Row], bool], str], end: str
) -> AsgiStream:
    async def write(to: Any) -> None:
        await to.write(start)
        is_first = True
        async for rows in _rows(visit):
            await to.write(part(rows, is_first))
            is_first = False
        await to.write(end)

    sent = {
        "content-disposition": f'attachment; filename="dac-san-ocop.{ending}"',
        headers.RELEASE: str(visit.catalogue.release["id"]),
    }
    return AsgiStream(write, headers=sent, content_type=media_type)


async def _rows(visit: Visit) -> AsyncIterator[list[Row]]:
    """The answer's products, a batch at a time: memory does not grow with the catalogue."""
    today = visit.catalogue.today

    def found(db: sqlite3.Connection) -> list[int]:
        shelf = visit.catalogue.shelf(db)
        question = listing.in_release(shelf, search.read(visit.arguments))
        return ranking.find(db, shelf, question).numbers(db, 0, None)

    numbers = await visit.catalogue.read(found)
    for begin in range(0, len(numbers), reading.BATCH):
        some = numbers[begin : begin + reading.BATCH]

        def batch(db: sqlite3.Connection, some: list[int] = some) -> list[Product]:
            return listing.products(db, listing.ids_of(db, some), today)

        yield [_row(visit, product) for product in await visit.catalogue.read(batch)]


def _row(visit: Visit, product: Product) -> Row:
    return {
        **{name: product.facts[name] for name in FACTS},
        "producer": phrases.producer(visit.language, product.producer),
        "stars": product.stars,
        "expires_on": product.certificate["expires_on"] if product.certificate else None,
        "page": visit.absolute(visit.link(f"/san-pham/{product.facts['slug']}")),
    }


def inert(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; a list's honest dash ("- vỏ quế") stays as it is."""
    if not isinstance(value, str) or not value:
        return value
    is_dash = value[0] == "-" and value[1:2].isspace()
    return "'" + value if value[0] in "=+-@\t\r\n" and not is_dash else value
