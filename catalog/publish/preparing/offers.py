"""The rows of a product's offers: what each pack costs, alone and by the kilogram or litre, and what a card shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from catalog.publish.preparing import privacy
from catalog.values import text
from catalog.values.packs import quantity

Row = dict[str, Any]

# Of the packs, every text but the codes is as a stranger wrote it.
MASKED = ("price_words", "price_per", "pack_words", "container", "stock_words", "gross_weight", "packed_dimensions")


def texts(packs: Iterable[Row]) -> list[str]:
    """Every text of some packs that is looked through for what is private."""
    return [pack[name] for pack in packs for name in MASKED if pack.get(name)]


def row(product_id: str, position: int, facts: Row, mask: privacy.Mask) -> Row:
    """The row of one pack. position: from 1."""
    sku: str = facts.get("sku") or ""
    unit = _unit_price(facts)
    masked = {n: mask(facts[n], is_prose=None) for n in MASKED if facts.get(n)} if mask.is_needed else {}
    return (
        facts
        | masked
        | {
            "sku": sku if privacy.is_code(sku) and not mask.names.holds(sku) else None,
            "id": f"{product_id}-{position}",
            "product_id": product_id,
            "position": position,
            "unit_price": unit[0] if unit else None,
            "unit_price_per": unit[1] if unit else None,
        }
    )


# "3 chai"
_PACKS = re.compile(r"(\d{1,3})\s")


def _unit_price(facts: Row) -> tuple[int, str] | None:
    """Price of a kilogram or litre; None where the words do not say what the price is for, or hold no such unit.

    The price's own unit counts first: "/kg", "/lạng", "/hộp 200g". "/3 chai" is three packs. Any other unit has to be
    the pack's own container: a price per case says nothing about a bottle.
    """
    low, per = facts.get("price_low"), facts.get("price_per") or ""
    if low is None:
        return None
    pack = quantity.Content(facts.get("net_total"), facts.get("net_unit"))
    if not per:
        return quantity.unit_price(low, pack)
    said = quantity.content(per)
    if said.total is not None:
        return quantity.unit_price(low, said)
    number = _PACKS.match(per)
    if number:
        return quantity.unit_price(round(low / int(number[1])), pack)
    words = text.fold(f"{facts.get('container') or ''} {facts.get('pack_words') or ''}").split()
    is_own = not words or text.fold(per) in words
    return quantity.unit_price(low, pack) if is_own else None


def summary(rows: list[Row]) -> Row:
    """What a card shows of all offers: the span of prices, the first pack, the lowest unit price."""
    first = rows[0]
    lows = [o["price_low"] for o in rows if o.get("price_low") is not None]
    highs = [o["price_high"] for o in rows if o.get("price_high") is not None]
    units = sorted((o["unit_price"], o["unit_price_per"]) for o in rows if o["unit_price"] is not None)
    return {
        "price_low": min(lows, default=None),
        "price_high": max(highs, default=None),
        "price_per": first.get("price_per"),
        "price_none": None if lows else first.get("price_none") or "missing",
        "pack_words": first.get("pack_words"),
        "unit_price": units[0][0] if units else None,
        "unit_price_per": units[0][1] if units else None,
    }
