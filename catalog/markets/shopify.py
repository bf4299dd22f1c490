"""Shopify's product CSV: the names of 2025, and with the option `legacy` those before them.

Only columns that this catalogue has something to say in: with “overwrite products with matching handles”, a blank cell
deletes what the shop itself wrote there (compare-at price, cost, tax code …), and a column that is missing leaves it.
"""

from __future__ import annotations

from catalog.markets.listing import texts
from catalog.markets.listing.offers import Variant
from catalog.markets.listing.rows import Row, Rows
from catalog.markets.listing.stacked import Stacked, kept, option
from catalog.markets.market import Job, Market
from catalog.markets.register import limit
from catalog.markets.writing.feed import Feed
from catalog.markets.writing.tables import Limits, Table
from catalog.publish.tables.reading import Product

HEADER = (
    "Title", "URL handle", "Description", "Vendor", "Type", "Tags", "Published on online store", "Status", "SKU",
    "Barcode", "Option1 name", "Option1 value", "Price", "Unit price total measure", "Unit price total measure unit",
    "Unit price base measure", "Unit price base measure unit", "Inventory tracker", "Inventory quantity",
    "Continue selling when out of stock", "Weight value (grams)", "Weight unit for display", "Requires shipping",
    "Fulfillment service", "Product image URL", "Image position", "Image alt text", "Gift card", "SEO title",
    "SEO description",
)  # fmt: skip
# Header of 2025 → the one before it, in the order of that one.
LEGACY = {
    "URL handle": "Handle", "Title": "Title", "Description": "Body (HTML)", "Vendor": "Vendor", "Type": "Type",
    "Tags": "Tags", "Published on online store": "Published",
    "Option1 name": "Option1 Name", "Option1 value": "Option1 Value",
    "SKU": "Variant SKU", "Weight value (grams)": "Variant Grams", "Inventory tracker": "Variant Inventory Tracker",
    "Inventory quantity": "Variant Inventory Qty", "Continue selling when out of stock": "Variant Inventory Policy",
    "Fulfillment service": "Variant Fulfillment Service", "Price": "Variant Price",
    "Requires shipping": "Variant Requires Shipping", "Barcode": "Variant Barcode", "Product image URL": "Image Src",
    "Image position": "Image Position", "Image alt text": "Image Alt Text", "Gift card": "Gift Card",
    "SEO title": "SEO Title", "SEO description": "SEO Description", "Status": "Status",
}  # fmt: skip
# Values that the two headers write differently.
LEGACY_VALUES = {"Active": "active", "Archived": "archived", "DENY": "deny", "CONTINUE": "continue"}
PACK = ("URL handle", "Option1 name", "Option1 value", "SKU", "Barcode", "Price", "Requires shipping",
        "Fulfillment service", "Weight value (grams)", "Weight unit for display")  # fmt: skip


def _product(product: Product) -> Row:
    summary = texts.without_contacts(product.facts["summary"] or "")
    return {
        "Title": texts.title(product, most=limit("shopify", "title")),
        "Description": texts.as_html(texts.description(product)),
        "Vendor": texts.brand(product),
        "Type": product.set_title or "",
        "Tags": ", ".join(texts.tags(product)),
        "Published on online store": "TRUE",
        "Status": "Active",
        "Gift card": "FALSE",
        "SEO title": texts.title(product, most=70),
        "SEO description": texts.fit(texts.on_one_line(summary), 160),
    }


def _pack(pack: Variant) -> Row:
    name, value = option(pack)
    return {
        "SKU": pack.sku,
        "Barcode": pack.gtin,
        "Option1 name": name,
        "Option1 value": value,
        "Price": str(pack.price),
        "Inventory tracker": "" if pack.stock is None else "shopify",
        "Inventory quantity": "" if pack.stock is None else str(pack.stock),
        "Continue selling when out of stock": "CONTINUE" if pack.stock is None else "DENY",
        "Weight value (grams)": str(pack.grams or ""),
        "Weight unit for display": "g" if pack.grams else "",
        "Requires shipping": "TRUE",
        "Fulfillment service": "manual",
    } | _measured(pack)


def _measured(pack: Variant) -> Row:
    """What Shopify works the unit price out of; nothing for goods that are counted."""
    total, unit = pack.offer["net_total"], pack.offer["net_unit"]
    if not (total and unit):
        return {}
    return {
        "Unit price total measure": f"{total:g}",
        "Unit price total measure unit": unit,
        "Unit price base measure": "100",
        "Unit price base measure unit": unit,
    }


STACKED = Stacked(
    market="shopify",
    handle="URL handle",
    sku="SKU",
    link="Product image URL",
    words="Image alt text",
    product=_product,
    pack=_pack,
    place="Image position",
)
_NONE_LEFT = {"Inventory tracker": "shopify", "Inventory quantity": "0", "Continue selling when out of stock": "DENY"}


def hide(row: Row) -> Row:
    """The listing as it was, archived and with nothing left to sell."""
    archived = {"Status": "Archived", "Published on online store": "FALSE"} if row.get("Status") else {}
    return row | archived | (_NONE_LEFT if row.get("Price") else {})


class _Legacy:
    """The same rows under the header before 2025."""

    def __init__(self, job: Job) -> None:
        self._table = Table(job.folder, "products", tuple(LEGACY.values()), limits=_limits())

    def write(self, rows: Rows) -> None:
        self._table.write([{old: _old(row.get(new, "")) for new, old in LEGACY.items()} for row in rows])

    def close(self) -> None:
        self._table.close()


def _old(value: str) -> str:
    return LEGACY_VALUES.get(value, value)


def _limits() -> Limits:
    return Limits(limit("shopify", "rows"), limit("shopify", "bytes"))


def _sink(job: Job) -> Table | _Legacy:
    return _Legacy(job) if "legacy" in job.options else Table(job.folder, "products", HEADER, limits=_limits())


MARKET = Market(
    name="shopify",
    title="Shopify",
    kind="feed",
    evidence="header of the 2025 template; the legacy header in part (read November 2026)",
    write=Feed(
        rows=STACKED.rows,
        key=STACKED.key,
        sink=_sink,
        hide=hide,
        drop=lambda row: kept(row, PACK, _NONE_LEFT),
        clears=("Tags", "Inventory", "Unit price"),
        most_pictures=limit("shopify", "pictures"),
    ),
    notes=(
        "Nhập tại Products → Import; chọn “Overwrite products with matching handles” từ lần thứ hai.",
        "Ảnh chỉ nhập được bằng liên kết công khai.",
    ),
    options={"legacy": "the header before 2025, for shops that still ask for it"},
)
