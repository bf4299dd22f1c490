"""WooCommerce's product CSV importer: its exact header, simple products, and variations for several packs.

The barcode stands under `global_unique_id`: running importers (7.9, 11.0) do not map the exporter's own header
`GTIN, UPC, EAN, or ISBN` and drop the number without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.markets.listing import offers, pictures, texts
from catalog.markets.listing.offers import Variant
from catalog.markets.market import Job, Market, decision, origin
from catalog.markets.market import pack as market_pack
from catalog.markets.sending.rows import Row, Rows
from catalog.markets.writing.feed import Feed
from catalog.markets.writing.tables import Table
from catalog.publish.reading import Product

HEADER = (
    "ID", "Type", "SKU", "global_unique_id", "Name", "Published", "Is featured?", "Visibility in catalog",
    "Short description", "Description", "Date sale price starts", "Date sale price ends", "Tax status", "Tax class",
    "In stock?", "Stock", "Low stock amount", "Backorders allowed?", "Sold individually?", "Weight (kg)", "Length (cm)",
    "Width (cm)", "Height (cm)", "Allow customer reviews?", "Purchase note", "Sale price", "Regular price",
    "Categories", "Tags", "Shipping class", "Images", "Download limit", "Download expiry days", "Parent",
    "Grouped products", "Upsells", "Cross-sells", "External URL", "Button text", "Position",
    "Attribute 1 name", "Attribute 1 value(s)", "Attribute 1 visible", "Attribute 1 global",
    "Attribute 2 name", "Attribute 2 value(s)", "Attribute 2 visible", "Attribute 2 global",
    "Attribute 3 name", "Attribute 3 value(s)", "Attribute 3 visible", "Attribute 3 global",
    "Attribute 4 name", "Attribute 4 value(s)", "Attribute 4 visible", "Attribute 4 global",
    # Custom fields of the shop, by which our own import knows the products again (catalog.sheets.ours).
    "Meta: ocop_name", "Meta: ocop_producer", "Meta: ocop_address", "Meta: ocop_ocop_set", "Meta: ocop_pack",
    "Meta: ocop_price", "Meta: ocop_stock",
)  # fmt: skip


def rows(product: Product, job: Job) -> Rows:
    """A simple product, or a variable one and its variations."""
    packs = offers.variants(product)
    if len(packs) == 1:
        return [_product(product, job, packs) | _sold(packs[0]) | _own(product, packs[0]) | {"Type": "simple"}]
    return [_product(product, job, packs) | {"Type": "variable"}, *_variations(product, packs)]


def _variations(product: Product, packs: Sequence[Variant]) -> Iterator[Row]:
    for position, pack in enumerate(packs, 1):
        yield (
            _sold(pack)
            | _own(product, pack)
            | {
                "Type": "variation",
                "SKU": pack.sku,
                "Name": texts.bare(product.facts["name"]),
                "Published": "1",
                "Parent": product.facts["id"],
                "Position": str(position),
                "Attribute 1 name": "Quy cách",
                "Attribute 1 value(s)": _listed([pack.size]),
                "Attribute 1 global": "0",
            }
        )


def _product(product: Product, job: Job, packs: Sequence[Variant]) -> Row:
    """What a simple product and the parent of variations share."""
    facts = product.facts
    star = f"OCOP {product.stars} sao" if product.stars else ""
    row = {
        "SKU": facts["id"],
        "Name": texts.bare(facts["name"]),
        "Published": "1",
        "Visibility in catalog": "visible",
        "Short description": _lines(texts.without_contacts(facts["summary"] or "")),
        "Description": _lines(texts.description(product)),
        "Categories": _listed([product.set_title]) if product.set_title else "",
        "Tags": _listed([t for t in (star, facts["province"]) if t]),
        "Images": ", ".join(pictures.links(product, job)),
    }
    attributes = [
        ("Quy cách", [p.size for p in packs if p.size]),
        ("Chứng nhận", [f"{star}. {decision(product)}"] if star else []),
        ("Xuất xứ", [origin(product)] if origin(product) else []),
        ("Cơ sở sản xuất", [product.producer["name"]]),
    ]
    for number, (name, values) in enumerate(((n, v) for n, v in attributes if v), 1):
        row |= {
            f"Attribute {number} name": name,
            f"Attribute {number} value(s)": _listed(values),
            f"Attribute {number} visible": "1",
            f"Attribute {number} global": "0",
        }
    return row


def _sold(pack: Variant) -> Row:
    return {
        "global_unique_id": pack.gtin,
        "In stock?": "0" if pack.is_sold_out else "1",
        "Stock": "" if pack.stock is None else str(pack.stock),
        "Weight (kg)": f"{pack.grams / 1000:g}" if pack.grams else "",
        "Regular price": str(pack.price),
    }


def _own(product: Product, pack: Variant) -> Row:
    """What the importer keeps as custom fields; a parent of variations has none, since it is no goods itself."""
    return {
        "Meta: ocop_name": product.facts["name"],
        "Meta: ocop_producer": product.producer["name"],
        "Meta: ocop_address": origin(product),
        "Meta: ocop_ocop_set": product.facts["ocop_set"] or "",
        "Meta: ocop_pack": market_pack(pack.offer),
        "Meta: ocop_price": offers.price_words(pack.offer),
        "Meta: ocop_stock": "" if pack.stock is None else str(pack.stock),
    }


def hide(row: Row) -> Row:
    """The listing as it was, unpublished and sold out: nothing of it is blank, so nothing of it is deleted."""
    return row | {"Published": "0", "In stock?": "0"} | ({"Stock": "0"} if row.get("Stock") else {})


def _lines(words: str) -> str:
    """Line breaks as the importer reads them back."""
    return words.replace("\r", "").replace("\n", "\\n")


def _listed(values: list[str]) -> str:
    """A comma list; commas inside a value are escaped."""
    return ", ".join(v.replace(",", "\\,") for v in values)


MARKET = Market(
    name="woocommerce",
    title="WooCommerce",
    kind="feed",
    evidence="importer code read; header and values seen in running importers 7.9 and 11.0 (November 2026)",
    write=Feed(
        rows=rows,
        key=lambda row: row["SKU"],
        sink=lambda job: Table(job.folder, "products", HEADER),
        hide=hide,
        # A product that gets a second pack hands price, stock, weight and barcode over to its variations.
        clears=("Attribute ", "Tags", "Stock", "In stock?", "Regular price", "Weight", "global_unique_id", "Meta: "),
    ),
    notes=(
        "Nhập tại Sản phẩm → Nhập; lần sau chọn “cập nhật sản phẩm đã có”.",
        "Chưa có địa chỉ công khai của trang thì cột Images để trống, ảnh nằm trong thư mục anh.",
    ),
)
