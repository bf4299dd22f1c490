"""Accounts beside a bank, birthdays, plates, profiles and mail in pieces are masked; what looks like them stays."""

from __future__ import annotations

import pytest

from catalog.values.contacts import MASKS, contacts, may_hold_contacts, without_contacts

FOUND = (
    ("MB Bank {} TRINH THI KHUE", "19030000771", "account"),
    ("Vietcombank: {}", "0071000000123", "account"),
    ("chuyển khoản VCB {} nhé", "0071 0000 00123", "account"),
    ("{} - ngân hàng Agribank", "1500 2050 0771", "account"),
    ("ngân hàng Nông nghiệp chi nhánh An Phú {}", "1500205000771", "account"),
    ("MST: {}", "0900000012", "account"),
    ("mã số thuế cá nhân {}.", "8012345678-001", "account"),
    ("hộ chiếu {}", "B1234567", "account"),
    ("BHXH {}", "0112345678", "account"),
    ("giao bằng xe {}", "24B1-123.45", "account"),
    ("biển số xe: {}", "24B1 12345", "account"),
    ("chủ cơ sở sinh ngày {}", "05/11/1985", "birth"),
    ("bà sinh năm {} tại xã", "1985", "birth"),
    ("Năm sinh: {}", "1985", "birth"),
    ("Zalo: {}", "@khue.trinh", "link"),
    ("Zalo: {}", "@khue", "link"),
    ("theo dõi {} trên mạng", "@khuetrinh99", "link"),
    ("Facebook: {}, giao tận nơi", "Trịnh Khuê", "link"),
    ("fb: {}", "khue.trinh.99", "link"),
    ("{} nhé", "khue [at] thu.vn", "email"),
    ("{}, cảm ơn", "khue(a)gmail.com", "email"),
    ("{} hoặc gọi", "khue @ gmail . com", "email"),
    ("thư: {}", "khue a còng gmail chấm com", "email"),
)
NONE = (
    *("vay ngân hàng 100.000.000 đồng", "Agribank tài trợ 50.000.000", "HTX khai sinh năm 2015"),
    *("ACB 2024 đạt 4 sao", "Facebook: giá tốt", "Bán trên Zalo, giá 100.000đ - 200.000đ", "@ 25k một kg", "500g@150k"),
    *("mã số vùng trồng VN-LCOR-0012", "tái sinh 12/5/2020", "Giấy ĐKKD số 01C8012345", "bốn bề biển 24 25"),
    *("vi sinh vật 12/5/2020", "sinh năm nào", "nấu @ngon. Bảo quản: @nơi khô"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "private", "kind"), FOUND)
def test_it_is_found_whole_and_masked(words: str, private: str, kind: str) -> None:
    said = words.format(private)
    assert may_hold_contacts(said)
    assert [(c.kind, c.words) for c in contacts(said)] == [(kind, private)]
    assert without_contacts(said) == words.format(MASKS[kind])


@pytest.mark.parametrize("words", NONE)
def test_what_only_looks_like_it_stays(words: str) -> None:
    assert contacts(words) == ()


def test_a_mask_is_not_found_again() -> None:
    shown = ", ".join(words.format(MASKS[kind]) for words, _, kind in FOUND)
    assert without_contacts(shown) == shown
