"""What is counted: the release and the workbench as a few flat tables in memory, for one scope and one day.

Every number of a report is a count of rows of these tables, and every list behind a number is those very rows, so the
two cannot differ. Nothing of another scope is in them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.publish.tables import reading
from catalog.reports import preflights, published, waiting
from catalog.workbench.home import Home
from catalog.workbench.officers.accounts import Officer
from catalog.workbench.reviewing.scopes import Scope
from catalog.workbench.store import Workbench

_TABLES = """
CREATE TABLE products (
  id TEXT PRIMARY KEY, slug TEXT, name TEXT, name_sort TEXT,
  producer_id TEXT, producer TEXT, producer_kind TEXT,
  province_code TEXT, province TEXT, commune_code TEXT, commune TEXT,
  ocop_set TEXT, set_title TEXT, set_title_en TEXT,
  award TEXT,        -- 5, 4 or 3 stars in force; het where they lapsed, khong where there never were any
  expires_on TEXT, decision TEXT,
  months INTEGER,    -- 1, 3 or 6: the certificate in force lapses within so many months; null where later
  lacks TEXT,        -- what the listing still lacks, codes of published.LACKS between spaces
  first_on TEXT      -- day in Vietnam on which its page was first given an address
);
CREATE TABLE listings (product_id TEXT, market TEXT, title TEXT, state TEXT, since TEXT, url TEXT, words TEXT);
CREATE TABLE readiness (product_id TEXT, market TEXT, state TEXT, codes TEXT);
CREATE TABLE waiting (
  draft INTEGER, name TEXT, producer TEXT, province_code TEXT, commune_code TEXT, commune TEXT, file TEXT, sender TEXT,
  received_on TEXT, days INTEGER, doubts TEXT
);
CREATE TABLE deliveries (
  submission TEXT, received_on TEXT, kind TEXT, file TEXT, sender TEXT, number INTEGER
);
CREATE TABLE crawls (source TEXT, reason TEXT, is_good INTEGER, run_on TEXT, pages INTEGER, records INTEGER);
"""
_INDEXES = """
CREATE INDEX listings_product ON listings(product_id);
CREATE INDEX readiness_market ON readiness(market, state);
"""


@dataclass(frozen=True, eq=False)
class Facts:
    """The tables of one scope on one day; release: its row, None before the first one.

    is_looked_over  whether readiness is that of this release and day; else it is of an earlier one, or not there
    """

    db: sqlite3.Connection
    scope: Scope
    on: date
    release: Mapping[str, Any] | None = None
    is_looked_over: bool = False

    def rows(self, sql: str, values: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """All rows of a query, each as a dict."""
        cursor = self.db.execute(sql, values or {})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def close(self) -> None:
        """Lets go of the memory."""
        self.db.close()


def gather(home: Home, scope: Scope, on: date, officer: Officer | None = None) -> Facts:
    """The facts of a scope on a day. Raises Unreadable where release or workbench are none of ours.

    officer: whose whole scope it is, where it is one's.
    """
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    db.executescript(_TABLES)
    db.execute("BEGIN")
    with Workbench(home.workbench, is_reading=True) as bench, bench.reading():
        release = _published(db, home, bench, scope, on)
        _fill(db, "listings", waiting.listings(bench))
        _fill(db, "waiting", waiting.drafts(bench, scope, on, officer))
        _fill(db, "deliveries", waiting.deliveries(bench, scope))
        if scope.has_province:  # sources are of no commune
            _fill(db, "crawls", waiting.crawls(bench))
    names = ("product_id", "market", "state", "codes")
    _fill(db, "readiness", (dict(zip(names, row, strict=True)) for row in preflights.read(home)))
    for table in ("listings", "readiness"):  # what is said of products that are no longer, or not here
        db.execute(f"DELETE FROM {table} WHERE product_id NOT IN (SELECT id FROM products)")  # noqa: S608
    db.execute("COMMIT")
    db.executescript(_INDEXES)
    return Facts(db, scope, on, release, preflights.is_current(home, on))


def _published(
    db: sqlite3.Connection, home: Home, bench: Workbench, scope: Scope, on: date
) -> Mapping[str, Any] | None:
    if not home.catalog.exists():
        return None
    with closing(reading.connect(home.catalog)) as catalog:
        _fill(db, "products", published.products(catalog, bench, scope, on))
        release: Mapping[str, Any] = catalog.execute("SELECT * FROM release").fetchone()
    return release


def _fill(db: sqlite3.Connection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Writes rows that have exactly the table's columns."""
    names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    marks = ",".join(f":{name}" for name in names)
    db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
