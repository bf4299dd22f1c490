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
from catalog.values.date_patterns import (
    DAY_BEHIND_NAME,
    DAY_GLUED,
    DAY_GLUED_FIRST,
    DAY_ISO,
    DAY_NAMED,
    DAY_NUMERIC,
    DAY_PATTERNS,
    EMPTY_SERIALS,
    ENGLISH_MONTHS,
    FORM_DOTS,
    GLUED,
    LUNAR,
    MONTH_ALONE,
    MONTH_NUMERIC,
    MONTH_SPELLED,
    MONTH_WORDS,
    NO_MONTH,
    ODD_SIGNS,
    QUARTER,
    ROMAN,
    SERIAL,
    SPELLED_DAYS,
    SPELLED_MONTHS,
    UNDERSCORED,
    YEAR_ALONE,
    YEAR_OF_FORM,
    YEAR_WORDS,
)

Precision = Literal["day", "month", "quarter", "year"]

EARLIEST, LATEST = 1800, 2199
MONTHS = 12
# Two-digit years: 00–69 are of this century.
CENTURY_TURN = 70
# Excel counts days from 1899-12-30; only serials of these years are taken for dates: 45408 is 26/04/2024.
_EXCEL_EPOCH = datetime.date(1899, 12, 30)
_SERIALS = range(32874, 54789)  # 1990-01-01 to 2049-12-31


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
    plain = _plain_day(cleaned)
    if plain:
        return plain
    if words_of.is_blank(cleaned):
        return Date(none="missing")
    if LUNAR.search(cleaned):
        return Date(none="ambiguous")
    if ODD_SIGNS.fullmatch(cleaned):
        cleaned = re.sub(r"\D", "/", cleaned)
    elif "_" in cleaned:
        cleaned = UNDERSCORED.sub(r" \1/\2/\3 ", cleaned)
    serial = _serial(cleaned)
    return serial or _read(GLUED.sub(r"\1 ", FORM_DOTS.sub(" ", cleaned)))


def _plain_day(cleaned: str) -> Date | None:
    """The day that is all of a cell, as in most cells: 26/04/2024, 2024-04-26; what is odd about one is left to ask."""
    match = DAY_NUMERIC.fullmatch(cleaned) or DAY_ISO.fullmatch(cleaned)
    found = _day(match["y"], int(match["m"]), match["d"]) if match else None
    return Date(found, "day") if found and found not in EMPTY_SERIALS else None


def _read(cleaned: str) -> Date:
    """The date of a text that is no bare number, most precise readings first."""
    for precision, readings in _READINGS:
        found = list(dict.fromkeys(readings(cleaned)))
        if None in found:
            return Date(none="impossible")
        if not EMPTY_SERIALS.isdisjoint(found):
            return Date(none="ambiguous")
        if len(found) > 1:
            return Date(none="ambiguous")
        if found:
            return Date(found[0], precision)
    return Date(none="missing")


def _serial(cleaned: str) -> Date | None:
    match = SERIAL.fullmatch(cleaned)
    if match is None or int(match[1]) not in _SERIALS:
        return None
    return Date((_EXCEL_EPOCH + datetime.timedelta(days=int(match[1]))).isoformat(), "day")


def _days(cleaned: str) -> Iterator[str | None]:
    """ISO days of every day that is written out; None for one that no calendar has."""
    glued = DAY_GLUED.fullmatch(cleaned) or DAY_GLUED_FIRST.fullmatch(cleaned)
    if glued:
        yield _day(glued["y"], int(glued["m"]), glued["d"])
    for pattern in DAY_PATTERNS:
        for match in pattern.finditer(cleaned):
            month = _month(match["m"])
            found = _day(match["y"], month, match["d"])
            # "12/34/56" is a batch, "3 hai 2024" no month's name: neither is a date that went wrong.
            if found or (len(match["y"]) == 4 and pattern not in (DAY_NAMED, DAY_BEHIND_NAME)):
                yield found


def _day(year: str, month: int | None, day: str) -> str | None:
    whole = int(year)
    if len(year) == 2:
        whole += 2000 if whole < CENTURY_TURN else 1900
    if not EARLIEST <= whole <= LATEST or not month:
        return None
    try:
        return datetime.date(whole, month, SPELLED_DAYS.get(day.lower()) or int(day)).isoformat()
    except ValueError:
        return None


def _month(words: str) -> int | None:
    """1 to 12 out of digits, a Vietnamese or an English name; lunar names and others give None."""
    if words.isdigit():
        return int(words)
    known = words.lower()
    return SPELLED_MONTHS.get(known) or ENGLISH_MONTHS.get(known[:3])


def _months(cleaned: str) -> Iterator[str | None]:
    alone = MONTH_ALONE.fullmatch(cleaned)
    if alone and 1 <= int(alone["m"] or alone["mm"]) <= MONTHS:
        yield f"{alone['y'] or alone['yy']}-{int(alone['m'] or alone['mm']):02d}"
    for pattern in (MONTH_WORDS, MONTH_SPELLED, MONTH_NUMERIC):
        for match in pattern.finditer(cleaned):
            if pattern is MONTH_NUMERIC and NO_MONTH.search(cleaned[max(0, match.start() - 8) : match.start()]):
                continue
            month = _month(match["m"])
            yield f"{match['y']}-{month:02d}" if month and month <= MONTHS else None


def _quarters(cleaned: str) -> Iterator[str | None]:
    for match in QUARTER.finditer(cleaned):
        quarter = match["q"].lower()
        yield f"{match['y']}-Q{ROMAN.get(quarter) or quarter}"


def _years(cleaned: str) -> Iterator[str | None]:
    whole = YEAR_ALONE.fullmatch(cleaned)
    if whole:
        yield whole["y"]
    for match in YEAR_OF_FORM.finditer(cleaned):
        yield match["y"]
    for match in YEAR_WORDS.finditer(cleaned):
        yield match["y"]
        if match["until"]:
            yield match["until"]


_READINGS: tuple[tuple[Precision, Callable[[str], Iterator[str | None]]], ...] = (
    ("day", _days),
    ("month", _months),
    ("quarter", _quarters),
    ("year", _years),
)
