"""Addresses to units in force: the museum, the rules, and what no text may do to them."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.values import text as texts
from catalog.values.places import place_chain, place_mentions, place_words, places
from catalog.values.places.place_hints import hint
from catalog.values.places.places import Place, place
from tests.catalog.values import museum


def codes(found: Place) -> dict[str, Any]:
    """What a line of the museum states of a place."""
    said: dict[str, Any] = {"province": found.province_code, "commune": found.commune_code}
    if found.candidates:
        said["candidates"] = sorted(c.commune_code for c in found.candidates)
    if found.old:
        said["old"] = found.old
    return said


@pytest.mark.parametrize(("words", "want"), museum.rows("place"))
def test_place(words: str, want: dict[str, Any]) -> None:
    assert codes(place(words)) == want


@pytest.mark.parametrize(("words", "want"), museum.rows("place"))
def test_h10_one_key_for_every_way_of_writing(words: str, want: dict[str, Any]) -> None:
    for text in (unicodedata.normalize("NFD", words), words.replace(" ", "\u00a0"), f"  {words} "):
        assert codes(place(text)) == want


def test_the_contract() -> None:
    assert place("xã Mậu A, tỉnh Lào Cai").json() == {
        "province": "Lào Cai",
        "province_code": "15",
        "commune": "Mậu A",
        "commune_code": "04375",
        "candidates": [],
    }
    split = place("xã Đại Dực, huyện Tiên Yên, tỉnh Quảng Ninh").json()
    assert (split["province"], split["commune"], split["commune_code"]) == ("Quảng Ninh", None, None)
    assert [c["commune"] for c in split["candidates"]] == ["Tiên Yên", "Đông Ngũ"]
    assert all(c["partly"] and c["province_code"] == "22" for c in split["candidates"])


def test_evidence_names_the_words_and_the_units() -> None:
    found = place("X. Yên Hòa, H. Yên Mô, T. Ninh Bình")
    assert found.evidence == (
        "“X Yên Hòa” → xã Yên Hòa",
        "“H Yên Mô” → huyện Yên Mô",
        "“T Ninh Bình” → tỉnh Ninh Bình",
    )


@pytest.mark.parametrize(("words", "want"), museum.rows("place"))
def test_a_tone_may_stand_on_either_vowel(words: str, want: dict[str, Any]) -> None:
    for one, other in (("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("ÒA", "OÀ")):
        assert codes(place(words.replace(one, other))) == want


# ── cells of their own, hints, days ──


def test_cells_of_a_row() -> None:
    assert place("", commune="Yên Hòa", district="Yên Mô", province="Ninh Bình").commune_code == "14701"
    assert place("xóm 4", commune="xã Yên Hòa", district="H. Yên Mô").commune_code == "14701"
    assert place("thôn Nhạn", province="Yên Bái").province_code == "15"
    assert place("", commune="13", district="5", province="HCM").commune_code == "27343"
    # A column says the level: the name of a former district is the commune's here.
    assert place("", commune="Ba Đình", province="Hà Nội").commune_code == "00004"


def test_cells_that_contradict_each_other_are_asked() -> None:
    address = "xã Mậu A, huyện Văn Yên, tỉnh Yên Bái"
    other = place(address, commune="Châu Quế Hạ")
    assert other.commune_code is None
    assert {c.commune for c in other.candidates} == {"Mậu A", "Châu Quế"}
    far = place(address, province="Phú Thọ")
    assert (far.province_code, far.commune_code) == (None, None)
    assert place(address, commune="Mậu A", province="Lào Cai").commune_code == "04375"


def test_a_hint_completes_and_never_overrules() -> None:
    hint = "DANH SÁCH SẢN PHẨM CỦA HUYỆN VĂN YÊN, TỈNH YÊN BÁI"
    assert place("xã Viễn Sơn", hint=hint).commune_code == "04441"
    assert place("Viễn Sơn", hint=hint).commune_code == "04441"
    assert place("thôn Nhạn", hint=hint).province_code == "15"
    assert place("xã Yên Hòa, huyện Yên Mô, tỉnh Ninh Bình", hint=hint).commune_code == "14701"
    assert place("Ninh Bình", hint=hint).province_code == "37"
    assert place("thôn 5", hint="xã Mậu A, tỉnh Lào Cai").commune_code == "04375"
    assert place("xã Đồi Vải Xa", hint="xã Mậu A, tỉnh Lào Cai").commune_code is None


def test_h40_the_day_of_the_sheet_decides_a_name_that_was_given_again() -> None:
    words = "phường Ngọc Hà, Hà Nội"
    assert place(words).commune_code is None
    assert place(words, on="2026-03-01").commune_code == "00008"
    before = place(words, on="2024-03-01")
    assert before.commune_code is None
    assert all(c.partly for c in before.candidates)
    # A split stays a question on any day.
    assert place("xã Đại Dực, tỉnh Quảng Ninh", on="2026-03-01").commune_code is None


def test_a_hamlet_never_decides() -> None:
    asked = place("xã Đại Dực, Tiên Yên, Quảng Ninh")
    for hamlet in ("Thôn Đông Ngũ, ", "Xóm Tiên Yên, ", "Khu phố Đông Ngũ 2, "):
        assert place(hamlet + "xã Đại Dực, Tiên Yên, Quảng Ninh").candidates == asked.candidates


def test_names_that_differ_in_accents_only() -> None:
    # Tam Dân and Tam Đàn stood in one district.
    assert place("xã Tam Dân, huyện Phú Ninh, tỉnh Quảng Nam").old.startswith("xã Tam Dân")
    assert place("xã Tam Đàn, huyện Phú Ninh, tỉnh Quảng Nam").old.startswith("xã Tam Đàn")
    assert len(place("xa tam dan, huyen phu ninh, tinh quang nam").candidates) == 2


def test_a_misspelt_district_is_confirmed_by_its_commune_alone() -> None:
    found = place("xã Phước Lộc, H. Nh Bè, TP. Hồ Chí Minh")
    assert found.old == "xã Phước Lộc, huyện Nhà Bè, thành phố Hồ Chí Minh"
    assert found.commune_code
    # Without its rank it may be a hamlet; another district's name confirms nothing.
    assert place("Phước Lộc, H. Nh Bè, TP. Hồ Chí Minh").commune_code is None
    assert place("xã Phước Lộc, H. Củ Chi, TP. Hồ Chí Minh").commune_code is None


@pytest.mark.parametrize("code", ["10000", "320000", "07000", "700000."])
def test_a_postcode_is_no_part_of_an_address(code: str) -> None:
    for address in ("xã Viễn Sơn, Văn Yên, Yên Bái", "P13 Q5 TPHCM", "phường Thuận Hóa, Huế", "Lào Cai"):
        said = place(address)
        for words in (f"{address} {code}", f"{address}, {code}", f"{address}, Việt Nam {code}"):
            assert codes(place(words)) == codes(said), words


# ── names ──


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("OCOP Quảng Nam - Mật ong rừng Nhạn 500ml", "Quảng Nam"),
        ("OCOP - QUẢNG NAM- Trà gừng", "QUẢNG NAM"),
        ("OCOP 4 sao Bến Tre | Kẹo dừa", "Bến Tre"),
        ("Trà quế Viễn Sơn (đặc sản Yên Bái)", "Yên Bái"),
        ("[OCOP huyện Văn Yên] Quế thanh", "huyện Văn Yên"),
        ("Chè OCOP tinh Thai Nguyen", "tinh Thai Nguyen"),
        ("Bún bò Huế", ""),
        ("OCOP Mật ong Hà Giang", ""),
        ("Đặc sản Lâm Đồng hạt mắc ca", ""),
        ("OCOP Hà Nội, Đà Nẵng", "Hà Nội"),
        ("OCOP 3 sao - Gạo nếp", ""),
        ("", ""),
    ],
)
def test_what_a_name_says(name: str, said: str) -> None:
    assert hint(name) == said
    assert hint(unicodedata.normalize("NFD", name)) == said


def test_a_name_completes_a_row_that_leaves_its_place_open() -> None:
    said = hint("OCOP Quảng Nam - Mật ong rừng")
    assert place("", hint=said).province_code == "48"
    assert place("xã Yên Hòa, huyện Yên Mô, tỉnh Ninh Bình", hint=said).province_code == "37"


# ── the register ──


def test_provinces_and_communes() -> None:
    provinces = places.province_names()
    assert len(provinces) == 34
    assert ("15", "Lào Cai", "tỉnh") in provinces
    communes = {code: places.communes_of(code) for code, _, _ in provinces}
    assert sum(map(len, communes.values())) == 3321
    assert ("04375", "Mậu A", "xã") in communes["15"]
    assert places.communes_of("99") == ()


def test_codes() -> None:
    assert places.resolve_code("04375").json()["commune"] == "Mậu A"
    assert places.resolve_code("15").province == "Lào Cai"
    assert places.resolve_code("10") == places.resolve_code("") == Place()


def test_former_names() -> None:
    names = places.former_names("14701").split(", ")
    assert {"Yên Hòa"} <= set(names)
    assert places.former_names("04375").split(", ")[-1] == "Yên Bái"
    assert places.former_names("00000") == ""


# ── laws ──

PARTS = st.sampled_from(
    "xã huyện tỉnh x. h. t. tp thôn Văn Yên Mậu A Hòa Bình Tân Phú 13 , - . ; / ( \n Đ đ Ð ² ٣ Việt Nam".split(" ")
)


@given(st.text(max_size=200), st.text(max_size=40), st.text(max_size=12))
@example("\ud800", "\x00", "2026-99-99")
def test_nothing_raises(words: str, cell: str, on: str) -> None:
    found = place(words, commune=cell, hint=words, on=on)
    assert hint(words + "OCOP " + cell) in unicodedata.normalize("NFC", texts.clean(words + "OCOP " + cell))
    assert (found.commune is None) == (found.commune_code is None)


@given(st.lists(PARTS, max_size=20).map(" ".join))
def test_a_commune_or_candidates_never_both(words: str) -> None:
    found = place(words)
    assert not (found.commune_code and found.candidates)
    assert found == place(unicodedata.normalize("NFD", words))
    if found.commune_code:
        assert found.province_code == places.resolve_code(found.commune_code).province_code


@given(st.lists(PARTS, max_size=20).map(" ".join))
def test_what_is_remembered_changes_nothing(words: str) -> None:
    said = place(words)
    # A part that is too long to be remembered is read alike.
    assert place(words + " " * 90) == said
    for remembered in (place_words._short_part, place_mentions._mentions_in):
        remembered.cache_clear()
    assert place(words) == said


@given(st.lists(PARTS, max_size=12).map(" ".join))
@example("xã Viễn Sơn, huyện Văn Yên, tỉnh Yên Bái")
@example("Tân Lập, xã Tân Hòa, huyện Tân Lập, Hòa Bình")
def test_chains_that_are_not_made_are_worse(words: str) -> None:
    said = place(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place_chain, "MOST_STEP", float("inf"))
        assert place(words) == said


def test_h68_a_long_cell_is_read() -> None:
    for words in (
        "1.",
        "Hà Nội ",
        "xã Tân Lập, ",
        "huyện Châu Thành ",
        "x ",
        "P1Q1",
        "\u0301",
        "TỉnhTỉnh",
        "-",
        "Yên ",
        "xã Viễn Sơn H. Vă Yen tỉnh Yên Bái ",
        "Hyện Xz ",
    ):
        museum.read_long_cell(place, words)


# ── labelled real addresses ──


@pytest.mark.shared
def test_labelled_addresses(shared: Path) -> None:
    labels = [json.loads(line) for line in (shared / "gold" / "places.jsonl").read_text(encoding="utf-8").splitlines()]
    right = wrong = 0
    for label in labels:
        found = place(label["text"])
        wrong += found.province_code not in (None, label["province_code"])
        if label["split"]:
            right += [*sorted(c.commune_code for c in found.candidates)] == label["commune_codes"]
            wrong += found.commune_code is not None
        else:
            right += found.commune_code == label["commune_codes"][0]
            wrong += found.commune_code not in (None, label["commune_codes"][0])
    assert right >= 0.97 * len(labels)
    assert wrong <= 0.01 * len(labels)
