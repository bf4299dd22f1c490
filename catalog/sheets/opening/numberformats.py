"""Number formats by which a cell shows something else than it holds (H61): "45" for 45000, "40.000đ" for 40.

Only such formats matter. Separators, colours, currency signs and the number of decimals change nothing that is read
later. Codes are those of ECMA-376, part 1, 18.8.30 and 18.8.31; the first section is that of positive numbers.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from catalog.sheets.opening.cells import as_text

# One part of a code: quoted or escaped text, a width to leave blank, a filler, something in brackets, one sign.
_PART = re.compile(r'"([^"]*)"|\\(.)|_(?:.)|\*(?:.)|\[([^\]]*)\]|(.)', re.S)
_BUILT_IN = {9: "0%", 10: "0.00%"}
_MONEY = re.compile(r"[\s₫đ$€]*|\s*(?:vnđ|vnd|đồng)\s*", re.I)
_Part = tuple[str, str, str, str]
_DIGITS = frozenset("0#?")
_OTHERS = frozenset("/eEyYmMdDhHsSgG@aA")  # of fractions, powers, days, the general format, text


@dataclass(frozen=True, slots=True)
class Format:
    """How a number is shown.

    before, behind   text around it
    zeros            digits shown at least: "007"
    thousands        how often it is divided by 1000
    groups           what stands between the digits of a code ("0000 000 000"), places counted from its end
    """

    before: str = ""
    behind: str = ""
    zeros: int = 1
    thousands: int = 0
    percent: bool = False
    groups: tuple[tuple[int, str], ...] = ()

    def shown(self, value: float) -> str:
        """What the cell shows, decimals in full."""
        digits = self._digits(value)
        for place, text in self.groups:
            digits = digits[:-place] + text + digits[-place:] if len(digits) > place else digits
        if self.behind[:1] in (".", ",") and self.behind[1:4].isdigit() and "." not in digits:
            digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", self.behind[0], digits)
        return self.before + digits + ("%" if self.percent else "") + self.behind

    def _digits(self, value: float) -> str:
        if not math.isfinite(value):
            return as_text(float(value))
        if value == int(value) and value >= 0 and not (self.percent or self.thousands):
            return str(int(value)).zfill(self.zeros)
        number = Decimal(as_text(float(value))) if abs(value) < 1e15 else Decimal(int(value))
        number = number * 100 if self.percent else number / (1000**self.thousands)
        digits = format(number.normalize(), "f")
        return digits.zfill(self.zeros) if "." not in digits and number >= 0 else digits


def telling(number: int, code: str | None) -> Format | None:
    """The format of a number or code where it changes what is read; None for all others, dates and fractions too."""
    section = (code or _BUILT_IN.get(number, "")).split(";")[0].replace("General", "0")
    parts: list[_Part] = [(m[1], m[2], m[3], m[4]) for m in _PART.finditer(section)]
    signs = [sign for *_, sign in parts if sign]
    brackets = [b for _, _, b, _ in parts if b is not None]
    if not _DIGITS.intersection(signs) or _OTHERS.intersection(signs) or any(b[:1] in "<>=" for b in brackets):
        return None
    found = _format(parts)
    plain = found.zeros < 2 and not (found.thousands or found.percent or found.groups)
    return None if plain and _MONEY.fullmatch(found.before) and _MONEY.fullmatch(found.behind) else found


def _format(parts: list[_Part]) -> Format:
    places = [at for at, (*_, sign) in enumerate(parts) if sign in _DIGITS]
    first, last = places[0], places[-1]
    after = [sign for *_, sign in parts[last + 1 :]]
    thousands = next((n for n, sign in enumerate(after) if sign != ","), len(after))
    whole = parts[first : last + 1]
    point = next((at for at, (*_, sign) in enumerate(whole) if sign == "."), len(whole))
    return Format(
        "".join(map(_text, parts[:first])),
        "".join(map(_text, parts[last + 1 + thousands :])),
        max(sum(sign == "0" for *_, sign in whole[:point]), 1) if point == len(whole) else 1,
        thousands,
        any(sign == "%" for *_, sign in parts),
        _groups(whole) if point == len(whole) else (),
    )


def _groups(whole: list[_Part]) -> tuple[tuple[int, str], ...]:
    """Texts within the digits with the number of digits behind each, the last first."""
    found, behind, added = [], 0, 0
    for part in reversed(whole):
        if part[3] in _DIGITS:
            behind += 1
        elif text := _text(part):
            found.append((behind + added, text))
            added += len(text)
    return tuple(found)


def _text(part: _Part) -> str:
    """What a part shows by itself: quoted text, an escaped sign, the currency of "[$₫-42A]", signs that stand alone."""
    quoted, escaped, bracket, sign = part
    if bracket is not None:
        return bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
    return quoted or escaped or (sign if sign and sign in " -+()/:đ₫$€123456789" else "")
