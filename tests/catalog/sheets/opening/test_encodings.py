"""Old encodings: the tables against the codes of the standard, the decision by words, and what is left alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.sheets.opening.encodings import decode, is_vietnamese, repair, repair_column


@pytest.mark.parametrize(
    ("garbled", "right", "was"),
    [
        ("M\u00cbt ong b\u00b9c h\u00b5", "Mật ong bạc hà", "tcvn3"),
        ("l\u00b9p s\u00ad\u00ean", "lạp sườn", "tcvn3"),  # AD, the soft hyphen, is ư
        ("\u00a7\u00c6c s\u00b6n", "Đặc sản", "tcvn3"),
        ("Maät ong röøng", "Mật ong rừng", "vni"),
        ("Nöôùc maém", "Nước mắm", "vni"),
        ("ÑAËC SAÛN", "ĐẶC SẢN", "vni"),
        ("Máº\xadt ong", "Mật ong", "mojibake"),
        ("TrÃ\xa0 shan tuyáº¿t", "Trà shan tuyết", "mojibake"),
        ("Tra\u0300 gu\u031b\u0300ng", "Trà gừng", "nfd"),
        ("Mâ\u0323t ong", "Mật ong", "cp1258"),
    ],
)  # fmt: skip
def test_repair(garbled: str, right: str, was: str) -> None:
    found = repair(garbled)
    assert (found.text, found.was) == (right, was)
    assert repair(found.text) == type(found)(right, "nfc")


@pytest.mark.parametrize(
    "text",
    [
        "Trà gừng",
        "Café Crème brûlée",
        "hộp 10 gói × 5g",
        "Vitamin C® 500mg",
        "½ kg ± 5%",
        "Gruyère",
        "á à í",
        "m² và m³",
        "TÚI",
        "«Quế»",
    ],
)
def test_text_that_is_right_is_left_alone(text: str) -> None:
    assert repair(text) == type(repair(""))(text, "nfc")


def test_the_font_decides_what_words_cannot() -> None:
    assert repair("\u00ddt", ".VnTime").text == "ít"
    assert repair("baùnh", "VNI-Times").text == "bánh"
    assert repair("ít", "Times New Roman").text == "ít"
    assert repair("Ớt", ".VnTime").text == "Ớt"  # no code of TCVN3: the font lies


def test_a_column_decides_for_its_doubtful_texts() -> None:
    garbled = ["gi\u00e3", "M\u00cbt ong", "Tr\u00b5", "100g"]
    assert repair_column(garbled) == (["gió", "Mật ong", "Trà", "100g"], "tcvn3")
    assert repair_column(["giã gạo", "Mật ong"]) == (["giã gạo", "Mật ong"], "nfc")


def test_letters_and_case_of_vni() -> None:
    assert decode("AÙ aù Aù ÑAÏI ñaïi Ö ö ÖÔNG", "vni") == "Á á Á ĐẠI đại Ư ư ƯƠNG"


@pytest.mark.parametrize(
    ("word", "is_one"),
    [("nghiêng", True), ("quýt", True), ("gì", True), ("hoà", True), ("ĐẮK", False), ("crème", False), ("Mût", False)],
)
def test_syllables(word: str, is_one: bool) -> None:
    assert is_vietnamese(word) is is_one


@given(st.text(max_size=60))
def test_no_text_raises_and_all_comes_out_composed(text: str) -> None:
    found = repair(text)
    assert found.was in ("nfc", "nfd", "tcvn3", "vni", "cp1258", "mojibake")
    assert found.text == unicodedata.normalize("NFC", found.text)
