"""Odoo's base_import on product.template: technical names as the header, each pack a product of its own.

`id` is the external id, by which a second import updates the same record.
"""

from __future__ import annotations

import re

from catalog.markets.listing import offers, texts
from catalog.markets.listing.offers import Variant
from catalog.markets.listing.rows import Row, Rows
from catalog.markets.market import Job, Market
from catalog.markets.register import limit
from catalog.markets.writing.feed import Feed
from catalog.markets.writing.tables import Limits, Table
from catalog.publish.tables.reading import Product

HEADER = (
    "id", "name", "default_code", "barcode", "list_price", "sale_ok", "purchase_ok", "weight", "description_sale",
    "active",
)  # fmt: skip
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_]")


def rows(product: Product, job: Job) -> Rows:
    """A row per pack."""
    packs = offers.variants(product)
    return [_pack(product, pack) for pack in packs]


def _pack(product: Product, pack: Variant) -> Row:
    return {
        # An external id holds one dot at most, between module and name.
        "id": f"ocop.{_NOT_IN_ID.sub('_', pack.sku)}",
        "name": texts.title(product, pack.offer),
        "default_code": pack.sku,
        "barcode": pack.gtin,
        "list_price": str(pack.price),
        "sale_ok": "True",
        "purchase_ok": "False",
        "weight": f"{pack.grams / 1000:g}" if pack.grams else "",
        "description_sale": texts.description(product),
        "active": "True",
    }


MARKET = Market(
    name="odoo",
    title="Odoo",
    kind="feed",
    evidence="base_import's code read and run (November 2026)",
    read_by="Odoo 17.0",
    write=Feed(
        rows=rows,
        key=lambda row: row["id"],
        sink=lambda job: Table(job.folder, "product.template", HEADER, limits=Limits(limit("odoo", "rows"))),
        hide=lambda row: row | {"active": "False", "sale_ok": "False"},
        clears=("barcode",),
    ),
    notes=(
        "Nhập tại Sales → Products → Import records, giữ nguyên hàng tiêu đề; lần sau nhập lại sẽ cập nhật theo id.",
    ),
)
