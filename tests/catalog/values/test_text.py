"""Text: one form to keep, one to compare, one to search by, one to sort by."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.values import text
from tests.catalog.values.museum import read_long_cell, rows

SYLLABLES = [
    "hoà",
    "hòa",
    "thuỷ",
    "quý",
    "gạo",
    "nếp",
    "Đồi",
    "ỚT",
    "trà",
    "Mật",
    "ong",
    "ST25",
    "rượu",
    "ươn",
    "giếng",
]
PHRASES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=6).map(" ".join)


@pytest.mark.parametrize(("words", "want"), rows("text"))
def test_specimen(words: str, want: dict[str, str]) -> None:
    got = {name: getattr(text, name)(words) for name in want}
    assert got == want


@given(st.text())
def test_any_text_is_read_and_reading_again_changes_nothing(words: str) -> None:
    for form in (text.clean, text.fold, text.key, text.slug, text.calm):
        once = form(words)
        assert form(once) == once
    assert unicodedata.is_normalized("NFC", text.clean(words))
    text.sort_key(words)
    text.is_blank(words)


@given(PHRASES)
def test_keys_do_not_depend_on_form_case_or_spaces(words: str) -> None:
    for other in (unicodedata.normalize("NFD", words), words.upper(), f"\u00a0{words.replace(' ', chr(0xA0))}\u200b"):
        assert text.key(other) == text.key(words)
        assert text.fold(other) == text.fold(words)
        assert text.sort_key(other) == text.sort_key(words)


@given(st.text())
def test_cleaned_text_is_one_plain_line(words: str) -> None:
    cleaned = text.clean(words)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert all(c.isprintable() or unicodedata.category(c) not in {"Cc", "Cs"} for c in cleaned)


VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]


@pytest.mark.parametrize("rhyme", ["oa", "oe", "uy"])
@pytest.mark.parametrize("tone", TONES[1:])
@pytest.mark.parametrize("onset", ["", "h", "th", "ng"])
def test_h10_both_habits_of_placing_a_tone_have_one_key(onset: str, tone: str, rhyme: str) -> None:
    old = unicodedata.normalize("NFC", onset + rhyme[0] + tone + rhyme[1])
    new = unicodedata.normalize("NFC", onset + rhyme[0] + rhyme[1] + tone)
    assert old != new
    assert text.key(old) == text.key(new) == old


@pytest.mark.parametrize(
    "words", ["quả", "quý", "quỳnh", "giá", "giếng", "gì", "của", "mía", "ngoài", "khuya", "huýt", "xoắn"]
)
def test_right_spelling_is_its_own_key(words: str) -> None:
    assert text.key(words) == words


@pytest.mark.parametrize(
    ("one", "other"), [("dừa", "dứa"), ("tai", "tay"), ("ba", "bà"), ("o", "ô"), ("Tân Qui", "Tân Quy")]
)
def test_h88_words_that_differ_have_different_keys(one: str, other: str) -> None:
    assert text.key(one) != text.key(other)


def test_sorts_as_a_dictionary() -> None:
    ordered = (
        "1 kg|5 gạo|10 gạo|an|ăn|ân|ba|ba ba|ba má|bà|bà ba|bả|bã|bá|bạ|bác|cam|chanh|da|đa|đá|em|êm|gạo nếp|gạo tẻ|"
        "mơ|mỡ|mua|mùa|na|on|ôn|ơn|trà|ư|xoài|yến"
    ).split("|")
    assert sorted(sorted(ordered, key=len), key=text.sort_key) == ordered


def test_sort_key_is_compared_as_bytes_by_sqlite() -> None:
    names = ["Đu đủ", "Dừa", "Ổi", "Ớt", "Ăn", "Âu", "Zích"]
    by_text = sorted(names, key=text.sort_key)
    assert (
        by_text
        == sorted(names, key=lambda n: text.sort_key(n).encode())
        == ["Ăn", "Âu", "Dừa", "Đu đủ", "Ổi", "Ớt", "Zích"]
    )


@pytest.mark.parametrize(
    "mark", ["", " ", "-", "—", "…", "?", "không có", "Ko có", "KHÔNG CÓ", "đang cập nhật", "N/A", "\u200b"]
)
def test_blank(mark: str) -> None:
    assert text.is_blank(mark)


@pytest.mark.parametrize("words", ["NA", "na", "None", "x", "X", "0", "không", "#N/A", "#REF!", "có", "Quả na"])
def test_h60_words_that_others_take_for_blank(words: str) -> None:
    assert not text.is_blank(words)


def test_h9_a_flood_of_marks_is_cut() -> None:
    flooded = "gạ" + "\u0336" * 5000 + "o"
    assert len(text.clean(flooded)) < 10
    assert text.fold(flooded) == "gao"


def test_h9_a_soft_hyphen_stays_for_the_reader_of_tcvn3_but_not_in_keys() -> None:
    assert text.clean("m\u00adt") == "m\u00adt"
    assert text.key("m\u00adt") == text.fold("m\u00adt") == "mt"


def test_h66_what_breaks_workbooks_is_gone() -> None:
    assert text.clean("Trà\ud800\x00 \x1b[0m_x000B_ngon") == "Trà [0m ngon"


@pytest.mark.parametrize("words", ["á", "hoà ", "a\u0301", "Đ", "\u0301", "_x000D_", "\u00a0", "Ж"])
@pytest.mark.parametrize("form", [text.clean, text.fold, text.key, text.sort_key, text.calm, text.is_blank])
def test_h68_the_longest_cell(form, words: str) -> None:
    # Loose on purpose: a quadratic reader takes minutes here, a linear one some hundredths.
    read_long_cell(form, words)
