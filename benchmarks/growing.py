"""How the pages of buyers grow with the catalogue: a search, a province by price, and Datasette's bare table page.

    python -m benchmarks.growing [20000 100000 1000000]

The catalogues are written straight from invented rows by the writer of releases; nothing is imported or published.
"""

from __future__ import annotations

import asyncio
import random
import resource
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import sheet
from benchmarks.searching import Times, p95, search_times
from catalog.publish.tables import build, searched
from catalog.values import text
from tests.catalog.web import shop

SIZES = (20_000, 100_000, 1_000_000)
# Of a hundred products so many have a star in force, as in the sheets of the other figures.
STARRED = 11


def write(path: Path, count: int) -> None:
    """A catalogue of `count` products, streamed."""
    tables = shop.rows()
    with build.new_catalog(path) as db:
        for name in ("sets", "places", "sources", "producers"):
            build.insert(db, name, (build.as_row(name, row) for row in tables[name]))
        release = {**tables["release"][0], "products": count}
        build.insert(db, "release", [build.as_row("release", release)])
        for products in _batches(count, tables):
            numbered = [(int(p["id"][1:]), searched.words(p, p["producer_id"])) for p in products]
            build.insert(db, "products", (build.as_row("products", p) for p in products))
            build.insert(
                db, "certificates", (build.as_row("certificates", c) for c in map(_certificate, products) if c)
            )
            for place, index in enumerate(build.INDEXES):
                build.insert_words(db, index, ((n, *words[place]) for n, words in numbered))


def _batches(count: int, tables: dict[str, list[dict[str, Any]]]) -> Iterator[list[dict[str, Any]]]:
    chance = random.Random(2026)
    for start in range(1, count + 1, 10_000):
        yield [_product(n, chance, tables) for n in range(start, min(start + 10_000, count + 1))]


def _product(n: int, chance: random.Random, tables: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    name = f"{chance.choice(sheet.GOODS)[0]} {chance.choice(sheet.WORDS)} {n % 997}"
    place, price = chance.choice(tables["places"]), chance.randint(5, 900) * 1000
    return {
        "id": f"p{n:07}", "slug": f"{text.slug(name)}-{n}", "name": name, "name_sort": text.sort_key(name),
        "producer_id": chance.choice(tables["producers"])["id"], "ocop_set": chance.choice(tables["sets"])["ocop_set"],
        **{key: place[key] for key in ("commune", "commune_code", "province", "province_code")},
        "price_low": price, "price_high": price, "unit_price": price * 2, "unit_price_per": "kg", "source_id": "s1",
        "updated_on": f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
    }  # fmt: skip


def _certificate(product: dict[str, Any]) -> dict[str, Any] | None:
    n = int(product["id"][1:])
    if n % 100 >= STARRED:
        return None
    return {"id": f"c{n}", "product_id": product["id"], "stars": 3 + n % 3, "expires_on": "2028-04-26"}


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    print("| products | search page, median / p95 (ms) | province by price (ms) | Datasette's table (ms) "
          "| p95 beside it | largest memory (MB) |\n|--:|--:|--:|--:|--:|--:|")  # fmt: skip
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "catalog.db"
            write(path, size)
            print(_line(size, asyncio.run(search_times(path))), flush=True)


def _line(size: int, times: Times) -> str:
    def shown(found: list[float]) -> str:
        return f"{statistics.median(found) * 1000:.0f} / {p95(found) * 1000:.0f}"

    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return (f"| {size:,} | {shown(times.ours)} | {shown(times.filtered)} | {shown(times.table)} "
            f"| {p95(times.ours) / p95(times.table):.2f} | {memory:,} |")  # fmt: skip


if __name__ == "__main__":
    main()
