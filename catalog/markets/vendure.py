"""Vendure's product import: its required columns, pictures as files in `anh/`, facets as facet:value.

The importer only adds: it has no way to update or to hide, so there is no file of changes. It reads prices times 100
for every currency, so that 212000 becomes 21,200,000 hundredths of a đồng: that is Vendure's unit, and right.
"""

from __future__ import annotations

from catalog.markets.listing import offers, pictures, texts
from catalog.markets.listing.offers import Variant
from catalog.markets.listing.rows import Row, Rows
from catalog.markets.market import Job, Market
from catalog.markets.writing.feed import Feed
from catalog.markets.writing.tables import Table
from catalog.publish.tables.reading import Product

HEADER = (
    "name", "slug", "description", "assets", "facets", "optionGroups", "optionValues", "sku", "price", "taxCategory",
    "stockOnHand", "trackInventory", "variantAssets", "variantFacets",
)  # fmt: skip


def rows(product: Product, job: Job) -> Rows:
    """The product with its first pack; each further pack a row without a name."""
    packs = offers.variants(product)
    # A pack is told as an option, also the only one: buyers see it nowhere else.
    is_told = all(pack.size for pack in packs)
    made = [_pack(pack, is_told=is_told) for pack in packs]
    made[0] |= {
        "name": texts.bare(product.facts["name"]),
        "slug": product.facts["slug"],
        "description": texts.as_html(texts.description(product)),
        "assets": "|".join(pictures.names(product)),
        "facets": "|".join(f"{_safe(facet)}:{_safe(value)}" for facet, value in _facets(product) if value),
        "optionGroups": "Quy cách" if is_told else "",
    }
    return made


def _facets(product: Product) -> list[tuple[str, str]]:
    star = f"{product.stars} sao" if product.stars else ""
    return [("Nhóm sản phẩm", product.set_title or ""), ("Tỉnh", product.facts["province"] or ""), ("OCOP", star),
            ("Cơ sở sản xuất", product.producer["name"])]  # fmt: skip


def _pack(pack: Variant, *, is_told: bool) -> Row:
    return {
        "optionValues": _safe(pack.size) if is_told else "",
        "sku": pack.sku,
        "price": str(pack.price),
        "taxCategory": "standard",
        "stockOnHand": str(pack.stock or 0),
        "trackInventory": "FALSE" if pack.stock is None else "TRUE",
    }


def _safe(value: str) -> str:
    """Without the two signs that part facets and lists."""
    return value.replace("|", "/").replace(":", " -")


MARKET = Market(
    name="vendure",
    title="Vendure",
    kind="feed",
    evidence="importer code read and run (November 2026)",
    read_by="Vendure 3.7.3",
    write=Feed(
        rows=rows,
        key=lambda row: row["sku"],
        sink=lambda job: Table(job.folder, "products", HEADER),
        copies="always",
    ),
    notes=(
        "Đặt ngôn ngữ vi và tiền tệ VND cho kênh bán trước khi nhập; thư mục anh là importAssetsDir.",
        "Vendure chỉ thêm mới: nhập vào cửa hàng trống, hoặc xóa sản phẩm cũ trước.",
    ),
)
