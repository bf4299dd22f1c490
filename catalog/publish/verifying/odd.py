"""What is odd about the shape of a release against the one before it, and asks for a person's word (hazard 24).

Each question is asked of the whole: one product that is dear, or gone, or has its neighbour's picture, is a matter of
the queue. What a person has let through once is not asked again, since the next release is compared with that one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

# A release that loses more than this share of the products.
MOST_LOST = 1 / 3
# Prices that grow or shrink so many times were read in another unit: đồng for nghìn đồng.
PRICE_FACTOR = 500
# So many prices of one delivery, and a third of them; or a third of all.
FEWEST_PRICES = 3
# So many products of one delivery that all show one picture: a placeholder, or a logo.
FEWEST_PICTURES = 5


def questions(before: Path | None, new: Path) -> list[str]:
    """A sentence for each thing that is odd about the new file; before is the release that was current."""
    if before is None:
        return list(_pictures_without_before(new))
    with closing(sqlite3.connect(f"file:{new}?mode=ro&immutable=1", uri=True)) as db:
        db.execute("ATTACH ? AS before", [f"file:{before.resolve()}?mode=ro&immutable=1"])
        return [*_lost(db), *_prices(db), *_pictures(db, _SHOWN_BEFORE)]


def _lost(db: sqlite3.Connection) -> Iterator[str]:
    (was,), (now,) = (db.execute(f"SELECT count(*) FROM {s}.products").fetchone() for s in ("before", "main"))  # noqa: S608
    if now < was * (1 - MOST_LOST):
        yield f"{was - now} of {was} products would disappear"


def _prices(db: sqlite3.Connection) -> Iterator[str]:
    rows = db.execute(_PRICES, {"factor": PRICE_FACTOR}).fetchall()
    moved, known = sum(row[1] for row in rows), sum(row[2] for row in rows)
    if moved and moved * 3 >= known:
        yield f"{moved} of {known} prices would be some thousand times what they were, or a thousandth"
        return
    for source, moved, known in rows:
        if moved >= FEWEST_PRICES and moved * 3 >= known:
            yield f"{moved} of {known} prices of delivery {source} would be a thousandfold, or a thousandth"


_PRICES = """
SELECT n.source_id, sum(n.price_low >= :factor * o.price_low OR o.price_low >= :factor * n.price_low), count(*)
  FROM main.products n JOIN before.products o ON o.id = n.id
 WHERE n.price_low > 0 AND o.price_low > 0 GROUP BY n.source_id ORDER BY n.source_id
"""


def _pictures_without_before(new: Path) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{new}?mode=ro&immutable=1", uri=True)) as db:
        yield from _pictures(db, "")


def _pictures(db: sqlite3.Connection, unless: str) -> Iterator[str]:
    for source, products in db.execute(_PICTURES.format(unless=unless), {"fewest": FEWEST_PICTURES}):
        yield f"all {products} products with pictures of delivery {source} would show one and the same picture"


_PICTURES = """
SELECT p.source_id, count(DISTINCT p.id) AS products
  FROM main.products p JOIN main.pictures i ON i.product_id = p.id
 GROUP BY p.source_id HAVING count(DISTINCT i.sha256) = 1 AND products >= :fewest {unless} ORDER BY 1
"""
_SHOWN_BEFORE = """
   AND (SELECT count(DISTINCT product_id) FROM before.pictures WHERE sha256 = min(i.sha256)) < :fewest
"""
