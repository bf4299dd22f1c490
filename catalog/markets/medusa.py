"""Medusa v2's product import: known columns only, since one unknown column refuses the whole file.

`Variant Barcode` is left out: Medusa 2.21 reads thirteen digits as a number and then refuses the file. Products that
are there already are updated by Medusa's own ids, which only its export knows, so there is no file of changes.
"""

from __future__ import annotations

from catalog.markets.listing import offers, pictures, texts
from catalog.markets.listing.offers import Variant
from catalog.markets.market import Job, Market
from catalog.markets.sending.rows import Row, Rows
from catalog.markets.writing.feed import Feed
from catalog.markets.writing.tables import Table
from catalog.publish.reading import Product

MOST_PICTURES = 8
HEADER = (
    "Product Handle", "Product Title", "Product Subtitle", "Product Description", "Product Status",
    "Product Thumbnail", "Product Weight", "Product Discountable", "Product Origin Country",
    *(f"Product Image {n} Url" for n in range(1, MOST_PICTURES + 1)),
    "Variant Title", "Variant Sku", "Variant Manage Inventory", "Variant Allow Backorder", "Variant Price VND",
    "Variant Option 1 Name", "Variant Option 1 Value",
)  # fmt: skip


def rows(product: Product, job: Job) -> Rows:
    """A row per pack; what is the product's own stands in each."""
    shared = _product(product, job)
    return [shared | _pack(pack) for pack in offers.variants(product)]


def _product(product: Product, job: Job) -> Row:
    links = pictures.links(product, job, MOST_PICTURES)
    return {
        "Product Handle": product.facts["slug"],
        "Product Title": texts.bare(product.facts["name"]),
        "Product Subtitle": texts.on_one_line(texts.without_contacts(product.facts["summary"] or "")),
        "Product Description": texts.description(product),
        "Product Status": "published",
        "Product Thumbnail": links[0] if links else "",
        "Product Discountable": "TRUE",
        "Product Origin Country": "vn",
        **{f"Product Image {n} Url": link for n, link in enumerate(links, 1)},
    }


def _pack(pack: Variant) -> Row:
    size = pack.size or "Mặc định"
    return {
        "Variant Title": size,
        "Variant Sku": pack.sku,
        # Stock stands at locations, of which the file has no column: with managed stock nothing could be bought.
        "Variant Manage Inventory": "TRUE" if pack.is_sold_out else "FALSE",
        "Variant Allow Backorder": "FALSE",
        "Variant Price VND": str(pack.price),
        "Variant Option 1 Name": "Quy cách",
        "Variant Option 1 Value": size,
    }


MARKET = Market(
    name="medusa",
    title="Medusa",
    kind="feed",
    evidence="importer code read, imports seen in Medusa 2.21 (November 2026)",
    write=Feed(
        rows=rows,
        key=lambda row: row["Variant Sku"],
        sink=lambda job: Table(job.folder, "products", HEADER),
    ),
    notes=("Thêm tiền tệ VND cho cửa hàng trước khi nhập. Mã vạch không đưa vào: Medusa 2.21 sẽ từ chối cả tệp.",),
)
