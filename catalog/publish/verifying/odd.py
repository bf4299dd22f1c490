"""What is odd about the shape of a release against the one before it, and asks for a person's word (hazard 24).

Each question is asked of the whole: one product that is dear, or gone, or has its neighbour's picture, is a matter of
the queue. What a person has let through once is not asked again, since the next release is compared with that one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from catalog.publish.tables.schema import TODAY

# A release that loses more than this share of the products.
MOST_LOST = 1 / 3
# So many products of one province that are all gone: a list that was not read, or read for another province.
FEWEST_OF_PROVINCE = 10
# Prices, or contents, that grow or shrink so many times were read in another unit: đồng for nghìn đồng, g for kg.
FACTOR = 500
# So many of them of one delivery, and a third of them; or a third of all.
FEWEST_MOVED = 3
# So many products of one delivery that all show one picture, or bear one name: a placeholder, a logo, a wrong column.
FEWEST_ALIKE = 5
# So many products, and a third of those of before, that changed hands: producers that were taken for one.
FEWEST_OTHERS = 5
# So many products, and half of those with stars, whose stars fall or rise: a register read for another year.
FEWEST_STARS = 5


def questions(before: Path | None, new: Path) -> list[str]:
    """A sentence for each thing that is odd about the new file; before is the release that was current."""
    with closing(sqlite3.connect(f"file:{new}?mode=ro&immutable=1", uri=True)) as db:
        if before is None:
            return [*_pictures(db, ""), *_names(db, "")]
        db.execute("ATTACH ? AS before", [f"file:{before.resolve()}?mode=ro&immutable=1"])
        return [
            *_lost(db),
            *_provinces(db),
            *_moved(db, "prices", _PRICES, 1),
            *_moved(db, "contents", _CONTENTS, FEWEST_MOVED),
            *_pictures(db, _SHOWN_BEFORE),
            *_names(db, _NAMED_BEFORE),
            *_hands(db),
            *_stars(db),
        ]


def _lost(db: sqlite3.Connection) -> Iterator[str]:
    (was,), (now,) = (db.execute(f"SELECT count(*) FROM {s}.products").fetchone() for s in ("before", "main"))  # noqa: S608
    if now < was * (1 - MOST_LOST):
        yield f"{was - now} of {was} products would disappear"


def _provinces(db: sqlite3.Connection) -> Iterator[str]:
    for province, products in db.execute(_PROVINCES, {"fewest": FEWEST_OF_PROVINCE}):
        yield f"all {products} products of {province} would disappear"


_PROVINCES = """
SELECT o.province, count(*) FROM before.products o LEFT JOIN main.products n ON n.id = o.id
 WHERE o.province_code IS NOT NULL AND o.province_code NOT IN
       (SELECT province_code FROM main.products WHERE province_code IS NOT NULL)
 GROUP BY o.province_code HAVING count(*) >= :fewest AND count(n.id) = 0 ORDER BY 1
"""


def _moved(db: sqlite3.Connection, what: str, sql: str, fewest: int) -> Iterator[str]:
    rows = db.execute(sql, {"factor": FACTOR}).fetchall()
    moved, known = sum(row[1] for row in rows), sum(row[2] for row in rows)
    if moved >= fewest and moved * 3 >= known:
        yield f"{moved} of {known} {what} would be some thousand times what they were, or a thousandth"
        return
    for source, moved, known in rows:
        if moved >= FEWEST_MOVED and moved * 3 >= known:
            yield f"{moved} of {known} {what} of delivery {source} would be a thousandfold, or a thousandth"


_PRICES = """
SELECT n.source_id, sum(n.price_low >= :factor * o.price_low OR o.price_low >= :factor * n.price_low), count(*)
  FROM main.products n JOIN before.products o ON o.id = n.id
 WHERE n.price_low > 0 AND o.price_low > 0 GROUP BY n.source_id ORDER BY n.source_id
"""


def _packs(schema: str) -> str:
    return f"""SELECT product_id, min(net_total) AS least, max(net_total) AS most FROM {schema}.offers
                WHERE net_total > 0 GROUP BY product_id"""  # noqa: S608 - ours


# A pack of another size stands beside those that a product had: its largest and smallest are compared.
_CONTENTS = f"""
SELECT p.source_id, sum(n.most >= :factor * o.most OR o.least >= :factor * n.least), count(*)
  FROM ({_packs("main")}) n JOIN ({_packs("before")}) o ON o.product_id = n.product_id
  JOIN main.products p ON p.id = n.product_id GROUP BY p.source_id ORDER BY p.source_id
"""  # noqa: S608 - ours


def _pictures(db: sqlite3.Connection, unless: str) -> Iterator[str]:
    for source, products in db.execute(_PICTURES.format(unless=unless), {"fewest": FEWEST_ALIKE}):
        yield f"all {products} products with pictures of delivery {source} would show one and the same picture"


_PICTURES = """
SELECT p.source_id, count(DISTINCT p.id) AS products
  FROM main.products p JOIN main.pictures i ON i.product_id = p.id
 GROUP BY p.source_id HAVING count(DISTINCT i.sha256) = 1 AND products >= :fewest {unless} ORDER BY 1
"""
_SHOWN_BEFORE = """
   AND (SELECT count(DISTINCT product_id) FROM before.pictures WHERE sha256 = min(i.sha256)) < :fewest
"""


def _names(db: sqlite3.Connection, unless: str) -> Iterator[str]:
    for source, products in db.execute(_NAMES.format(unless=unless), {"fewest": FEWEST_ALIKE}):
        yield f"all {products} products of delivery {source} would bear one and the same name"


_NAMES = """
SELECT source_id, count(*) AS products FROM main.products p
 GROUP BY source_id HAVING min(name_sort) = max(name_sort) AND products >= :fewest {unless} ORDER BY 1
"""
_NAMED_BEFORE = "AND (SELECT count(*) FROM before.products WHERE name_sort = min(p.name_sort)) < :fewest"


def _hands(db: sqlite3.Connection) -> Iterator[str]:
    moved, known = db.execute(_HANDS).fetchone()
    if moved >= FEWEST_OTHERS and moved * 3 >= known:
        yield f"{moved} of {known} products would belong to another producer than before"


_HANDS = """
SELECT coalesce(sum(n.producer_id <> o.producer_id), 0), count(*)
  FROM main.products n JOIN before.products o ON o.id = n.id
"""


def _stars(db: sqlite3.Connection) -> Iterator[str]:
    fallen, risen, known = db.execute(_STARS).fetchone()
    for moved, what in ((fallen, "lose"), (risen, "gain")):
        if moved >= FEWEST_STARS and moved * 2 >= known:
            yield f"{moved} of {known} products with stars would {what} some"


def _best(schema: str) -> str:
    return f"""SELECT product_id, max(stars) AS stars FROM {schema}.certificates
                WHERE expires_on >= {TODAY} GROUP BY product_id"""  # noqa: S608 - ours


# Of products that are still there; those that had none before and are recognised now are nothing odd.
_STARS = f"""
SELECT coalesce(sum(coalesce(n.stars, 0) < o.stars), 0), coalesce(sum(n.stars > o.stars), 0), count(*)
  FROM ({_best("before")}) o JOIN main.products p ON p.id = o.product_id
  LEFT JOIN ({_best("main")}) n ON n.product_id = o.product_id
"""  # noqa: S608 - ours
