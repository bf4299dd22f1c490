"""Contact data inside prose: found, named, masked."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberMatcher

from catalog.values.contacts import _matches, contacts, without_contacts


@pytest.mark.parametrize(
    ("words", "kind", "found"),
    [
        ("Liên hệ 0900 000 012 để đặt hàng", "phone", "0900 000 012"),
        ("Gọi 900000012 nhé", "phone", "900000012"),
        ("Hotline: 1900 0012", "phone", "1900 0012"),
        ("thư về doivai@example.com.vn.", "email", "doivai@example.com.vn"),
        ("xem https://example.vn/a?b=1, rồi gọi", "link", "https://example.vn/a?b=1"),
        ("xem www.example.vn.", "link", "www.example.vn"),
        ("zalo.me/nhan", "link", "zalo.me/nhan"),
        ("trang doivai.example.com.vn", "link", "doivai.example.com.vn"),
        ("STK: 0123 4567 89 ngân hàng X", "account", "0123 4567 89"),
        ("STK: 1903\n0000\n771 MB", "account", "1903\n0000\n771"),
        ("CCCD 001085000012", "account", "001085000012"),
    ],
)
def test_contact(words: str, kind: str, found: str) -> None:
    contact = contacts(words)[0]
    assert (contact.kind, contact.words) == (kind, found)
    assert words[contact.start : contact.end] == found
    assert found not in without_contacts(words)


@pytest.mark.parametrize(
    "words",
    [
        "Giá 250.000 - 300.000đ", "năm 2019-2020", "nặng 1.200.000 g", "mã vạch 8930000000125",
        "250000000 đồng", "H.T.X", "3.5kg.v.v",
        "GCN 112/2019", "20 x 30 x 40 cm", "Ngon.Bổ.Rẻ", "",
    ],
)  # fmt: skip
def test_no_contact(words: str) -> None:
    assert contacts(words) == ()
    assert without_contacts(words) == words


def test_masks_say_what_stood_there() -> None:
    words = "Liên hệ 0900 000 012, doivai@example.vn hoặc www.example.vn. STK 0123456789."
    assert (
        without_contacts(words) == "Liên hệ [số điện thoại], [email] hoặc [liên kết]. STK [số tài khoản hoặc giấy tờ]."
    )
    assert contacts(without_contacts(words)) == ()


def test_h18_contacts_are_found_in_either_form_of_unicode() -> None:
    words = "Điện thoại đặt hàng: 0900 000 012"
    assert contacts(unicodedata.normalize("NFD", words)) == contacts(words)


@given(st.text("0123456789018960 .-/()+", min_size=7, max_size=26))
def test_a_run_that_the_matcher_is_not_asked_of_holds_no_number(run: str) -> None:
    """The matcher alone says what a number is; we only skip it where there can be none."""
    asked = [m.raw_string for m in PhoneNumberMatcher(run, "VN")]
    assert [run[a:b] for _, a, b in _matches(run)] == asked
