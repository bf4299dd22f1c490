"""Communes and provinces that a stored value names, over an invented reform and over the one there was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from catalog.registers import places as register
from catalog.values.places import place_heirs, places
from tests import reform

NOW = "2025-07-01"


@pytest.fixture
def after() -> Iterator[None]:
    with reform.reformed():
        yield


def heirs(code: str, on: str) -> list[tuple[str, str, str, bool]]:
    return [(h.commune_code, h.commune, h.province, h.partly) for h in place_heirs.heirs(code, on)]


def test_without_a_reform_a_unit_is_its_own_heir() -> None:
    assert register.edition() == NOW
    assert heirs("04441", NOW) == [("04441", "Xuân Ái", "Lào Cai", False)]
    assert place_heirs.leading_to(["04441"], NOW) == ["04441"]
    assert heirs("00000", NOW) == []
    assert (place_heirs.province_now("10"), place_heirs.province_now("15"), place_heirs.province_now("x")) == (
        "15", "15", "x",
    )  # fmt: skip


@pytest.mark.usefixtures("after")
def test_merged_renamed_and_split_communes_have_their_heirs() -> None:
    assert register.edition() == reform.DAY
    merged = [("06862", "Tiên Yên", "Hải Phòng", False)]
    assert heirs(reform.TIEN_YEN, NOW) == merged
    assert heirs(reform.DIEN_XA, NOW) == merged
    assert heirs(reform.RENAMED, NOW) == [("06841", "Tên Mới", "Hải Phòng", False)]
    # One part keeps code and name: only the day on which the code was read tells that it may be the other one.
    split = [("04441", "Xuân Ái", "Lào Cai", True), ("99001", "Xuân Ái Hạ", "Lào Cai", True)]
    assert heirs(reform.SPLIT, NOW) == split
    assert heirs(reform.SPLIT, reform.DAY) == [("04441", "Xuân Ái", "Lào Cai", False)]
    assert heirs(reform.DIEN_XA, reform.DAY) == []


@pytest.mark.usefixtures("after")
def test_provinces_and_the_way_back() -> None:
    assert (place_heirs.province_heir("22", NOW), place_heirs.province_heir("22", reform.DAY)) == ("31", None)
    assert (place_heirs.province_heir("15", NOW), place_heirs.province_heir("15", reform.DAY)) == ("15", "15")
    assert place_heirs.province_now("22") == "31"
    assert place_heirs.leading_to(["06862"], NOW) == ["06862", "06874"]
    assert place_heirs.leading_to(["06862"], reform.DAY) == ["06862"]
    assert place_heirs.leading_to(["99001"], NOW) == ["04441"]


@pytest.mark.usefixtures("after")
@pytest.mark.parametrize(
    ("address", "commune_code", "province_code"),
    [
        ("thị trấn Tiên Yên, huyện Tiên Yên, tỉnh Quảng Ninh", "06862", "31"),  # over two reforms
        ("xã Điền Xá, tỉnh Quảng Ninh", "06862", "31"),
        ("xã Hoành Mô, tỉnh Quảng Ninh", "06841", "31"),
        ("xã Tên Mới, thành phố Hải Phòng", "06841", "31"),
        ("xã Xuân Ái Hạ, tỉnh Lào Cai", "99001", "15"),
        ("xã Viễn Sơn, huyện Văn Yên, tỉnh Yên Bái", None, "15"),  # in a commune that was split since
        ("xã Mậu A, tỉnh Lào Cai", "04375", "15"),
        ("tỉnh Quảng Ninh", None, "31"),
    ],
)
def test_addresses_of_three_ages_are_read(address: str, commune_code: str | None, province_code: str) -> None:
    found = places.place(address)
    assert (found.commune_code, found.province_code) == (commune_code, province_code)


@pytest.mark.usefixtures("after")
def test_former_names_of_all_reforms_are_searched_by() -> None:
    names = places.former_names("06862")
    assert "Điền Xá" in names
    assert "Quảng Ninh" in names
    assert "Tiên Lãng" in names
