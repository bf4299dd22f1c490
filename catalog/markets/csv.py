"""The whole catalogue as one plain table: a row per offer, values exactly as published, for any other program."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from catalog.markets.listing.offers import price_words
from catalog.markets.market import Job, Market, origin
from catalog.publish.tables import schema
from catalog.publish.tables.reading import Product

HIDDEN = ("name_sort", "source_words", "origins")
# Columns of products that others need; the tables' full description is docs/catalog-db.md.
PRODUCT = tuple(c.name for c in schema.BY_NAME["products"].columns if c.name not in HIDDEN)
OFFER = tuple(c.name for c in schema.BY_NAME["offers"].columns if c.name not in ("product_id",))
CERTIFICATE = ("stars", "decision_number", "decision_date", "expires_on")
HEADER = (
    *PRODUCT, "producer", "producer_kind", "set_title", *CERTIFICATE,
    *(f"offer_{n}" for n in OFFER), "offer_price", "place", "pictures", "page",
)  # fmt: skip


def write(products: Iterable[Product], job: Job) -> int:
    """`catalog.csv` in UTF-8, a row per offer; pictures are the hashes of their originals, parted by spaces."""
    rows = 0
    with (job.folder / "catalog.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(HEADER)
        for product in products:
            own = [product.facts[n] for n in PRODUCT]
            own += [product.producer["name"], product.producer["producer_kind"], product.set_title]
            own += [product.certificate[n] if product.certificate else None for n in CERTIFICATE]
            pictures = " ".join(p["sha256"] for p in product.pictures)
            for offer in product.offers:
                cells = (offer.get(n) for n in OFFER)
                writer.writerow([*own, *cells, price_words(offer), origin(product), pictures, job.page_url(product)])
                rows += 1
    return rows


MARKET = Market(
    name="csv",
    title="CSV (toàn bộ danh mục)",
    kind="dump",
    evidence="ours: docs/catalog-db.md",
    write=write,
)
