"""Barcodes that two packs share: importers take one of them and refuse the other, or the whole file.

WooCommerce 9.9 fails the second row (“Invalid or duplicated GTIN”), Odoo 17 the file (“Barcode(s) already assigned”). A
barcode names one pack (GS1), and which of two it names nobody has said, so neither is listed with it, and that is told.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from catalog.markets.market import Unmet
from catalog.publish.tables.reading import Product


def shared(db: sqlite3.Connection) -> frozenset[str]:
    """The barcodes that more than one pack of the catalogue has."""
    found = db.execute("SELECT gtin FROM offers WHERE gtin <> '' GROUP BY gtin HAVING count(*) > 1")
    return frozenset(row["gtin"] for row in found)


def own(product: Product, shared: frozenset[str]) -> tuple[Product, tuple[Unmet, ...]]:
    """The product without barcodes that others have, too, and what is to be told of it."""
    if not shared:
        return product, ()
    taken = sorted({offer["gtin"] for offer in product.offers} & shared)
    if not taken:
        return product, ()
    offers = tuple(o | {"gtin": None} if o["gtin"] in shared else o for o in product.offers)
    words = f"Mã vạch {', '.join(taken)} có ở nhiều quy cách nên không đưa lên; mỗi quy cách cần một mã riêng."
    return replace(product, offers=offers), (Unmet("gtin-shared", words),)
