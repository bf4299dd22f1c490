"""Packs and prices of a listing: what is for sale, under which code, with which stock and weight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from catalog.markets.market import once, pack
from catalog.publish.tables.reading import Product, Record
from catalog.values import text
from catalog.values.packs import quantity
from catalog.values.packs.parcels import Sides, sides

# A code stays within what the strictest markets take (facts: 45 to 50 characters) with an id before it.
_MOST_OF_WORDS = 20


class Variant(NamedTuple):
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


@once
def variants(product: Product) -> tuple[Variant, ...]:
    """The packs with a price, in the order of the page; a range is offered at its lower end."""
    priced = _priced(product)
    skus = codes(product)
    made: list[Variant] = []
    for offer in priced:
        size = pack(offer) or ("" if len(priced) == 1 else f"Quy cách {offer['position']}")
        if made and any(v.size == size for v in made):
            size = f"{size} ({offer['position']})"
        made.append(Variant(skus[offer["position"]], size, offer["price_low"], offer))
    return tuple(made)


def _priced(product: Product) -> list[Record]:
    return [o for o in product.offers if o["price_low"] is not None]


@once
def codes(product: Product) -> Mapping[int, str]:
    """Position of each pack → the code by which every market knows it: its product's id, then what is in the pack.

    Goes by content alone, so that packs may change places: “500ml”, “10x5g”; where two hold the same, by container,
    words, the seller's code or the price, and only of packs that are equal in all that by the position. The only pack,
    or the only one with a price, has the id alone.
    """
    ident = product.facts["id"]
    if len(product.offers) == 1:
        return {product.offers[0]["position"]: ident}
    packs = _priced(product) or list(product.offers)
    made = {o["position"]: f"{ident}-{_content(o)}" for o in product.offers}
    for more in (_container, _words, _seller_code, _price, _position):
        for code, twins in _alike(product.offers, made):
            if len({more(o) for o in twins}) > 1:
                made |= {o["position"]: f"{code}-{more(o)}".rstrip("-") for o in twins}
    return made | {packs[0]["position"]: ident} if len(packs) == 1 else made


def _alike(packs: Iterable[Record], codes: Mapping[int, str]) -> list[tuple[str, list[Record]]]:
    """The codes that several packs have, with these."""
    found: dict[str, list[Record]] = {}
    for offer in packs:
        found.setdefault(codes[offer["position"]], []).append(offer)
    return [(code, twins) for code, twins in found.items() if len(twins) > 1]


def _content(offer: Record) -> str:
    """What a pack holds: “500ml”, “10x5g”; where that is not known its words, else its place."""
    total, count = offer["net_total"], offer["pack_count"]
    if not total:
        return _words(offer) or _position(offer)
    return f"{count}x{total / count:g}{offer['net_unit']}" if (count or 0) > 1 else f"{total:g}{offer['net_unit']}"


def _container(offer: Record) -> str:
    return text.slug(offer["container"] or "")


def _words(offer: Record) -> str:
    return text.slug(pack(offer))[:_MOST_OF_WORDS].strip("-")


def _seller_code(offer: Record) -> str:
    return text.slug(offer["sku"] or offer["gtin"] or "")


def _price(offer: Record) -> str:
    return str(offer["price_low"] or "")


def _position(offer: Record) -> str:
    return str(offer["position"])


def is_sold_out(product: Product) -> bool:
    """Whether the producer says of every pack that none is left."""
    return bool(product.offers) and all(o["stock"] == 0 for o in product.offers)


@lru_cache(4096)
def grams(words: str | None) -> int | None:
    """The weight that a cell states, in whole grams; None where it states none, or a volume."""
    found = quantity.content(words or "")
    return round(found.total) if found.total and found.unit == "g" else None


_PARCEL = re.compile(r"(?<!\w)(?:đóng gói|đóng hàng|kiện|thùng|cả bì)(?!\w)")


def packed_sides(product: Product, offer: Record) -> Sides | None:
    """The sides of a pack's parcel: as stated for it, else the product's size where its words name the parcel."""
    own = product.facts.get("dimensions") or ""
    return sides(offer.get("packed_dimensions") or (own if _PARCEL.search(own.casefold()) else None))


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
