"""Dates: the day first, as precise as they are stated, never invented."""

from __future__ import annotations

import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.values import dates
from tests.catalog.values.museum import read_long_cell, rows

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2049, 12, 31))


@pytest.mark.parametrize(("words", "want"), rows("date"))
def test_specimen(words: str, want: dict[str, object]) -> None:
    for form in (words, unicodedata.normalize("NFD", words), words.upper(), f" {words.replace(' ', chr(0xA0))} "):
        assert dates.date(form).json() == want


@given(DAYS, st.sampled_from(["/", "-", ".", " / "]))
def test_a_day_written_and_read_back(day: datetime.date, sign: str) -> None:
    whole = f"{day.year:04d}"
    forms = [
        sign.join((str(day.day), str(day.month), whole)),
        sign.join((f"{day.day:02d}", f"{day.month:02d}", whole)),
        f"ngày {day.day} tháng {day.month} năm {whole}",
        day.isoformat(),
        f"ký {day.day}/{day.month}/{whole}.",
    ]
    for words in forms:
        assert dates.date(words).json() == {"date": day.isoformat(), "precision": "day"}, words


@given(DAYS)
def test_excel_serials(day: datetime.date) -> None:
    serial = (day - datetime.date(1899, 12, 30)).days
    assert dates.date(str(serial)).date == dates.date(f"{serial}.0").date == day.isoformat()


@given(st.integers(1, 12), st.integers(1990, 2049))
def test_months_quarters_and_years(month: int, year: int) -> None:
    for words in (f"tháng {month} năm {year}", f"T{month}/{year}", f"{month:02d}/{year}"):
        assert dates.date(words).json() == {"date": f"{year}-{month:02d}", "precision": "month"}
    quarter = (month - 1) // 3 + 1
    assert dates.date(f"Quý {['I', 'II', 'III', 'IV'][quarter - 1]}/{year}").date == f"{year}-Q{quarter}"
    assert dates.date(f"năm {year}").json() == {"date": str(year), "precision": "year"}


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1990, 2049))
def test_impossible_days_are_asked(day: int, month: int, year: int) -> None:
    got = dates.date(f"{day}/{month}/{year}")
    try:
        assert got.date == datetime.date(year, month, day).isoformat()
    except ValueError:
        assert got == dates.Date(none="impossible")


@given(st.text())
def test_any_text_is_read(words: str) -> None:
    got = dates.date(words)
    assert (got.date is None) == (got.precision is None) == (got.none is not None)
    if got.date:
        assert dates.date(got.date).date == got.date


@given(DAYS)
def test_reading_again_gives_the_same(day: datetime.date) -> None:
    for words in (day.isoformat(), f"{day:%Y-%m}", f"{day.year}"):
        assert dates.date(words).date in (words, None)


@given(
    DAYS,
    st.sampled_from(["ngày {d} tháng {m} năm {y}", "Hoà Bình, ngày {d}/{m}/{y}", "quý 2 năm {y}", "tháng {m} năm {y}"]),
)
def test_however_it_is_typed(day: datetime.date, form: str) -> None:
    words = form.format(d=day.day, m=day.month, y=day.year)
    want = dates.date(words)
    assert want.date is not None
    swapped = words.replace("Hoà", "Hòa").replace("quý", "qúy")
    for other in (unicodedata.normalize("NFD", words), words.upper(), words.replace(" ", "\u00a0"), swapped):
        assert dates.date(other) == want, other


@given(DAYS)
def test_a_day_in_words_is_the_day_in_digits(day: datetime.date) -> None:
    tens = ["", "mười", "hai mươi", "ba mươi"][day.day // 10]
    ones = "một hai ba bốn năm sáu bảy tám chín".split()[day.day % 10 - 1] if day.day % 10 else ""
    ones = {"một": "mốt" if day.day > 20 else "một", "năm": "lăm" if day.day > 10 else "năm"}.get(ones, ones)
    words = f"ngày {f'{tens} {ones}'.strip()} tháng {day.month} năm {day.year}"
    assert dates.date(words).date == day.isoformat(), words


@pytest.mark.parametrize(
    "words",
    [
        "hai mươi ",
        "ngày…",
        "12/3 năm ",
        "12/",
        "12/3/2024 ",
        "tháng ",
        "ngày 1",
        "1.",
        "2024 ",
        "quý i ",
        "ngày ./",
        " ",
    ],
)
def test_h68_the_longest_cell(words: str) -> None:
    # Loose on purpose: a quadratic reader takes minutes here, a linear one some hundredths.
    read_long_cell(dates.date, words)
