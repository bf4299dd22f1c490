"""Worksheets for entering listings by hand: a workbook, a page per product to copy from or print, a folder of pictures.

For places that publish no bulk format. What they show of a listing is known; the columns are that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from catalog.markets.listing import offers, pictures, texts
from catalog.markets.listing.offers import Variant
from catalog.markets.listing.rows import Rows
from catalog.markets.market import Job, day, decision, names_pack, origin
from catalog.markets.writing.book import MOST_CHARACTERS, Book, Column
from catalog.markets.writing.feed import Feed
from catalog.markets.writing.pages import Pages
from catalog.publish.tables.reading import Product
from catalog.sheets.ours import ENTRY_TITLE, STATED, TO_DO

NO_FORMAT = "Sàn chưa công bố mẫu nhập hàng loạt. Bảng này để nhập tay từng sản phẩm, hoặc dán vào mẫu mà sàn gửi."
ENTER, TAKE_DOWN = "Đăng hoặc sửa", "Gỡ khỏi sàn"
# What a row is known by; no column shows it.
KEY = "sku"
NET = "Còn lại sau phí (đồng)"


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of the worksheet and what stands in it for one pack of a product."""

    column: Column
    of: Callable[[Product, Variant], str]


def title(product: Product, pack: Variant) -> str:
    """`OCOP <tỉnh> - <tên> - <quy cách>`; without the word OCOP where no star is in force."""
    place = product.facts["province"] or ""
    head = f"OCOP {place}".strip() if product.stars else place
    parts = [head, texts.bare(product.facts["name"]), "" if names_pack(product, pack.offer) else pack.size]
    return " - ".join(p for p in parts if p)


def text_cell(name: str, width: int, of: Callable[[Product, Variant], str | None]) -> Cell:
    return Cell(Column(name, width), lambda product, pack: of(product, pack) or "")


def number_cell(name: str, width: int, of: Callable[[Product, Variant], int | None]) -> Cell:
    def words(product: Product, pack: Variant) -> str:
        value = of(product, pack)
        return "" if value is None else str(value)

    return Cell(Column(name, width, is_number=True), words)


CELLS: tuple[Cell, ...] = (
    text_cell("Tên hiển thị", 48, title),
    text_cell("Tên sản phẩm", 32, lambda p, v: texts.bare(p.facts["name"])),
    text_cell("Quy cách", 18, lambda p, v: v.size),
    number_cell("Giá bán (đồng)", 14, lambda p, v: v.price),
    text_cell(STATED, 20, lambda p, v: offers.price_words(v.offer)),
    text_cell("Giá tính cho", 12, lambda p, v: v.offer["price_per"] or v.offer["container"]),
    text_cell("Giá theo kg/lít", 16, lambda p, v: offers.unit_price(v.offer)),
    number_cell("Hạng sao OCOP", 10, lambda p, v: p.stars),
    text_cell("Quyết định công nhận", 34, lambda p, v: decision(p)),
    text_cell("Nhóm sản phẩm OCOP", 28, lambda p, v: p.set_title),
    text_cell("Xuất xứ", 24, lambda p, v: origin(p)),
    text_cell("Đơn vị cung cấp", 32, lambda p, v: p.producer["name"]),
    text_cell("Mô tả ngắn", 40, lambda p, v: texts.without_contacts(p.facts["summary"] or "")),
    text_cell("Mô tả chi tiết", 60, lambda p, v: texts.description(p, MOST_CHARACTERS)),
    text_cell("Giao hàng tới", 16, lambda p, v: p.facts["delivery_area"]),
    number_cell("Số lượng còn", 10, lambda p, v: v.stock),
    text_cell("Mã hàng", 14, lambda p, v: v.offer["sku"]),
    text_cell("Mã vạch", 16, lambda p, v: v.gtin),
    text_cell("Ảnh", 36, lambda p, v: "; ".join(f"anh/{n}" for n in pictures.names(p, pattern=pictures.FOLDERS))),
)


def worksheet(cells: Sequence[Cell] = CELLS, *, picture_limit: int | None = None) -> Feed:
    """The `write` of a market whose listings are entered by hand."""
    columns = [cell.column for cell in cells]

    def rows(product: Product, job: Job) -> Rows:
        return [
            {KEY: pack.sku, TO_DO: ENTER}
            | {cell.column.name: cell.of(product, pack) for cell in cells}
            | ({NET: str(job.fee.net(pack.price))} if job.fee else {})
            for pack in offers.variants(product)
        ]

    return Feed(
        rows=rows,
        key=lambda row: row[KEY],
        sink=lambda job: _Worksheet(job, columns),
        hide=lambda row: row | {TO_DO: TAKE_DOWN},
        # A person reads it: a cell that became blank is seen as that.
        clears=("",),
        copies="always",
        most_pictures=picture_limit,
        pattern=pictures.FOLDERS,
    )


class _Worksheet:
    """The workbook `san-pham.xlsx`, and pages to copy from in `trang/`."""

    def __init__(self, job: Job, columns: Sequence[Column]) -> None:
        self._job = job
        own = [*columns, Column(TO_DO, 16)] + ([Column(NET, 16, is_number=True)] if job.fee else [])
        self._book = Book(job.folder, "san-pham", own, others=[("Đọc trước", self._said())])
        self._pages = Pages(job.folder / "trang", NO_FORMAT)

    def _said(self) -> list[str]:
        said = [
            ENTRY_TITLE,
            NO_FORMAT,
            f"Sao và quyết định tính đến ngày {day(self._job.on.isoformat())}.",
            "Ảnh vuông 1000 × 1000 px nằm trong thư mục anh, mỗi sản phẩm một thư mục.",
            "Thư mục trang có một phần cho mỗi sản phẩm: bấm “Chép” để chép từng ô, in ra thì mỗi sản phẩm một trang.",
        ]
        if fee := self._job.fee:
            said.append(
                f"Phí của sàn: {fee.percent:g} % và {offers.dong(fee.fixed)},"
                f" theo mức ngày {day(fee.as_of.isoformat())}."
            )
        return said

    def write(self, rows: Rows) -> None:
        self._book.write(rows)
        shown = [{name: value for name, value in row.items() if name != KEY} for row in rows]
        self._pages.write(shown[0]["Tên sản phẩm"], shown)

    def close(self) -> None:
        self._book.close()
        self._pages.close()


def more(cells: Sequence[Cell], *added: Cell) -> tuple[Cell, ...]:
    """The cells and further ones, before the pictures, which stand last."""
    return (*cells[:-1], *added, cells[-1])
