"""Releases that an earlier program wrote, read as if they had the tables of today.

After an update, or `ocop rollback`, a release of before is current: it is served, exported and compared with as it
stands, and the next `ocop publish` writes today's shape. To change a table in schema.py: raise SCHEMA_VERSION there,
and add here, under the version of before, the temporary views that make the old file look like the new one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from catalog.publish.tables import schema

# Version → (view, the statement that makes it). A temporary view hides the table of its name.
VIEWS: dict[int, tuple[tuple[str, str], ...]] = {
    # `products` was the table itself and said nothing of stars; packed weights, earlier addresses and listings at
    # markets were not published.
    1: (
        ("products", schema.products_view("CREATE TEMP VIEW", "main.products")),
        ("addresses", "CREATE TEMP VIEW addresses AS SELECT '' AS slug, '' AS kind, '' AS id, '' AS given_to WHERE 0"),
        ("offers", "CREATE TEMP VIEW offers AS SELECT *, NULL AS gross_weight FROM main.offers"),
        (
            "listings",
            "CREATE TEMP VIEW listings AS"
            " SELECT '' AS id, '' AS product_id, '' AS market, '' AS title, '' AS url WHERE 0",
        ),
    ),
    # Nothing said the e-mail address of a producer.
    2: (("producers", "CREATE TEMP VIEW producers AS SELECT *, NULL AS email FROM main.producers"),),
    # Nothing said which of several deliveries a fact comes from, nor whose a delivery is; no account was published.
    # `products` needs no view: what asks for columns by name (changes.py, lists.py) takes null for one that is not
    # there.
    3: (
        ("sources", "CREATE TEMP VIEW sources AS SELECT *, NULL AS evidence FROM main.sources"),
        (
            "bank_accounts",
            "CREATE TEMP VIEW bank_accounts AS"
            " SELECT '' AS producer_id, '' AS bank_bin, '' AS bank, '' AS number, '' AS owner WHERE 0",
        ),
    ),
    # Nothing said the size of a pack's parcel. `offers` needs no view either.
    4: (),
}


def version(db: sqlite3.Connection) -> int | None:
    """The version of a release's tables; None where there is no row of `release`. Raises sqlite3.DatabaseError."""
    # By name, whatever the connection makes of its rows.
    found = db.cursor()
    found.row_factory = sqlite3.Row
    row = found.execute("SELECT schema_version FROM release").fetchone()
    return int(row["schema_version"]) if row else None


def bridge(db: sqlite3.Connection) -> list[str]:
    """Makes an older release look like one of today on this connection; gives the names of the views it took."""
    missing = range(version(db) or schema.SCHEMA_VERSION, schema.SCHEMA_VERSION)
    views = [view for step in missing for view in VIEWS[step]]
    for _, statement in views:
        db.execute(statement)
    return [name for name, _ in views]


@contextmanager
def bridged(db: sqlite3.Connection) -> Iterator[None]:
    """As `bridge`, for a connection that others use too, and as they knew it."""
    views = bridge(db)
    try:
        yield
    finally:
        for name in views:
            db.execute(f"DROP VIEW temp.{name}")
