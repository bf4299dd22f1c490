"""What a worksheet lets people type into its cells: drop-down lists, lengths, ranges of numbers.

Lists that stand on another sheet are written in the older place by some programs and behind the sheet's end by
Excel 2010 and later ([MS-XLSX] 2.4.20); both are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog.forms.package import Element
from catalog.forms.rows import local
from catalog.forms.words import place_of
from catalog.forms.worksheet import Worksheet
from catalog.sheets.opening.cells import Area
from catalog.sheets.opening.layout import column_number

LAST_ROW = 1_048_576
_RANGE = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!\s()]+))!)?\$?([A-Z]{1,3})\$?(\d{1,7})?(?::\$?([A-Z]{1,3})\$?(\d{1,7})?)?$"
)
_NAMES_DEEP = 5  # a name may stand for a name


@dataclass(frozen=True, slots=True)
class Validation:
    """One rule: `kind` as in the schema (list, textLength, whole, decimal, date, custom), the cells it holds for."""

    kind: str
    operator: str
    first: str
    second: str
    areas: tuple[Area, ...]

    def covers(self, row: int, column: int) -> bool:
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.areas)


@dataclass(frozen=True, slots=True)
class Range:
    """The cells that a list stands in: sheet None is the list's own; columns and rows counted from 1."""

    sheet: str | None
    area: Area


def validations(sheet: Worksheet) -> Iterator[Validation]:
    """Every rule of a worksheet, in its order."""
    for found in sheet.root.iter("{*}dataValidation"):
        cells = found.get("sqref") or _words(found, "sqref")
        areas = tuple(area for words in cells.split() if (area := _area(words)))
        kind = found.get("type", "none")
        yield Validation(
            kind, found.get("operator", "between"), _words(found, "formula1"), _words(found, "formula2"), areas
        )


def _words(element: Element, name: str) -> str:
    part = next((child for child in element if local(child) == name), None)
    return "" if part is None else "".join(map(str, part.itertext())).strip()


def _area(words: str) -> Area | None:
    start, _, end = words.replace("$", "").partition(":")
    first, last = place_of(start), place_of(end or start)
    if first and last:
        return (*first, *last)
    if start.isalpha() and (end or start).isalpha():
        return 1, column_number(start), LAST_ROW, column_number(end or start)
    return None


def typed_list(formula: str) -> list[str] | None:
    """The entries of a list that stands in the rule itself, `"Có,Không"`; None for any other."""
    if len(formula) < 2 or not formula.startswith('"') or not formula.endswith('"'):
        return None
    return [entry.strip() for entry in formula[1:-1].replace('""', '"').split(",") if entry.strip()]


def range_of(formula: str, names: Mapping[tuple[str, str | None], str], home: str) -> Range | None:
    """The cells that a formula names, directly or by a defined name that `home` or the whole book knows.

    None for what is calculated (INDIRECT, OFFSET) or stands in another file.
    """
    for _ in range(_NAMES_DEEP):
        formula = formula.removeprefix("=").strip()
        known = names.get((formula.lower(), home), names.get((formula.lower(), None)))
        if known is None:
            break
        formula = known
    found = _RANGE.fullmatch(formula)
    if found is None or "[" in formula:
        return None
    quoted, plain, left, top, right, bottom = found.groups()
    if not top and not right:
        return None  # a bare word, not a column
    sheet = quoted.replace("''", "'") if quoted else plain
    first, last = int(top or 1), int(bottom or (top if not right else LAST_ROW) or LAST_ROW)
    return Range(sheet, (first, column_number(left), last, column_number(right or left)))
