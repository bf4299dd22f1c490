"""What is sold: the name, the pack, the price, the codes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from catalog.normalise.reading import REMEMBERED, Doubt, Reading, as_json, said
from catalog.values import codes, text
from catalog.values.packs import quantity
from catalog.values.packs.offer_keys import offer_key
from catalog.values.prices import money

content_of = lru_cache(REMEMBERED)(quantity.content)


@lru_cache(REMEMBERED)
def named(name: str) -> tuple[str, quantity.Content]:
    """A name without its pack words, and what these come to; asked together, the words are found once."""
    return quantity.without_pack(name), quantity.from_name(name)


def read_name(name: str) -> Reading:
    cleaned = text.clean(name)
    if text.is_blank(cleaned):
        return Reading(doubts=(Doubt("name-missing", "name"),))
    return Reading({"name": cleaned, "core_name": named(name)[0] or cleaned})


def read_content(pack: str, net: str, unit: str, name: str, summary: str, description: str) -> Reading:
    """Net content from the pack, else its own column, else the name, else the texts; the unit says the container."""
    in_name = named(name)[1]
    sources = [("pack", pack, content_of(pack)), ("net_content", net, content_of(net))]
    if any(c.isdigit() for c in unit):  # "Hộp 500g" under “ĐVT” is a pack; a bare "kg" is what the price is for
        sources.append(("unit", unit, content_of(unit)))
    stated = sources[0][2]
    column, words, chosen = _first_said([*sources, ("name", name, in_name)])
    if not any(found.unsure or found.choices or not found.none for _, _, found in sources):
        told = quantity.from_listing(name, f"{summary}\n{description}")
        if not (told.none and stated.container and not told.choices and not told.unsure):
            column, words, chosen = "name", name, told
    fields: dict[str, Any] = {
        "net_total": chosen.total,
        "net_unit": chosen.unit,
        "pack_count": chosen.count,
        "pieces": 1 if chosen.pieces is not None and chosen.total is None else 0,
        "container": chosen.container or _unit_of_sale(unit)[0] or None,
        "pack_words": text.clean(pack) or text.clean(net) or _pack_in(name, in_name) or None,
        "net_content": text.clean(net) or None,
        "unit": text.clean(unit) or None,
    }
    fields["offer_key"] = offer_key(fields)
    doubts: list[Doubt] = []
    if chosen.choices:
        doubts.append(Doubt("content-choices", column, words))
    elif _differ(stated, in_name):
        doubts.append(Doubt("content-disagrees", "pack", pack, said(other=f"{in_name.total:g} {in_name.unit}")))
    elif chosen.unsure:
        doubts.append(Doubt("content-unclear", column, words))
    elif chosen.none and not chosen.container and not text.is_blank(pack):
        doubts.append(Doubt("content-unclear", "pack", pack))
    elif chosen.none and not chosen.container and not text.clean(unit):
        doubts.append(Doubt("pack-missing", "pack"))
    return Reading(fields, tuple(doubts), ("pack",) if column == "name" else ())


def _first_said(sources: list[tuple[str, str, quantity.Content]]) -> tuple[str, str, quantity.Content]:
    """The first source that states a weight or volume, or several sizes; else the first that states anything."""
    for source in sources:
        if source[2].total is not None or source[2].choices:
            return source
    return next((s for s in sources if not s[2].none), sources[0])


def _pack_in(name: str, found: quantity.Content) -> str:
    return text.clean(name)[found.start : found.end].strip(" ()[]-–,") if not found.none else ""


def _differ(a: quantity.Content, b: quantity.Content) -> bool:
    """Whether two statements of one unit disagree: a multipack's total may stand beside its inner pack."""
    if a.total is None or b.total is None or a.unit != b.unit or a.choices or b.choices:
        return False
    equal = {a.total, a.total / (a.count or 1)} & {b.total, b.total / (b.count or 1)}
    return not equal


# Price reports write what a price is for as "đ/kg", "1000 đ/chỉ", "nghìn đồng/lít".
_UNIT_OF_MONEY = re.compile(r"^(1[.,]?000|nghìn|ngàn)?\s*(?:đồng|đ|vnđ|vnd)\s*/\s*(.{1,40})$", re.IGNORECASE)


def _unit_of_sale(unit: str) -> tuple[str, int]:
    """The unit of sale without its money, and what one unit of the price is worth in đồng where it says so."""
    unit = text.clean(unit)
    found = _UNIT_OF_MONEY.match(unit)
    return (found[2], 1000 if found[1] else 1) if found else (unit, 1)


def read_price(price: str, scale: str, header_unit: str, unit: str) -> Reading:
    """The price in whole đồng and what it is for: its own words, else the header's or the sheet's unit."""
    unit, worth = _unit_of_sale(unit)
    # Lines of one cell are sizes beside each other.
    found = money.price("; ".join(line for line in price.splitlines() if line.strip()), int(scale or worth))
    fields: dict[str, Any] = {
        "price_low": found.low,
        "price_high": found.high,
        "price_per": found.per or text.clean(header_unit) or unit or None,
        "price_words": text.clean(price) or None,
        "price_none": found.none,
    }
    if found.old is not None:
        fields["price_old"] = found.old
    if found.choices:
        fields |= {"price_none": None, "choices": as_json([list(c) for c in found.choices])}
        return Reading(fields, (Doubt("price-choices", "price", price),))
    if found.none == "ambiguous":
        return Reading(fields, (Doubt("price-ambiguous", "price", price),))
    if found.none == "missing":
        return Reading(fields | {"price_none": None}, (Doubt("price-missing", "price", price),))
    return Reading(fields, (Doubt("price-contact", "price", price),) if found.none == "contact" else ())


def read_other_prices(old: str, old_scale: str, wholesale: str, wholesale_scale: str) -> Reading:
    fields: dict[str, Any] = {}
    for name, words, scale in (
        ("price_old", old, old_scale),
        ("wholesale_price", wholesale, wholesale_scale),
    ):
        found = money.price(words, int(scale or 1))
        if found.low is not None:
            fields[name] = found.low
    return Reading(fields)


def read_stock(stock: str) -> Reading:
    if text.is_blank(stock):
        return Reading()
    found = quantity.stock(stock)
    doubt = (Doubt("stock-unclear", "stock", stock),) if found.count is None else ()
    return Reading({"stock": found.count, "stock_words": text.clean(stock)}, doubt)


def read_codes(sku: str, product_code: str, gtin: str) -> Reading:
    fields: dict[str, Any] = {}
    doubts: list[Doubt] = []
    for name, words in (("sku", sku), ("product_code", product_code)):
        if not text.is_blank(words):
            found = codes.code(words)
            fields[name] = found.value
            if found.damaged:
                doubts.append(Doubt("code-damaged", name, words))
    if not text.is_blank(gtin):
        barcode = codes.gtin(gtin)
        fields["gtin"] = barcode.value if barcode.valid else None
        if not barcode.valid:
            doubts.append(Doubt("code-damaged" if barcode.damaged else "gtin-wrong", "gtin", gtin))
    return Reading(fields, tuple(doubts))
