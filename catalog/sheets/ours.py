"""Sheets, columns and files that this program itself writes: results, guides and lists, which are no products; exports.

They are known by words that they carry wherever the workbook is saved again, also by programs that drop hidden
marks. `catalog.forms` writes the former, `catalog.markets` the latter.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from catalog.columns import BY_NAME
from catalog.values.text import fold

if TYPE_CHECKING:  # exports use the words of this module and need nothing that reads sheets
    from catalog.sheets.grid import Grid

# The first filled cell of each such sheet.
RESULT_TITLE = "KẾT QUẢ ĐỌC BẢNG SẢN PHẨM"
GUIDE_TITLE = "HƯỚNG DẪN ĐIỀN DANH SÁCH SẢN PHẨM"
LISTS_TITLE = "DANH MỤC CHO CÁC Ô CHỌN CỦA MẪU"
ENTRY_TITLE = "ĐỌC TRƯỚC KHI NHẬP LÊN SÀN"
# The header of the column that repeats remarks beside a table.
REMARKS = "Cần sửa"

_TITLES = frozenset(map(fold, (RESULT_TITLE, GUIDE_TITLE, LISTS_TITLE, ENTRY_TITLE)))

# What leads a column of COLUMNS in the custom fields of an exported shop file: "Meta: ocop_pack" is the pack.
META = "Meta: ocop_"
# Columns of the plain table of the whole catalogue whose names are not those of COLUMNS.
_OFFER = {"offer_price": "price", "offer_pack_words": "pack", "offer_sku": "sku", "offer_gtin": "gtin",
          "offer_gross_weight": "gross_weight", "offer_packed_dimensions": "packed_dimensions",
          "offer_stock": "stock", "place": "address"}  # fmt: skip
# The worksheets for entering by hand: what a person is to do, and the price as the producer stated it.
TO_DO, STATED = "Việc cần làm", "Giá đã khai"
_WORKSHEET = {
    "Tên sản phẩm": "name", "Quy cách": "pack", STATED: "price", "Nhóm sản phẩm OCOP": "ocop_set", "Xuất xứ": "address",
    "Đơn vị cung cấp": "producer", "Mô tả ngắn": "summary", "Giao hàng tới": "delivery_area", "Số lượng còn": "stock",
    "Mã hàng": "sku", "Mã vạch": "gtin", "Khối lượng cả bì": "gross_weight",
    "Kích thước đóng gói": "packed_dimensions", "Kích thước": "dimensions",
}  # fmt: skip
# Columns of exports that say something else than the column of that name: communes without their rank, our own ids.
_NOT_READ = frozenset({"province", "commune", "url", "images", "expires"})


def exported(headers: Collection[str]) -> dict[str, str] | None:
    """Header → column of a table that this program exported; None for any other table.

    What is not in it is there for the market alone and is not read back.
    """
    fields = {h: h.removeprefix(META) for h in headers if h.startswith(META) and h.removeprefix(META) in BY_NAME}
    if {"name", "producer"} <= set(fields.values()):
        return fields | {"global_unique_id": "gtin"}
    if {TO_DO, STATED} <= set(headers):
        return {h: column for h, column in _WORKSHEET.items() if h in headers}
    if "offer_price" in headers and "offer_id" in headers:
        own = {h: h for h in headers if h in BY_NAME and h not in _NOT_READ}
        return own | {h: column for h, column in _OFFER.items() if h in headers}
    return None


def is_ours(grid: Grid) -> bool:
    """Whether a sheet was written by this program to be read by people only."""
    first = next(filter(None, grid.row(0)), "") if len(grid.numbers) else ""
    return len(first) < 80 and fold(first) in _TITLES


def is_remarks(header: str) -> bool:
    """Whether a header is that of the column of remarks, alone or below a header that spans it."""
    return fold(header.rpartition(" / ")[2]) == fold(REMARKS)
