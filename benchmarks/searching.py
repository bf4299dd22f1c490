"""A search page through the whole site, in this process, beside Datasette's own bare table page on the same file.

Both go the same way through the same server and read as many rows; Datasette's has no facets, no pictures, no search.
The bare FTS5 query that a search rests on stands beside them.
"""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from catalog.web import search, serving

WORDS = ["mat ong", "quế", "tra que", "ớt chào mào", "gao nep", "tra", "mat ogn"]
RUNS = 70


@dataclass(frozen=True)
class Times:
    """Seconds of each request, in the order in which they were sent in turns."""

    ours: list[float]
    filtered: list[float]
    table: list[float]
    bare: list[float]


def p95(times: list[float]) -> float:
    """The time that 95 of 100 stay below."""
    return statistics.quantiles(times, n=20)[-1]


async def search_times(catalog: Path) -> Times:
    """Our search page, our page of a province, Datasette's table page of 24 rows, and the bare FTS5 query."""
    served = serving.datasette_for(catalog.resolve())
    await served.invoke_startup()

    async def page(path: str) -> None:
        answer = await served.client.get(path)
        assert answer.status_code == 200, path

    # What is worked out once a day is worked out when a release starts, before the first visitor.
    await page("/san-pham?q=mat+ogn")
    db = sqlite3.connect(f"file:{catalog.resolve()}?mode=ro", uri=True)
    times = Times([], [], [], [])
    for run in range(RUNS):
        word = WORDS[run % len(WORDS)]
        times.ours.append(await _timed(page, f"/san-pham?q={word}"))
        times.filtered.append(await _timed(page, f"/san-pham?tinh=15&sap-xep=gia&trang={run % 3 + 1}"))
        times.table.append(await _timed(page, f"/catalog/product_facts?_size={search.PAGE_SIZE}&_nofacet=1"))
        times.bare.append(_bare(db, word))
    db.close()
    served.close()
    return times


async def _timed(page: Callable[[str], Awaitable[None]], path: str) -> float:
    start = time.perf_counter()
    await page(path)
    return time.perf_counter() - start


def _bare(db: sqlite3.Connection, word: str) -> float:
    sql = """SELECT p.* FROM products_folded f JOIN products p ON p.number = f.rowid
              WHERE products_folded MATCH ? ORDER BY rank LIMIT 24"""
    start = time.perf_counter()
    db.execute(sql, [" ".join(search.folded_words(word))]).fetchall()
    return time.perf_counter() - start
