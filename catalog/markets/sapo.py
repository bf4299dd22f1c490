"""Sapo Web's product workbook (once Bizweb): the exact headers of its template, its misprint included."""

from __future__ import annotations

from catalog.markets.listing import texts
from catalog.markets.listing.offers import Variant
from catalog.markets.listing.rows import Row
from catalog.markets.listing.stacked import Stacked, kept, option
from catalog.markets.market import Job, Market
from catalog.markets.register import limit
from catalog.markets.writing.book import Book, Column
from catalog.markets.writing.feed import Feed
from catalog.publish.tables.reading import Product

ALIAS, OPTION, VALUE = "Đường dẫn / Alias", "Thuộc tính 1(Option1 Name)", "Giá trị thuộc tính 1(Option1 Value)"
ON_EMPTY = "Cho phép tiếp tục mua khi hết hàng(continue/deny)"
HEADER = (
    ALIAS, "Tên sản phẩm", "Nội dung", "Nhà cung cấp", "Loại", "Tags", "Hiển thị", OPTION, VALUE,
    "Thuộc tính 2(Option2 Name)", "Giá trị thuộc tính 2(Option2 Value)", "Thuộc tính 3(Option3 Name)",
    # The template itself says 1 here; an importer that goes by its headers wants it so.
    "Giá trị thuộc tính 1(Option3 Value)",
    "Mã (SKU)", "Quản lý kho", "Số lượng", ON_EMPTY, "Variant Fulfillment Service", "Giá", "Giá so sánh",
    "Yêu cầu vận chuyển", "VAT", "Mã vạch(Barcode)", "Ảnh đại diện", "Chú thích ảnh", "Thẻ tiêu đề(SEO Title)",
    "Thẻ mô tả(SEO Description)", "Cân nặng", "Đơn vị cân nặng", "Ảnh phiên bản", "Mô tả ngắn", "Id sản phẩm",
    "Id tùy chọn",
)  # fmt: skip
NUMBERS = ("Số lượng", "Giá", "Cân nặng")
PACK = (ALIAS, OPTION, VALUE, "Mã (SKU)", "Giá", "Yêu cầu vận chuyển", "Mã vạch(Barcode)", "Cân nặng",
        "Đơn vị cân nặng")  # fmt: skip


def _product(product: Product) -> Row:
    summary = texts.without_contacts(product.facts["summary"] or "")
    return {
        "Tên sản phẩm": texts.title(product, most=limit("sapo", "title")),
        "Nội dung": texts.as_html(texts.description(product)),
        "Nhà cung cấp": texts.brand(product),
        "Loại": product.set_title or "",
        "Tags": ", ".join(texts.tags(product)),
        "Hiển thị": "TRUE",
        "Thẻ tiêu đề(SEO Title)": texts.title(product, most=70),
        "Thẻ mô tả(SEO Description)": texts.fit(texts.on_one_line(summary), 160),
        "Mô tả ngắn": summary,
    }


def _pack(pack: Variant) -> Row:
    name, value = option(pack)
    return {
        OPTION: name,
        VALUE: value,
        "Mã (SKU)": pack.sku,
        "Quản lý kho": "" if pack.stock is None else "bizweb",
        "Số lượng": "" if pack.stock is None else str(pack.stock),
        ON_EMPTY: "continue" if pack.stock is None else "deny",
        "Giá": str(pack.price),
        "Yêu cầu vận chuyển": "TRUE",
        "Mã vạch(Barcode)": pack.gtin,
        "Cân nặng": str(pack.grams or ""),
        "Đơn vị cân nặng": "g" if pack.grams else "",
    }


STACKED = Stacked(
    market="sapo",
    handle=ALIAS,
    sku="Mã (SKU)",
    link="Ảnh đại diện",
    words="Chú thích ảnh",
    product=_product,
    pack=_pack,
)
_NONE_LEFT = {"Quản lý kho": "bizweb", "Số lượng": "0", ON_EMPTY: "deny"}


def hide(row: Row) -> Row:
    """The listing as it was, not shown and with nothing left to sell."""
    return row | ({"Hiển thị": "FALSE"} if row.get("Hiển thị") else {}) | (_NONE_LEFT if row.get("Giá") else {})


def _sink(job: Job) -> Book:
    columns = [Column(name, 18, name in NUMBERS) for name in HEADER]
    return Book(job.folder, "products", columns, most_rows=limit("sapo", "rows") or 1_000_000)


MARKET = Market(
    name="sapo",
    title="Sapo Web (Bizweb cũ)",
    kind="feed",
    evidence="header and flags of a public template and exporters (read November 2026); limits unseen",
    read_by="exceljs 4.4, LibreOffice 7.4",
    write=Feed(
        rows=STACKED.rows,
        key=STACKED.key,
        sink=_sink,
        hide=hide,
        drop=lambda row: kept(row, PACK, _NONE_LEFT),
        clears=("Tags", "Quản lý kho", "Số lượng"),
        most_pictures=limit("sapo", "pictures"),
    ),
    notes=(
        "Nhập tại Sản phẩm → Nhập danh sách."
        " Nếu mẫu của cửa hàng có thêm cột (giá bán buôn, giá CTV), chép các cột này sang mẫu đó.",
    ),
)
