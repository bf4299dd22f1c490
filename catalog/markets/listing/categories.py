"""The 26 product sets in a market's own tree: `[categories]` of registers/markets/<market>.toml, gaps by name.

A set that the tree has no honest place for stands in the table with an empty text: a gap that is known and shown.
"""

from __future__ import annotations

from functools import cache

from catalog.markets.register import register
from catalog.publish.tables.reading import Product
from catalog.values.sets import sets


def of(market: str, product: Product) -> str:
    """The market's category of a product; blank where its set is unknown or has no place in the market's tree."""
    return _of_set(market, product.facts["ocop_set"] or "")


@cache
def _of_set(market: str, ocop_set: str) -> str:
    return str(table(market).get(ocop_set, ""))


def table(market: str) -> dict[str, str]:
    """Set → the market's category; empty where the market takes any words."""
    found: dict[str, str] = register(market).get("categories", {})
    return found


def gaps(market: str) -> tuple[str, ...]:
    """Sets without a place in the market's tree, in official order; none for a market that takes any words."""
    placed = table(market)
    return tuple(s.key for s in sets.sets() if placed and not placed.get(s.key))
