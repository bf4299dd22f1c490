"""Medusa v2's product import: known columns only, since one unknown column refuses the whole file.

Medusa has two readers of the same file. Its dashboard's (`/admin/products/imports`) reads any CSV. The older one
(`/admin/products/import`), which programs still use, ends a row at a bare line feed, takes CRLF after a quoted cell for
the middle of it, so that the next product is swallowed without an error, and turns digits into numbers, for which it
refuses the whole file. So: line feeds, a handle at the start of a row and a plain word at its end, and
`Variant Ean` only where it is asked for. docs/decisions/0033-running-importers.md.

Products that are there already are updated by Medusa's own ids, which only its export knows: no file of changes.
"""

from __future__ import annotations

from catalog.markets.listing import offers, pictures, texts
from catalog.markets.listing.offers import Variant
from catalog.markets.listing.rows import Row, Rows
from catalog.markets.market import Job, Market
from catalog.markets.writing.feed import Feed
from catalog.markets.writing.tables import Table
from catalog.publish.tables.reading import Product

MOST_PICTURES = 8
HEADER = (
    "Product Handle", "Product Title", "Product Subtitle", "Product Description", "Product Status",
    "Product Thumbnail", "Product Discountable", "Product Origin Country",
    *(f"Product Image {n} Url" for n in range(1, MOST_PICTURES + 1)),
    "Variant Title", "Variant Sku", "Variant Weight", "Variant Price VND", "Variant Option 1 Name",
    "Variant Option 1 Value", "Variant Manage Inventory", "Variant Allow Backorder",
)  # fmt: skip
BARCODE = "Variant Ean"


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
        BARCODE: pack.gtin,
        # Medusa names no unit; its own examples are grams.
        "Variant Weight": str(pack.grams or ""),
        # Stock stands at locations, of which the file has no column: with managed stock nothing could be bought.
        "Variant Manage Inventory": "TRUE" if pack.is_sold_out else "FALSE",
        "Variant Allow Backorder": "FALSE",
        "Variant Price VND": str(pack.price),
        "Variant Option 1 Name": "Quy cách",
        "Variant Option 1 Value": size,
    }


def _sink(job: Job) -> Table:
    barcode = (BARCODE,) if "barcode" in job.options else ()
    return Table(job.folder, "products", (*HEADER[:-1], *barcode, HEADER[-1]), line_end="\n")


MARKET = Market(
    name="medusa",
    title="Medusa",
    kind="feed",
    evidence="importer code read and run (November 2026)",
    read_by="Medusa 2.21.2, both importers",
    write=Feed(
        rows=rows,
        key=lambda row: row["Variant Sku"],
        sink=_sink,
    ),
    notes=(
        "Thêm tiền tệ VND cho cửa hàng trước khi nhập; khối lượng tính bằng gam.",
        "Không đưa mã vạch vào, vì bộ nhập cũ của Medusa sẽ từ chối cả tệp; nếu nhập ở trang quản trị thì thêm"
        " `--option barcode`.",
    ),
    options={"barcode": "with `Variant Ean`, for the importer of Medusa's dashboard"},
)
