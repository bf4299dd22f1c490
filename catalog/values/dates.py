"""Dates as Vietnamese texts state them, with how precise they are; the day always stands first.

Nothing is invented: "tháng 6/2023" is a month, "năm 2023" a year. Forms: tests/specimens/date.tsv.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from catalog.values import text as words_of

Precision = Literal["day", "month", "quarter", "year"]

EARLIEST, LATEST = 1800, 2199
MONTHS = 12
# Two-digit years: 00–69 are of this century.
CENTURY_TURN = 70
# Excel counts days from 1899-12-30; only serials of these years are taken for dates: 45408 is 26/04/2024.
_EXCEL_EPOCH = datetime.date(1899, 12, 30)
_SERIALS = range(32874, 54789)  # 1990-01-01 to 2049-12-31
_MONTHS = {w: n for n, w in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
# Giêng and Chạp are months of the moon: they stay out.
_SPELLED = {w: n for n, w in enumerate("một,hai,ba,tư,năm,sáu,bảy,tám,chín,mười,mười một,mười hai".split(","), 1)}
_SPELLED_MONTH = "|".join(sorted(_SPELLED, key=len, reverse=True))
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_S = r"\s{0,9}"
_EDGE, _END = r"(?<![\w./-])", r"(?![\w])(?![./-]\d)"
_YEAR = r"(?P<y>(?:18|19|20|21)\d\d)"
_DAY_NUMERIC = re.compile(
    rf"{_EDGE}(?P<d>\d{{1,2}}){_S}(?P<sep>[/.-]){_S}(?P<m>\d{{1,2}}){_S}(?P=sep){_S}(?P<y>\d{{4}}|\d\d){_END}"
)
_DAY_ISO = re.compile(rf"{_EDGE}{_YEAR}(?P<sep>[/.-])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d)(?![./-]\d)")
_DAY_WORDS = re.compile(
    rf"(?:(?<!\w)(?:ngày|ngay|mùng|mồng){_S}|(?<![\w.,/-]))(?P<d>\d{{1,2}}){_S},?{_S}(?:tháng|thang){_S}"
    rf"(?P<m>\d{{1,2}}|{_SPELLED_MONTH}){_S}(?:,?{_S}(?:năm|nam)|[,/-]|\s){_S}(?P<y>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_DAY_NAMED = re.compile(
    rf"{_EDGE}(?P<d>\d{{1,2}})[ -](?P<m>[a-z]{{3}})[a-z]{{0,6}}[ ,-]{{1,2}}(?P<y>\d{{4}}|\d\d){_END}", re.IGNORECASE
)
_DAY_BEHIND_NAME = re.compile(
    rf"{_EDGE}(?P<m>[a-z]{{3}})[a-z]{{0,6}}\.? (?P<d>\d{{1,2}}), ?(?P<y>\d{{4}}){_END}", re.IGNORECASE
)
# A whole cell of eight digits, as programs export a day: 20240605.
_DAY_GLUED = re.compile(r"(?P<y>20[0-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)")
_MONTH_WORDS = re.compile(
    rf"(?<!\w)(?:tháng|thang|t\.?){_S}(?P<m>\d{{1,2}}){_S}(?:/|-|\.|,?{_S}năm|,?{_S}nam|\s){_S}{_YEAR}(?!\d)",
    re.IGNORECASE,
)
_MONTH_SPELLED = re.compile(rf"(?<!\w)tháng (?P<m>{_SPELLED_MONTH}),? năm {_YEAR}(?!\d)", re.IGNORECASE)
# Not the number of a document: "Số 05/2024", "05/2024/TT-BYT"; nor a quarter or a round: "quý 3/2024".
_MONTH_NUMERIC = re.compile(rf"(?<![\w.-])(?<!\w/)(?P<m>\d{{1,2}}){_S}[/-]{_S}{_YEAR}(?!\w)(?!{_S}[/-]{_S}\w)")
_NO_MONTH = re.compile(r"(?:số|so|no|qđ|tt|nđ|cv|quý|quí|qúy|quy|đợt|dot|lần|kỳ)\.?[:\s]{0,3}$", re.IGNORECASE)
_QUARTER = re.compile(
    rf"(?<!\w)(?:quý|quí|qúy|quy|q){_S}\.?(?P<q>iv|i{{1,3}}|[1-4]){_S}(?:/|-|,?{_S}năm|,?{_S}nam|\s){_S}{_YEAR}(?!\d)",
    re.IGNORECASE,
)
_YEAR_WORDS = re.compile(
    rf"(?<!\w)(?:năm|nam|year){_S}:?{_S}{_YEAR}(?:{_S}[-–]{_S}(?P<until>(?:19|20|21)\d\d))?(?!\w)", re.IGNORECASE
)
# A form that was only half filled in: "ngày …/…/2024".
_YEAR_OF_FORM = re.compile(rf"(?<!\w)ngày[\s.…_]{{0,30}}[/-][\s.…_]{{0,30}}[/-]{_S}{_YEAR}(?!\d)", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"\W{0,9}(?P<y>(?:19|20)\d\d)(?:\.0)?\W{0,9}")
_SERIAL = re.compile(r"(\d{5})(?:\.\d{1,12})?")
# A lunar date is another day: it is asked.
_LUNAR = re.compile(r"âm lịch|(?<!\w)âl(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Date:
    """One date: "2024-04-26", "2024-04", "2024-Q2" or "2023" by precision; none says why there is none."""

    date: str | None = None
    precision: Precision | None = None
    none: Literal["missing", "ambiguous", "impossible"] | None = None

    def json(self) -> dict[str, object]:
        """The dict that `ocop parse date` prints."""
        return {"none": self.none} if self.none else {"date": self.date, "precision": self.precision}


def date(text: str) -> Date:
    """The one date that a text states, at the precision it states it; does not raise on any text.

    Excel serials count (45408, 45408.0). Day before month, always: 04/26/2024 is impossible, not 26 April. Several
    different dates of the same precision are ambiguous; a day goes before a month, a month before a year.
    """
    cleaned = words_of.clean(unicodedata.normalize("NFKC", text))
    if words_of.is_blank(cleaned):
        return Date(none="missing")
    if _LUNAR.search(cleaned):
        return Date(none="ambiguous")
    serial = _serial(cleaned)
    if serial:
        return serial
    for precision, readings in _READINGS:
        found = list(dict.fromkeys(readings(cleaned)))
        if None in found:
            return Date(none="impossible")
        if len(found) > 1:
            return Date(none="ambiguous")
        if found:
            return Date(found[0], precision)
    return Date(none="missing")


def _serial(cleaned: str) -> Date | None:
    match = _SERIAL.fullmatch(cleaned)
    if match is None or int(match[1]) not in _SERIALS:
        return None
    return Date((_EXCEL_EPOCH + datetime.timedelta(days=int(match[1]))).isoformat(), "day")


def _days(cleaned: str) -> Iterator[str | None]:
    """ISO days of every day that is written out; None for one that no calendar has."""
    glued = _DAY_GLUED.fullmatch(cleaned)
    if glued:
        yield _day(glued["y"], int(glued["m"]), glued["d"])
    for pattern in (_DAY_NUMERIC, _DAY_ISO, _DAY_WORDS, _DAY_NAMED, _DAY_BEHIND_NAME):
        for match in pattern.finditer(cleaned):
            month = _month(match["m"])
            found = _day(match["y"], month, match["d"])
            # "12/34/56" is a batch, "3 hai 2024" no month's name: neither is a date that went wrong.
            if found or (len(match["y"]) == 4 and pattern not in (_DAY_NAMED, _DAY_BEHIND_NAME)):
                yield found


def _day(year: str, month: int | None, day: str) -> str | None:
    whole = int(year)
    if len(year) == 2:
        whole += 2000 if whole < CENTURY_TURN else 1900
    if not EARLIEST <= whole <= LATEST or not month:
        return None
    try:
        return datetime.date(whole, month, int(day)).isoformat()
    except ValueError:
        return None


def _month(words: str) -> int | None:
    """1 to 12 out of digits, a Vietnamese or an English name; lunar names and others give None."""
    if words.isdigit():
        return int(words)
    known = words.lower()
    return _SPELLED.get(known) or _MONTHS.get(known[:3])


def _months(cleaned: str) -> Iterator[str | None]:
    for pattern in (_MONTH_WORDS, _MONTH_SPELLED, _MONTH_NUMERIC):
        for match in pattern.finditer(cleaned):
            if pattern is _MONTH_NUMERIC and _NO_MONTH.search(cleaned[max(0, match.start() - 8) : match.start()]):
                continue
            month = _month(match["m"])
            yield f"{match['y']}-{month:02d}" if month and month <= MONTHS else None


def _quarters(cleaned: str) -> Iterator[str | None]:
    for match in _QUARTER.finditer(cleaned):
        quarter = match["q"].lower()
        yield f"{match['y']}-Q{_ROMAN.get(quarter) or quarter}"


def _years(cleaned: str) -> Iterator[str | None]:
    whole = _YEAR_ALONE.fullmatch(cleaned)
    if whole:
        yield whole["y"]
    for match in _YEAR_OF_FORM.finditer(cleaned):
        yield match["y"]
    for match in _YEAR_WORDS.finditer(cleaned):
        yield match["y"]
        if match["until"]:
            yield match["until"]


_READINGS: tuple[tuple[Precision, Callable[[str], Iterator[str | None]]], ...] = (
    ("day", _days),
    ("month", _months),
    ("quarter", _quarters),
    ("year", _years),
)
