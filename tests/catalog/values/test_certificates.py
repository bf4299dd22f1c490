"""Decisions, stars, scores, and the rules of the day."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.values import certificates
from tests.catalog.values import museum


@pytest.mark.parametrize(("words", "want"), museum.rows("decision"))
def test_decision(words: str, want: dict[str, Any]) -> None:
    assert certificates.decision(words).json() == want
    assert certificates.decision(unicodedata.normalize("NFD", words.replace(" ", "\u00a0"))).json() == want


@pytest.mark.parametrize(("words", "want"), museum.rows("stars"))
def test_stars(words: str, want: dict[str, Any]) -> None:
    assert certificates.stars(words).json() == want
    assert certificates.stars(unicodedata.normalize("NFD", words.upper())).json() == want


@pytest.mark.parametrize("words", ["816/QĐ", "816/QĐ-UBND và 900/QĐ-UBND", "816/QĐ-UBND ngày 31/2/2024"])
def test_what_cannot_be_made_out_is_asked(words: str) -> None:
    assert certificates.decision(words).unread


def test_two_decisions_are_both_named() -> None:
    assert certificates.decision("816/QĐ-UBND và 900/QĐ-UBND").others == ("816/QĐ-UBND", "900/QĐ-UBND")


@given(
    st.integers(1, 999_999),
    st.sampled_from(["UBND", "TTg", "BNN-VPĐP", "BYT"]),
    st.dates(date(2010, 1, 1), date(2030, 1, 1)),
)
def test_a_decision_that_is_written_out_is_read_back(number: int, suffix: str, day: date) -> None:
    written = f"{number}/QĐ-{suffix}"
    found = certificates.decision(f"Quyết định số {written} ngày {day.day}/{day.month}/{day.year}")
    assert (found.number, found.date) == (written, day.isoformat())
    assert certificates.decision(written).number == written


@given(
    st.integers(1, 99_999), st.sampled_from(["UBND", "BNN-VPĐP", "TTg"]), st.sampled_from(["Hoà Bình", "Thuỷ Nguyên"])
)
def test_a_decision_however_it_is_typed(number: int, suffix: str, place: str) -> None:
    words = f"Quyết định số {number}/QĐ-{suffix} ngày 26/4/2024, {place}"
    want = certificates.decision(words)
    swapped = words.replace("oà", "òa").replace("uỷ", "ủy")
    for other in (unicodedata.normalize("NFD", words), words.replace(" ", "\u00a0"), words.upper(), swapped):
        got = certificates.decision(other)
        assert (got.number, got.date) == (want.number, want.date), other


@given(
    st.integers(1, 5),
    st.sampled_from(["{} sao", "OCOP {} sao", "Hạng {} sao", "{}*", "{}.0", "đạt {} sao cấp tỉnh hoà"]),
)
def test_stars_written_and_read_back(count: int, form: str) -> None:
    words = form.format(count)
    for other in (
        words,
        unicodedata.normalize("NFD", words),
        words.upper(),
        words.replace(" ", "\u00a0"),
        words.replace("oà", "òa"),
    ):
        assert certificates.stars(other) == certificates.Stars(count), other


@given(st.text(max_size=300))
def test_nothing_raises(words: str) -> None:
    certificates.decision(words)
    certificates.stars(words)
    certificates.claimed_stars(words)
    certificates.score(words)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("OCOP 4 SAO - Bột nghệ Đồi Vải", 4),
        ("OCOP Trà Nhạn 3 sao hộp 100g", 3),
        ("Sản phẩm OCOP đạt chuẩn 3 sao cấp tỉnh", 3),
        ("Sản phẩm đạt chứng nhận 3 sao OCOP", 3),
        ("Được UBND tỉnh công nhận đạt 4 sao. Sản phẩm OCOP.", 4),
        ("Chương trình Mỗi xã một sản phẩm: 4 sao", 4),
        ("sản phẩm OCOP 3* của tỉnh", 3),
        ("Ocoop 03 sao", 3),
        ("O-COP 4 sao", 4),
        ("Sao OCOP: ★★★★", 4),
        ("Là một trong 5 sản phẩm OCOP 4 sao của huyện", 4),
    ],
)
def test_a_claim_of_stars(words: str, count: int) -> None:
    assert certificates.claimed_stars(words) == certificates.Stars(count)


@pytest.mark.parametrize(
    "words",
    [
        "Gần khách sạn 5 sao", "Sản phẩm OCOP bán tại khách sạn 5 sao", "đạt chuẩn chất lượng 5 sao", "Trà sao tay",
        "Tại sao chọn OCOP", "OCOP phấn đấu đạt 4 sao",
        "các sản phẩm OCOP 3-4 sao", "các sản phẩm OCOP từ 3 sao trở lên", "OCOP chưa đạt 3 sao", "",
    ],
)  # fmt: skip
def test_no_claim_of_stars(words: str) -> None:
    assert certificates.claimed_stars(words).stars is None


def test_claims_that_differ_or_stand_far_down_are_unclear() -> None:
    assert certificates.claimed_stars("OCOP 3 sao năm 2020, nay OCOP 4 sao").unclear
    assert certificates.claimed_stars("Trà ngon. " * 100 + "Đạt OCOP 4 sao") == certificates.Stars(None, False, True)


def test_potential_is_never_five_stars() -> None:
    for words in ("tiềm năng 5 sao", "Sản phẩm OCOP tiềm năng 5 sao"):
        assert certificates.claimed_stars(words).stars is None
        assert certificates.stars(words).potential
    assert certificates.claimed_stars("Sản phẩm OCOP tiềm năng 5 sao").potential


@pytest.mark.parametrize(
    ("words", "points"),
    [
        ("62,5", 62.5), ("78.67", 78.67), ("87/100", 87.0), ("Tổng điểm: 90", 90.0), ("90 điểm", 90.0), ("0", 0.0),
        ("100", 100.0),
        ("101", None), ("chưa chấm", None), ("7.5.3", None), ("-5", None), ("", None),
    ],
)  # fmt: skip
def test_score(words: str, points: float | None) -> None:
    assert certificates.score(words) == points


@pytest.mark.parametrize(
    ("points", "count"),
    [(100, 5), (90, 5), (89.99, 4), (70, 4), (69.5, 3), (50, 3), (49.9, 2), (30, 2), (29.9, 1), (0, 1)],
)
def test_bands_are_half_open(points: float, count: int) -> None:
    for on in (date(2019, 8, 21), date(2023, 2, 24), date(2026, 1, 1)):
        assert certificates.stars_of_score(points, on) == count


def test_before_the_first_criteria_nothing_has_stars() -> None:
    assert certificates.stars_of_score(95, date(2019, 8, 20)) is None
    assert certificates.certifier(3, date(2019, 8, 20)) is None


@pytest.mark.parametrize(
    ("signed", "last"),
    [
        (date(2024, 4, 26), date(2027, 4, 26)),
        (date(2023, 12, 31), date(2026, 12, 31)),
        (date(2024, 1, 1), date(2027, 1, 1)),
        (date(2024, 2, 29), date(2027, 2, 28)),  # no such day: the month ends it
        (date(2024, 2, 28), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 28)),  # three years later there is a 29 February; the day stays the day
        (date(2021, 3, 1), date(2024, 3, 1)),
        (date(2020, 2, 29), date(2023, 2, 28)),
        (date(2021, 2, 28), date(2024, 2, 28)),  # the leap day of 2024 is a day too late
        (date(2096, 2, 29), date(2099, 2, 28)),  # 2100 will have none either
        (date(2023, 8, 31), date(2026, 8, 31)),
    ],
)
def test_h39_a_certificate_lasts_36_months(signed: date, last: date) -> None:
    assert certificates.expires_on(signed) == last


@given(st.dates(date(2019, 8, 21), date(2090, 1, 1)))
def test_no_certificate_lasts_longer_than_three_years(signed: date) -> None:
    last = certificates.expires_on(signed)
    assert timedelta(days=1094) <= last - signed <= timedelta(days=1096)
    assert certificates.expires_on(signed + timedelta(days=1)) >= last


@pytest.mark.parametrize(
    ("stars", "on", "level", "ask"),
    [
        (3, date(2019, 8, 21), "province", False),
        (3, date(2023, 2, 23), "province", False),
        (3, date(2023, 2, 24), "district", False),
        (3, date(2025, 6, 30), "district", False),
        (3, date(2025, 7, 1), "province", True),
        (3, date(2025, 7, 5), "province", True),
        (3, date(2025, 7, 6), "province", False),
        (4, date(2020, 1, 1), "province", False),
        (4, date(2026, 1, 1), "province", False),
        (5, date(2020, 1, 1), "ministry", False),
        (5, date(2026, 1, 1), "ministry", False),
        (4, date(2019, 8, 21), "province", False),
        (5, date(2019, 8, 21), "ministry", False),
        (4, date(2023, 2, 24), "province", False),
        (4, date(2025, 7, 3), "province", False),
        (5, date(2025, 2, 28), "ministry", False),
        (5, date(2025, 7, 6), "ministry", False),
    ],
)
def test_h41_who_may_certify(stars: int, on: date, level: str, ask: bool) -> None:
    found = certificates.certifier(stars, on)
    assert found is not None
    assert (found.level, found.ask) == (level, ask)


def test_the_ministry_has_had_two_names() -> None:
    before, after = certificates.certifier(5, date(2025, 2, 1)), certificates.certifier(5, date(2025, 3, 1))
    assert before is not None
    assert after is not None
    assert (before.title, after.title) == ("Bộ Nông nghiệp và Phát triển nông thôn", "Bộ Nông nghiệp và Môi trường")


@pytest.mark.parametrize(
    ("number", "issuer", "on", "level"),
    [
        ("816/QĐ-UBND", None, date(2024, 4, 26), "local"),
        ("816/QĐ-UBND", "UBND", date(2024, 4, 26), "local"),
        ("816/QĐ-UBND", "UBND tỉnh Lào Cai", date(2024, 4, 26), "province"),
        ("816/QĐ-UBND", "UBND huyện Văn Yên", date(2024, 4, 26), "district"),
        ("816/QĐ-UBND", "UBND thị xã Nghĩa Lộ", date(2024, 4, 26), "district"),
        ("816/QĐ-UBND", "UBND xã Mậu A", date(2025, 8, 1), "commune"),
        ("816/QĐ-UBND", "UBND thành phố Hà Nội", date(2020, 1, 1), "province"),
        ("816/QĐ-UBND", "UBND thành phố Yên Bái", date(2024, 4, 26), "district"),
        ("816/QĐ-UBND", "UBND thành phố Huế", date(2024, 12, 31), "district"),
        ("816/QĐ-UBND", "UBND thành phố Huế", date(2025, 1, 1), "province"),
        ("377/QĐ-BNN-VPĐP", "Bộ Nông nghiệp và Phát triển nông thôn", date(2025, 1, 17), "ministry"),
        ("12/QĐ-BNNMT", None, date(2025, 9, 1), "ministry"),
        ("148/QĐ-TTg", "Thủ tướng Chính phủ", date(2023, 2, 24), "government"),
        ("12/QĐ-VPĐP", None, date(2023, 2, 24), None),
    ],
)
def test_who_signed_a_decision(number: str, issuer: str | None, on: date, level: str | None) -> None:
    assert certificates.signed_by(number, issuer, on) == level


def test_below_three_stars_nobody_certifies() -> None:
    assert certificates.certifier(2, date(2026, 1, 1)) is None


def test_h68_a_long_cell_is_read() -> None:
    for words in ("3 sao ", "ocop 3 sao ", "816/QĐ-UBND ", "QĐ ", "1/", "ubnd tỉnh A ", "đạt ", "* "):
        museum.read_long_cell(certificates.claimed_stars, words)
        museum.read_long_cell(certificates.decision, words)
        museum.read_long_cell(certificates.stars, words)
