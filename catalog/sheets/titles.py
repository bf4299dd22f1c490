"""What the lines above a table say of all its rows: their place, their day, the decision they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.values import certificates, dates
from catalog.values.text import fold

_UNIT = r"(?:tỉnh|thành phố|tp\.?|huyện|thị xã|thị trấn|quận|xã|phường)"
_ENDS = r"(?:tỉnh|huyện|thị|quận|xã|phường|năm|tháng|ngày|đợt|được|đạt|và|là|có|về|của|trên|theo|giai)"
_NAME = rf"(?:\s+(?!{_ENDS}\b)[^\W\d_]+){{1,4}}"
_PLACE = re.compile(rf"(?<!\bhợp tác )\b(?!xã hội\b){_UNIT}\s*:?{_NAME}(?:\s*[,–-]\s*{_UNIT}{_NAME}){{0,2}}", re.I)
_ANNEXED = re.compile(r"kèm theo|ban hành|quyết định|công văn|thông báo|tờ trình|kế hoạch", re.I)
_DAY = re.compile(r"ngày\s*\d{1,2}\s*(?:tháng|[/.-])\s*\d{1,2}\s*(?:năm|[/.-])\s*\d{4}|\d{1,2}/\d{1,2}/\d{4}", re.I)
_MONTH = re.compile(r"\btháng\s+(0?[1-9]|1[0-2])\s*(?:năm|[/-])\s*(20\d\d)\b", re.I)
_YEAR = re.compile(r"\bnăm\s+(20\d\d)\b", re.I)
_DECISION = re.compile(r"(?:quyết\s+định|QĐ)\s+số\b[^()\n]{3,80}", re.I)
# A law or the Prime Minister's programme that a list refers to is older than the list and recognises no product.
_LAW = re.compile(r"thông tư|nghị định|luật|QĐ-TTg|thủ tướng", re.I)
# Only lists of rated products come from a decision that rates products; a price list comes from another kind.
_RATED = re.compile(r"\b(ocop|cong nhan|phan hang|hang sao|\d sao)\b")


@dataclass(frozen=True, slots=True)
class Title:
    """words: all lines; the rest as in model.Table, blank where nothing is said."""

    words: str = ""
    place: str = ""
    day: str = ""
    decision: str = ""


def read_title(lines: Iterable[str]) -> Title:
    """What the lines above a table say; the line "(Kèm theo …)" decides the day before any other."""
    lines = [" ".join(line.split()) for line in lines]
    words = "\n".join(lines)
    lines = [line for line in lines if not _LAW.search(line)]
    annexed = [line for line in lines if _ANNEXED.search(line)]
    decision = _DECISION.search("\n".join([*annexed, *lines])) if _RATED.search(fold(words)) else None
    found = certificates.decision(decision[0]) if decision else None
    return Title(
        words,
        _place(lines),
        _day([*annexed, *lines]),
        decision[0].strip(" .,;") if decision and found and found.number else "",
    )


def _place(lines: list[str]) -> str:
    """The places named, smaller units first: "Huyện Cầu Kè, tỉnh Trà Vinh"; parts of a name are not repeated."""
    found = [_calm(match[0]) for line in lines for match in _PLACE.finditer(line)]
    found = sorted(dict.fromkeys(found), key=lambda place: (_rank(place), -len(place)))
    folded = [fold(place) for place in found]
    alone = [p for i, p in enumerate(found) if not any(folded[i] in f for j, f in enumerate(folded) if j < i)]
    return ", ".join(alone[:3])


def _rank(place: str) -> int:
    """Smaller units first, as in an address."""
    order = ("xã", "phường", "thị trấn", "huyện", "quận", "thị xã", "thành phố", "tp", "tỉnh")
    return next((i for i, unit in enumerate(order) if place.lower().startswith(unit)), len(order))


def _calm(words: str) -> str:
    words = " ".join(words.split())
    return words.title() if words.isupper() else words


def _day(lines: list[str]) -> str:
    for line in lines:
        for match in _DAY.finditer(line):
            if day := dates.date(match[0]).date:
                return day
    months = [m for line in lines for m in _MONTH.findall(line)]
    if months:
        return f"{months[0][1]}-{int(months[0][0]):02}-01"
    years = [year for line in lines for year in _YEAR.findall(line)]
    # A list "of 2024" is older than July 2025 all year long; one of 2025 could be either, so no day is claimed.
    return f"{years[0]}-12-31" if years and int(years[0]) != 2025 else ""
