"""Addresses of houses are found, and numbers in the names of goods are none."""

from __future__ import annotations

import unicodedata

import pytest

from catalog.values.houses import PLACE, may_hold, without_houses

IN_LABELS = (
    ("Bánh gật gù số 12 ngõ 5 đường Lê Nhạn", f"Bánh gật gù {PLACE}"),
    ("Nem chua - số nhà 45 đường Trần Hưng", f"Nem chua - {PLACE}"),
    ("Bánh cuốn SN 12 Lê Nhạn, phường Cao Thắng", f"Bánh cuốn {PLACE}, phường Cao Thắng"),
    ("Nem 12/5 Lê Nhạn, phường Cao Thắng", f"Nem {PLACE}, phường Cao Thắng"),
    ("Nem 12/5B đường Lê Nhạn", f"Nem {PLACE}"),
    ("Nem K12/5 Lê Nhạn", f"Nem {PLACE}"),
    ("Nem, địa chỉ: 12 Lê Nhạn, P. Cao Thắng", f"Nem, địa chỉ: {PLACE}, P. Cao Thắng"),
    ("nhà số 7, thôn Hà Dong", PLACE),
    ("123/4B ấp 5, xã An Phú", f"{PLACE}, xã An Phú"),
    ("số 45 quốc lộ 1A", PLACE),
    ("số 370-QL14", PLACE),
    ("45 đường Lê Nhạn", PLACE),
    ("SỐ 12 ĐƯỜNG LÊ NHẠN", PLACE),
    ("so nha 12, ngo 5, duong Le Nhan", PLACE),
    ("so 12 duong Le Nhan, xa An Phu", f"{PLACE}, xa An Phu"),
    ("số 12, đường số 5, KDC An Phú", PLACE),
    ("Xem 21.028511, 105.804817", f"Xem {PLACE}"),
)
IN_PROSE = (
    ("tại 45 Lê Nhạn, phường Cao Thắng", f"tại {PLACE}, phường Cao Thắng"),
    ("số 45 Lê Nhạn, phường Cao Thắng", f"{PLACE}, phường Cao Thắng"),
    ("Số 7 thôn Hà Dong, xã An Phú", f"{PLACE}, xã An Phú"),
    ("số 7 tổ 3 khu phố 2", PLACE),
    ("tổ 3, khu phố 2, phường Cao Thắng", f"{PLACE}, phường Cao Thắng"),
    ("số 12 đường lê nhạn, phường Cao Thắng", f"{PLACE}, phường Cao Thắng"),
    ("hẻm 12/3/4 Lý Nhạn", PLACE),
    ("nhà 12 ngõ Cao", PLACE),
    ("căn hộ 1205 chung cư An Phú", PLACE),
    ("Địa chỉ: 504, ấp Hưng An A, xã An Phú", f"Địa chỉ: {PLACE}, xã An Phú"),
    ("Địa chỉ sản xuất: thôn Hà Dong, xã An Phú", f"Địa chỉ sản xuất: {PLACE}, xã An Phú"),
)
NONE = (
    *("Trà 3 năm", "Bánh số 5", "Mắm 60 độ đạm", "Gạo ST25", "Cà phê 1975", "Gạo số 1 Việt Nam", "Nem 36 phố phường"),
    *("Rượu ngô số 9 Bắc Hà", "Miến 12 Con Giáp", "nấu với 1/2 đường phèn", "1/2 ĐƯỜNG THỐT NỐT AN GIANG"),
    *("HỘP 500 ĐƯỜNG PHÈN ĐẶC SẢN", "Nhà 3 gian, 2 ngõ", "Chè 1 tôm 2 lá bản Khe Mo"),
    *("Quyết định số 816/QĐ-UBND ngày 26/4/2024", "Muối tôm số 1 Tây Ninh, xã Gò Dầu", "Dầu số 2 đường mật"),
    *("07/12/2015 Chủ Tịch UBND, tỉnh Lâm Đồng", "Tổ hợp tác số 2 thôn Khe Mo"),
    *("Địa chỉ: Hợp tác xã Nông nghiệp An Phú, xã An Phú", "Địa chỉ: xã An Phú, huyện Tiên Yên"),
    *("Cà phê số 1 Buôn Ma Thuột",),
    *("Kẹo 36 Phố Cổ", "Giống lúa số 8 đường kính 5 cm", "Tổ 3 người", "Bánh phu thê 12 Đình Bảng, phường Đình Bảng"),
    *("", "Lô 12 năm 2024, sấy 40 độ, xã Viễn Sơn"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "masked"), IN_LABELS)
def test_in_names_and_prose(words: str, masked: str) -> None:
    assert without_houses(words, is_prose=False) == masked
    assert PLACE in without_houses(f"Sản phẩm ngon. {words}.")
    assert may_hold(words)


@pytest.mark.parametrize(("words", "masked"), IN_PROSE)
def test_in_prose_alone(words: str, masked: str) -> None:
    assert without_houses(words) == masked
    assert without_houses(words, is_prose=False) == words


@pytest.mark.parametrize("words", NONE)
def test_numbers_in_names_of_goods_stay(words: str) -> None:
    assert without_houses(words, is_prose=False) == words
    assert without_houses(unicodedata.normalize("NFC", words)) == words


def test_a_grade_before_a_hamlet_stays_in_a_name() -> None:
    assert without_houses("Chè số 1 bản Khe Mo", is_prose=False) == "Chè số 1 bản Khe Mo"
