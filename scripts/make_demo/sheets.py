"""Writes the demo's product sheets: each function is one file that somebody sent, with the mess of its kind.

What is odd in which file, and what must come of it, stands in docs/demo.md.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from scripts.make_demo import districts, headers
from scripts.make_demo.cells import Changes, row
from scripts.make_demo.headers import Columns, fields, titles
from scripts.make_demo.products import PRODUCTS
from scripts.make_demo.workbook import Book, Cell


def rows_of(keys: Sequence[str], columns: Columns, changes: Changes | None = None) -> list[list[Cell]]:
    """The cells of the products `keys` under `columns` (header, field)."""
    return [row(PRODUCTS[key], fields(columns), changes) for key in keys]


def write_csv(path: Path, header: list[str], rows: list[list[Cell]], delimiter: str = ",", bom: bool = False) -> None:
    """Text with Windows line ends; `bom` puts the mark in front that spreadsheets on the web add."""
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows([header, *rows])


def khe_sung(path: Path) -> None:
    """A cooperative's own list: header in row 5, an order of its own, two packs of one product, a hidden sheet."""
    changes: Changes = {("que-thanh", "wholesale"): "45k từ 50 túi", ("que-bot", "wholesale"): "36.000đ"}
    rows = rows_of(["que-thanh", "que-ong-sao", "que-bot", "gia-vi-pho", "que-cat-khuc"], headers.KHE_SUNG, changes)
    big: Changes = {
        ("que-bot", "pack"): "Túi 500 g",
        ("que-bot", "price"): "180k",
        ("que-bot", "stock"): "25",
    }
    rows.insert(3, rows_of(["que-bot"], headers.KHE_SUNG, {**big, ("que-bot", "photos"): ""})[0])
    book = Book()
    page = book.page("Bảng giá 2025", len(headers.KHE_SUNG))
    page.across("HTX QUẾ KHE SUNG")
    page.across("Khe Sung, Viễn Sơn, Văn Yên, Yên Bái - Zalo 0900 000 001", "italic")
    page.across("BẢNG GIÁ SẢN PHẨM, áp dụng từ 01/03/2025")
    page.skip()
    page.header(titles(headers.KHE_SUNG))
    for cells in rows:
        page.line(cells)
    page.across("Giá chưa gồm phí gửi hàng. Mua từ 50 túi xin gọi trước hai ngày.", "italic")
    hidden = book.page("Gia von", 3)
    hidden.header(["Tên SP", "Giá vốn", "Ghi chú"])
    hidden.line(["Quế thanh Viễn Sơn", 31000, "không gửi ra ngoài"])
    hidden.sheet.hide()
    book.save(path)


def huong_ngan(path: Path) -> None:
    """A company's list saved by Excel as CSV with semicolons; one barcode was broken by the spreadsheet."""
    keys = ["tinh-dau-que-10", "tinh-dau-que-50", "nuoc-lau-san", "xit-phong", "tinh-dau-sa", "xa-phong-que"]
    changes: Changes = {("tinh-dau-sa", "barcode"): "2,00001E+12", ("tinh-dau-que-50", "day"): "25/11/2024"}
    write_csv(path, titles(headers.HUONG_NGAN), rows_of(keys, headers.HUONG_NGAN, changes), delimiter=";")


FORM_DAY = "{:02d}/09/2026 {:02d}:{:02d}:{:02d}"


def form(path: Path) -> None:
    """Answers to a web form, with a mark of UTF-8: one answer sent twice, one without a name."""
    keys = ["lap-suon", "mat-ong-na-hau", "mat-ong-ngam-que", "nem-chua", "nem-nam", "banh-gat-gu",
            "banh-gat-gu", "tai-long-ep", "ot-dai-duc", "sa-sung", "ngan"]  # fmt: skip
    rows = rows_of(keys, headers.FORM, FORM_DAYS)
    for number, cells in enumerate(rows):
        # The sixth and seventh are one answer, sent twice within a minute.
        sent = 5 if number == 6 else number
        cells[0] = FORM_DAY.format(14 + sent // 4, 19 + sent % 3, 5 * sent, 3 * number)
    nameless = [FORM_DAY.format(17, 21, 40, 6), "", *rows[4][2:]]
    write_csv(path, titles(headers.FORM), [*rows, nameless], bom=True)


# People type days as they speak; the form does not stop them.
FORM_DAYS: Changes = {
    ("mat-ong-na-hau", "written_day"): "18/12/2024",
    ("nem-chua", "written_day"): "20/6/2025",
    ("banh-gat-gu", "written_day"): "27-05-2025",
    ("sa-sung", "written_day"): "2/2/2024",
}


def dong_trung(path: Path) -> None:
    """Prices in thousand đồng, addresses with two levels, a row of column numbers, two sizes of one product."""
    small: Changes = {
        ("chach-kho-nieu", "pack"): "Niêu 300 g", ("chach-kho-nieu", "thousands"): 115,
        ("chach-kho-nieu", "stock"): "40", ("chach-kho-nieu", "photos"): "",
    }  # fmt: skip
    keys = ["chach-kho-nieu", "chach-cap-dong", "chach-say", "chach-tuoi", "chach-mot-nang"]
    rows = rows_of(keys, headers.DONG_TRUNG)
    rows.insert(1, rows_of(["chach-kho-nieu"], headers.DONG_TRUNG, small)[0])
    book = Book()
    page = book.page("Sheet1", len(headers.DONG_TRUNG))
    page.across("HTX THỦY SẢN ĐỒNG TRŨNG")
    page.across("BẢNG GIÁ CÁ CHẠCH SỤN QUÝ IV NĂM 2026")
    page.across("xã Yên Mô, tỉnh Ninh Bình, ngày 01 tháng 10 năm 2026", "italic")
    page.skip()
    page.header(titles(headers.DONG_TRUNG))
    page.numbering()
    for number, cells in enumerate(rows, 1):
        page.line([number, *cells[1:]])
    page.signatures("Yên Mô, ngày 01 tháng 10 năm 2026", "NGƯỜI LẬP BIỂU", "GIÁM ĐỐC HTX\nPhạm Văn Quyết")
    book.save(path)


def yen_mo(path: Path) -> None:
    """Headers without accents; the district stands in the title alone; one price says too little."""
    keys = ["chuoi-say-deo", "chuoi-say-gion", "chuoi-chin", "ruou-nep", "ruou-mo", "tra-sen"]
    book = Book()
    page = book.page("DS", len(headers.YEN_MO))
    page.across("DANH SÁCH SẢN PHẨM TIÊU BIỂU HUYỆN YÊN MÔ, TỈNH NINH BÌNH")
    page.across("(Tháng 6 năm 2025)", "italic")
    page.skip(2)
    page.header(titles(headers.YEN_MO))
    for number, cells in enumerate(rows_of(keys, headers.YEN_MO), 1):
        page.line([number, *cells[1:]])
    page.line([None, f"Tổng cộng: {len(keys)} sản phẩm"], "group")
    book.save(path)


def pottery(path: Path) -> None:
    """Typed on a Mac: every accent is a character of its own (NFD). Non-food, without weights."""
    book = Book(form="NFD")
    page = book.page("Gom Bo Bat", len(headers.POTTERY))
    page.line(["Cơ sở gốm Đất Trắng Bồ Bát"], "plain")
    page.skip()
    page.header(titles(headers.POTTERY))
    for cells in rows_of(["binh-hoa-gom", "am-chen-gom", "loc-binh", "bat-an-com"], headers.POTTERY):
        page.line(cells)
    book.save(path)


def hens(path: Path) -> None:
    """Prices by the kilogram for whole birds, prices of the day, delivery within the province only."""
    keys = ["ga-nguyen-con", "ga-hut-chan-khong", "trung-ga", "ga-u-muoi", "ga-trong-thien"]
    book = Book()
    page = book.page("Báo giá", len(headers.HENS))
    page.across("HTX CHĂN NUÔI ĐỒI THÔNG")
    page.across("BÁO GIÁ GÀ TIÊN YÊN (05/2025)")
    page.across("Kính gửi: Quý khách hàng", "italic")
    page.skip()
    page.header(titles(headers.HENS))
    for cells in rows_of(keys, headers.HENS):
        page.line(cells)
    page.across("Gà sống chỉ giao trong tỉnh. Giá Tết báo riêng.", "italic")
    book.save(path)


def till(path: Path) -> None:
    """What a till program exports: codes, categories, whole numbers; packs stand only in the names."""
    changes: Changes = {("tom-kho", "old_price"): 260000}
    write_csv(
        path,
        titles(headers.TILL),
        rows_of(["tuong-ot", "nuoc-mam-sa-sung", "tom-kho", "mam-tep"], headers.TILL, changes),
    )


def rice(path: Path) -> None:
    """A clean list, header in row 1; one pack disagrees with the weight in the name."""
    book = Book()
    page = book.page("San pham", len(headers.RICE))
    page.header(titles(headers.RICE))
    for cells in rows_of(["gao-dong-chiem", "gao-lut", "nep-hat-cau"], headers.RICE):
        page.line(cells)
    book.save(path)


def new_communes(path: Path) -> None:
    """Lists of communes as they are since July 2025, one sheet each, with two-level addresses."""
    book = Book()
    for name, keys in {
        "Mậu A": ["hop-tam", "lot-ly"],
        "Đông Cuông": ["tra-que-lat"],
        "Xuân Ái": ["khoai-so"],
    }.items():
        page = book.page(name, len(headers.NEW_COMMUNES))
        page.letterhead(f"ỦY BAN NHÂN DÂN\nXÃ {name.upper()}")
        page.across(f"DANH SÁCH SẢN PHẨM XÃ {name.upper()}, TỈNH LÀO CAI")
        page.across("(Kèm theo Công văn số 58/CV-UBND ngày 09 tháng 10 năm 2026)", "italic")
        page.skip()
        page.header(titles(headers.NEW_COMMUNES))
        for number, cells in enumerate(rows_of(keys, headers.NEW_COMMUNES), 1):
            page.line([number, *cells[1:]])
        day = date(2026, 10, 9)
        page.signatures(
            f"{name}, ngày {day:%d} tháng {day:%m} năm {day:%Y}",
            "NGƯỜI LẬP BIỂU",
            "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH",
        )
    book.save(path)


FILES: dict[str, Callable[[Path], None]] = {
    "Phu luc SP OCOP huyen Van Yen 2025.xlsx": districts.van_yen,
    "HTX Khe Sung - bang gia 2025.xlsx": khe_sung,
    "bao_gia_tinh_dau.csv": huong_ngan,
    "Phiếu đăng ký sản phẩm (Câu trả lời).csv": form,
    "HTX Đồng Trũng báo giá Q4.2026.xlsx": dong_trung,
    "DS SP YEN MO.xlsx": yen_mo,
    "gom bo bat.xlsx": pottery,
    "Danh muc SP huyen Tien Yen 6.2025.xlsx": districts.tien_yen,
    "Báo giá gà Tiên Yên.xlsx": hens,
    "DanhSachSanPham_CuaSong.csv": till,
    "Gạo Đồng Chiêm.xlsx": rice,
    "San pham cac xa thang 10-2026.xlsx": new_communes,
}


def write(folder: Path) -> None:
    """Writes every sheet into `folder`, the same bytes each time."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        make(folder / name)
