"""WooCommerce's product CSV importer: simple products, and variations for several packs.

Only columns that this catalogue has something to say in: a blank cell of any other would, at the next update, delete
what the shop itself wrote there (its sale price, cross-sells, reviews allowed …), and one under `Visibility in catalog`
refuses every variation. The barcode stands under `global_unique_id`: running importers do not map the exporter's own
header `GTIN, UPC, EAN, or ISBN` and drop the number without a word. docs/decisions/0033-running-importers.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.markets.listing import offers, pictures, texts
from catalog.markets.listing.offers import Variant
from catalog.markets.listing.rows import Row, Rows
from catalog.markets.market import Job, Market, decision, origin
from catalog.markets.market import pack as market_pack
from catalog.markets.writing.feed import Feed
from catalog.markets.writing.tables import Table
from catalog.publish.tables.reading import Product

HEADER = (
    "Type", "SKU", "global_unique_id", "Name", "Published", "Short description", "Description", "In stock?", "Stock",
    "Weight (kg)", "Length (cm)", "Width (cm)", "Height (cm)",
    "Regular price", "Categories", "Tags", "Images", "Parent",
    "Attribute 1 name", "Attribute 1 value(s)", "Attribute 1 visible", "Attribute 1 global",
    "Attribute 2 name", "Attribute 2 value(s)", "Attribute 2 visible", "Attribute 2 global",
    "Attribute 3 name", "Attribute 3 value(s)", "Attribute 3 visible", "Attribute 3 global",
    "Attribute 4 name", "Attribute 4 value(s)", "Attribute 4 visible", "Attribute 4 global",
    # Custom fields of the shop, by which our own import knows the products again (catalog.sheets.ours).
    "Meta: ocop_name", "Meta: ocop_producer", "Meta: ocop_address", "Meta: ocop_ocop_set", "Meta: ocop_pack",
    "Meta: ocop_price", "Meta: ocop_stock",
)  # fmt: skip
STOCK = ("In stock?", "Stock")
SIDES = ("Length (cm)", "Width (cm)", "Height (cm)")


def rows(product: Product, job: Job) -> Rows:
    """A simple product, or a variable one and its variations."""
    packs = offers.variants(product)
    if len(packs) == 1:
        return [_product(product, job, packs) | _sold(product, packs[0]) | _own(product, packs[0]) | {"Type": "simple"}]
    return [_product(product, job, packs) | {"Type": "variable"}, *_variations(product, packs)]


def _variations(product: Product, packs: Sequence[Variant]) -> Iterator[Row]:
    for pack in packs:
        yield (
            _sold(product, pack)
            | _own(product, pack)
            | {
                "Type": "variation",
                "SKU": pack.sku,
                "Name": _plain(texts.bare(product.facts["name"])),
                "Published": "1",
                "Parent": product.facts["id"],
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
        "Name": _plain(texts.bare(facts["name"])),
        "Published": "1",
        "Short description": _html(texts.without_contacts(facts["summary"] or "")),
        "Description": _html(texts.description(product)),
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


def _sold(product: Product, pack: Variant) -> Row:
    sides = offers.packed_sides(product, pack.offer) or ()
    return {
        "global_unique_id": pack.gtin,
        "In stock?": "0" if pack.is_sold_out else "1",
        "Stock": "" if pack.stock is None else str(pack.stock),
        "Weight (kg)": f"{pack.grams / 1000:g}" if pack.grams else "",
        **{name: f"{side:g}" for name, side in zip(SIDES, sides, strict=False)},
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


def _plain(words: str) -> str:
    """A name that shows as it is written: the shop takes what stands in `<>` for HTML."""
    return words.replace("<", "&lt;")


def _html(words: str) -> str:
    """Paragraphs as HTML, which is what the shop shows; a backslash and an n of the text stay what they are."""
    return texts.as_html(words).replace("\\n", "\\\\n")


def _listed(values: list[str]) -> str:
    """A comma list; commas inside a value are escaped."""
    return ", ".join(v.replace(",", "\\,") for v in values)


def _sink(job: Job) -> Table:
    left_out = {*(STOCK if "own-stock" in job.options else ()), *(() if "parcels" in job.options else SIDES)}
    header = [c for c in HEADER if c not in left_out]
    return Table(job.folder, "products", header)


MARKET = Market(
    name="woocommerce",
    title="WooCommerce",
    kind="feed",
    evidence="importer code read and run (November 2026)",
    read_by="WooCommerce 9.5.1 and 9.9.5",
    write=Feed(
        rows=rows,
        key=lambda row: row["SKU"],
        sink=_sink,
        hide=hide,
        # A product that gets a second pack hands price, stock, weight and barcode over to its variations. The last two
        # columns stood in earlier files of ours: they are gone, not blank.
        clears=(
            "Attribute ",
            "Tags",
            "Stock",
            "In stock?",
            "Regular price",
            "Weight",
            *SIDES,
            "global_unique_id",
            "Meta: ",
            "Visibility in catalog",
            "Position",
        ),
    ),
    notes=(
        "Nhập tại Sản phẩm → Nhập. Từ lần sau nhập cùng tệp hai lượt: một lượt để thêm sản phẩm mới, một lượt chọn “cập"
        " nhật sản phẩm đã có”; lượt nào cũng báo bỏ qua phần của lượt kia.",
        "Chưa có địa chỉ công khai của trang thì cột Images để trống, ảnh nằm trong thư mục anh.",
        "Cột Stock trống nghĩa là không theo dõi số lượng. Cửa hàng tự theo dõi thì thêm `--option own-stock`.",
    ),
    options={
        "own-stock": "without stock, for shops that keep count of it themselves",
        # Where a producer states none, the blank cell would take away what the shop itself wrote.
        "parcels": "with length, width and height of parcels, for shops that do not write these themselves",
    },
)
