"""A seeded product sheet of any length, with the mess and the defect rates of real ones (invented throughout)."""

from __future__ import annotations

import random
from pathlib import Path

import xlsxwriter

GOODS = [
    ("Mật ong hoa nhãn", "ml"), ("Mật ong bạc hà", "ml"), ("Quế thanh", "g"), ("Bột quế", "g"),
    ("Trà quế túi lọc", "g"),
    ("Tinh dầu quế", "ml"), ("Ớt chào mào muối", "g"), ("Chuối tây sấy dẻo", "g"), ("Cá chạch sụn kho niêu", "g"),
    ("Khau nhục", "g"), ("Gạo nếp nương", "g"), ("Nước mắm cá cơm", "ml"), ("Rượu men lá", "ml"), ("Măng khô", "g"),
    ("Miến dong", "g"), ("Chè Shan tuyết", "g"), ("Bánh đa nem", "g"), ("Hương trầm quế", "g"), ("Nấm hương rừng", "g"),
    ("Thịt trâu gác bếp", "g"),
]  # fmt: skip
WORDS = ["bản Lụa", "đồi Vải", "suối Nhạn", "gò Mít", "khe Vàng", "núi Cấm", "làng Sen", "bến Đò", "rừng Mơ", "ao Đình"]
PLACES = [
    "xã Châu Quế Hạ, huyện Văn Yên, tỉnh Yên Bái", "Viễn Sơn, Văn Yên, Yên Bái", "TT Mậu A, H. Văn Yên, T. Yên Bái",
    "xã Yên Hòa, Yên Mô, Ninh Bình", "xa Yen Thanh, huyen Yen Mo, Ninh Binh", "xã Yên Mô, tỉnh Ninh Bình",
    "xã Hải Lạng, Tiên Yên, Quảng Ninh", "thị trấn Tiên Yên, Quảng Ninh", "xã Đông Ngũ, tỉnh Quảng Ninh",
]  # fmt: skip
KINDS = ["HTX", "HTXNN", "Công ty TNHH", "THT", "Cơ sở sản xuất", "Hộ kinh doanh Nguyễn Thị", "Cty CP"]
HEADER = ["STT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "Số ĐT", "Quy cách", "Giá bán", "Giá sỉ", "SL còn", "Mã hàng",
          "Nhóm hàng", "Hạng sao", "Số QĐ", "Ngày ký", "Thành phần", "Bảo quản", "HSD", "Hướng dẫn sử dụng", "Mô tả",
          "Ghi chú"]  # fmt: skip


def rows(count: int, seed: int = 2026) -> list[list[str]]:
    """`count` rows in the order of HEADER."""
    chance = random.Random(seed)
    return [_row(chance, n) for n in range(1, count + 1)]


def _row(chance: random.Random, n: int) -> list[str]:
    good, unit = chance.choice(GOODS)
    amount = chance.choice([100, 200, 250, 300, 500, 1000])
    pack = chance.choice([f"{amount}{unit}", f"Hộp {amount} {unit}", f"túi {amount}{unit}", f"{amount} {unit}/hộp"])
    name = f"{good} {chance.choice(WORDS)} {n % 997}"
    if chance.random() < 0.79:  # real listings carry the pack in the name in 79 % of rows
        name += f" {amount}{unit}"
    thousands = chance.randint(5, 900)
    price = chance.choice(["{0}.000đ", "{0}k", "{0},000", "{0}000", "{0} nghìn"]).format(thousands)
    starred = chance.random() < 0.11
    return [
        str(n), name, f"{chance.choice(KINDS)} {chance.choice(WORDS)} {n % 613}", chance.choice(PLACES),
        f"0900 {n % 1000:03d} 0{n % 89 + 10}", pack, "liên hệ" if chance.random() < 0.02 else price,
        f"{thousands * 9 // 10}k" if chance.random() < 0.3 else "",
        str(chance.randint(0, 400)) if chance.random() < 0.5 else "", f"SP{n:06d}", _group(good),
        "3 sao" if starred else "",
        f"{n % 900 + 100}/QĐ-UBND" if starred else "", "26/04/2024" if starred else "",
        f"{good} 100%", "Nơi khô ráo, thoáng mát", f"{chance.choice([6, 12, 18])} tháng",
        "Dùng trực tiếp hoặc chế biến theo ý thích" if chance.random() < 0.6 else "",
        _told(good, chance, n), "",
    ]  # fmt: skip


def _group(good: str) -> str:
    """How the sender groups goods, by words of their own."""
    return "Đồ uống" if good.startswith(("Rượu", "Trà", "Chè")) else "Thực phẩm"


def _told(good: str, chance: random.Random, n: int) -> str:
    """A description, in four rows of five."""
    place = chance.choice(WORDS)
    told = f"{good} được làm tại {place}, mẻ nhỏ, phơi đủ nắng, đóng gói trong ngày. Lô {n}."
    return told if chance.random() < 0.8 else ""


HEADER_ROW = 5


def wrong(row: list[str]) -> list[str]:
    """A row in which every cell that can be wrong is: each gives its own question."""
    said = dict(zip(HEADER, row, strict=True))
    said |= {"Địa chỉ": f"gần chợ {said['STT']}", "Số ĐT": "hỏi cô Bích", "Quy cách": "gói 200g hoặc 500g"}
    said |= {"Giá bán": "12-15", "SL còn": "13,22", "Hạng sao": "đạt", "Số QĐ": "QĐ số ???12", "Ngày ký": "31/02/2024"}
    return list(said.values())


def dearer(row: list[str]) -> list[str]:
    """The row with another price than any of `rows`."""
    said = dict(zip(HEADER, row, strict=True)) | {"Giá bán": f"{int(row[0]) % 89 + 910}.000đ"}
    return list(said.values())


CHANGED = 100  # in a sheet that is sent again, one row of so many


def write(path: Path, count: int, *, is_wrong: bool = False, is_again: bool = False) -> None:
    """A workbook with title rows, the header in row 5 and a footer.

    is_again: the same sheet, sent again with one row of a hundred changed.
    """
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet("Danh sách")
    sheet.write(0, 0, "ỦY BAN NHÂN DÂN TỈNH (MẪU ĐO TỐC ĐỘ)")
    sheet.write(2, 3, "DANH SÁCH SẢN PHẨM")
    sheet.write_row(HEADER_ROW - 1, 0, HEADER)
    for number, row in enumerate(rows(count), HEADER_ROW):
        row = dearer(row) if is_again and number % CHANGED == 0 else row
        for column, words in enumerate(wrong(row) if is_wrong else row):
            if words:
                sheet.write_string(number, column, words)
    sheet.write(count + 6, 10, "NGƯỜI LẬP BIỂU")
    book.close()
