"""Haravan's product CSV: the legacy Shopify table under Vietnamese headers, rows of one product under one Url."""

from __future__ import annotations

from catalog.markets.listing import texts
from catalog.markets.listing.offers import Variant
from catalog.markets.listing.rows import Row
from catalog.markets.listing.stacked import Stacked, kept, option
from catalog.markets.market import Market
from catalog.markets.register import limit
from catalog.markets.writing.feed import Feed
from catalog.markets.writing.tables import Limits, Table
from catalog.publish.tables.reading import Product

_GOOGLE = ("Google Product Category", "Gender", "Age Group", "MPN", "AdWords Grouping", "AdWords Labels", "Condition",
           "Custom Product")  # fmt: skip
_CHANNELS = ("Lazada", "Zalo", "Zalora", "Sendo", "Adayroi", "FacebookShop", "Tiki", "Google", "Shopee")
HEADER = (
    "Url", "Tên", "Mô tả", "Trích dẫn", "Hãng", "Loại sản phẩm", "Tag", "Hiển thị",
    "Thuộc tính 1", "Giá trị thuộc tính 1", "Thuộc tính 2", "Giá trị thuộc tính 2", "Thuộc tính 3",
    "Giá trị thuộc tính 3", "Mã phiên bản sản phẩm", "Khối lượng", "Quản lý tồn kho", "Số lượng tồn kho",
    "Đặt hàng khi hết hàng", "Variant Fulfillment Service", "Giá", "Giá so sánh", "Có giao hàng không?",
    "Variant Taxable", "Barcode", "Link hình", "Mô tả hình", "Gift Card", "SEO Title", "SEO Description",
    *(f"Google Shopping / {name}" for name in _GOOGLE), "Danh mục", "Danh mục EN", "Ảnh biến thể", "Ngày tạo",
    "Ngày cập nhật", *(f"Hiển thị kênh bán hàng {name}" for name in _CHANNELS), "Không áp dụng khuyến mãi",
    "Hiển thị kênh bán hàng HaraRetail",
)  # fmt: skip
PACK = (
    "Url", "Thuộc tính 1", "Giá trị thuộc tính 1", "Mã phiên bản sản phẩm", "Khối lượng", "Giá", "Có giao hàng không?",
    "Barcode",
)  # fmt: skip


def _product(product: Product) -> Row:
    facts = product.facts
    summary = texts.without_contacts(facts["summary"] or "")
    return {
        "Tên": texts.title(product, most=limit("haravan", "title")),
        "Mô tả": texts.as_html(texts.description(product)),
        "Trích dẫn": summary,
        "Hãng": texts.brand(product),
        "Loại sản phẩm": product.set_title or "",
        "Tag": ", ".join(texts.tags(product)),
        "Hiển thị": "Yes",
        "Gift Card": "No",
        "SEO Title": texts.title(product, most=70),
        "SEO Description": texts.fit(texts.on_one_line(summary), 160),
        "Danh mục": product.set_title or "",
    }


def _pack(pack: Variant) -> Row:
    name, value = option(pack)
    return {
        "Thuộc tính 1": name,
        "Giá trị thuộc tính 1": value,
        "Mã phiên bản sản phẩm": pack.sku,
        "Khối lượng": str(pack.grams or ""),
        "Quản lý tồn kho": "" if pack.stock is None else "Haravan",
        "Số lượng tồn kho": "" if pack.stock is None else str(pack.stock),
        "Đặt hàng khi hết hàng": "continue" if pack.stock is None else "deny",
        "Giá": str(pack.price),
        "Có giao hàng không?": "Yes",
        "Barcode": pack.gtin,
    }


STACKED = Stacked(
    market="haravan",
    handle="Url",
    sku="Mã phiên bản sản phẩm",
    link="Link hình",
    words="Mô tả hình",
    product=_product,
    pack=_pack,
)
_NONE_LEFT = {"Quản lý tồn kho": "Haravan", "Số lượng tồn kho": "0", "Đặt hàng khi hết hàng": "deny"}


def hide(row: Row) -> Row:
    """The listing as it was, not shown and with nothing left to sell."""
    return row | ({"Hiển thị": "No"} if row.get("Hiển thị") else {}) | (_NONE_LEFT if row.get("Giá") else {})


MARKET = Market(
    name="haravan",
    title="Haravan",
    kind="feed",
    evidence="header and flags of public files of 2020 to 2024 (read November 2026); limits beyond pictures unseen",
    write=Feed(
        rows=STACKED.rows,
        key=STACKED.key,
        sink=lambda job: Table(job.folder, "products", HEADER, limits=Limits(limit("haravan", "rows"))),
        hide=hide,
        drop=lambda row: kept(row, PACK, _NONE_LEFT),
        clears=("Tag", "Quản lý tồn kho", "Số lượng tồn kho"),
        most_pictures=limit("haravan", "pictures"),
    ),
    notes=(
        "Nhập tại Sản phẩm → Nhập dữ liệu, tệp CSV UTF-8."
        " Haravan chưa công bố giới hạn số dòng; nên thử vài sản phẩm trước.",
    ),
)
