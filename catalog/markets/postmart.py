"""Buudien.vn, once Postmart: a worksheet for entering listings by hand, and a folder of pictures per product."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from datetime import datetime

import xlsxwriter

from catalog.markets.market import Job, Market, day, decision, description, names_pack, origin, pack
from catalog.publish.reading import Product, Record

Cell = str | int | None

NO_FORMAT = "Sàn chưa công bố mẫu nhập hàng loạt. Bảng này để nhập tay từng sản phẩm, hoặc dán vào mẫu mà sàn gửi."
# A fixed moment: the same listings give the same bytes.
CREATED = datetime(2025, 7, 1)  # noqa: DTZ001  (XlsxWriter takes naive moments only)


def title(product: Product, offer: Record) -> str:
    """`OCOP <tỉnh> - <tên> - <quy cách>`; without the word OCOP where no star is in force."""
    place = product.facts["province"] or ""
    head = f"OCOP {place}".strip() if product.stars else place
    parts = [head, product.facts["name"], "" if names_pack(product, offer) else pack(offer)]
    return " - ".join(p for p in parts if p)


def _pictures(product: Product) -> str:
    return "; ".join(f"anh/{product.facts['slug']}/{p['position']}.jpg" for p in product.pictures)


def _price_for(offer: Record) -> str:
    return str(offer["price_per"] or offer["container"] or "")


def _unit_price(offer: Record) -> str:
    return f"{offer['unit_price']} đ/{offer['unit_price_per']}" if offer["unit_price"] else ""


# Header, width in characters, what stands in the cell.
COLUMNS: tuple[tuple[str, int, Callable[[Product, Record], Cell]], ...] = (
    ("Tên hiển thị", 48, title),
    ("Tên sản phẩm", 32, lambda p, o: p.facts["name"]),
    ("Quy cách", 18, lambda p, o: pack(o)),
    ("Giá bán (đồng)", 14, lambda p, o: o["price_low"]),
    ("Giá tính cho", 12, lambda p, o: _price_for(o)),
    ("Giá theo kg/lít", 16, lambda p, o: _unit_price(o)),
    ("Hạng sao OCOP", 10, lambda p, o: p.stars),
    ("Quyết định công nhận", 34, lambda p, o: decision(p)),
    ("Nhóm sản phẩm OCOP", 28, lambda p, o: p.set_title),
    ("Xuất xứ", 24, lambda p, o: origin(p)),
    ("Đơn vị cung cấp", 32, lambda p, o: p.producer["name"]),
    ("Mô tả ngắn", 40, lambda p, o: p.facts["summary"]),
    ("Mô tả chi tiết", 60, lambda p, o: description(p)),
    ("Giao hàng tới", 16, lambda p, o: p.facts["delivery_area"]),
    ("Số lượng còn", 10, lambda p, o: o["stock"]),
    ("Mã hàng", 14, lambda p, o: o["sku"]),
    ("Mã vạch", 16, lambda p, o: o["gtin"]),
    ("Ảnh", 36, lambda p, o: _pictures(p)),
)


def write(products: Iterable[Product], job: Job) -> int:
    """The workbook `san-pham.xlsx`, one row per offer with a price, and `anh/<sản phẩm>/1.jpg …`."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(job.folder / "san-pham.xlsx"), options)
    book.set_properties({"title": "Sản phẩm đưa lên sàn", "created": CREATED})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F3E9DA"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Sản phẩm")
    sheet.freeze_panes(1, 1)
    for column, (name, width, _) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    rows = 0
    for product in products:
        for offer in product.offers:
            if offer["price_low"] is not None:
                rows += 1
                _write_row(sheet, rows, [cell(product, offer) for _, _, cell in COLUMNS], wrapped)
        _copy_pictures(product, job)
    _write_notes(book, job, rows)
    book.close()
    return rows


def _write_row(sheet: xlsxwriter.worksheet.Worksheet, row: int, cells: list[Cell], style: object) -> None:
    # write_string never makes a formula or a link of a text, so “- ngon” and “=1+1” stay what they are.
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(row, column, cell, style)
        elif cell:
            sheet.write_string(row, column, cell[:32_767], style)


def _copy_pictures(product: Product, job: Job) -> None:
    for picture in product.pictures:
        place = job.folder / "anh" / product.facts["slug"] / f"{picture['position']}.jpg"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(job.picture(picture), place)


def _write_notes(book: xlsxwriter.Workbook, job: Job, rows: int) -> None:
    sheet = book.add_worksheet("Đọc trước")
    sheet.set_column(0, 0, 110)
    said = [NO_FORMAT, f"{rows} dòng; sao và quyết định tính đến ngày {day(job.on.isoformat())}.",
            "Ảnh vuông 1000 × 1000 px nằm trong thư mục anh, mỗi sản phẩm một thư mục."]  # fmt: skip
    for row, words in enumerate(said):
        sheet.write_string(row, 0, words)


MARKET = Market(
    name="postmart",
    title="Buudien.vn (Postmart cũ)",
    kind="worksheet",
    evidence="no bulk format is published; columns are what a listing shows (listings of 2025, read November 2026)",
    write=write,
    notes=(NO_FORMAT,),
)
