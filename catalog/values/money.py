"""Prices in whole đồng, as Vietnamese cells and sentences state them.

Two possible readings give none="ambiguous", never a guess. What is written is found in `amounts`, which of it is the
price is decided in `price_reading`. Forms and where they were found: tests/specimens/price.tsv.
"""

from __future__ import annotations

import re

from catalog.registers import units
from catalog.values import text as words_of
from catalog.values.price_reading import LEAST_BARE, LEAST_DONG, LEAST_GROUPED, MOST_BARE, PriceReading
from catalog.values.prices import Price, WhyNone
from catalog.values.tokens import LONGEST

__all__ = ["Price", "WhyNone", "price"]

# "4XX.000đ", "xxx.000": a price that the seller hides.
_MASKED = re.compile(r"[0-9][x*]{1,3}[.,]?[0-9]{3}|(?<!\w)x{2,3}[.,][0-9]{3}|[0-9][x*]{2,}")
_PLAIN = re.compile(
    r"([0-9]{1,3}(?:([.,])[0-9]{3})(?:\2[0-9]{3}){0,2}|[0-9]{4,9}|[0-9]{1,3}(?= ?[kn]))(?:\.0{1,2})?"
    r" ?(đ|k|vnđ|vnd|đồng|₫|ngh?(?:ìn|àn)(?: đồng)?)?(?:/([^\W\d_]+))?",
    re.IGNORECASE,
)


def price(text: str, scale: int = 1) -> Price:
    """Low and high in whole đồng as one cell states them; `none` says why there is no number.

    scale is the header's unit ("nghìn đồng" is 1000) and applies only where the cell names none.
    Two possible readings give none="ambiguous", never a guess. Does not raise on any text.
    """
    cleaned = words_of.clean(text).replace("\xad", " ")
    plain = _plain(cleaned) if scale == 1 else None
    if plain is not None:
        return plain
    if words_of.is_blank(cleaned):
        return Price(none="missing", words=cleaned)
    if len(cleaned) > LONGEST or _MASKED.search(cleaned.lower()):
        return Price(none="ambiguous", words=cleaned)
    return PriceReading(cleaned, scale).price()


def _plain(cleaned: str) -> Price | None:
    """The commonest forms at once: 150000, 150.000đ, 150k/kg, 150 nghìn; None for everything else."""
    match = _PLAIN.fullmatch(cleaned)
    if match is None:
        return None
    digits, mark, unit, per = match.groups()
    in_thousands = unit is not None and unit[0] in "kKnN"
    if mark and in_thousands:
        return None
    value = int(digits.replace(mark, "")) if mark else int(digits)
    value *= 1000 if in_thousands else 1
    least = LEAST_DONG if unit else LEAST_GROUPED if mark else LEAST_BARE
    name = _unit_name(per.lower(), cleaned.isascii()) if per else None
    if not least <= value <= MOST_BARE or (per and name is None):
        return None
    return Price(value, value, name, words=cleaned)


def _unit_name(word: str, bare: bool) -> str | None:
    """The register's name of a unit; None where it knows none."""
    found = units.measures(bare).get(word) or units.containers(bare).get(word)
    return found.name if found else None
