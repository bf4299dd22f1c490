"""WooCommerce's product CSV importer: its exact header, simple products, and variations for several packs.

The barcode stands under `global_unique_id`: running importers (7.9, 11.0) do not map the exporter's own header
`GTIN, UPC, EAN, or ISBN` and drop the number without a word.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Iterator

from catalog.markets.market import Job, Market, decision, description, origin, pack
from catalog.publish.reading import Product, Record

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
)  # fmt: skip

Row = dict[str, str]


def write(products: Iterable[Product], job: Job) -> int:
    """`products.csv` in UTF-8; while the site has no public address, the pictures in `anh/` instead of links."""
    rows = 0
    with (job.folder / "products.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER, restval="", lineterminator="\r\n")
        writer.writeheader()
        for product in products:
            for row in _rows(product, job):
                writer.writerow(row)
                rows += 1
            if job.base_url is None:
                _copy_pictures(product, job)
    return rows


def _rows(product: Product, job: Job) -> Iterator[Row]:
    priced = [o for o in product.offers if o["price_low"] is not None]
    if len(priced) == 1:
        yield _product(product, job, priced) | _sold(priced[0]) | {"Type": "simple", "SKU": product.facts["id"]}
        return
    yield _product(product, job, priced) | {"Type": "variable", "SKU": product.facts["id"]}
    for position, offer in enumerate(priced, 1):
        yield _sold(offer) | {
            "Type": "variation",
            "SKU": f"{product.facts['id']}-{offer['position']}",
            "Name": product.facts["name"],
            "Published": "1",
            "Parent": product.facts["id"],
            "Position": str(position),
            "Attribute 1 name": "Quy cách",
            "Attribute 1 value(s)": _listed([_size(offer)]),
            "Attribute 1 global": "0",
        }


def _product(product: Product, job: Job, offers: list[Record]) -> Row:
    """What a simple product and the parent of variations share."""
    facts = product.facts
    links = [url for p in product.pictures if (url := job.picture_url(p))]
    star = f"OCOP {product.stars} sao" if product.stars else ""
    row = {
        "Name": facts["name"],
        "Published": "1",
        "Visibility in catalog": "visible",
        "Short description": _lines(facts["summary"] or ""),
        "Description": _lines(description(product)),
        "Categories": _listed([product.set_title]) if product.set_title else "",
        "Tags": _listed([t for t in (star, facts["province"]) if t]),
        "Images": ", ".join(links),
    }
    attributes = [
        ("Quy cách", [_size(o) for o in offers if _size(o)]),
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


def _size(offer: Record) -> str:
    """What tells one variation from another: the pack, else its content."""
    return pack(offer) or f"Quy cách {offer['position']}"


def _sold(offer: Record) -> Row:
    stock = offer["stock"]
    return {
        "global_unique_id": offer["gtin"] or "",
        "In stock?": "0" if stock == 0 else "1",
        "Stock": "" if stock is None else str(stock),
        "Regular price": str(offer["price_low"]),
    }


def _lines(words: str) -> str:
    """Line breaks as the importer reads them back."""
    return words.replace("\r", "").replace("\n", "\\n")


def _listed(values: list[str]) -> str:
    """A comma list; commas inside a value are escaped."""
    return ", ".join(v.replace(",", "\\,") for v in values)


def _copy_pictures(product: Product, job: Job) -> None:
    for picture in product.pictures:
        place = job.folder / "anh" / f"{product.facts['slug']}-{picture['position']}.jpg"
        place.parent.mkdir(exist_ok=True)
        shutil.copyfile(job.picture(picture), place)


MARKET = Market(
    name="woocommerce",
    title="WooCommerce",
    kind="feed",
    evidence="importer code read; header and values seen in running importers 7.9 and 11.0 (November 2026)",
    write=write,
    notes=(
        "Nhập tại Sản phẩm → Nhập; lần sau chọn “cập nhật sản phẩm đã có”.",
        "Chưa có địa chỉ công khai của trang thì cột Images để trống, ảnh nằm trong thư mục anh.",
    ),
)
