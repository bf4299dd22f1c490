"""Packs and prices of a listing: what is for sale, under which code, with which stock and weight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from catalog.markets.market import pack
from catalog.publish.reading import Product, Record
from catalog.values import quantity


@dataclass(frozen=True, slots=True)
class Variant:
    """One pack with a price, as a market sells it.

    sku    our own code, unique and stable: the product's id, and with several packs what tells them apart
    size   the pack in words, unique among the product's variants
    stock  None where the producer does not say
    """

    sku: str
    size: str
    price: int
    offer: Record

    @property
    def stock(self) -> int | None:
        return self.offer["stock"]

    @property
    def is_sold_out(self) -> bool:
        return self.stock == 0

    @property
    def gtin(self) -> str:
        return self.offer["gtin"] or ""

    @property
    def grams(self) -> int | None:
        """What the packed parcel weighs; a net content is no such weight."""
        return grams(self.offer.get("gross_weight"))


def variants(product: Product) -> list[Variant]:
    """The packs with a price, in the order of the page; a range is offered at its lower end."""
    priced = [o for o in product.offers if o["price_low"] is not None]
    ident = product.facts["id"]
    if len(priced) == 1:
        return [Variant(ident, pack(priced[0]), priced[0]["price_low"], priced[0])]
    made: list[Variant] = []
    for offer in priced:
        size, code = pack(offer) or f"Quy cách {offer['position']}", _code(offer)
        if any(v.size == size for v in made):
            size = f"{size} ({offer['position']})"
        sku = f"{ident}-{code}"
        if any(v.sku == sku for v in made):
            sku = f"{sku}-{offer['position']}"
        made.append(Variant(sku, size, offer["price_low"], offer))
    return made


def _code(offer: Record) -> str:
    """What tells a pack from its sisters also after they change places: “500ml”, “10x5g”, else its position."""
    total, count = offer["net_total"], offer["pack_count"]
    if not total:
        return str(offer["position"])
    return f"{count}x{total / count:g}{offer['net_unit']}" if (count or 0) > 1 else f"{total:g}{offer['net_unit']}"


def is_sold_out(product: Product) -> bool:
    """Whether the producer says of every pack that none is left."""
    return bool(product.offers) and all(o["stock"] == 0 for o in product.offers)


@lru_cache(4096)
def grams(words: str | None) -> int | None:
    """The weight that a cell states, in whole grams; None where it states none, or a volume."""
    found = quantity.content(words or "")
    return round(found.total) if found.total and found.unit == "g" else None


_SIDES = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:cm)?\s*[x×*]\s*(\d+(?:[.,]\d+)?)\s*(?:cm)?\s*[x×*]\s*(\d+(?:[.,]\d+)?)\s*(cm|mm)?"
)


def sides(words: str | None) -> tuple[float, float, float] | None:
    """Length, width and height in centimetres; None where the words do not state all three."""
    found = _SIDES.search((words or "").casefold())
    if found is None:
        return None
    factor = 0.1 if found[4] == "mm" else 1
    long, wide, high = (float(found[n].replace(",", ".")) * factor for n in (1, 2, 3))
    return long, wide, high


def unit_measure(offer: Record) -> tuple[str, str]:
    """Net content and what its unit price is for, as Google writes them: ("500 g", "100 g"); blank where unknown."""
    total, unit = offer["net_total"], offer["net_unit"]
    return (f"{total:g} {unit}", f"100 {unit}") if total and unit else ("", "")


def price_words(offer: Record) -> str:
    """The price in words that our own reader takes for the same: “150000 - 180000/hũ”, “liên hệ”."""
    low, high = offer["price_low"], offer["price_high"]
    if low is None:
        return "liên hệ" if offer["price_none"] == "contact" else ""
    amount = str(low) if high in (None, low) else f"{low} - {high}"
    return f"{amount}/{offer['price_per']}" if offer["price_per"] else amount


def unit_price(offer: Record) -> str:
    """Price of a kilogram or litre in words: “300.000 đ/kg”; blank where it is not known."""
    if not offer["unit_price"]:
        return ""
    return f"{dong(offer['unit_price'])}/{offer['unit_price_per']}"


def dong(amount: int) -> str:
    """An amount as Vietnamese write it: “150.000 đ”."""
    return f"{amount:,} đ".replace(",", ".")
