"""Producers, their telephones and codes."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.values import contacts, people
from tests.catalog.values import museum


@pytest.mark.parametrize(("words", "want"), museum.rows("phone"))
def test_phone(words: str, want: dict[str, Any]) -> None:
    found = people.phones(words).json()
    assert found == {"hotlines": [], **want}


@pytest.mark.parametrize(("words", "want"), museum.rows("producer"))
def test_producer(words: str, want: dict[str, Any]) -> None:
    assert people.producer(words).json() == want


@pytest.mark.parametrize("words", ["0900 000 01", "0169 000 0012", "8930000000125"])
def test_digits_that_are_no_number_are_said(words: str) -> None:
    assert people.phones(words).unread
    assert not people.phones("liên hệ").unread


@given(st.integers(0, 99))
def test_a_number_is_read_in_every_way_it_is_written(last: int) -> None:
    digits = f"09000000{last:02}"
    ways = [
        digits, f"{digits[:4]}.{digits[4:7]}.{digits[7:]}", f"{digits[:4]} {digits[4:7]} {digits[7:]}", digits[1:],
        f"{digits[1:]}.0",
        f"+84{digits[1:]}", f"84{digits[1:]}", f"(+84) {digits[1:4]}-{digits[4:7]}-{digits[7:]}", f"Zalo: {digits}.",
    ]  # fmt: skip
    for way in ways:
        assert people.phones(way).e164 == (f"+84{digits[1:]}",), way
    assert people.phones(people.phones(digits).e164[0]) == people.phones(digits)


def test_hotlines_are_kept_beside_numbers() -> None:
    found = people.phones("0900 000 012 - tổng đài 1900 0012")
    assert found.dialled == ("+84900000012", "19000012")
    assert not people.phones("1800 0012").unread


def test_digits_that_a_spreadsheet_lost_are_asked() -> None:
    for words in ("9.00E+08", "8.49E+10", "9E+08", "9.12346E+08"):
        assert people.phones(words) == people.Phones(unread=True), words


KINDS = {"HTX": "cooperative", "Tổ hợp tác": "cooperative_group", "Cty TNHH": "company", "DNTN": "private_enterprise",
         "Hộ kinh doanh": "household", "Cơ sở sản xuất": "establishment"}  # fmt: skip


@given(st.sampled_from(sorted(KINDS)), st.sampled_from(["Hoà Nhạn", "Thuỷ Đồi", "Quý Vải"]), st.integers(0, 99))
def test_a_producer_written_out_is_read_back(kind: str, name: str, last: int) -> None:
    written = f"{kind} {name}"
    cell = f"{written}, thôn 3, xã Nhạn - ĐT: 0900 000 0{last:02}"
    found = people.producer(cell)
    assert (found.name, found.kind, found.phones.e164) == (written, KINDS[kind], (f"+849000000{last:02}",))
    assert found.address == "thôn 3, xã Nhạn"
    assert people.producer(found.name).name == found.name
    swapped = cell.replace("oà", "òa").replace("uỷ", "ủy").replace("uý", "úy")
    for other in (unicodedata.normalize("NFD", cell), cell.replace(" ", "\u00a0"), cell.upper(), swapped):
        again = people.producer(other)
        assert (again.kind, again.phones) == (found.kind, found.phones), other


@given(st.text(max_size=300))
def test_nothing_raises(words: str) -> None:
    people.producer(words)
    people.phones(words)
    people.tax_code(words)
    people.is_person(people.producer_kind(words), words)
    people.email(words)
    people.website(words)
    contacts.without_contacts(words)


@pytest.mark.parametrize(
    "words", ["HTX Đồi Vải", "Tổ hợp tác Nhạn", "Hộ kinh doanh Nhạn Con", "Cơ sở bánh Nhạn", "DNTN Hai Nhạn"]
)
def test_kind_is_the_same_however_it_is_typed(words: str) -> None:
    kind = people.producer_kind(words)
    for other in (words.upper(), words.lower(), unicodedata.normalize("NFD", words), words.replace(" ", "\u00a0")):
        assert people.producer_kind(other) == kind


@pytest.mark.parametrize(
    ("kind", "name", "private"),
    [
        ("household", "Hộ kinh doanh Nhạn Con", True),
        ("unknown", "Trần Văn Nhạn", True),
        ("unknown", "TRẦN THỊ NHẠN", True),
        ("unknown", "tran van nhan", True),
        ("other", "Nông Thị Nhạn", True),
        ("establishment", "Cơ sở chả lụa Trần Thị Nhạn", True),
        ("cooperative_group", "Tổ hợp tác Nguyễn Nhạn", True),
        ("cooperative_group", "Tổ hợp tác Suối Nhạn", False),
        ("establishment", "Cơ sở bánh Suối Nhạn", False),
        ("unknown", "Mai Nhạn", False),
        ("unknown", "Nhạn Food", False),
        ("company", "Công ty TNHH Trần Văn Nhạn", False),
        ("private_enterprise", "DNTN Trần Thị Nhạn", False),
        ("cooperative", "HTX Trần Văn Nhạn", False),
        ("cooperative", "HTX nông nghiệp (GĐ: Trần Văn Nhạn)", True),
        ("unknown", "", False),
    ],
)
def test_whose_name_is_a_persons(kind: str, name: str, private: bool) -> None:
    assert people.is_person(kind, name) is private


@pytest.mark.parametrize(
    ("words", "kind", "value", "valid"),
    [
        ("0100233488", "organisation", "0100233488", True),
        ("0100 233 488", "organisation", "0100233488", True),
        ("MST: 0100233488", "organisation", "0100233488", True),
        ("100233488", "organisation", "0100233488", True),  # the zero that a spreadsheet dropped; the check digit fits
        ("100233488.0", "organisation", "0100233488", True),
        ("0100233489", "organisation", "0100233489", False),
        ("0314409058-002", "branch", "0314409058-002", True),
        ("0314409058002", "branch", "0314409058-002", True),
        ("ĐT 0900000012, MST 0100233488", "organisation", "0100233488", True),
        ("123456", None, None, False),
        ("", None, None, False),
    ],
)
def test_tax_code(words: str, kind: str | None, value: str | None, valid: bool) -> None:
    found = people.tax_code(words)
    assert (found.kind, found.value, found.valid) == (kind, value, valid)
    assert found.json() == {"value": value, "kind": kind, "valid": valid}


def test_h65_a_citizens_id_is_shown_nowhere() -> None:
    found = people.tax_code("001085000012")
    assert found.kind == "person"
    assert found.json() == {"kind": "person", "last": "012", "valid": True}
    assert "001085000012" not in repr(found)


def test_addresses_of_mail_and_web() -> None:
    assert people.email("Email: HTX.DoiVai@Example.com.vn.") == "htx.doivai@example.com.vn"
    assert people.email("không có") is None
    assert people.website("www.example.vn/gioi-thieu.") == "https://www.example.vn/gioi-thieu"
    assert people.website("xem tại http://example.vn nhé") == "http://example.vn"
    assert people.website("javascript:alert(1)") is None
    assert people.website("HTX Đồi Vải") is None
    assert people.website("a@example.vn") is None


def test_h68_a_long_cell_is_read() -> None:
    for words in ("1.", "0 ", "0900000012 ", "(0", "a.", "a@", "www.", "stk ", "xã, ", "ĐT: ", "o0"):
        museum.read_long_cell(contacts.contacts, words)
        museum.read_long_cell(people.producer, words)
