"""Codes: kept as text, judged by their check digit, never repaired by guessing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from catalog.registers import places
from catalog.values import codes
from tests.catalog.values.museum import read_long_cell, rows


@pytest.mark.parametrize(("words", "want"), rows("code"))
def test_specimen(words: str, want: dict[str, object]) -> None:
    assert {"code": codes.code(words).json(), "gtin": codes.gtin(words).json()} == want


@given(st.integers(1, 999_999_999_999))
def test_h30_a_barcode_survives_every_door(number: int) -> None:
    digits = f"{number:012d}"
    digits += ean.calc_check_digit(digits)
    for words in (digits, f"{digits}.0", f" {digits}\u00a0", f"'{digits}", f"{digits[:1]} {digits[1:7]} {digits[7:]}"):
        assert codes.gtin(words) == codes.Gtin(digits, valid=True)
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    assert codes.gtin(wrong) == codes.Gtin(wrong)


@given(st.integers(10**12, 10**13 - 1), st.integers(1, 11))
def test_h30_lost_digits_are_noticed(number: int, kept: int) -> None:
    digits = str(number)
    shown = f"{digits[0]}.{digits[1 : 1 + kept]}E+12"
    got = codes.code(shown)
    assert got.damaged
    assert got.value == shown
    assert codes.gtin(shown).valid is False


@given(st.text())
def test_any_text_is_read(words: str) -> None:
    got = codes.code(words)
    if got.value is not None:
        assert codes.code(got.value).value is not None
    codes.gtin(words)
    codes.product_code(words)
    codes.postcode(words)
    codes.growing_area(words)


@pytest.mark.parametrize(
    ("words", "value", "valid"),
    [
        ("Mã vạch: 8936136161235", "8936136161235", True),
        ("8936136161235 (hũ 500g)", "8936136161235", True),
        ("8936136161235; 8936136161242", "8936136161235; 8936136161242", False),
    ],
)
def test_a_barcode_among_words(words: str, value: str, valid: bool) -> None:
    assert codes.gtin(words) == codes.Gtin(value, valid)


@given(st.integers(1, 96), st.integers(1, 999), st.integers(1, 99_999), st.integers(1, 99), st.integers(2019, 2035))
def test_product_codes_written_and_read_back(province: int, district: int, commune: int, n: int, year: int) -> None:
    written = f"{province:02d}-{district:03d}-{commune:05d}-{n}-{year}"
    got = codes.product_code(f"Mã SP: {written.replace('-', ' - ')}")
    assert (got.value, got.number, got.year, got.official) == (written, n, year, True)


@pytest.mark.parametrize(
    ("words", "value", "official"),
    [
        ("15-137-04375-2-2024", "15-137-04375-2-2024", True),
        ("2-38-585-1-2022", "2-38-585-1-2022", False),
        ("15–137–04375–2–2024", "15-137-04375-2-2024", True),
        ("26-4-2024", None, False),
        ("0900-000-012", None, False),
        ("", None, False),
    ],
)
def test_product_code(words: str, value: str | None, official: bool) -> None:
    got = codes.product_code(words)
    assert (got.value, got.official) == (value, official)


@pytest.mark.parametrize(
    ("words", "value", "kind"),
    [
        ("VN-TGOR-0095", "VN-TGOR-0095", "growing area"),
        ("mã số vùng trồng: VNTGPH0012", "VN-TGPH-0012", "packing house"),
        ("vn-tgor-0095", "VN-TGOR-0095", "growing area"),
        ("VN-TG-0095", None, None),
        ("VNORXX", None, None),
    ],
)
def test_growing_area(words: str, value: str | None, kind: str | None) -> None:
    assert codes.growing_area(words).json() == {"value": value, "kind": kind}


@pytest.mark.parametrize(
    ("words", "value", "kind", "position"),
    [
        ("11517", "11517", "national", None),
        ("01000", "01000", "national", None),
        ("Hà Nội 11517", "11517", "national", None),
        ("Thôn 5, Tiên Yên, Quảng Ninh, 01300, Việt Nam", "01300", "national", None),
        ("mã bưu chính: 33000", "33000", "national", None),
        ("320000", "320000", "before-2018", None),
        ("11517 CFGHJM2", "11517", "vpostcode", "CFGHJM2"),
        ("11517CFGHJM2", "11517", "vpostcode", "CFGHJM2"),
        ("Thôn 5, Tiên Yên. Vpostcode: 01300CFGHJM2", "01300", "vpostcode", "CFGHJM2"),
        ("079200000012", None, None, None),
        ("Số 12345", None, None, None),
        ("Hà Nội, ĐT 0900000012", None, None, None),
        ("QĐ 12345", None, None, None),
        ("1300", None, None, None),
        ("", None, None, None),
    ],
)
def test_postcode(words: str, value: str | None, kind: str | None, position: str | None) -> None:
    found = codes.postcode(words).json()
    del found["province_code"]
    assert found == {"value": value, "kind": kind, "position": position, "unusual": False}


@pytest.mark.parametrize(
    ("words", "province"),
    [
        ("Hà Nội 11517", "01"),
        ("01300", "22"),
        ("xã Mậu A, tỉnh Lào Cai 33000", "15"),  # Yên Bái's digits, in Lào Cai since July 2025
        ("Yên Bái 320000", "15"),
        ("Thừa Thiên Huế 530000", "46"),
        ("Mã bưu chính: 99999", None),
    ],
)
def test_the_first_digits_of_a_postcode_say_the_province(words: str, province: str | None) -> None:
    assert codes.postcode(words).province_code == province


def test_every_province_has_first_digits_of_both_lists_and_none_shares_them() -> None:
    former = {p.code for p in places.load().provinces if p.valid_to}
    for digits in (5, 6):
        assert {code for (n, _), code in places.postcodes().items() if n == digits} == former


@pytest.mark.parametrize(
    ("words", "unusual"), [("11517CFGHJM2", False), ("11517 CFGHJMO", True), ("115171FGHJM2", True)]
)
def test_a_vpostcode_is_kept_also_where_its_letters_are_unusual(words: str, unusual: bool) -> None:
    found = codes.postcode(words)
    assert (found.value, found.kind, found.unusual) == ("11517", "vpostcode", unusual)


def test_zeros_are_no_barcode() -> None:
    assert codes.gtin("0000000000000") == codes.Gtin("0000000000000")


@pytest.mark.parametrize("read", [codes.code, codes.gtin, codes.product_code, codes.postcode, codes.growing_area])
@pytest.mark.parametrize("words", ["9", "1-2-3-4-2020 ", "E+", "VN-", "12345 ", "#", "1.0", "Hà Nội 11517 "])
def test_h68_the_longest_cell(read, words: str) -> None:
    # Loose on purpose: a quadratic reader takes minutes here, a linear one some hundredths.
    read_long_cell(read, words)
