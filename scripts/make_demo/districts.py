"""The papers of the (former) districts: two lists of products and the annexes of the recognition decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.make_demo import headers
from scripts.make_demo.cells import Changes, row
from scripts.make_demo.headers import fields, titles
from scripts.make_demo.products import DECISIONS, PRODUCTS, Decision
from scripts.make_demo.workbook import Book, Page

Groups = Mapping[str, Sequence[str]]
ROMAN = ("I", "II", "III", "IV")


def grouped(page: Page, groups: Groups, names: list[str], merged: list[int], changes: Changes | None = None) -> int:
    """Group rows with their products, numbered through; the producer's cells are merged downwards. Their number."""
    count = 0
    for roman, (title, keys) in zip(ROMAN, groups.items(), strict=False):
        page.group(roman, title)
        cells = [row(PRODUCTS[key], names, changes) for key in keys]
        top = page.row
        for line in cells:
            count += 1
            page.line([count, *line])
        page.merge_equal([[None, *line] for line in cells], merged, top)
    return count


VAN_YEN: Groups = {
    "NHÓM THỰC PHẨM": [
        "que-bot", "tra-que-tui-loc", "tra-que-cam-thao", "gao-chiem-huong", "banh-chung-den",
    ],
    "NHÓM DƯỢC LIỆU VÀ SẢN PHẨM TỪ DƯỢC LIỆU": ["que-thanh", "que-ong-sao", "que-vo", "tinh-dau-ben-thao"],
    "NHÓM HÀNG THỦ CÔNG MỸ NGHỆ": ["huong-que", "huong-vong", "lot-giay-que", "khay-tra-que"],
}  # fmt: skip


def van_yen(path: Path) -> None:
    """A district's annex: letterhead, header of two rows, numbering row, groups, merged producers, footer."""
    book = Book()
    page = book.page("Phụ lục", 1 + len(headers.VAN_YEN))
    page.letterhead("ỦY BAN NHÂN DÂN\nHUYỆN VĂN YÊN")
    page.across("PHỤ LỤC")
    page.across("DANH MỤC SẢN PHẨM OCOP VÀ SẢN PHẨM ĐẶC TRƯNG HUYỆN VĂN YÊN, TỈNH YÊN BÁI")
    page.across("(Kèm theo Kế hoạch số 112/KH-UBND ngày 12 tháng 5 năm 2025 của UBND huyện Văn Yên)", "italic")
    page.skip()
    page.header_of_two_rows(["STT", *titles(headers.VAN_YEN)])
    page.numbering()
    count = grouped(
        page,
        VAN_YEN,
        fields(headers.VAN_YEN),
        [2, 3, 4],
        {("khay-tra-que", "thousands"): 650, ("lot-giay-que", "thousands"): 35},
    )
    page.line([None, f"Tổng cộng: {count} sản phẩm"], "group")
    page.signatures(
        "Văn Yên, ngày 12 tháng 5 năm 2025",
        "NGƯỜI LẬP BIỂU\n(Ký, ghi rõ họ tên)",
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH - PHÓ CHỦ TỊCH",
    )
    book.save(path)


TIEN_YEN: Groups = {
    "Nhóm thực phẩm tươi sống, sơ chế": ["mat-ong-su-vet"],
    "Nhóm thực phẩm chế biến": ["khau-nhuc", "khau-nhuc-khoai", "lap-xuong-pho-dong", "mang-ot"],
    "Nhóm gia vị": ["ot-chao-mao-muoi", "ot-chao-mao-kho"],
}


def tien_yen(path: Path) -> None:
    """A district's report: telephones as numbers without their 0, "ĐVT: nghìn đồng" above the table."""
    book = Book()
    page = book.page("Biểu 1", 1 + len(headers.TIEN_YEN))
    page.letterhead("ỦY BAN NHÂN DÂN\nHUYỆN TIÊN YÊN")
    page.across("BIỂU TỔNG HỢP SẢN PHẨM OCOP HUYỆN TIÊN YÊN, TỈNH QUẢNG NINH")
    page.across("(Kèm theo Báo cáo số 214/BC-UBND ngày 16 tháng 6 năm 2025 của UBND huyện Tiên Yên)", "italic")
    page.across("Đơn vị tính: nghìn đồng", "italic", page.width - 3)
    page.header(["TT", *titles(headers.TIEN_YEN)])
    grouped(page, TIEN_YEN, fields(headers.TIEN_YEN), [2, 3, 4])
    page.signatures("Tiên Yên, ngày 16 tháng 6 năm 2025", "NGƯỜI LẬP BIỂU", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")
    book.save(path)


def annex(decision: Decision, path: Path) -> None:
    """The list that goes with one recognition decision: product, producer, stars, number and day."""
    day = decision.date
    book = Book()
    page = book.page("Phụ lục", 1 + len(headers.ANNEX))
    page.letterhead(decision.issuer.upper().replace("UBND ", "ỦY BAN NHÂN DÂN\n"))
    page.across("DANH SÁCH SẢN PHẨM ĐƯỢC CÔNG NHẬN ĐẠT SAO OCOP")
    page.across(
        f"(Kèm theo Quyết định số {decision.number} ngày {day:%d} tháng {day:%m} năm {day:%Y} của {decision.issuer})",
        "italic",
    )
    page.skip()
    page.header(["STT", *titles(headers.ANNEX)])
    stars: Changes = {(key, "given_stars"): f"{decision.stars} sao" for key in decision.products}
    for number, key in enumerate(decision.products, 1):
        page.line([number, *row(PRODUCTS[key], fields(headers.ANNEX), stars)])
    page.signatures("", "", f"TM. {decision.issuer.upper()}\nCHỦ TỊCH")
    book.save(path)


def write_register(folder: Path) -> None:
    """One workbook for each decision, named as offices name them."""
    folder.mkdir(parents=True, exist_ok=True)
    for decision in DECISIONS.values():
        number = decision.number.split("/")[0]
        annex(decision, folder / f"PL QD {number} {decision.issuer} {decision.date:%Y}.xlsx")
