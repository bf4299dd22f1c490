"""The checks that rules of markets are made of: pure functions of a product and the rule's value.

To add one: a line of CHECKS, and one of CHANGES where something is cut; then a rule in registers/markets that uses it,
and a passing and a failing specimen in tests/catalog/markets/specimens.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from catalog.markets.listing import categories, offers, texts
from catalog.markets.market import LABEL, description, pack, prose
from catalog.publish.tables.reading import Product
from catalog.values import claims, codes, text

# Effects and superlatives are lawful where they are proved.
UNPROVED = ("claim-effect", "claim-superlative")
ALCOHOL = ("II.1.a", "II.1.b")
# What JSON reads as something else than words (RFC 8259); a list or object is taken for one whatever it holds.
_BARE = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|\[.*\]|\{.*\}", re.DOTALL)
_LOCAL = ("noi tinh", "trong tinh", "noi huyen", "trong huyen", "tai cho", "trong xa")
# Fresh food, and goods that are no food, have no such label.
LABELLED = ("I.2", "I.3", "I.4", "I.5", "I.6", "II")
# What a listing of food has to say of its label (Decree 37/2026/NĐ-CP, Appendix I; facts on OCOP, section 8).
FOOD_LABEL = {"ingredients": "thành phần", "usage": "cách dùng", "storage": "bảo quản", "shelf_life": "hạn sử dụng"}
# Claims stand on labels, too.
_ON_LABELS = tuple(name for name, _ in LABEL)


class Looked:
    """A product while rules look at it: what several rules ask of it is worked out once."""

    __slots__ = ("_found", "facts", "name", "offers", "pictures", "prices", "product")

    def __init__(self, product: Product) -> None:
        self.product, self.facts = product, product.facts
        self.offers, self.pictures = product.offers, product.pictures
        self.name: str = product.facts["name"]
        # Lowest and highest price of each pack that has one.
        self.prices: list[tuple[int, int]] = [
            (o["price_low"], o["price_high"] or o["price_low"]) for o in product.offers if o["price_low"] is not None
        ]
        self._found: tuple[claims.Claim, ...] | None = None

    @property
    def description(self) -> str:
        return description(self.product)

    @property
    def told(self) -> str:
        return prose(self.product)

    def claimed(self, *codes: str) -> list[str]:
        """The words of claims of these kinds."""
        if self._found is None:
            facts = self.facts
            self._found = claims.claims("\n".join([self.name, self.told, *filter(None, map(facts.get, _ON_LABELS))]))
        return [found.words for found in self._found if found.code in codes] if self._found else []

    @property
    def title(self) -> str:
        return texts.bare(self.name)


Check = Callable[[Looked, Any], bool]

# check → whether the product meets it, given the rule's value.
CHECKS: dict[str, Check] = {
    # Price
    "has_price": lambda p, _: bool(p.prices),
    "price_from": lambda p, least: all(low >= least for low, _ in p.prices),
    "price_to": lambda p, most: all(high <= most for _, high in p.prices),
    "has_one_price": lambda p, _: all(low == high for low, high in p.prices),
    # Title and description
    "title_from": lambda p, least: len(p.title) >= least,
    "title_to": lambda p, most: len(p.title) <= most,
    "title_plain": lambda p, _: p.title == text.clean(p.name),
    "title_calm": lambda p, _: not _shouts(p.name),
    "description_from": lambda p, least: len(p.description) >= least,
    "description_to": lambda p, most: len(p.description) <= most,
    "description_plain": lambda p, _: texts.without_contacts(p.told) == p.told,
    "says_words": lambda p, _: not bare_values(p),
    "says_more_than_title": lambda p, _: any(p.facts[n] for n in ("summary", "description", "story", "ingredients")),
    "has_no_health_claim": lambda p, _: not p.claimed("claim-health"),
    "has_no_unproved_claim": lambda p, _: not p.claimed(*UNPROVED),
    "has_food_label": lambda p, _: not lacking_label(p),
    # Pictures
    "has_pictures": lambda p, least: len(p.pictures) >= least,
    "pictures_to": lambda p, most: len(p.pictures) <= most,
    "picture_px": lambda p, least: all(min(i["width_px"], i["height_px"]) >= least for i in p.pictures),
    "picture_shape": lambda p, most: all(_ratio(i) <= most for i in p.pictures),
    # Packs, stock and codes
    "has_pack": lambda p, _: all(pack(o) for o in p.offers),
    "packs_to": lambda p, most: len(p.offers) <= most,
    "in_stock": lambda p, _: not offers.is_sold_out(p.product),
    "says_stock": lambda p, _: all(o["stock"] is not None for o in p.offers),
    "says_packed_weight": lambda p, _: all(offers.grams(o.get("gross_weight")) for o in p.offers),
    "says_packed_size": lambda p, _: all(offers.packed_sides(p.product, o) for o in p.offers),
    "sku_to": lambda p, most: all(len(v.sku) <= most for v in offers.variants(p.product)),
    "gtin_valid": lambda p, _: all(_is_gtin(o["gtin"]) for o in p.offers if o["gtin"]),
    # Who may buy it, where, with which papers
    "delivers_everywhere": lambda p, _: not (p.facts["delivery_area"] and _is_local(p.facts["delivery_area"])),
    "is_for_everybody": lambda p, _: (p.facts["ocop_set"] or "") not in ALCOHOL,
    "is_goods": lambda p, _: (p.facts["ocop_set"] or "") != "VI.1",
    "is_no_animal": lambda p, _: (p.facts["ocop_set"] or "") != "V.3",
    "has_set": lambda p, _: bool(p.facts["ocop_set"]),
    "has_category": lambda p, market: not p.facts["ocop_set"] or bool(categories.of(market, p.product)),
    "has_food_safety": lambda p, _: bool(p.facts["food_safety"]),
    "has_declaration": lambda p, _: bool(p.facts["declaration"]),
}  # fmt: skip

# check → what stands there and what becomes of it, where a rule of severity "change" is not met.
CHANGES: dict[str, Callable[[Looked, Any], tuple[str, str]]] = {
    "has_one_price": lambda p, _: _lowest(p),
    "title_to": lambda p, most: (f"“{p.title}”", f"“{texts.title(p.product, most=most)}”"),
    "title_plain": lambda p, _: (f"“{p.name}”", f"“{p.title}”"),
    "description_to": lambda p, most: (_length(p.description), _length(texts.description(p.product, most))),
    "description_plain": lambda p, _: (", ".join(f"“{c.words}”" for c in claims.contacts(p.told)) or "liên hệ", ""),
    "pictures_to": lambda p, most: (f"{len(p.pictures)} ảnh", f"{most} ảnh đầu"),
}  # fmt: skip


# check → what a message names as {found}.
FOUND: dict[str, Callable[[Looked], str]] = {
    "has_food_label": lambda p: ", ".join(lacking_label(p)),
    "says_words": lambda p: ", ".join(f"“{words}”" for words in bare_values(p)),
    "has_no_unproved_claim": lambda p: ", ".join(f"“{words}”" for words in p.claimed(*UNPROVED)),
    "has_no_health_claim": lambda p: ", ".join(f"“{words}”" for words in p.claimed("claim-health")),
}


def lacking_label(product: Looked) -> list[str]:
    """What the label of a food has to say and the product does not; empty for all other goods."""
    if not _is_labelled(product.facts["ocop_set"]):
        return []
    return [title for name, title in FOOD_LABEL.items() if not product.facts[name]]


def bare_values(product: Looked) -> list[str]:
    """Names, summaries and packs that a program takes for a value of JSON: 500, 1e5, true, null, [1]."""
    said = (product.title, product.facts["summary"] or "", *map(pack, product.offers))
    return [words for words in dict.fromkeys(said) if _BARE.fullmatch(words.strip())]


@cache
def _is_labelled(ocop_set: str | None) -> bool:
    return is_in(ocop_set, LABELLED)


def is_in(ocop_set: str | None, groups: Iterable[str]) -> bool:
    """Whether a set is one of these, or lies in one of these groups; “I” does not hold “II”."""
    return bool(ocop_set) and any(f"{ocop_set}.".startswith(f"{group}.") for group in groups)


def _shouts(name: str) -> bool:
    letters = 0
    for letter in filter(str.isalpha, name):
        if unicodedata.category(letter) != "Lu":
            return False  # the second letter of nearly every name
        letters += 1
    return letters > 5


def _ratio(picture: dict[str, Any]) -> float:
    wide, high = picture["width_px"], picture["height_px"]
    return max(wide, high) / max(1, min(wide, high))


def _is_gtin(number: str) -> bool:
    return codes.gtin(number).valid


def _is_local(area: str) -> bool:
    words = text.fold(area)
    return any(w in words for w in _LOCAL)


def _lowest(product: Looked) -> tuple[str, str]:
    low, high = next((low, high) for low, high in product.prices if low != high)
    return f"{offers.dong(low)} đến {offers.dong(high)}", offers.dong(low)


def _length(words: str) -> str:
    return f"{len(words)} ký tự"
